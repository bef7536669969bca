"""从备份恢复。先把备份从头到尾检查一遍，损坏的一律不恢复；原有数据另存，不删除。

Restore a backup. It is checked from the first byte to the last; a damaged one is refused. What was there is set aside.
On a new machine give the recovery sheet: `yizhan restore FILE --recovery` asks for its lines.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from yizhan.cli.output import say
from yizhan.cli.setting_up import make_database, make_home, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("file", type=Path, help="备份文件 · the backup")
    parser.add_argument("--replace", action="store_true", help="替换现有数据（先另存） · replace what is here")
    parser.add_argument("--recovery", action="store_true", help="输入恢复单 · type the recovery sheet in first")


def run(args: argparse.Namespace) -> int:
    """Restore and tell what came back."""
    make_home(demo=False)
    set_up_django()
    from django.conf import settings
    from django.utils import timezone

    from yizhan.matching.column_file import remove_all
    from yizhan.shared.backup.operations import restore_backup
    from yizhan.shared.crypto.keyring import load_keys, store_recovered
    from yizhan.shared.crypto.recovery import ring_from_recovery
    from yizhan.shared.crypto.rotation import settle_indexes

    if args.recovery:
        keys, ring = Path(settings.YIZHAN_KEYS_FILE), ring_from_recovery(_ask_for_lines())
        # A restore that broke off after this step is given again as it stands: the same keys are no conflict.
        if not (keys.exists() and load_keys(keys) == ring):
            store_recovered(keys, ring)
        say("密钥已恢复 keys restored")
    report = restore_backup(args.file, replace=args.replace, at=timezone.localtime())
    applied = make_database()
    remove_all()  # columns of the database that was here before
    say(f"已恢复 restored: {report.taken_at} · {sum(report.rows.values())} 行 rows")
    if report.set_aside:
        say(f"原有数据另存在 what was here: {report.set_aside}")
    if applied:
        say(f"数据库已更新 migrated: {len(applied)}")
    if settle_indexes():
        say("备份早于现在的索引密钥，启动驿站前请运行 The backup is older than the index key: yizhan keys reencrypt")
    return 0


def _ask_for_lines() -> list[str]:
    if sys.stdin.isatty():
        say("请逐行输入恢复单，空行结束。 Type the lines of the recovery sheet; an empty line ends.")
    lines = []
    for line in sys.stdin:
        if not line.strip():
            break
        lines.append(line.strip())
    return lines
