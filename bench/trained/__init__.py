"""A real training run on this machine, from speech that programs speak to a voice that streams, and what its weights show."""
