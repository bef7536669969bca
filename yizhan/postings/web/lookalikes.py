"""Postings that a scan found alike, side by side, with a verdict for each group (CR-020)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.accounts.queries import actor, can_review, can_see_postings
from yizhan.postings.enums import Verdict
from yizhan.postings.lookalikes import Group, groups_to_judge, judged_pairs, last_scan
from yizhan.postings.models import LikePair
from yizhan.postings.operations import NoVerdict, ask_for_scan, judge_again, judge_alike
from yizhan.postings.queries import PostingCard, contents_of, posting_cards, postings_visible_to
from yizhan.shared.errors import NotAllowed
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import asked_number

if TYPE_CHECKING:
    from yizhan.accounts.models import User

GROUPS_A_PAGE = 8
JUDGED_A_PAGE = 50
#: So many of a group stand side by side; a crowd is judged by its first.
SIDE_BY_SIDE = 6
VERDICTS = (Verdict.SAME, Verdict.DIFFERENT, Verdict.AGENCY)
#: No more pairs are judged by one press than a page can name.
MOST_JUDGED = 2_000


@dataclass(frozen=True)
class Column:
    """One posting of a group: its card, and its text in pieces (piece, whether the first posting has it not)."""

    card: PostingCard
    pieces: list[tuple[str, bool]]


def _reader(request: HttpRequest) -> User:
    user = actor(request)
    if not can_see_postings(user):
        raise NotAllowed
    return user


def differing(first: str, text: str) -> list[tuple[str, bool]]:
    """Cut a text into pieces: (piece, whether it stands differently in the first text)."""
    matcher = SequenceMatcher(None, first, text, autojunk=False)
    return [(text[start:end], tag != "equal") for tag, _a, _b, start, end in matcher.get_opcodes() if end > start]


def _columns(group: Group, cards: dict[int, PostingCard], contents: dict[int, str]) -> list[Column]:
    shown: Sequence[int] = [one for one in group.postings if one in cards][:SIDE_BY_SIDE]
    first = contents.get(shown[0], "") if shown else ""
    return [Column(cards[one], differing(first, contents.get(one, ""))) for one in shown]


@require_GET
@never_cache
def alike(request: HttpRequest) -> HttpResponse:
    """Show the groups that wait for a verdict, and how far the scan is."""
    user, at, number = _reader(request), timezone.now(), asked_number(request)
    found = groups_to_judge(postings_visible_to(user), at)
    start = (number - 1) * GROUPS_A_PAGE
    page = found[start : start + GROUPS_A_PAGE]
    ids = [one for group in page for one in group.postings[:SIDE_BY_SIDE]]
    cards, contents = posting_cards(ids, at), contents_of(ids)
    context: dict[str, Any] = {
        "groups": [
            {"group": group, "columns": _columns(group, cards, contents),
             "more": max(0, len(group.postings) - SIDE_BY_SIDE)}
            for group in page
        ],
        "total": len(found),
        "pairs": sum(len(group.pairs) for group in found),
        "number": number,
        "has_next": len(found) > start + GROUPS_A_PAGE,
        "verdicts": [(one.value, one.label) for one in VERDICTS],
        "scan": last_scan(),
        "may_judge": can_review(user),
    }  # fmt: skip
    return render(request, "postings/alike.html", context)


@require_GET
@never_cache
def judged(request: HttpRequest) -> HttpResponse:
    """Show what was judged, so that a slip can be put right."""
    user, number = _reader(request), asked_number(request)
    start = (number - 1) * JUDGED_A_PAGE
    found = list(judged_pairs(postings_visible_to(user))[start : start + JUDGED_A_PAGE + 1])
    context = {
        "pairs": found[:JUDGED_A_PAGE],
        "number": number,
        "has_next": len(found) > JUDGED_A_PAGE,
        "may_judge": can_review(user),
    }
    return render(request, "postings/alike_judged.html", context)


@require_GET
@never_cache
def scan_status(request: HttpRequest) -> HttpResponse:
    """Say how far the scan is, asked again and again while it runs."""
    _reader(request)
    scan = last_scan()
    response = render(request, "postings/_scan.html", {"scan": scan, "may_judge": can_review(actor(request))})
    if request.GET.get("was") == "running" and (scan is None or not scan.is_running):
        response["HX-Refresh"] = "true"  # the groups below have changed too
    return response


@require_POST
def scan(request: HttpRequest) -> HttpResponse:
    """Ask for a scan now; the worker takes it up within seconds."""
    user = actor(request)
    if not can_review(user):
        raise NotAllowed
    ask_for_scan(by=user, at=timezone.now())
    say(request, _("已排队，几秒后开始扫描。"))
    return redirect("postings:alike")


@require_POST
def judge(request: HttpRequest) -> HttpResponse:
    """Say what the postings of a group are."""
    user = actor(request)
    if not can_review(user):
        raise NotAllowed
    wanted = request.POST.get("verdict", "")
    if wanted not in Verdict.values:
        raise NoVerdict
    named = [text for text in request.POST.getlist("pair")[:MOST_JUDGED] if text.isascii() and text.isdigit()]
    ids = [int(text) for text in named if len(text) < 19]
    count = judge_alike(pair_ids=ids, verdict=Verdict(wanted), by=user, at=timezone.now())
    say(request, _("已记下 %(n)s 对的判断，以后扫描不再提示。") % {"n": count})
    return redirect("postings:alike")


@require_POST
def judge_again_view(request: HttpRequest, pair: int) -> HttpResponse:
    """Put a pair back among those to judge."""
    user = _reader(request)
    if not can_review(user):
        raise NotAllowed
    visible = judged_pairs(postings_visible_to(user)) if pair < 1 << 63 else LikePair.objects.none()
    judge_again(pair=get_object_or_404(visible, pk=pair), by=user, at=timezone.now())
    say(request, _("已放回待判断的名单。"))
    return redirect("postings:alike_judged")
