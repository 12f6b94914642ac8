"""Foundation models: what every RVC voice needs beside itself. A content encoder hears what is said, RMVPE hears the pitch.

They are published as files for other programs, are fetched or given by hand, and are converted once to graphs of our own.
"""

from models.foundation.catalogue import CATALOGUE, PublishedFile
from models.foundation.library import FoundationLibrary, ModelStatus

__all__ = ["CATALOGUE", "FoundationLibrary", "ModelStatus", "PublishedFile"]
