"""Where this installation keeps its data: one directory, named by YIZHAN_HOME."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """Return the data directory of this installation (not created here).

    The environment decides; without it the user's own directory, so that `pip install yizhan` works
    without rights on the machine.
    """
    named = os.environ.get("YIZHAN_HOME")
    return Path(named).expanduser().resolve() if named else Path.home() / "yizhan"
