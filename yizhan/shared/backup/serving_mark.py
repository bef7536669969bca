"""A mark in the data directory that says "the station is running": restore asks it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def _mark() -> Path:
    return Path(settings.YIZHAN_HOME) / "serving.pid"


@contextmanager
def serving() -> Iterator[None]:
    """Hold the mark while the block runs."""
    _mark().write_text(str(os.getpid()))
    try:
        yield
    finally:
        _mark().unlink(missing_ok=True)


def is_serving() -> bool:
    """Say whether the process that left the mark is alive; a killed station's mark does not count."""
    try:
        pid = int(_mark().read_text())
    except (OSError, ValueError):
        return False
    return pid != os.getpid() and is_alive(pid)


def is_alive(pid: int) -> bool:
    """Say whether a process with this id runs."""
    if os.name == "nt":
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _alive_on_windows(pid: int) -> bool:
    """`os.kill(pid, 0)` would end the process there, so the system is asked for a handle instead."""
    import ctypes

    query_limited_information = 0x1000
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = kernel.OpenProcess(query_limited_information, False, pid)
    if handle:
        kernel.CloseHandle(handle)
    return bool(handle)
