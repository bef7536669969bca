"""给一个单位（连同下级）整体排一次：谁去哪个班次，总分离上限差多少；只算不派，什么都不写入。

Plan for all people and all open shifts of an office and those below it. Nothing is written. The answer is the same for
every executor and every number of workers.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from yizhan.cli.output import complain, progress, say

if TYPE_CHECKING:
    from yizhan.accounts.models import Office
    from yizhan.engine.partition import Run


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("--office", help="单位名称；默认是全部 · office; by default all of them")
    parser.add_argument(
        "--executor", choices=["process", "ray"], default="process",
        help="在本机多进程，或用 Ray · processes of this machine, or Ray (extra `cluster`)",
    )  # fmt: skip
    parser.add_argument("--workers", type=int, default=1, help="几个进程；1 就在本进程 · how many; 1 = this process")
    parser.add_argument("--ray-address", help="已有 Ray 集群的地址；默认在本机起一个 · of a running Ray cluster")
    parser.add_argument(
        "--gap-bp", type=int, default=10, help="离上限最多差多少基点 · gap in basis points (10 = 0.1 %%)"
    )
    parser.add_argument(
        "--most-people", type=int, default=50_000, help="一个片区最多多少人 · people of a labour-market area at most"
    )
    parser.add_argument("--json", action="store_true", help="机器可读 · machine-readable")


def run(args: argparse.Namespace) -> int:
    """Read, plan, tell."""
    from yizhan.cli.setting_up import set_up_django

    if args.workers < 1 or args.gap_bp < 0 or args.most_people < 1:
        complain("进程数和片区人数至少是 1，差距不能是负数，没有计算。 Whole numbers of at least 1 are needed.")
        return 2
    set_up_django()
    from django.utils import timezone

    from yizhan.matching.planning.market import read_market
    from yizhan.matching.planning.whole import plan_market

    offices = _offices(args.office)
    if not offices:
        complain("没有这个名称的在用单位，没有计算。请核对名称。 No such office.")
        return 1
    started = time.monotonic()
    market = read_market([office.pk for office in offices], timezone.now())
    read_s = time.monotonic() - started
    complain(f"已读入 read: {len(market.people)} 人 people · {len(market.postings)} 个班次 shifts")
    started = time.monotonic()
    with _hands(args) as hands:
        plan = plan_market(market, run=_told(hands), gap_bp=args.gap_bp, most_people=args.most_people, tell=_step)
    facts: dict[str, Any] = {
        "office": args.office or "",
        "people": int(market.people.party_size.sum()),
        "turned_off": market.apart,
        "crews": plan.crews,
        "shifts": len(market.postings),
        "places": int(market.postings.places_left.sum()),
        "areas": plan.areas,
        "placed": plan.most.placed,
        "total_points": plan.most.total_points,
        "bound_points": plan.bound_points,
        "gap_percent": round(100 * (1 - plan.most.total_points / max(plan.bound_points, 1)), 4),
        "stable_placed": plan.stable.placed,
        "stable_total_points": plan.stable.total_points,
        "pairs": [
            [int(market.people.key[i]), int(market.postings.key[j])]
            for i, j in enumerate(plan.most.posting_of.tolist())
            if j >= 0
        ],
        "executor": args.executor,
        "workers": args.workers,
        "read_s": round(read_s, 3),
        "plan_s": round(time.monotonic() - started, 3),
    }
    say(json.dumps(facts, ensure_ascii=False) if args.json else _words(facts))
    return 0


def _offices(name: str | None) -> list[Office]:
    from yizhan.accounts.queries import active_offices, subtree_of

    everybody = active_offices()
    if name is None:
        return list(everybody)
    office = everybody.filter(name=name).first()
    return list(subtree_of(office).order_by("path")) if office is not None else []


def _hands(args: argparse.Namespace) -> AbstractContextManager[Run]:
    from yizhan.engine.partition import here
    from yizhan.matching.planning.executors import Processes, Ray

    if args.executor == "ray":
        return Ray(args.workers, args.ray_address or os.environ.get("YIZHAN_RAY_ADDRESS"))
    return nullcontext(here) if args.workers == 1 else Processes(args.workers)


def _told(hands: Run) -> Run:
    """The same hands, with every part that comes back told on the terminal."""

    def told(function: Any, jobs: Any) -> Any:
        return progress(hands(function, jobs), total=len(jobs), title="片区 areas")

    return told


def _step(name: str) -> None:
    complain({"cut": "划分片区 cutting", "assign": "统一排 assigning", "stable": "各自选 choosing"}[name])


def _words(facts: dict[str, Any]) -> str:
    total, theirs = (f"{facts[name] / 100:.2f}" for name in ("total_points", "stable_total_points"))
    return (
        "可派 {people} 人（其中结伴的 {crews} 组，整组去），班次 {shifts} 个，名额 {places} 个\n"
        f"统一排：安排 {{placed}} 人，总分 {total}，离上限最多差 {{gap_percent}}%（{{areas}} 个片区）\n"
        f"各自选（稳定）：安排 {{stable_placed}} 人，总分 {theirs}\n"
        "关闭个性化推荐、没有排的 {turned_off} 人\n"
        "placed {placed} of {people}; gap at most {gap_percent} %; {plan_s} s"
    ).format(**facts)
