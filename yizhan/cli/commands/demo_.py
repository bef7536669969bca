"""建立并启动演示县：程序生成的人名和号码，一个月的驿站往来；已建立的直接启动，数据保留。

Fill (once) and serve the demo county. Nobody in it is real: names and numbers are generated. It lives in a directory
of its own (YIZHAN_HOME, or ~/yizhan-demo without it) and is never mixed with a real station's data.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import socket
import sys
import time
from pathlib import Path

from yizhan.cli.output import complain, say
from yizhan.cli.setting_up import (
    DEMO_MARK,
    gather_static_files,
    make_database,
    make_home,
    make_keys,
    set_up_django,
)

#: After so many days postings have run out and calls pile up: worth a word.
STALE_AFTER_DAYS = 3


#: A demo never is the machine's station.
NEEDS_NO_STATION = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 · address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="端口 · port (8000)")
    parser.add_argument("--threads", type=int, default=8, help="线程数 · threads (8)")
    parser.add_argument("--small", action="store_true", help="小规模数据，几秒建好 · a small county, filled in seconds")
    parser.add_argument("--fill-only", action="store_true", help="只建立数据，不启动网页 · fill and stop")


def run(args: argparse.Namespace) -> int:
    """Set up, fill when empty, tell how to sign in, serve until told to stop."""
    os.environ.setdefault("YIZHAN_HOME", str(Path.home() / "yizhan-demo"))
    if not args.fill_only and not _is_free(args.host, args.port):
        complain(
            f"端口 {args.port} 已被占用，没有启动。请先停掉占用它的程序，"
            f"或换一个端口：yizhan demo --port {args.port + 1}。 Port {args.port} is in use."
        )
        return 1
    if _is_a_real_station():
        complain(
            f"{os.environ['YIZHAN_HOME']} 是真实驿站的数据目录，没有写入任何演示内容。"
            "请用环境变量 YIZHAN_HOME 指定另一个空目录。 This directory holds a real station."
        )
        return 1
    directory = make_home(demo=True)
    set_up_django()
    make_keys()
    make_database()
    day = _fill_unless_filled(small=args.small)
    if not args.fill_only:
        gather_static_files()
    _introduce(args, directory, day)
    if args.fill_only:
        return 0
    from yizhan.cli.serving import serve

    return serve(host=args.host, port=args.port, threads=args.threads)


def _is_a_real_station() -> bool:
    """Say whether the directory has keys or a database that no demo made."""
    directory = Path(os.environ["YIZHAN_HOME"]).expanduser()
    if (directory / DEMO_MARK).exists():
        return False
    return any((directory / name).exists() for name in ("keys.json", "yizhan.sqlite3"))


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # as the server does: a port that was just left is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _fill_unless_filled(*, small: bool) -> dt.date:
    """Fill an empty database; return the day of which the data is."""
    from django.utils import timezone

    from yizhan.demo.filling import fill, filled
    from yizhan.demo.scale import FULL, SMALL, standstill
    from yizhan.engine import machine

    there = filled()
    if there is not None:
        return there.day
    until = standstill(timezone.now())
    machine.never_wait()  # two small plans are not worth compiling for
    complain("正在建立演示县（只在第一次，约一分钟）…  Filling the demo county, once …")
    started = time.monotonic()
    fill(scale=SMALL if small else FULL, until=until, tell=_tell)
    complain(f"演示县已建立，用时 {time.monotonic() - started:.0f} 秒。  Filled.")
    return until.date()


def _tell(done: int, total: int) -> None:
    """Show which day of the month is being lived through."""
    if sys.stderr.isatty():
        print(f"\r  第 {done}/{total} 天 day", end="\n" if done == total else "", file=sys.stderr, flush=True)
    elif done % 5 == 0 or done == total:
        complain(f"  第 {done}/{total} 天 day")


def _introduce(args: argparse.Namespace, directory: Path, day: dt.date) -> None:
    """Print the address, the sign-ins and how old the data is."""
    from django.utils import timezone

    from yizhan.demo.scale import PASSWORD, SIGN_INS

    say()
    say("阳谷演示县：人名、证件号码、电话均由程序生成，不是真实的人。  Nobody in here is real.")
    say(f"数据目录 data: {directory}    数据截至 as of: {day.isoformat()}")
    if (timezone.localdate() - day).days > STALE_AFTER_DAYS:
        say(f"数据已旧，岗位多已过期；删除 {directory} 后再运行可重新建立。  Delete the directory to fill it anew.")
    if not args.fill_only:
        say(f"网址 address: http://{args.host}:{args.port}")
    say(f"登录 sign-ins（密码都是 password of all: {PASSWORD}）")
    for sign_in in SIGN_INS:
        say(f"    {sign_in.username:<10} {sign_in.role.label}（{sign_in.name}）")
    if not args.fill_only:
        say("按 Ctrl+C 停止 stops.")
    say()
