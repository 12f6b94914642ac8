"""Fixtures of the view models' tests."""

from __future__ import annotations

from tests.app.viewmodels.desk import desk
from tests.app.viewmodels.parts import own_shelf
from tests.app.viewmodels.wizard import wizard

__all__ = ["desk", "own_shelf", "wizard"]
