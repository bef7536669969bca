"""The two processes of a station: the web server and the task worker, watched by this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType

#: A worker that dies is started again after this many seconds, longer each time up to the last.
RESTART_AFTER_S = (1, 2, 5, 10, 30)
#: Longest wait for a child to end by itself after it was asked to.
STOP_WITHIN_S = 15


def web_command(host: str, port: int, threads: int) -> list[str]:
    """Return the command of the web server: gunicorn, or waitress where there is no fork (Windows)."""
    if sys.platform == "win32":
        return [
            sys.executable,
            "-m",
            "waitress",
            f"--listen={host}:{port}",
            f"--threads={threads}",
            # Beyond this waitress writes a request to the disk; it is what a request may have at most.
            "--inbuf-overflow=67108864",
            "yizhan.config.wsgi:application",
        ]
    return [
        sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "1", "--threads", str(threads),
        "--bind", f"{host}:{port}", "--timeout", "120", "--graceful-timeout", "10", "--log-level", "warning",
        "--no-control-socket", "yizhan.config.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """Return the command of the task worker."""
    return [sys.executable, "-m", "yizhan.cli.worker"]


class Stopping(Exception):
    """Somebody asked the whole to stop."""


def _ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
    raise Stopping


def serve(*, host: str, port: int, threads: int) -> int:
    """Run both until a signal comes or the web server ends.

    :return: 0 after an orderly stop, else the web server's exit code.
    """
    from yizhan.shared.backup.serving_mark import serving

    signal.signal(signal.SIGTERM, _ask_to_stop)
    with serving():
        return _watch(host, port, threads)


def _watch(host: str, port: int, threads: int) -> int:
    settings = os.environ | {"YIZHAN_WEB_THREADS": str(threads)}
    web = subprocess.Popen(web_command(host, port, threads), env=settings)  # noqa: S603
    worker = subprocess.Popen(worker_command())  # noqa: S603
    deaths = 0
    try:
        while web.poll() is None:
            if worker.poll() is not None:
                time.sleep(RESTART_AFTER_S[min(deaths, len(RESTART_AFTER_S) - 1)])
                deaths += 1
                worker = subprocess.Popen(worker_command())  # noqa: S603
            time.sleep(0.5)
        return web.returncode or 1
    except (Stopping, KeyboardInterrupt):
        return 0
    finally:
        _stop(web)
        _stop(worker)


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(timeout=STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def wait_until_it_answers(url: str, *, within_s: float) -> bool:
    """Ask the address until it answers anything at all; used before telling people to open it."""
    import urllib.error
    import urllib.request

    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own loopback address
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.2)
    return False


def parent_is_gone(parent: int) -> bool:
    """Say whether the process that started this one has ended (POSIX: we were handed to another)."""
    return os.name == "posix" and os.getppid() != parent
