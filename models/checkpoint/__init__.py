"""Checkpoints of torch and safetensors read as data: nothing in a file is executed, and torch is not needed."""

from models.checkpoint.limits import Limits
from models.checkpoint.plain import ForeignObject, Name, TensorOutline
from models.checkpoint.read import Checkpoint, read_checkpoint, read_outline

__all__ = ["Checkpoint", "ForeignObject", "Limits", "Name", "TensorOutline", "read_checkpoint", "read_outline"]
