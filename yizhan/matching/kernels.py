"""Whether the engine's compiled kernels are ready on this machine, and getting them ready.

numba keeps what it compiled beside the package or in the user's cache, for one version of everything and one model of
processor. A note in the data directory says for which; where it does not fit, half a minute of compiling is due, which
never happens inside a request (ADR 0011).
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import structlog
from django.conf import settings

import yizhan.engine
from yizhan.engine import machine

log = structlog.get_logger("yizhan.matching")

READY, DUE, WITHOUT = "ready", "due", "without"
#: Longer than any compiling; then NumPy goes on answering.
MOST_SECONDS = 600


def state() -> str:
    """Return READY, DUE (numba is there and would have to compile), or WITHOUT (no numba here, or switched off)."""
    wanted = _circumstances()
    if wanted is None:
        return WITHOUT
    try:
        return READY if json.loads(_note().read_text(encoding="utf-8")) == wanted else DUE
    except (OSError, ValueError):
        return DUE


def make_ready(tell: Callable[[str], None]) -> bool:
    """Compile or load every kernel in this process, saying which; False where NumPy answers."""
    for name in machine.KERNELS:
        tell(name)
        if machine.compiled(name) is None:
            return False
    wanted = _circumstances()
    if wanted is not None:
        _note().parent.mkdir(parents=True, exist_ok=True)
        draft = _note().with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(wanted), encoding="utf-8")
        draft.replace(_note())
    return True


def make_ready_apart() -> bool:
    """Compile in a process of its own, because compiling holds up whoever else works in a process; then load."""
    if state() == DUE:
        command = [sys.executable, "-c", "from yizhan.engine import machine; raise SystemExit(not machine.prepare())"]
        try:
            subprocess.run(command, check=True, timeout=MOST_SECONDS, stdin=subprocess.DEVNULL)  # noqa: S603
        except (OSError, subprocess.SubprocessError) as error:
            log.warning("kernels.not_compiled", why=type(error).__name__)
            return False
    return machine.prepare() and make_ready(lambda _name: None)


def _note() -> Path:
    return Path(settings.YIZHAN_HOME) / "kernels.json"


def _circumstances() -> dict[str, str] | None:
    """Return what numba's cache depends on; None where there is no numba or it is switched off."""
    if os.environ.get("YIZHAN_ENGINE") == "numpy":
        return None
    try:
        numba = version("numba")
        processor = str(importlib.import_module("llvmlite.binding").get_host_cpu_name())
    except (PackageNotFoundError, ImportError):
        return None
    sources = hashlib.sha256()
    for path in sorted(Path(yizhan.engine.__file__).parent.glob("*.py")):
        sources.update(path.read_bytes())
    return {"numba": numba, "python": platform.python_version(), "processor": processor, "place": str(sys.prefix),
            "sources": sources.hexdigest()[:32]}  # fmt: skip
