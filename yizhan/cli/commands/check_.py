"""按规则检查一条岗位：从标准输入读 JSON（字段名见数据字典），打印命中的规则。

Check a posting against the rule book: `yizhan check posting --json < posting.json`. A text field alone, such as
{"content": "…"}, is scanned for what text can show. Exit code 1 when something would block it.
"""

from __future__ import annotations

import argparse
import json
import sys

from yizhan.cli.output import complain, say
from yizhan.cli.setting_up import set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("what", choices=["posting"], help="要检查的内容 · what to check")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 · print JSON")


def run(args: argparse.Namespace) -> int:
    """Read, judge, print."""
    set_up_django()
    from django.utils import timezone

    from yizhan.postings.rulebook.from_json import check_json
    from yizhan.postings.rulebook.model import Level
    from yizhan.shared.text.misread import Misread

    try:
        raw = json.load(sys.stdin)
    except ValueError:
        complain("标准输入不是 JSON，没有检查。请送入一个 JSON 对象。 Standard input is not JSON.")
        return 2
    if not isinstance(raw, dict):
        complain("需要一个 JSON 对象，例如 {\"content\": \"…\"}，没有检查。 A JSON object is needed.")
        return 2
    now = timezone.now()
    try:
        hits = check_json(raw, at=now, today=timezone.localdate(now))
    except Misread as error:
        complain(str(error))
        return 2
    if args.json:
        say(json.dumps([hit.as_dict() for hit in hits], ensure_ascii=False))
    elif not hits:
        say("没有发现问题。 Nothing found.")
    else:
        for hit in hits:
            say(f"{hit.rule} {hit.level} {hit.field}: {hit.as_dict()['message']}")
    return 1 if any(hit.level == Level.BLOCK for hit in hits) else 0
