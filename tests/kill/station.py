"""A real station on a loopback port whose web process can be killed at any moment.

gunicorn loads the program once and forks its worker from there, so that a killed worker is back within milliseconds:
the same server and settings as `yizhan serve`, on SQLite with WAL and synchronous FULL.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.conftest import PASSWORD
from tests.installation import install, yizhan


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Outcome:
    """What the client saw of one request.

    :param answered: the status, or None when the connection broke.
    :param location: where the answer led.
    """

    answered: int | None
    location: str = ""

    @property
    def is_acknowledged(self) -> bool:
        """The server said that it is done."""
        return self.answered in (204, 302)


def is_alive(pid: int) -> bool:
    """Say whether a process is more than the name of one that was killed and not yet buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Station:
    """A running station with one clerk signed in."""

    def __init__(self, home: Path) -> None:
        """Set the station up; nothing runs yet."""
        self.home, self.port, self.log = home, free_port(), home.with_suffix(".log")
        self.base = f"http://127.0.0.1:{self.port}"
        install(home)
        self.make_staff("clerk", "clerk")
        self.master: subprocess.Popen[bytes] | None = None
        self.client = httpx.Client(base_url=self.base, timeout=30, trust_env=False)

    def make_staff(self, username: str, role: str) -> None:
        """Make an account of the station."""
        done = yizhan(
            self.home, "createstaff", username, "--name", "测试员", "--role", role, "--county", "阳谷县总工会",
            "--station", "阳谷驿站", "--area", "371521", YIZHAN_PASSWORD=PASSWORD,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def environment(self) -> dict[str, str]:
        """Return the environment of this station's processes: production settings, a demo's second factor.

        They rank in NumPy: each killed process would load the kernels anew, and nothing is ranked here.
        """
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
        return {**kept, "YIZHAN_HOME": str(self.home), "YIZHAN_DEMO": "1", "YIZHAN_ENGINE": "numpy"}

    def __enter__(self) -> Station:
        """Start the server and sign the clerk in."""
        command = [
            sys.executable, "-m", "gunicorn", "--preload", "--worker-class", "gthread", "--workers", "1",
            "--threads", "4", "--bind", f"127.0.0.1:{self.port}", "--log-level", "error", "--no-control-socket",
            "tests.kill.wsgi:application",
        ]  # fmt: skip
        with self.log.open("ab") as log:
            self.master = subprocess.Popen(command, env=self.environment(), stderr=log)
        try:
            self.sign_in("clerk")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop what was started."""
        assert self.master is not None
        self.client.close()
        self.master.terminate()
        try:
            self.master.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.master.kill()
            self.master.wait()

    def sign_in(self, username: str) -> None:
        """Wait for the server and sign in by its form."""
        self.wait_for_answer()
        done = self.client.post(
            "/accounts/sign-in/",
            data={"username": username, "password": PASSWORD, "csrfmiddlewaretoken": self.token()},
            headers={"Referer": self.base},
        )
        assert done.status_code == 302, f"{done.status_code}\n{self.log.read_text()[-4000:]}"

    def wait_for_answer(self) -> None:
        """Ask for a page until somebody answers."""
        until = time.monotonic() + 60
        while True:
            try:
                self.client.get("/accounts/sign-in/")
                break
            except httpx.TransportError:
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.05)

    def token(self) -> str:
        """Return the form token of the session."""
        return str(self.client.cookies.get("csrftoken"))

    def worker(self) -> int:
        """Return the process that answers."""
        assert self.master is not None
        children = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children")
        until = time.monotonic() + 30
        while time.monotonic() < until:
            found = [int(pid) for pid in children.read_text().split() if is_alive(int(pid))]
            if found:
                return found[-1]
            time.sleep(0.005)
        raise AssertionError("no worker came back")

    def post(self, path: str, data: dict[str, object]) -> Outcome:
        """Send a form as the page's script does and say what came of it."""
        try:
            answer = self.client.post(
                path,
                data={**data, "csrfmiddlewaretoken": self.token()},
                headers={"Referer": self.base, "X-Keep": "1"},
            )
        except httpx.TransportError:
            return Outcome(None)
        return Outcome(answer.status_code, answer.headers.get("X-Location") or answer.headers.get("Location") or "")

    def post_and_kill(self, path: str, data: dict[str, object], after_s: float) -> Outcome:
        """Send a form and kill the answering process so many seconds later."""
        victim = self.worker()
        seen: list[Outcome] = []
        sender = threading.Thread(target=lambda: seen.append(self.post(path, data)))
        sender.start()
        time.sleep(after_s)
        os.kill(victim, signal.SIGKILL)
        sender.join(timeout=60)
        assert seen, "the client hangs"
        return seen[0]

    def post_until_acknowledged(self, path: str, data: dict[str, object]) -> Outcome:
        """Send the same form again until it is acknowledged, as a clerk would."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            seen = self.post(path, data)
            if seen.answered is not None:
                return seen
            time.sleep(0.05)
        raise AssertionError("no answer any more")

    def usual_time(self, path: str, forms: list[dict[str, object]]) -> float:
        """Return the median time of some undisturbed requests, each the second of a process that has just come.

        So is every request that is killed: the process before it was killed too, and the new one is still warming up.
        """
        took = []
        for form in forms:
            os.kill(self.worker(), signal.SIGKILL)
            self.wait_for_answer()
            started = time.monotonic()
            assert self.post(path, form).is_acknowledged
            took.append(time.monotonic() - started)
        return sorted(took)[len(took) // 2]


def new_key() -> str:
    """Return a form's key."""
    return str(uuid.uuid4())


def page_id(location: str) -> str:
    """Return the public id in an address."""
    found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", location)
    assert found, location
    return found.group()
