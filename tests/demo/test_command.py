"""`yizhan demo` at the command line: what it refuses before it touches anything."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from yizhan.cli.main import main


def test_a_busy_port_is_told_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YIZHAN_HOME", str(tmp_path / "home"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["demo", "--port", str(port)]) == 1
    assert f"端口 {port} 已被占用" in capsys.readouterr().err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("kept", ["keys.json", "yizhan.sqlite3"])
def test_a_real_stations_directory_is_left_alone(
    kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YIZHAN_HOME", str(tmp_path))
    (tmp_path / kept).touch()
    assert main(["demo", "--fill-only"]) == 1
    assert "真实驿站" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [kept]


def test_without_a_directory_the_demo_has_one_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("YIZHAN_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    own = tmp_path / "yizhan-demo"
    own.mkdir()
    (own / "keys.json").touch()
    assert main(["demo", "--fill-only"]) == 1
    assert str(own) in capsys.readouterr().err
