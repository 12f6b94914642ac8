"""Fixtures of the view models' tests."""

from __future__ import annotations

from tests.app.viewmodels.desk import desk
from tests.app.viewmodels.parts import own_library
from tests.app.viewmodels.wizard import wizard

__all__ = ["desk", "own_library", "wizard"]
