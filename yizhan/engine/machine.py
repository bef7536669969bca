"""Whether the compiled kernels are used: numba where it is there, NumPy everywhere.

Both give the same answer bit for bit; this page decides only how long it takes. A kernel is a module
`yizhan.engine._kernel_<name>` that is compiled when it is imported, or read from numba's cache in a tenth of a
second. `YIZHAN_ENGINE=numpy` switches the kernels off. A web server calls `never_wait()`: then a request uses
a kernel only once `prepare()` has loaded it, so that nothing is ever compiled while somebody waits.
"""

import importlib
import os
import threading
from types import ModuleType

KERNELS = ("rank", "assign")

_loaded: dict[str, ModuleType | None] = {}
_loading = threading.Lock()
_may_wait = True


def compiled(name: str) -> ModuleType | None:
    """The kernel module, or None where NumPy answers: no numba, switched off, or not loaded while nobody may wait."""
    if _switched_off():
        return None
    return _loaded[name] if name in _loaded else _load(name) if _may_wait else None


def prepare() -> bool:
    """Load every kernel, compiling what no cache holds; False where there is no numba or it is switched off.

    Seconds where a cache is there, about half a minute where none is.
    """
    if _switched_off():
        return False
    return all(_load(name) is not None for name in KERNELS)


def never_wait() -> None:
    """From now on `compiled` answers None for what `prepare` has not loaded yet."""
    global _may_wait
    _may_wait = False


def _load(name: str) -> ModuleType | None:
    with _loading:
        if name not in _loaded:
            try:
                _loaded[name] = importlib.import_module(f"yizhan.engine._kernel_{name}")
            except ImportError:  # no numba for this processor or this Python: NumPy answers
                _loaded[name] = None
        return _loaded[name]


def _switched_off() -> bool:
    return os.environ.get("YIZHAN_ENGINE") == "numpy"
