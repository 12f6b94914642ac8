"""Judges of speech: which words and which sounds are heard, and whose voice it is. Trained networks from packages
(`training.neural.parts`), read as data; extra `judges`."""
