"""The Nu checker as a server on loopback: one for each process of the tests that needs it, asked page by page."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

JAR = Path(__file__).parents[1] / ".venv" / "nu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
#: Seconds that a busy machine may need to start Java and read the schemas.
PATIENCE = 120
#: What it says of things that are meant as they are, each with the reason.
MEANT = (
    # htmx reads attributes of its own; a page works without them.
    "Attribute “hx-",
)


def is_here() -> bool:
    """Say whether pages can be checked; where YIZHAN_NU=required they must be."""
    found = JAR.exists() and shutil.which("java") is not None
    assert found or os.environ.get("YIZHAN_NU") != "required", "the Nu checker is required here: make test installs it"
    return found


class Nu:
    """A running checker."""

    def __init__(self) -> None:
        """Start it on a free port of this machine."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        # It lives for a few hundred pages: the first compiler and the plain collector cost least for so short a life.
        options = ["-Xmx384m", "-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
        options.append("-Dnu.validator.servlet.bind-address=127.0.0.1")
        command = ["java", *options, "-cp", str(JAR), "nu.validator.servlet.Main", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ends = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None, "the Nu checker did not start"
            assert time.monotonic() < ends, "the Nu checker did not answer in time"
            time.sleep(0.2)

    def _answers(self) -> bool:
        try:
            self.faults("<!DOCTYPE html><html lang='zh-CN'><title>x</title><p>x</html>")
        except OSError:
            return False
        return True

    def faults(self, page: str) -> list[str]:
        """Return what is wrong with a page: errors, and warnings that are not meant as they are."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            # Without a name of who asks it refuses.
            headers = {"Content-Type": "text/html; charset=utf-8", "User-Agent": "yizhan-tests"}
            connection.request("POST", "/?out=json", page.encode(), headers)
            told: list[dict[str, Any]] = json.loads(connection.getresponse().read())["messages"]
        finally:
            connection.close()
        return [
            f"{one.get('subType', one['type'])}: {one['message']} … {one.get('extract', '').strip()[:120]}"
            for one in told
            if not any(meant in one["message"] for meant in MEANT)
        ]

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(timeout=20)
