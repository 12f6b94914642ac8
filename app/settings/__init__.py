"""What the program remembers: one frozen record, one file."""
