"""What breaks it: each fault done to the real program: the sentence that is said, and what is left afterwards (docs/reliability.md)."""
