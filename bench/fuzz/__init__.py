"""Coverage-guided fuzzing of every reader of what strangers make: `python -m bench.fuzz TARGET --minutes M` (needs atheris)."""
