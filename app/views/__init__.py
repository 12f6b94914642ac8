"""Widgets, and nothing that decides: what they show and do is in app/viewmodels."""
