"""Fixtures of the view models' tests."""

from __future__ import annotations

from tests.app.viewmodels.parts import own_shelf

__all__ = ["own_shelf"]
