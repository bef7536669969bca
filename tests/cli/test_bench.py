"""`yizhan bench engine`: the whole of it on a market that fits into a test, with the peers that need no extra."""

import json

import pytest

from bench import engine, report
from yizhan.cli.main import main


def test_a_run_compares_and_prints(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shape = [(300, 90, 1)]
    monkeypatch.setitem(engine.SIZES, "small", {"one": shape, "all": shape, "assign": shape})
    monkeypatch.setattr(engine, "GROWN", (60, 20))
    monkeypatch.setattr(engine, "ASKED", 5)
    monkeypatch.setattr(engine, "STARTS", 1)
    assert main(["bench", "engine", "--peers", "numpy-mask,numpy-grid,sqlite", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["format"] == "bench-engine-1"
    assert set(found["one"][0]["peers"]) == {"numpy-mask", "numpy-grid", "sqlite"}
    assert all(peer["ratio_p50"] > 0 for peer in found["one"][0]["peers"].values())
    assert found["assign"][0]["market_gap_percent"] <= 0.1
    assert found["growth"]["people"] == [60, 180, 540, 1620]
    text = "\n".join(report.lines(found))
    assert "SQLite R*Tree" in text
    assert "load" in text


def test_an_unknown_peer_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "engine", "--peers", "oracle"]) == 2
    assert "oracle" in capsys.readouterr().err


def test_a_peer_that_differs_is_not_timed() -> None:
    with pytest.raises(SystemExit, match="other answers"):
        engine._must_agree("somebody", [[(1, 10)]], [[(1, 11)]])
