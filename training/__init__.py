"""Training: from recordings to a voice. A program of its own (`python -m training`); torch is used here and nowhere else in the product."""
