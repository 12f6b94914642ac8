"""What drives the networks through a run: devices, checkpoints, logs, when to stop. The networks know nothing of it."""
