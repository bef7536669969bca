"""The Nu checker bites. The pages themselves meet it in `test_access.py`, which asks for every address."""

from __future__ import annotations

import pytest

from tests.nu import Nu


def test_the_checker_finds_what_is_wrong(nu: Nu | None) -> None:
    if nu is None:
        pytest.skip("the Nu checker is not on this machine: Java or npm is missing")
    head = "<!DOCTYPE html><html lang='zh-CN'><title>x</title>"
    assert nu.faults(f"{head}<p>好</p>") == []
    assert any("button" in fault for fault in nu.faults(f"{head}<a href='/x'><button>好</button></a>"))
    assert any("Duplicate ID" in fault for fault in nu.faults(f"{head}<p id=a>好<p id=a>好"))
