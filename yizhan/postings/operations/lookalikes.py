"""The scan of the whole market for postings that are alike, and what somebody says about them (CR-020)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import can_review
from yizhan.postings.duplicates import Ad, find_alike, many_named_phones
from yizhan.postings.enums import Likeness, ScanState, Verdict
from yizhan.postings.lookalikes import ads, last_scan, pairs_among, queued_scan, scan_is_due, verdicts_between
from yizhan.postings.models import LikePair, LikeScan
from yizhan.postings.queries import postings_visible_to
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import NotAllowed, Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: A scan that has run longer has lost its worker: the largest market takes seconds.
SCAN_DEADLINE = dt.timedelta(minutes=30)
#: Pairs written in one transaction.
CHUNK = 500


class ScanRunning(Refused):
    """One scan at a time."""

    code = "scan_running"
    sentence = _("已有一次扫描在进行，没有重复开始。请稍等，页面会自己更新。")


class NothingToJudge(Refused):
    """Somebody said it already, or they no longer stand."""

    code = "nothing_to_judge"
    sentence = _("这几条刚刚有人判断过，或已不在招，没有改变。请刷新名单。")


class NoVerdict(Refused):
    """Nothing was chosen."""

    code = "no_verdict"
    sentence = _("没有选判断结果，没有保存。请选一个。")
    status = 422


@transaction.atomic
def ask_for_scan(*, by: User | None, at: dt.datetime) -> LikeScan:
    """Note that the market is to be looked through; a scan whose worker died makes way.

    :param by: None for the night's. :raises ScanRunning: one is at work (the constraint decides).
    """
    if by is not None and not can_review(by):
        raise NotAllowed
    LikeScan.objects.filter(finished_at=None, asked_at__lt=at - SCAN_DEADLINE).update(
        state=ScanState.FAILED, finished_at=at
    )
    with constraint_speaks(LikeScan, likescan_one_at_a_time=ScanRunning):
        scan = LikeScan.objects.create(asked_at=at, asked_by=by)
    write_audit(action="likescan.asked", by=by, at=at, obj=scan)
    return scan


def run_scan(*, scan: LikeScan, at: dt.datetime) -> LikeScan:
    """Look through the market and keep what is alike, new pairs only; each step is seen while it runs.

    Not one transaction: comparing takes seconds, and nobody waits for it. A pair is written once (the constraint
    decides), so a scan that is run twice finds nothing new.

    :param at: when it runs, and the moment to which "still stands" refers.
    """
    if not LikeScan.objects.filter(pk=scan.pk, state=ScanState.QUEUED).update(state=ScanState.READING):
        return scan  # somebody else has taken it up
    try:
        found = ads(at)
        _step(scan, ScanState.COMPARING, read=len(found))
        pairs = _alike(found, at)
        _step(scan, ScanState.SAVING, found=len(pairs))
        for start in range(0, len(pairs), CHUNK):
            _keep(scan, pairs[start : start + CHUNK])
        _step(scan, ScanState.DONE, finished_at=at)
    except BaseException:
        _step(scan, ScanState.FAILED, finished_at=at)
        raise
    return scan


def scan_when_due(*, at: dt.datetime) -> None:
    """Carry out the scan that somebody asked for, or the night's when it is time; housekeeping calls it."""
    last = last_scan()
    if scan_is_due(last.asked_at if last else None, at):
        try:
            ask_for_scan(by=None, at=at)
        except ScanRunning:
            return
    scan = queued_scan()
    if scan is not None:
        run_scan(scan=scan, at=at)


@transaction.atomic
def _step(scan: LikeScan, state: ScanState, **facts: object) -> None:
    """Move a scan on, unless another one has taken its place meanwhile."""
    LikeScan.objects.filter(pk=scan.pk, finished_at=None).update(state=state, **facts)
    scan.refresh_from_db()


def _alike(found: list[Ad], at: dt.datetime) -> list[LikePair]:
    """Return every pair, unsaved: by text each two; by telephone a chain through the employers who share it.

    The chain takes the newest posting of each employer in the order of the employers, so that the next scan asks about
    the same two again, to whom the verdict belongs.
    """
    pairs = {
        (one.low, one.high): LikePair(
            low_id=one.low, high_id=one.high, likeness=Likeness.TEXT, similarity_bp=one.similarity_bp, found_at=at
        )
        for one in find_alike(found)
    }
    employer_of = {ad.key: ad.employer for ad in found}
    chains = []
    for group in many_named_phones(found):
        newest = {employer_of[one]: one for one in group}
        chains += [tuple(sorted(two)) for two in pairwise(newest[whose] for whose in sorted(newest))]
    chains = [chain for chain in chains if chain not in pairs]
    known = verdicts_between({employer_of[one] for chain in chains for one in chain})
    for low, high in chains:
        pair = LikePair(low_id=low, high_id=high, likeness=Likeness.PHONE, found_at=at)
        said = known.get(frozenset((employer_of[low], employer_of[high])))
        if said is not None:  # the same telephone of the same two: nobody is asked again
            pair.verdict, pair.decided_at, pair.decided_by_id = said.verdict, said.decided_at, said.decided_by_id
        pairs[low, high] = pair
    return [pairs[key] for key in sorted(pairs)]


@transaction.atomic
def _keep(scan: LikeScan, pairs: list[LikePair]) -> None:
    """Write a chunk of pairs; what is in the list already stays as it was judged."""
    before = LikePair.objects.count()
    LikePair.objects.bulk_create(pairs, ignore_conflicts=True)
    scan.saved += len(pairs)
    scan.new += LikePair.objects.count() - before
    scan.save(update_fields=["saved", "new"])


@transaction.atomic
def judge_alike(*, pair_ids: Iterable[int], verdict: Verdict, by: User, at: dt.datetime) -> int:
    """Say about pairs that were found alike what they are; return how many.

    :raises NoVerdict: "open" is none. :raises NothingToJudge: all of them were judged meanwhile, or are not in sight.
    """
    if not can_review(by):
        raise NotAllowed
    if verdict == Verdict.OPEN:
        raise NoVerdict
    asked = pairs_among(postings_visible_to(by)).filter(pk__in=list(pair_ids), verdict=Verdict.OPEN)
    ids = list(asked.order_by("pk").values_list("pk", flat=True))
    rows = list(LikePair.objects.filter(pk__in=ids, verdict=Verdict.OPEN).select_for_update().order_by("pk"))
    if not rows:
        raise NothingToJudge
    for row in rows:
        row.verdict, row.decided_at, row.decided_by = verdict, at, by
        row.save(update_fields=["verdict", "decided_at", "decided_by"])
        write_audit(action="likepair.judged", by=by, at=at, obj=row, fields=["verdict"], reason=verdict)
    return len(rows)


@transaction.atomic
def judge_again(*, pair: LikePair, by: User, at: dt.datetime) -> LikePair:
    """Put a pair back among those to judge: the verdict was a slip.

    :raises NothingToJudge: nobody has judged it.
    """
    if not can_review(by) or not pairs_among(postings_visible_to(by)).filter(pk=pair.pk).exists():
        raise NotAllowed
    pair = lock(LikePair.objects.all(), pk=pair.pk)
    if pair.verdict == Verdict.OPEN:
        raise NothingToJudge
    pair.verdict, pair.decided_at, pair.decided_by = Verdict.OPEN, None, None
    pair.save(update_fields=["verdict", "decided_at", "decided_by"])
    write_audit(action="likepair.opened", by=by, at=at, obj=pair, fields=["verdict"])
    return pair
