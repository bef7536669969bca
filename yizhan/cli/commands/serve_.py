"""启动网页服务和后台任务；按 Ctrl+C 一起停止。

Run the web server and the task worker together; Ctrl+C stops both. A worker that dies is started again.
"""

from __future__ import annotations

import argparse

from yizhan.cli.commands.keys_ import bring_back_key
from yizhan.cli.output import say
from yizhan.cli.serving import serve
from yizhan.cli.setting_up import gather_static_files, make_database, make_home, make_keys, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 · address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="端口 · port (8000)")
    parser.add_argument("--threads", type=int, default=8, help="线程数 · threads (8)")


def run(args: argparse.Namespace) -> int:
    """Bring the installation up to date and serve until told to stop."""
    make_home(demo=False)
    set_up_django()
    if make_keys():
        say("新的密钥已建立，请运行 yizhan init --sheet 打印恢复单。 New keys: print the recovery sheet.")
    bring_back_key()
    demand_whole_indexes()
    make_database()
    gather_static_files()
    say(f"驿站已启动 serving: http://{args.host}:{args.port}  (Ctrl+C 停止 stops)")
    return serve(host=args.host, port=args.port, threads=args.threads)


def demand_whole_indexes() -> None:
    """Refuse to begin while a change of the index key is half done: a number could be taken twice.

    :raises IndexesHalfDone: `yizhan keys reencrypt` is due.
    """
    from yizhan.shared.crypto.errors import IndexesHalfDone
    from yizhan.shared.crypto.keyring import ring

    if ring().indexing:
        raise IndexesHalfDone
