"""Every kind of long work in the studio, by the record that asks for it."""

from __future__ import annotations

from jobs.kind import Registry
from studio.jobs.run_recipe import RUN_RECIPE
from studio.jobs.speak_text import SPEAK_TEXT

STUDIO_JOBS = Registry(RUN_RECIPE, SPEAK_TEXT)
