"""读一段别人写的文字，说出读懂了什么；读不懂就说读不懂，绝不猜。

Read a text as people write it: `yizhan parse pay "6-8千/月" --json`, `yizhan parse posting --json < text`.
The shape of the second answer stands in docs/intake.md.
"""

from __future__ import annotations

import argparse
import json

from yizhan.cli.output import UnreadableInput, a_day, complain, heard, say

#: It reads what it is given and no database.
NEEDS_NO_STATION = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("what", choices=["pay", "posting"], help="要读的内容 · what to read")
    parser.add_argument("text", nargs="?", help="文字；不写则从标准输入读 · the text, else standard input")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 · print JSON")
    parser.add_argument(
        "--today", type=a_day, metavar="YYYY-MM-DD", help="“明天”从哪一天算起，默认今天 · the day that 明天 counts from"
    )


def run(args: argparse.Namespace) -> int:
    """Read and print."""
    try:
        text = args.text if args.text is not None else heard()
    except UnreadableInput:
        complain("标准输入不是 UTF-8 或 GB18030 的文字，没有读。 Standard input is no text in UTF-8 or GB18030.")
        return 2
    if not text.strip():
        complain("没有文字可读。请把文字写在命令后面，或从标准输入送进来。 No text given.")
        return 2
    return _pay(text, args) if args.what == "pay" else _posting(text, args)


def _pay(text: str, args: argparse.Namespace) -> int:
    from yizhan.postings.reading.pay import parse_pay

    reading = parse_pay(text)
    if args.json:
        say(json.dumps(reading.as_dict(), ensure_ascii=False))
        return 0
    if not reading.understood:
        say("没有读懂报酬，请写明金额和单位，例如 200元/天。 Not understood.")
        return 0
    say("、".join(f"{key}={value}" for key, value in reading.as_dict().items() if value is not None))
    return 0


def _posting(text: str, args: argparse.Namespace) -> int:
    from yizhan.cli.setting_up import set_up_django

    set_up_django()
    from django.utils import timezone

    from yizhan.postings.reading.posting import FIELDS, parse_posting

    reading = parse_posting(text, today=args.today or timezone.localdate())
    if args.json:
        say(json.dumps(reading.as_dict(), ensure_ascii=False))
        return 0
    if reading.seeks_work:
        say("这是找活的消息，不是招人的。 Somebody looks for work here.")
    elif not reading.drafts:
        say("没有读出招工内容。 No work on offer was found.")
    for number, draft in enumerate(reading.drafts, start=1):
        say(f"草稿 {number}")
        for name in FIELDS:
            found = draft.fields.get(name)
            if name not in ("contact_name", "contact_phone", "content"):
                say(f"  {name:<15} {'—' if found is None else found.value}")
    return 0
