"""Graphs of strangers run in a process of their own, which may take only so much time and memory and can open no file."""
