"""量一量引擎：同一市场、同一答案，与常见的做法并排计时，先给倍数。只在源码目录里运行。

Measure the engine beside its peers, in one run, ratios first: `yizhan bench engine --size medium --json`. Runs from a
checkout of the source; peers come with `pip install 'yizhan[bench]'`, and one that is missing is left out by name.
What the figures mean: bench/README.md.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

from yizhan.cli.output import complain, say

SIZES = ("small", "medium", "large")


#: It measures markets that it makes itself.
NEEDS_NO_STATION = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("what", choices=["engine"], help="要量的部分 · what to measure")
    parser.add_argument(
        "--size", choices=SIZES, default="small", help="规模：一分钟、五分钟、半小时 · a minute, five, half an hour"
    )
    parser.add_argument("--peers", default="all", help="逗号分隔，all 或 none · by name, with commas; all or none")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 · print JSON")
    parser.add_argument("--out", type=Path, metavar="FILE", help="另存 JSON · keep the JSON in this file too")
    parser.add_argument(
        "--write-readme",
        action="store_true",
        help="把 large 的结果写进 README、图和 bench/results · large: into the READMEs",
    )
    parser.add_argument("--plot", type=Path, metavar="FILE.svg", help="另画一张图 · draw the ratios too")


def run(args: argparse.Namespace) -> int:
    """Measure and print."""
    bench, report = _module("engine"), _module("report")
    if bench is None or report is None:
        complain("yizhan bench 只能在源码目录里运行，没有改变任何东西。 It runs from a checkout of the source only.")
        return 1
    known = [*bench.PEERS, *bench.SOLVERS]
    peers = {"all": known, "none": []}.get(args.peers, args.peers.split(","))
    strange = [name for name in peers if name not in known]
    if strange:
        complain(
            f"没有这样的对照：{'、'.join(strange)}。可选：{'、'.join(known)}。 No such peer; choose from the list."
        )
        return 2
    if args.write_readme and (args.size != "large" or importlib.util.find_spec("matplotlib") is None):
        complain("--write-readme 要 --size large 和 matplotlib，什么也没有量。 It needs --size large and matplotlib.")
        return 2
    found = bench.run(args.size, peers, complain)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    say(text if args.json else "\n".join(report.lines(found)))
    if args.out:
        args.out.write_text(text + "\n", encoding="utf-8")
    if args.write_readme:
        root = Path(__file__).parents[3]
        (root / "bench" / "results" / "engine.json").write_text(text + "\n", encoding="utf-8")
        report.write_readme(found, root)
    if args.plot:
        try:
            report.plot(found, args.plot)
        except ImportError:
            complain("没有画图：缺少 matplotlib，请 pip install 'yizhan[bench]'。 No plot: matplotlib is missing.")
            return 1
    return 0


def _module(name: str) -> ModuleType | None:
    """The measuring code beside the package, or None where only the package is installed."""
    root = Path(__file__).parents[3]
    if not (root / "bench" / f"{name}.py").is_file():
        return None
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    return importlib.import_module(f"bench.{name}")
