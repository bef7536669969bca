"""按规则检查：`check posting` 从标准输入读一条岗位的 JSON（字段名见数据字典），`check notice` 读一份公示的文字。

Check a posting against the rule book: `yizhan check posting --json < posting.json`. A text field alone, such as
{"content": "…"}, is scanned for what text can show. Words and limits of the county are used where this installation
has any. `yizhan check notice` says what a public notice may not show and, without --json, prints it masked (CR-083).
Exit code 1 when something would block it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from yizhan.cli.output import UnreadableInput, complain, heard, say
from yizhan.cli.setting_up import set_up_django

if TYPE_CHECKING:
    from yizhan.postings.rulebook.local import LocalBook


#: A county's own words are read where they can be; without them the shipped rules speak.
NEEDS_STATION = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("what", choices=["posting", "notice"], help="要检查的内容 · what to check")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 · print JSON")


def run(args: argparse.Namespace) -> int:
    """Read, judge, print."""
    set_up_django()
    return _check_notice(as_json=args.json) if args.what == "notice" else _check_posting(as_json=args.json)


def _check_notice(*, as_json: bool) -> int:
    from yizhan.postings.rulebook.publication import masked_notice, notice_hits

    try:
        text = heard()
    except UnreadableInput:
        complain("标准输入不是 UTF-8 或 GB18030 的文字，没有检查。 Standard input is no text in UTF-8 or GB18030.")
        return 2
    hits = notice_hits(text)
    if as_json:
        say(json.dumps([hit.as_dict() for hit in hits], ensure_ascii=False))
    else:
        for hit in hits:
            complain(f"{hit.rule} {hit.level}: {hit.as_dict()['message']}")
        say(masked_notice(text))
    return 1 if hits else 0


def _local_book(raw: dict[str, Any], today: dt.date) -> LocalBook:
    """Return what the county added; where no database tells it, nothing, and that is said on the way out."""
    from django.db import DatabaseError

    from yizhan.postings.county import local_book_of_area
    from yizhan.postings.rulebook.local import NOTHING_LOCAL

    try:
        return local_book_of_area(str(raw.get("area") or raw.get("area_code") or ""), today)
    except DatabaseError:
        complain("读不到本地规则，只按自带的规则检查。 No county words could be read; only shipped rules were used.")
        return NOTHING_LOCAL


def _check_posting(*, as_json: bool) -> int:
    from django.utils import timezone

    from yizhan.postings.rulebook.from_json import check_json, unknown_fields
    from yizhan.postings.rulebook.model import Level
    from yizhan.shared.text.misread import Misread

    try:
        raw = json.loads(heard())
    except ValueError:
        complain("标准输入不是 JSON，没有检查。请送入一个 JSON 对象。 Standard input is not JSON.")
        return 2
    if not isinstance(raw, dict):
        complain('需要一个 JSON 对象，例如 {"content": "…"}，没有检查。 A JSON object is needed.')
        return 2
    now = timezone.now()
    try:
        today = timezone.localdate(now)
        hits = check_json(raw, at=now, today=today, local=_local_book(raw, today))
    except Misread as error:
        complain(str(error))
        return 2
    if unknown := unknown_fields(raw):
        complain(f"没有这些字段，没有看：{'、'.join(unknown)}。 No such fields, not looked at: {', '.join(unknown)}.")
    if as_json:
        say(json.dumps([hit.as_dict() for hit in hits], ensure_ascii=False))
    elif not hits:
        say("没有发现问题。 Nothing found.")
    else:
        for hit in hits:
            say(f"{hit.rule} {hit.level} {hit.field}: {hit.as_dict()['message']}")
    return 1 if any(hit.level == Level.BLOCK for hit in hits) else 0
