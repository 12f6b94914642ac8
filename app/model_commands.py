"""The commands of the command line that get foundation models."""

from __future__ import annotations

from collections.abc import Sequence

from models.foundation.catalogue import models_in


def command_for(models: Sequence[str]) -> str:
    """The one command that gets these models; "" for none. A model that no catalogue has comes before what can be fetched."""
    known = models_in()
    by_hand = next((model for model in models if model not in known), "")
    if by_hand:
        return f"urvc foundation add FILE --as {by_hand}"
    return f"urvc foundation fetch {' '.join(models)}" if models else ""
