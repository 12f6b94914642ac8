"""What speaks a text: each engine a file, and a row in engines.py."""
