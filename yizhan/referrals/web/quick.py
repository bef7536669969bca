"""即时快招: the best people for a shift, up to three called and lettered on one screen; or one person at once."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizhan.accounts.queries import actor, can_serve
from yizhan.matching.queries import PairView, explain_pair, recommend_people
from yizhan.people.enums import UnmaskReason
from yizhan.people.queries import get_person, masked_id, masked_phone
from yizhan.postings.queries import open_shifts, posting_card
from yizhan.referrals.enums import MatchedBy, ReferralStatus, SiteCheck
from yizhan.referrals.operations import AlreadyReferred, propose_referral, refer_now
from yizhan.referrals.queries import (
    SITE_AGE,
    ReferralCard,
    at_work_on,
    cards,
    cautions_between,
    may_be_named,
    open_referral,
    posting_for,
    unnamed,
)
from yizhan.referrals.rules import QUICK_PICKS
from yizhan.referrals.web._common import agreed_by, consent_words, demand, note_list, quick_url, said_of
from yizhan.referrals.web.forms import SendForm, shift_words
from yizhan.shared.audit.operations import write_read
from yizhan.shared.errors import Refused
from yizhan.shared.identifiers.masks import mask_phone
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.middleware import say
from yizhan.workers.queries import seeker_of, seekers_visible_to

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person
    from yizhan.postings.models import Posting, Shift
    from yizhan.workers.models import JobSeeker

#: Candidates on the screen: as many as the number keys reach.
CANDIDATES = 9
LED_TO = "/referrals/"


class NobodyPicked(Refused):
    """No name was ticked."""

    code = "nobody_picked"
    sentence = gettext_lazy("没有选人，没有推荐。请按数字键或勾选 1 到 3 个人。")
    status = 422


@never_cache
@require_http_methods(["GET", "POST"])
def quick(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Pick, call, note the answers, write the letters: all on one screen of one shift."""
    user, at = actor(request), timezone.now()
    demand(user, can_serve)
    posting = posting_for(user, public_id, at)
    shifts = open_shifts(posting, at)
    shift = _chosen(shifts, request.GET.get("shift", ""), posting)
    if request.method == "POST" and shift is not None:
        return _pick(request, user, posting, shift, at)
    calling = cards(at_work_on(user, shift)) if shift else []
    context = {
        "posting": posting,
        "card": posting_card(posting, at),
        "contact": mask_phone(posting.terms.contact_phone) if posting.terms and posting.terms.contact_phone else "",
        "shift": shift,
        "shift_label": shift_words(shift) if shift else "",
        "shifts": [
            {"url": quick_url(posting.public_id, one.public_id), "label": shift_words(one), "active": one == shift}
            for one in shifts
        ],
        "most": QUICK_PICKS,
        "reasons": UnmaskReason.choices,
        **_candidates(posting, shift, user, at, calling),
        **_calling(calling, unnamed(calling, posting, at)),
        **consent_words(posting),
    }
    note_list(user, [*context["candidates"], *calling], "referral.quick_listed")
    return render(request, "referrals/quick.html", context)


def _chosen(shifts: list[Shift], asked: str, posting: Posting) -> Shift | None:
    """Return the shift that was asked for, full ones too while people are on their way; else the soonest open one."""
    found = next((shift for shift in shifts if str(shift.public_id) == asked), None)
    if found is None and asked:
        found = next(
            (shift for shift in posting.shifts.order_by("starts_at", "pk") if str(shift.public_id) == asked), None
        )
    return found or (shifts[0] if shifts else None)


def _candidates(
    posting: Posting, shift: Shift | None, user: User, at: dt.datetime, calling: list[ReferralCard]
) -> dict[str, Any]:
    """Return the best people who are not on their way already, each with the key that picks them."""
    if shift is None:
        return {"candidates": [], "apart": [], "notes": [_("这个岗位现在没有可以报名的班次。")], "unlisted": []}
    away = {card.person_public_id for card in calling}
    found = recommend_people(posting=posting, by=user, at=at, k=CANDIDATES + len(away), shift_id=shift.pk)
    items = [item for item in found.items if item.person.public_id not in away][:CANDIDATES]
    return {
        "candidates": [{"item": item, "key": place} for place, item in enumerate(items, 1)],
        "apart": [item for item in found.apart if item.person.public_id not in away][:CANDIDATES],
        "notes": found.notes,
        "unlisted": found.unlisted,
    }


def _calling(calling: list[ReferralCard], unasked: set[uuid.UUID]) -> dict[str, Any]:
    """Return who is being called; the first who waits for an answer has the keys.

    :param unasked: who has not agreed to be named to the employer.
    """
    lettered = [card for card in calling if card.status == ReferralStatus.LETTER]
    waiting = [card for card in calling if card.status != ReferralStatus.LETTER]
    first = waiting[0].pk if waiting else None
    rows = [
        {"card": card, "has_keys": card.pk == first, "unasked": card.person_public_id in unasked} for card in waiting
    ]
    return {"calling": rows, "lettered": lettered}


def _pick(request: HttpRequest, user: User, posting: Posting, shift: Shift, at: dt.datetime) -> HttpResponse:
    """Propose everybody who was picked; what stands against one of them is said and does not stop the others."""
    wanted = list(dict.fromkeys(request.POST.getlist("person")))
    if not wanted or len(wanted) > QUICK_PICKS:
        raise NobodyPicked(_("最多选 3 个人，没有推荐。请去掉几个。") if wanted else None)
    seekers = seekers_visible_to(user).select_related("person", "wish")
    done = 0
    for seeker in seekers.filter(person__public_id__in=_uuids(wanted)).order_by("pk"):
        key = _own_key(request.POST.get("submission", ""), seeker.person.public_id)
        if earlier_submission(key, by=user):
            continue
        try:
            _propose(seeker, posting, shift, user, at, key)
        except Refused as refusal:
            words = {"name": seeker.person.name, "sentence": str(refusal)}
            say(request, _("%(name)s：%(sentence)s") % words, level=messages.ERROR)
        else:
            done += 1
    if done:
        say(request, _("已推荐 %(n)s 人，请逐个打电话，记下答复。") % {"n": done})
    return redirect(quick_url(posting.public_id, shift.public_id))


def _uuids(texts: list[str]) -> list[uuid.UUID]:
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _own_key(submission: str, person_id: uuid.UUID) -> str | None:
    """Return the form's key for one of the people in it."""
    try:
        return str(uuid.uuid5(uuid.UUID(submission), str(person_id)))
    except ValueError:
        return None


def _propose(
    seeker: JobSeeker, posting: Posting, shift: Shift, user: User, at: dt.datetime, submission: str | None
) -> None:
    view = explain_pair(seeker=seeker, posting=posting, by=user, at=at, shift_id=shift.pk)
    propose_referral(
        seeker=seeker, shift=shift, places=seeker.wish.party_size, by=user, at=at, today=timezone.localdate(at),
        submission=submission, led_to=LED_TO, **_advice(seeker, view),
    )  # fmt: skip


def _advice(seeker: JobSeeker, view: PairView) -> dict[str, Any]:
    """Return what the engine said, to be kept; nothing of it for somebody who turned recommendation off."""
    if seeker.recommendation_off or view.shift is None or view.reasons:
        return {"matched_by": MatchedBy.MANUAL}
    parts = [[part.words, part.points_bp] for part in view.parts]
    return {"matched_by": MatchedBy.SYSTEM, "score_bp": view.points_bp, "reasons": parts}


@never_cache
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, person_id: uuid.UUID, posting_id: uuid.UUID) -> HttpResponse:
    """Send one person to one posting: check, press once, the letter is written."""
    user, at = actor(request), timezone.now()
    demand(user, can_serve)
    submission = request.POST.get("submission")
    if led_to := earlier_submission(submission, by=user):
        return redirect(led_to)
    person = get_person(user, person_id)
    posting = posting_for(user, posting_id, at)
    seeker = seeker_of(person)
    shifts = open_shifts(posting, at)
    view = explain_pair(seeker=seeker, posting=posting, by=user, at=at) if seeker else None
    best = view.shift.id if view and view.shift else (shifts[0].pk if shifts else None)
    initial = {"places": seeker.wish.party_size if seeker else 1, "shift": best}
    form = SendForm(request.POST or None, shifts=shifts, initial=initial)
    known = None
    if request.method == "POST" and seeker is not None and form.is_valid():
        shift = next(shift for shift in shifts if shift.pk == form.cleaned_data["shift"])
        try:
            return _send(request, form, seeker, posting, shift, user, at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            if isinstance(refusal, AlreadyReferred):
                known = open_referral(user, person, shift)
    ask = not may_be_named(person, posting, at)
    context = {
        **(consent_words(posting) if ask else {"asks_consent": False}),
        "form": form,
        "person": person,
        "seeker": seeker,
        "id_no": masked_id(person),
        "phone": masked_phone(person),
        "card": posting_card(posting, at),
        "view": view,
        "known": known,
        "has_shifts": bool(shifts),
        **_cautions(person, posting, shifts),
    }
    write_read(
        action="referral.viewed_to_send", by=user, at=at, person_id=person.pk, obj=person, fields=["name", "contacts"]
    )
    return render(request, "referrals/create.html", context, status=422 if form.errors else 200)


def _cautions(person: Person, posting: Posting, shifts: list[Shift]) -> dict[str, Any]:
    """Return what the rule book says about this person at this work, and whether it asks about a building site."""
    if not shifts or posting.terms is None:
        return {"said": [], "asks_site": False}
    hits = cautions_between(person, posting, posting.terms, shifts[0])
    return {"said": said_of(hits), "asks_site": any(hit.rule == SITE_AGE for hit in hits)}


def _send(
    request: HttpRequest, form: SendForm, seeker: JobSeeker, posting: Posting, shift: Shift, user: User, at: dt.datetime
) -> HttpResponse:
    """Write the letter at once, or only propose; then on to the referral's page."""
    view = explain_pair(seeker=seeker, posting=posting, by=user, at=at, shift_id=shift.pk)
    later = request.POST.get("then") == "call"
    operation: Any = propose_referral if later else refer_now
    checked = form.cleaned_data["site_check"]
    more: dict[str, Any] = {}
    if not later:
        more["site_check"] = SiteCheck(checked) if checked else None
        more |= agreed_by(request.POST)
    referral = operation(
        seeker=seeker, shift=shift, places=form.cleaned_data["places"], by=user, at=at, today=timezone.localdate(at),
        submission=request.POST.get("submission"), led_to=LED_TO, **_advice(seeker, view), **more,
    )  # fmt: skip
    sentence = (
        _("已推荐，编号 %(number)s。打过电话后在这里记下答复。") if later else _("介绍信 %(number)s 已开出，请打印。")
    )
    say(request, sentence % {"number": referral.number})
    return redirect("referrals:show", referral.public_id)
