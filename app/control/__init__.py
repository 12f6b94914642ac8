"""The local control channel: other programs on this machine steer the voice (docs/control.md)."""
