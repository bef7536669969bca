"""导入岗位或人员表格（.xlsx .xls .ods .csv .tsv .json）。岗位只生成草稿，不会发布；同一个文件再导一次不会重复。

Import a sheet of postings or people. `--dry-run` writes nothing and needs no station:
`yizhan import postings FILE --dry-run --json`. Without it, rows that are ready become drafts or registrations in the
name of `--by`; a broken-off import goes on when the same command is given again.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yizhan.cli.output import complain, say

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.shared.sheets.dry_run import Findings
    from yizhan.shared.sheets.kinds import ImportKind
    from yizhan.shared.sheets.models import ImportBatch


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("what", choices=["postings", "people"], help="导入什么 · what the rows are")
    parser.add_argument("file", type=Path, help="表格文件 · the sheet")
    parser.add_argument("--sheet", type=int, help="工作表的序号，从 1 数起 · number of the worksheet")
    parser.add_argument("--by", metavar="USERNAME", help="以谁的名义导入（登录名） · in whose name (sign-in name)")
    parser.add_argument("--office", help="驿站名称；默认是 --by 所在单位 · office for a dry run")
    parser.add_argument(
        "--set", action="append", default=[], metavar="FIELD=TEXT", dest="defaults",
        help="整表补充，例如 starts_on=2026-12-01、pay_unit=month · value for all rows that say nothing",
    )  # fmt: skip
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="CODE",
        help="对所有行接受这个原因 · accept a reason for all rows",
    )
    parser.add_argument("--dry-run", action="store_true", help="只核对，不写入 · judge only, write nothing")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出计数 · print the counts as JSON")
    parser.add_argument(
        "--rows", type=int, default=20, metavar="N", help="列出多少条问题（不能导入的全部列出） · problems to list"
    )


def run(args: argparse.Namespace) -> int:
    """Judge, or import."""
    from yizhan.cli.setting_up import set_up_django

    set_up_django()
    from yizhan.shared.files.scanning import scan
    from yizhan.shared.sheets.kinds import kind_of
    from yizhan.shared.sheets.reading import MOST_BYTES, read_sheet
    from yizhan.shared.sheets.refusals import SheetTooLarge

    kind = kind_of(args.what)
    defaults = dict(pair.partition("=")[::2] for pair in args.defaults)
    unknown = (set(defaults) - set(kind.defaults)) | (set(args.accept) - set(kind.reasons))
    if unknown:
        complain(f"不认识：{'、'.join(sorted(unknown))}。可以整表补充的有：{'、'.join(kind.defaults)}。 Unknown name.")
        return 2
    if not args.file.is_file():
        complain(f"找不到文件，没有导入任何内容：{args.file} No such file.")
        return 1
    if args.file.stat().st_size > MOST_BYTES:
        raise SheetTooLarge
    data = args.file.read_bytes()
    scan(data)
    sheet = read_sheet(data, fields=kind.fields, sheet=args.sheet, name=args.file.name)
    user = _user(args.by) if args.by else None
    if args.dry_run:
        return _dry_run(args, kind, sheet, defaults, user)
    if user is None:
        complain("请用 --by 写明以谁的名义导入。只想核对请加 --dry-run。 Name the account with --by.")
        return 2
    return _import(args, kind, data, sheet, defaults, user)


def _user(username: str) -> User:
    from yizhan.accounts.models import User
    from yizhan.shared.errors import Refused

    user = User.objects.select_related("office").filter(username=username, is_active=True).first()
    if user is None:
        raise Refused("没有这个在用的账号，没有导入任何内容。请核对登录名。")
    return user


def _office(name: str | None, user: User | None) -> Office | None:
    from yizhan.accounts.models import Office
    from yizhan.shared.errors import Refused

    if name is None:
        return user.office if user is not None else None
    office = Office.objects.filter(name=name, is_active=True).order_by("path").first()
    if office is None:
        raise Refused("没有这个名称的单位，没有导入任何内容。请核对名称。")
    return office


def _dry_run(
    args: argparse.Namespace, kind: ImportKind, sheet: Any, defaults: dict[str, str], user: User | None
) -> int:
    from django.utils import timezone

    from yizhan.shared.sheets.dry_run import dry_run
    from yizhan.shared.sheets.kinds import Context

    context = Context(at=timezone.now(), user=user, office=_office(args.office, user), accepted=frozenset(args.accept))
    findings = dry_run(kind, sheet, context, defaults=defaults, keep=0 if args.json else args.rows)
    if args.json:
        say(json.dumps(findings.as_dict() | _which(sheet), ensure_ascii=False))
        return 0
    _tell(findings)
    _tell_which(sheet)
    return 0


def _which(sheet: Any) -> dict[str, int]:
    """Return which worksheet of how many was read; nothing for a file that has none."""
    return {"sheet": sheet.page, "sheets": sheet.pages} if sheet.pages else {}


def _tell_which(sheet: Any) -> None:
    if sheet.pages > 1:
        say(
            f"工作簿里有 {sheet.pages} 个有内容的工作表，读的是第 {sheet.page} 个；要读别的，请用 --sheet 写明序号。"
            f" Read sheet {sheet.page} of {sheet.pages}."
        )


def _tell(findings: Findings) -> None:
    counts = findings.as_dict()
    say(
        f"共读到 {counts['read']} 行：可以导入 {counts['ready']}，需要决定 {counts['needs_decision']}，"
        f"不能导入 {counts['refused']}。 Nothing was written."
    )
    for code, count in sorted(counts["reasons"].items(), key=lambda pair: -pair[1]):
        say(f"  {count:>6}  {code}")
    for row in findings.rows:
        quoted = f"“{row.quote}”" if row.quote else "（空）"
        say(f"  {row.cell} {quoted} {row.sentence}")


def _import(
    args: argparse.Namespace, kind: ImportKind, data: bytes, sheet: Any, defaults: dict[str, str], user: User
) -> int:
    from django.utils import timezone

    from yizhan.shared.sheets.enums import RowState
    from yizhan.shared.sheets.operations import change_settings, stage_file, start_import
    from yizhan.shared.sheets.queries import can_edit, overview

    batch = stage_file(
        kind=kind, sheet=sheet, data=data, file_name=args.file.name, page=args.sheet, office=user.office, by=user,
        at=timezone.now(),
    )  # fmt: skip
    batch = _work(batch, sheet)
    wanted = (batch.defaults | defaults, list(dict.fromkeys([*batch.accepted, *args.accept])))
    if wanted != (batch.defaults, batch.accepted) and can_edit(batch):
        change_settings(
            batch=batch, defaults=wanted[0], mapping=None, accepted=wanted[1], seen_version=None, by=user,
            at=timezone.now(),
        )  # fmt: skip
        batch = _work(batch, sheet)
    if can_edit(batch) and overview(batch).of(RowState.READY):
        start_import(batch=batch, by=user, at=timezone.now(), background=False)
        batch = _work(batch, sheet)
    return _report(args, batch, sheet)


def _work(batch: ImportBatch, sheet: Any) -> ImportBatch:
    """Work until nothing is left, telling how far it is."""
    from django.utils import timezone

    from yizhan.shared.sheets.operations import work_once
    from yizhan.shared.sheets.queries import overview

    terminal = sys.stderr.isatty()
    while work_once(batch_id=batch.pk, at=timezone.now()):
        if terminal:
            print(f"\r{overview(batch).done}/{len(sheet.rows)}", end="", file=sys.stderr, flush=True)
    batch.refresh_from_db()
    return batch


def _report(args: argparse.Namespace, batch: ImportBatch, sheet: Any) -> int:
    from yizhan.shared.sheets.enums import BatchState, RowState
    from yizhan.shared.sheets.queries import overview

    found = overview(batch)
    counts = {state: found.of(state) for state in RowState.values if found.of(state)}
    if args.json:
        say(json.dumps({"read": found.total, **counts, "reasons": found.reasons, **_which(sheet)}, ensure_ascii=False))
    else:
        say(f"共 {found.total} 行 · " + " · ".join(f"{RowState(state).label} {n}" for state, n in counts.items()))
        for code, count in Counter(found.reasons).most_common():
            say(f"  {count:>6}  {code}")
        if found.left:
            say("其余的行请在网页“导入”里逐行处理，或用 --set、--accept 补充后再运行一次。")
        _tell_which(sheet)
    if batch.state == BatchState.STOPPED:
        complain(
            f"中途停下了（{batch.stopped_code}），已导入的都在。稍后再运行一次会接着导入。 Stopped; run again to go on."
        )
        return 1
    return 0
