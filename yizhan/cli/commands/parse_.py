"""读一段别人写的文字，说出读懂了什么；读不懂就说读不懂，绝不猜。

Read a text as people write it. `yizhan parse pay "6-8千/月" --json`
"""

from __future__ import annotations

import argparse
import json
import sys

from yizhan.cli.output import complain, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("what", choices=["pay"], help="要读的内容 · what to read")
    parser.add_argument("text", nargs="?", help="文字；不写则从标准输入读 · the text, else standard input")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 · print JSON")


def run(args: argparse.Namespace) -> int:
    """Read and print."""
    from yizhan.postings.reading.pay import parse_pay

    text = args.text if args.text is not None else sys.stdin.read()
    if not text.strip():
        complain("没有文字可读。请把文字写在命令后面，或从标准输入送进来。 No text given.")
        return 2
    reading = parse_pay(text)
    if args.json:
        say(json.dumps(reading.as_dict(), ensure_ascii=False))
        return 0
    if not reading.understood:
        say("没有读懂报酬，请写明金额和单位，例如 200元/天。 Not understood.")
        return 0
    say("、".join(f"{key}={value}" for key, value in reading.as_dict().items() if value is not None))
    return 0
