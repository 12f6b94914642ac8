"""What can go wrong with OBS.

ObsError   `obs.*`: not_running, wrong_port, too_old, password, timeout, closed; refused (OBS said no: facts `request`, `status`,
           `comment`); no_scene, no_microphone, too_late, no_camera
"""

from __future__ import annotations

from app.errors import AppError


class ObsError(AppError):
    """An expected fault of OBS or of the way to it."""

    @property
    def status(self) -> int:
        """OBS's own number of a refused request, 0 otherwise."""
        number = self.facts.get("status", 0)
        return number if isinstance(number, int) else 0


NOT_FOUND = 600
"""OBS's status for a scene, input or filter that is not there."""
EXISTS = 601
NOT_READY = 207
"""OBS is still starting, or ending."""
