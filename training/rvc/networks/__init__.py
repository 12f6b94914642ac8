"""The networks of an RVC voice in training, their parameters named as in RVC's own checkpoints."""
