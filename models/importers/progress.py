"""How a long import says where it is, and how it is told to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from models.errors import ModelError


class ImportCancelled(ModelError):
    """The import was told to stop; nothing of it is left."""

    code = "import.cancelled"


def _ignore(fraction: float, text: str) -> None:
    """No one wants to know."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Reporter:
    """progress(fraction 0..1, what is being done); cancelled() is asked at every step and every megabyte."""

    progress: Callable[[float, str], None] = _ignore
    cancelled: Callable[[], bool] = _never
    subject: str = ""

    def step(self, fraction: float, text: str) -> None:
        """Says how far the import is. Raises ImportCancelled."""
        self.check()
        self.progress(fraction, text)

    def check(self) -> None:
        """Raises ImportCancelled if the import was told to stop."""
        if self.cancelled():
            raise ImportCancelled("import the voice", self.subject)
