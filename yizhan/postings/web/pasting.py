"""A text from a chat group, pasted at the desk: read, corrected by the clerk, and kept as drafts of one employer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizhan.accounts.queries import actor, can_manage_station
from yizhan.employers.queries import employers_visible_to, find_employers
from yizhan.postings.operations import draft_pasted
from yizhan.postings.proposers import Proposer
from yizhan.postings.proposing.endpoint import Endpoint, EndpointSilent, ask
from yizhan.postings.proposing.pointing import INSTRUCTION, with_proposal, without_persons
from yizhan.postings.queries import can_enter
from yizhan.postings.reading.posting import PostingReading, parse_posting
from yizhan.postings.reading.same_text import hash_of_text, is_same_text
from yizhan.postings.web.paste_forms import MOST_JOBS, PastedJobForm, PasteForm, job_forms, pieces_of
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.employers.models import Employer

#: What chat programs write where a picture was.
PICTURES = ("[图片]", "［图片］", "[Image]", "[Photo]", "[照片]")


@require_http_methods(["GET", "POST"])
@never_cache
def paste(request: HttpRequest) -> HttpResponse:
    """Take a pasted text, show what was read from it, and keep what the clerk made of it.

    What was typed belongs to the jobs of the text that was read: where the text has changed since, it is read again.
    """
    user = actor(request)
    if not can_enter(user):
        raise NotAllowed
    submission = request.POST.get("submission")
    if led_to := earlier_submission(submission, by=user):
        return redirect(led_to)
    form = PasteForm(request.POST or None)
    if request.method != "POST":
        return render(request, "postings/paste.html", {"form": form, "may_set": can_manage_station(user)})
    if not form.is_valid():
        return render(request, "postings/paste.html", {"form": form}, status=422)
    reading = parse_posting(form.cleaned_data["text"], today=timezone.localdate())
    if request.POST.get("then") == "propose":
        return _with_model(request, form, reading, user)
    saves = request.POST.get("then") == "save"
    if not saves or not is_same_text(reading, request.POST.get("read", "")):
        if saves:
            say(request, _("文字改过了，已经重新读，什么也没有保存。请再核对一遍。"), level=messages.WARNING)
        return _show(request, form, reading, job_forms(reading, area_code=user.office.area_code, data=None))
    jobs = job_forms(reading, area_code=user.office.area_code, data=request.POST)
    response = _save(request, form, jobs, user)
    return response or _show(request, form, reading, jobs, status=422)


def _with_model(request: HttpRequest, form: PasteForm, reading: PostingReading, user: User) -> HttpResponse:
    """Ask the office's model for the words that were not read, and show what the rules make of them."""
    proposer = Proposer.objects.filter(office=user.office, is_on=True).first()
    if proposer is None:
        raise NotAllowed
    text = reading.original if proposer.sends_persons else without_persons(reading.original)
    sent = "whole" if proposer.sends_persons else "without_persons"
    write_audit(action="proposer.asked", by=user, at=timezone.now(), obj=proposer, reason=sent)
    try:
        endpoint = Endpoint(proposer.address, proposer.model, proposer.key)
        reading, added = with_proposal(reading, ask(endpoint, instruction=INSTRUCTION, text=text))
    except EndpointSilent:
        said, added = _("模型没有答上来，下面仍是规则读到的。可以直接改，或过一会儿再试。"), frozenset()
    else:
        said = _("模型没有找到更多的字。") if not added else _("模型指出的字已读进栏目，标有“模型”，请逐个核对。")
    say(request, said)
    return _show(request, form, reading, job_forms(reading, area_code=user.office.area_code, data=None, added=added))


def _show(
    request: HttpRequest, form: PasteForm, reading: PostingReading, jobs: list[PastedJobForm], status: int = 200
) -> HttpResponse:
    if jobs:
        form.lead_on()
    context: dict[str, Any] = {
        "form": form,
        "jobs": jobs,
        "reading": reading,
        "read": hash_of_text(reading),
        "asked": True,
        "has_model": Proposer.objects.filter(office=actor(request).office, is_on=True).exists(),
        "pieces": pieces_of(reading),
        "pictures": any(mark in reading.original for mark in PICTURES),
        "too_many": len(reading.drafts) > MOST_JOBS,
        "most_jobs": MOST_JOBS,
    }
    return render(request, "postings/paste.html", context, status=status)


def _save(request: HttpRequest, form: PasteForm, jobs: list[PastedJobForm], user: User) -> HttpResponse | None:
    """Keep the drafts and lead on; None where something is wrong, which the forms say then."""
    employer = _employer(form, user)
    valid = [job.is_valid() for job in jobs]
    if employer is None or not all(valid):
        return None
    offers = [job.offer for job in jobs if job.cleaned_data.get("keep") and job.offer is not None]
    try:
        postings = draft_pasted(
            employer=employer, offers=offers, by=user, at=timezone.now(), submission=request.POST.get("submission")
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    if len(postings) == 1:
        say(request, _("已存为草稿，编号 %(number)s。") % {"number": postings[0].number})
        return redirect("postings:show", postings[0].public_id)
    say(request, _("已存 %(count)s 条草稿，请逐条打开补全并提交审核。") % {"count": len(postings)})
    return redirect("/postings/?state=draft")


def _employer(form: PasteForm, user: User) -> Employer | None:
    """Return the chosen employer; without a choice, the only one that the typed words mean."""
    visible = employers_visible_to(user)
    employer_id = form.employer_id()
    chosen = visible.filter(public_id=employer_id).first() if employer_id is not None else None
    if chosen is not None:
        return chosen
    typed = form.cleaned_data["employer_name"].strip()
    found = list(find_employers(user, typed)[:2]) if typed else []
    if len(found) == 1:
        return found[0]
    if not typed:
        form.add_error("employer_name", _("没有选用工主体，没有保存。请输入名称，从列表里选；没有的先登记。"))
    elif found:
        form.add_error("employer_name", _("有几个用工主体对得上，没有保存。请从列表里选一个。"))
    else:
        form.add_error("employer_name", _("没有找到这个用工主体，没有保存。请换一种写法，或先登记。"))
    return None
