"""Several drafts at once: from a pasted text with several jobs, and submitted together, each by its own rules."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizhan.employers.queries import employers_of_agent, may_offer, office_for, public_name
from yizhan.portals.employer.forms import PastedJobForm, PasteForm
from yizhan.portals.employer.jobs import own_employer
from yizhan.portals.employer.who import agent_of
from yizhan.postings.enums import PublishState, ReviewState
from yizhan.postings.operations import RulesForbid, draft_pasted, submit_for_review
from yizhan.postings.queries import posting_cards, postings_visible_to
from yizhan.postings.reading.form_values import values_of
from yizhan.postings.reading.posting import parse_posting
from yizhan.postings.reading.same_text import hash_of_text, is_same_text
from yizhan.shared.errors import Refused
from yizhan.shared.sheets.models import OWN_JOBS, ImportBatch, ImportRow
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from yizhan.accounts.models import User
    from yizhan.employers.models import Employer
    from yizhan.postings.models import Posting
    from yizhan.postings.reading.posting import PostingReading

#: More jobs than this in one text are several announcements.
MOST_JOBS = 20
#: Drafts on one page, and submitted by one press.
MOST_DRAFTS = 50


@require_http_methods(["GET", "POST"])
@never_cache
def paste(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Read a pasted announcement: each job into a form. Nothing is kept before saving.

    Saving reads the text again, so that what the forms do not show (papers asked for, protective gear) is kept too.
    What was typed belongs to the jobs of the text that was read: where the text has changed since, it is read again.
    """
    user = agent_of(request)
    employer = own_employer(user, public_id)
    if led_to := earlier_submission(request.POST.get("submission"), by=user):
        return redirect(led_to)
    form = PasteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reading = parse_posting(form.cleaned_data["text"], today=timezone.localdate())
        saves = request.POST.get("then") == "save"
        if saves and is_same_text(reading, request.POST.get("read", "")):
            return _save(request, form, reading, employer, user)
        if saves:
            say(request, _("文字改过了，已经重新读，什么也没有保存。请再核对一遍。"), level=messages.WARNING)
        if reading.drafts:
            return _show(request, form, _forms(reading, employer, user, None), employer, reading)
        form.add_error("text", _("没有读出招工内容，什么也没有保存。请换一段，或直接填写。"))
    return _show(request, form, [], employer, None, status=422 if form.errors else 200)


def _forms(reading: PostingReading, employer: Employer, user: User, data: Any) -> list[PastedJobForm]:
    office = office_for(employer, user)
    return [
        PastedJobForm(data, prefix=f"job{number}", office=office, values=values_of(draft), is_read=True)
        for number, draft in enumerate(reading.drafts[:MOST_JOBS], start=1)
    ]


def _show(
    request: HttpRequest, form: PasteForm, jobs: list[PastedJobForm], employer: Employer,
    reading: PostingReading | None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form,
        "jobs": jobs,
        "read": hash_of_text(reading) if reading else "",
        "too_many": reading is not None and len(reading.drafts) > MOST_JOBS,
        "most_jobs": MOST_JOBS,
        "employer": employer,
        "name": public_name(employer.kind, employer.name),
        "may_offer": may_offer(employer, timezone.now()),
    }
    return render(request, "employer/paste.html", context, status=status)


def _save(
    request: HttpRequest, form: PasteForm, reading: PostingReading, employer: Employer, user: User
) -> HttpResponse:
    """Keep the drafts and lead on to submitting them, or keep none and say beside which field why.

    A text of one job leads to its own page, where the rules' hints stand; several to the list.
    """
    jobs = _forms(reading, employer, user, request.POST)
    valid = [job.is_valid() for job in jobs]  # all of them, so that each says what is wrong
    if not all(valid):
        return _show(request, form, jobs, employer, reading, status=422)
    offers = [job.offer for job in jobs if job.cleaned_data.get("keep") and job.offer is not None]
    drafts_url = reverse("employer:drafts", args=[employer.public_id])
    try:
        made = draft_pasted(
            employer=employer, offers=offers, by=user, at=timezone.now(), submission=request.POST.get("submission"),
            led_to=drafts_url,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, form, jobs, employer, reading, status=refusal.status)
    words = ngettext("已存 %(n)s 条草稿，还没有提交。", "已存 %(n)s 条草稿，还没有提交。", len(made)) % {"n": len(made)}
    say(request, words)
    return redirect("employer:job", made[0].public_id) if len(jobs) == len(made) == 1 else redirect(drafts_url)


@require_http_methods(["GET", "POST"])
@never_cache
def drafts(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List what can be submitted, of one employer or of one sheet (`?sheet=`), and submit what was chosen together.

    Each is judged by its own rules: what they forbid stays a draft, with the reason beside it.
    """
    user, at = agent_of(request), timezone.now()
    employer = own_employer(user, public_id)
    rows = _drafts(user, employer, request.GET.get("sheet", ""))
    refused: dict[int, list[str]] = {}
    if request.method == "POST":
        chosen = rows.filter(public_id__in=_ids(request.POST.getlist("job")))
        done = 0
        for posting in list(chosen.order_by("pk")[:MOST_DRAFTS]):
            try:
                submit_for_review(posting=posting, by=user, at=at)
            except Refused as refusal:
                refused[posting.pk] = _reasons(refusal)
            else:
                done += 1
        words = _("已提交 %(done)s 条，没有提交 %(kept)s 条。") % {"done": done, "kept": len(refused)}
        words = words if done or refused else _("一条也没有选，没有提交。请勾选要提交的。")
        say(request, words, level=messages.WARNING if refused or not done else messages.SUCCESS)
    ids = list(rows.order_by("created_at", "pk").values_list("pk", flat=True)[: MOST_DRAFTS + 1])
    cards = posting_cards(ids[:MOST_DRAFTS], at)
    context = {
        "employer": employer,
        "name": public_name(employer.kind, employer.name),
        "lines": [{"card": cards[pk], "reasons": refused.get(pk, [])} for pk in ids[:MOST_DRAFTS]],
        "has_more": len(ids) > MOST_DRAFTS,
        "most": MOST_DRAFTS,
    }
    return render(request, "employer/drafts.html", context)


def _drafts(user: User, employer: Employer, sheet: str) -> QuerySet[Posting]:
    """Return the drafts, and what came back, that are not over; of one sheet those that it made."""
    rows = postings_visible_to(user).filter(
        employer=employer, review_state__in=[ReviewState.DRAFT, ReviewState.RETURNED], terms__isnull=False
    )
    rows = rows.exclude(publish_state__in=[PublishState.WITHDRAWN, PublishState.REMOVED])
    if not sheet:
        return rows
    try:
        wanted = uuid.UUID(sheet)
    except ValueError:
        raise Http404 from None
    batches = ImportBatch.objects.filter(kind=OWN_JOBS, about=employer.public_id)
    batch = get_object_or_404(batches, public_id=wanted)
    made = ImportRow.objects.filter(batch=batch, result_public_id__isnull=False).values("result_public_id")
    return rows.filter(public_id__in=made)


def _ids(texts: list[str]) -> list[uuid.UUID]:
    found = []
    for text in texts[: 2 * MOST_DRAFTS]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _reasons(refusal: Refused) -> list[str]:
    """Return why one was not submitted: what the rules that forbid it say, or the refusal's own sentence."""
    if not isinstance(refusal, RulesForbid):
        return [str(refusal)]
    english = (get_language() or "").startswith("en")
    blocks = [hit for hit in refusal.hits if hit.level.value.lower() == "block"]
    return [f"{hit.message_en if english else hit.message_zh} {hit.rule}" for hit in blocks]


@require_GET
@never_cache
def sheet_drafts(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Lead from a sheet to its drafts."""
    user = agent_of(request)
    own = employers_of_agent(user)
    batch = get_object_or_404(ImportBatch, kind=OWN_JOBS, about__in=own.values("public_id"), public_id=public_id)
    return redirect(f"{reverse('employer:drafts', args=[batch.about])}?sheet={batch.public_id}")
