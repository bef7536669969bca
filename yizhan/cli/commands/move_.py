"""把本机的 SQLite 数据搬到 PostgreSQL：先停止服务；逐表计数并核对校验和，对不上就全部撤回。原来的数据库不动。

Move this installation from SQLite to PostgreSQL. Stop the station first. Every table is counted and its checksum is
compared at both ends; if one differs, nothing has been moved. The SQLite file stays as it is.
The address may stand in the environment variable YIZHAN_MOVE_TO: the list of processes then shows no password.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from yizhan.cli.output import complain, say
from yizhan.cli.setting_up import mark_moved, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("url", nargs="?", default="", help="postgres://用户:密码@主机:端口/库名 · the empty database")


def run(args: argparse.Namespace) -> int:
    """Make the tables, carry the rows over, tell what arrived."""
    set_up_django()
    from yizhan.matching.column_file import remove_all
    from yizhan.shared.backup.moving import MovedTable, demand_movable, move_rows, target_of

    url = args.url or os.environ.get("YIZHAN_MOVE_TO", "")
    target = target_of(url)
    demand_movable(target)  # before anything is made there
    _make_tables(url)

    def told(table: MovedTable) -> None:
        if table.rows:
            say(f"  {table.name:<44} {table.rows:>9}  {table.digest[:16]}")

    say("表 table，行数 rows，校验和（两边一致） checksum (the same at both ends)：")
    moved = move_rows(target, told)
    target.close()
    mark_moved()
    remove_all()  # columns of the database that was served until now
    say(f"已搬 moved: {len(moved)} 张表 tables，{sum(table.rows for table in moved)} 行 rows")
    say("下一步 next: 把 DATABASE_URL 设为这个地址，再运行 yizhan doctor 和 yizhan serve；大家需要重新登录。")
    return 0


def _make_tables(url: str) -> None:
    """Have another process of this program set the target up: migrations write to the one database that they know."""
    from yizhan.shared.backup.errors import TargetNotReady

    command = [sys.executable, "-m", "yizhan", "init"]
    environment = {**os.environ, "DATABASE_URL": url}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    if done.returncode:
        complain(done.stderr.strip().splitlines()[-1][:300] if done.stderr.strip() else "")
        raise TargetNotReady
