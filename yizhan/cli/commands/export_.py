"""导出岗位或人员名单到 .xlsx 或 .csv。用途必填并记入日志；号码默认打码。

Export a list. The purpose is demanded and logged; numbers are masked unless a reason for whole numbers is given.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from yizhan.cli.output import complain, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("what", choices=["postings", "people"], help="导出什么 · what to export")
    parser.add_argument("--by", metavar="USERNAME", required=True, help="以谁的名义导出（登录名） · in whose name")
    parser.add_argument("--office", help="单位名称；默认是 --by 所在单位 · office; by default that of --by")
    parser.add_argument("--out", type=Path, required=True, help="写到哪个文件，.xlsx 或 .csv · file to write")
    parser.add_argument(
        "--purpose", required=True, choices=["report", "check", "fair", "handover", "offline"],
        help="用途：上报、核对、招聘活动、移交、断网备用 · purpose",
    )  # fmt: skip
    parser.add_argument(
        "--unmask", default="", choices=["", "call", "check", "letter", "duplicate", "request"],
        help="显示完整号码的理由（仅人员） · reason for whole numbers (people only)",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Export."""
    from yizhan.cli.setting_up import set_up_django

    set_up_django()
    from django.utils import timezone

    from yizhan.accounts.queries import offices_visible_to
    from yizhan.cli.commands.import_ import _user
    from yizhan.postings.imports.export import export_postings
    from yizhan.workers.imports.export import export_people

    shape = args.out.suffix.lower().lstrip(".")
    if shape not in ("xlsx", "csv"):
        complain("文件名请以 .xlsx 或 .csv 结尾，没有导出。 The file must end in .xlsx or .csv.")
        return 2
    if args.out.exists():
        complain(f"已有同名文件，没有导出：{args.out}。请换一个文件名。 The file exists.")
        return 1
    user = _user(args.by)
    office = user.office
    if args.office:
        found = offices_visible_to(user).filter(name=args.office).order_by("path").first()
        if found is None:
            complain("没有这个名称的单位，或不在您的范围内，没有导出。 No such office.")
            return 1
        office = found
    at = timezone.localtime()
    if args.what == "people":
        file = export_people(office=office, shape=shape, purpose=args.purpose, by=user, at=at, unmask=args.unmask)
    else:
        file = export_postings(office=office, shape=shape, purpose=args.purpose, by=user, at=at)
    # Written for the owner's eyes only: a list of people is lying on a disk now.
    descriptor = os.open(args.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        target.write(file.data)
    say(f"已导出 exported: {file.rows} 行 rows → {args.out}")
    return 0
