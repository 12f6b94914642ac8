"""The GPU add-on: NVIDIA's libraries and the build of ONNX Runtime that uses them, kept as data in the user's folder."""
