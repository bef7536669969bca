"""The settings of a served station, for whoever types a command at its machine.

The service is given `/etc/yizhan/yizhan.env` by systemd. A command in a shell that names no data directory is about
that same station: without the file it would look at a database that the station left when it moved to PostgreSQL.
"""

from __future__ import annotations

import os
from pathlib import Path

import environ

#: Read unless the shell names a data directory of its own (a restore drill, a second installation).
STATION_FILE = Path("/etc/yizhan/yizhan.env")


def read_station_file(*, needed: bool) -> None:
    """Take the served station's settings into the environment; what is set there already stands.

    :param needed: whether the command is about the station and not only helped by it.
    :raises PermissionError: it is, there is such a file, and it is not for this user.
    """
    if os.environ.get("YIZHAN_HOME"):
        return
    path = Path(os.environ.get("YIZHAN_STATION_FILE", STATION_FILE))
    if path.is_file() and (needed or os.access(path, os.R_OK)):
        os.environ.pop("YIZHAN_HOME", None)  # an empty one names nothing
        with path.open(encoding="utf-8") as file:
            environ.Env.read_env(file)
