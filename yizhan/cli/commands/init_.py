"""建立本机的数据目录、密钥、数据库和静态文件；可重复运行，已有的都保留。

Make the data directory (YIZHAN_HOME), keys, database and static files. Safe to repeat: what exists is kept.
The recovery sheet is printed once, when the keys are made: put it on paper, in a safe, away from the computer.
"""

from __future__ import annotations

import argparse

from yizhan.cli.output import say
from yizhan.cli.setting_up import gather_static_files, make_database, make_home, make_keys, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("--sheet", action="store_true", help="再次打印恢复码 · print the recovery sheet again")


def run(args: argparse.Namespace) -> int:
    """Set up and tell what was made."""
    directory = make_home(demo=False)
    set_up_django()
    made = make_keys()
    applied = make_database()
    gather_static_files()
    compile_kernels()
    say(f"数据目录 data directory: {directory}")
    say(f"数据库 database: {'已更新 migrated ' + str(len(applied)) if applied else '已是最新 up to date'}")
    if made or args.sheet:
        print_recovery_sheet()
    say("下一步 next: yizhan createstaff，然后 then yizhan serve")
    return 0


def compile_kernels() -> None:
    """Compile what ranks postings, once for this machine, so that no page waits for it."""
    from yizhan.matching import kernels

    if kernels.state() != kernels.DUE:
        return
    say("编译推荐内核，约半分钟，只做一次。 Compiling the ranking kernels, half a minute, once:")
    kernels.make_ready(lambda name: say(f"  {name} …"))


def print_recovery_sheet() -> None:
    """Print the words that restore the keys, and what they are for."""
    from yizhan.shared.crypto.keyring import ring
    from yizhan.shared.crypto.recovery import recovery_code

    say()
    say("════════ 恢复单 RECOVERY SHEET ════════")
    say("没有这几行，备份在新机器上打不开。请抄写或打印，锁进柜子，不要拍照，不要存在本机。")
    say("Without these lines a backup cannot be opened on a new machine. Keep them on paper, locked away.")
    say()
    for line in recovery_code(ring()):
        say(f"    {line}")
    say()
    say("═══════════════════════════════════════")
    say()
