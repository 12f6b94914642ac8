"""The networks of RVC in plain PyTorch float32, over whole windows: what `bench.baseline` computes with, and only that."""
