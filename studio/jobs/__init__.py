"""The studio's long works: a file a kind, and one line in registry.py. `python -m studio` runs them in a process of its own."""
