"""按规则检查：`check posting` 从标准输入读一条岗位的 JSON（字段名见数据字典），`check notice` 读一份公示的文字。

Check a posting against the rule book: `yizhan check posting --json < posting.json`. A text field alone, such as
{"content": "…"}, is scanned for what text can show. Words and limits of the county are used where this installation
has any. `yizhan check notice` says what a public notice may not show and, without --json, prints it masked (CR-083).
Where the posting names its area, the minimum wage of that place on the first day of work is looked up, unless it says
`hour_minimum` and `month_minimum` itself. `--today` judges by the rules of another day. Exit code 1 when something
would block it, 2 when it could not be read.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yizhan.cli.output import UnreadableInput, a_day, complain, heard, say
from yizhan.cli.setting_up import set_up_django
from yizhan.cli.strict_json import NoJson, strict_json

if TYPE_CHECKING:
    from yizhan.postings.rulebook.local import LocalBook


#: A county's own words are read where they can be; without them the shipped rules speak.
NEEDS_STATION = False
#: Names of unknown fields that are told, and signs of each.
MOST_NAMES, MOST_NAME_SIGNS = 10, 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("what", choices=["posting", "notice"], help="要检查的内容 · what to check")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 · print JSON")
    parser.add_argument(
        "--today",
        type=a_day,
        metavar="YYYY-MM-DD",
        help="按哪一天的规则检查，默认今天 · judge by the rules of this day",
    )


def run(args: argparse.Namespace) -> int:
    """Read, judge, print."""
    set_up_django()
    return _check_notice(as_json=args.json) if args.what == "notice" else _check_posting(args)


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


def _around(raw: dict[str, Any], today: dt.date, first_day: dt.date) -> tuple[LocalBook, dict[str, str]]:
    """Return what the county added and the minimum wage there; without a database what is shipped, and that is said."""
    from django.db import DatabaseError

    from yizhan.postings.county import local_book_of_area
    from yizhan.postings.rulebook.local import NOTHING_LOCAL
    from yizhan.vocabularies.queries import minimum_wage, shipped_minimum_wage

    area = str(raw.get("area") or raw.get("area_code") or "")
    try:
        local, wage = local_book_of_area(area, today), minimum_wage(area, first_day) if area.isdecimal() else None
    except DatabaseError:
        complain("读不到本地规则，只按自带的规则检查。 No county words could be read; only shipped rules were used.")
        local, wage = NOTHING_LOCAL, shipped_minimum_wage(area, first_day) if area.isdecimal() else None
    if wage is None:
        return local, {}
    return local, {"hour_minimum": _yuan(wage.hour_fen), "month_minimum": _yuan(wage.month_fen)}


def _yuan(fen: int) -> str:
    return str(Decimal(fen) / 100)


def _first_day(raw: dict[str, Any], today: dt.date) -> dt.date:
    try:
        return dt.datetime.fromisoformat(str(raw.get("start_at") or "")).date()
    except ValueError:
        return today


def _check_posting(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from yizhan.postings.rulebook.from_json import check_json, unknown_fields
    from yizhan.postings.rulebook.model import Level
    from yizhan.shared.text.misread import Misread

    try:
        raw = strict_json(heard())
    except UnreadableInput:
        complain("标准输入不是 UTF-8 或 GB18030 的文字，没有检查。 Standard input is no text in UTF-8 or GB18030.")
        return 2
    except NoJson as error:
        complain(f"标准输入读不懂（{error}），没有检查。请送入一个 JSON 对象。 Standard input is no JSON object.")
        return 2
    if not isinstance(raw, dict):
        complain('需要一个 JSON 对象，例如 {"content": "…"}，没有检查。 A JSON object is needed.')
        return 2
    at = timezone.localtime()
    if args.today is not None:
        at = dt.datetime.combine(args.today, at.timetz())
    today = at.date()
    local, wage = _around(raw, today, _first_day(raw, today))
    try:
        hits = check_json(wage | raw, at=at, today=today, local=local)
    except Misread as error:
        complain(str(error))
        return 2
    if unknown := unknown_fields(raw):
        said = "、".join(ascii(name)[1:-1][:MOST_NAME_SIGNS] if not name.isprintable() else name[:MOST_NAME_SIGNS]
                        for name in unknown[:MOST_NAMES])  # fmt: skip
        complain(f"没有这些字段，没有看：{said}。 No such fields, not looked at.")
    if args.json:
        say(json.dumps([hit.as_dict() for hit in hits], ensure_ascii=False))
    elif not hits:
        say("没有发现问题。 Nothing found.")
    else:
        for hit in hits:
            say(f"{hit.rule} {hit.level} {hit.field}: {hit.as_dict()['message']}")
    return 1 if any(hit.level == Level.BLOCK for hit in hits) else 0
