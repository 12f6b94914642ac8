"""Long work that the engine process does beside the live stream: a file a kind, and one line in registry.py."""
