"""`yizhan COMMAND`: finds the command's file, sets the house up, runs it, and turns refusals into one sentence."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

#: Command -> one line of help. The order is the order of a station's life.
COMMANDS: dict[str, str] = {
    "init": "建立数据目录、密钥和数据库 · make the data directory, keys and database",
    "serve": "启动网页服务和后台任务 · run the web server and the task worker",
    "demo": "建立并启动演示县 · fill and serve the demo county",
    "createstaff": "建立机构和登录账号 · create offices and accounts",
    "passwords": "泄露过的密码清单：装入、查看、去掉 · load, show or drop a list of breached passwords",
    "import": "导入岗位或人员表格 · import a sheet of postings or people",
    "export": "导出表格 · export a sheet",
    "match": "给全体人员和班次统一排一次 · plan for everybody at once",
    "parse": "读一段文字，例如报酬 · read a text, such as a pay",
    "check": "检查一条岗位是否合规 · check a posting against the rule book",
    "backup": "加密备份 · take an encrypted backup",
    "restore": "从备份恢复 · restore a backup",
    "keys": "密钥：查看、更换、重新加密、停用 · list, rotate, re-encrypt and retire keys",
    "move": "从 SQLite 搬到 PostgreSQL · move to PostgreSQL",
    "bench": "测量引擎 · measure the engine beside its peers",
    "doctor": "体检：数据库、磁盘、密钥、时钟、字体 · examine the installation",
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yizhan",
        description="驿站 · the software of a station for day labour. 数据目录由环境变量 YIZHAN_HOME 指定。",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="命令 commands:\n"
        + "\n".join(f"  {name:<12} {text}" for name, text in COMMANDS.items())
        + "\n\n`yizhan COMMAND --help` 说明每个命令 · explains each.",
    )
    parser.add_argument("--version", action="store_true", help="版本 · print the version")
    parser.add_argument("command", nargs="?", choices=list(COMMANDS), metavar="COMMAND", help=argparse.SUPPRESS)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    :param argv: the words after `yizhan`; those of the process by default.
    :return: exit code: 0 done, 1 refused or failed with a sentence, 2 misused.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["--version"]:
        from yizhan import __version__

        print(__version__)
        return 0
    if not words or words[0] in ("-h", "--help"):
        _parser().print_help()
        return 0
    _parser().parse_args(words[:1])
    module = importlib.import_module(f"yizhan.cli.commands.{words[0]}_")
    parser = argparse.ArgumentParser(
        prog=f"yizhan {words[0]}", description=module.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    module.add_arguments(parser)
    args = parser.parse_args(words[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings.prod")
    return _run(module, args)


def _run(module: object, args: argparse.Namespace) -> int:
    from yizhan.cli.output import complain
    from yizhan.config.station_file import read_station_file

    try:
        if not getattr(module, "NEEDS_NO_STATION", False):
            read_station_file(needed=getattr(module, "NEEDS_STATION", True))
        return int(module.run(args))  # type: ignore[attr-defined]
    except KeyboardInterrupt:
        complain("已停止。 Stopped.")
        return 130
    except BrokenPipeError:
        return 1
    except Exception as error:
        sentence = _sentence_of(error)
        if sentence is None:
            raise
        complain(sentence)
        return 1


def _sentence_of(error: Exception) -> str | None:
    """Return what to tell instead of a traceback, or None where the traceback is the honest answer."""
    from django.db.utils import OperationalError

    from yizhan.shared.errors import Refused

    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, OperationalError) and "no such table" in str(error):
        return "数据库还没有建立，没有改变任何东西。请先运行 yizhan init。 No database yet: run `yizhan init`."
    if isinstance(error, EOFError):
        return "输入到一半就断了，没有写入任何账号或数据。请在终端里重新运行。 Input ended early; run it again."
    if isinstance(error, FileNotFoundError):
        return f"找不到文件，没有改变任何东西：{error.filename}"
    if isinstance(error, PermissionError) and str(error.filename).endswith(".env"):
        return (
            f"这个用户不能读驿站的设置 {error.filename}，没有改变任何东西。请用 sudo -u yizhan 运行。"
            " Run it as the user of the service: sudo -u yizhan …"
        )
    return None
