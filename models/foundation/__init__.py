"""Foundation models: what every RVC voice needs beside itself. A content encoder hears what is said, RMVPE hears the pitch.

They are published as files for other programs, are fetched or given by hand, and are converted once to graphs of our own.
"""

from models.foundation.catalogue import CATALOGUE, PublishedFile
from models.foundation.manifest import FoundationManifest, FoundationModel
from models.foundation.shelf import FoundationShelf, ModelStatus

__all__ = ["CATALOGUE", "FoundationManifest", "FoundationModel", "FoundationShelf", "ModelStatus", "PublishedFile"]
