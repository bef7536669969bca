"""取一份加密、前后一致的备份；取备份时照常工作。密钥不在备份里，恢复要用恢复单或原来的密钥文件。

Take an encrypted, consistent copy while people work. The keys are not in it: restoring on another machine needs the
recovery sheet that `yizhan init` printed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from yizhan.cli.output import complain, say
from yizhan.cli.setting_up import set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("file", nargs="?", type=Path, help="备份文件 · file to write (default: YIZHAN_HOME/backups/…)")
    parser.add_argument("--check", action="store_true", help="只检查这份备份 · only check an existing backup")


def run(args: argparse.Namespace) -> int:
    """Take or check."""
    set_up_django()
    from django.conf import settings
    from django.utils import timezone

    from yizhan.shared.backup.operations import check_backup, take_backup

    if args.check:
        if args.file is None:
            complain("请写明要检查的备份文件。 Name the backup to check.")
            return 2
        report = check_backup(args.file)
        say(f"备份完好 intact: {report.path} · {sum(report.rows.values())} 行 rows · {report.taken_at}")
        return 0
    at = timezone.localtime()
    target: Path = args.file or Path(settings.YIZHAN_HOME) / "backups" / f"yizhan-{at:%Y%m%d-%H%M%S}.yzb"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        report = take_backup(target, at=at, progress=_show)
    except FileExistsError:
        complain(f"已有同名文件，没有备份：{target}。请换一个文件名。")
        return 1
    say(f"已备份 backup: {report.path} · {report.bytes / 1e6:.1f} MB · {sum(report.rows.values())} 行 rows")
    return 0


def _show(part: str, percent: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{part} {percent} %", end="" if percent < 100 else "\n", file=sys.stderr, flush=True)
