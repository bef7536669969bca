"""泄露过的密码清单：装入（load）、查看（show）、去掉（drop）。不用联网，装入后马上生效，不用重启。

A list of breached passwords, asked whenever somebody takes a new password. It is loaded from files, without a network:
one password a line, or one SHA-1 a line as the public lists come (`HASH:COUNT`), also as .gz. The next `load` replaces
the list. Where there are several web servers, each has its own.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from yizhan.cli.output import complain, say
from yizhan.cli.setting_up import set_up_django

if TYPE_CHECKING:
    from yizhan.accounts.breached import ListFacts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("act", choices=list(ACTS), help="load 装入 · show 查看 · drop 去掉")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="清单文件，只用于 load · for `load` only")


def run(args: argparse.Namespace) -> int:
    """Do the one act."""
    if (args.act == "load") != bool(args.files):
        complain("load 要写清单文件，其他的不写。 `load` takes files, nothing else does.")
        return 2
    set_up_django()
    return ACTS[args.act](args)


def _load(args: argparse.Namespace) -> int:
    from yizhan.accounts.breached import load_list

    _tell(load_list(args.files))
    return 0


def _show(_args: argparse.Namespace) -> int:
    from yizhan.accounts.breached import ListDamaged, list_facts

    try:
        facts = list_facts()
    except ListDamaged:
        complain("清单坏了，改密码时没有用它。请重新装入。 The list is damaged and not asked: load it again.")
        return 1
    if facts is None:
        say("没有装入清单，只查最常见的两万个。 No list is loaded; only the 20,000 most common are refused.")
    else:
        _tell(facts)
    return 0


def _drop(_args: argparse.Namespace) -> int:
    from yizhan.accounts.breached import drop_list

    say("清单已去掉。 The list is gone." if drop_list() else "本来就没有清单。 There was none.")
    return 0


def _tell(facts: ListFacts) -> None:
    say(f"清单里有 {facts.count} 个密码，每个 {facts.width} 字节。 {facts.count} passwords, {facts.width} bytes each.")
    say(
        f"好密码被误拒的机会不到 {facts.wrongly:.1e}。 A good password is refused with a chance of {facts.wrongly:.1e}."
    )


ACTS = {"load": _load, "show": _show, "drop": _drop}
