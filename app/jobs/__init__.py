"""Long work of the window beside the voice, mostly in the library of voices and models: a file a kind, and one line in registry.py.

`python -m app.jobs` is the program that runs them for the window, in a process of its own (jobs/serve.py). No Qt here.
"""
