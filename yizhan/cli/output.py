"""What commands print: plain lines on stdout, complaints on stderr, progress that does not scroll."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def say(text: str = "") -> None:
    """Print a line."""
    print(text, flush=True)


def heard() -> str:
    """Return what standard input says, in the encoding in which it came: UTF-8, or GB18030 as a Chinese Windows sends.

    :raises UnreadableInput: it is neither.
    """
    data = sys.stdin.buffer.read()
    names = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for name in names:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise UnreadableInput


class UnreadableInput(ValueError):
    """Standard input is no text of a known encoding."""


def complain(text: str) -> None:
    """Print a line where scripts do not read it as a result."""
    print(text, file=sys.stderr, flush=True)


def progress(items: Iterable[T], *, total: int, title: str) -> Iterator[T]:
    """Pass items through and show how far it is, at most five times a second; one line when not on a terminal."""
    shown = 0.0
    terminal = sys.stderr.isatty()
    done = 0
    for done, item in enumerate(items, start=1):
        yield item
        moment = time.monotonic()
        if terminal and moment - shown > 0.2:
            shown = moment
            print(f"\r{title} {done}/{total}", end="", file=sys.stderr, flush=True)
    if terminal:
        print("\r", end="", file=sys.stderr)
    complain(f"{title} {done}/{total}")


def a_day(text: str) -> dt.date:
    """Read a day on the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("日期请写成 2026-11-27 这样 · write the day as 2026-11-27") from error
