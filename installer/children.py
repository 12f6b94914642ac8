"""Runs first in the executable: programs of the system that it starts must not be given its own libraries.

PyInstaller's loader points LD_LIBRARY_PATH at the program's folder, and every child would inherit that; this process has been linked by
then, and the program sets it again when it starts itself.
"""

import os

for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
    before = os.environ.pop(f"{name}_ORIG", None)
    if before:
        os.environ[name] = before
    else:
        os.environ.pop(name, None)
