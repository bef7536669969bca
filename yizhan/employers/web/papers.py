"""Uploaded licences at the desk: looked at beside what was typed, and decided about with one key."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.accounts.queries import actor, can_see_postings
from yizhan.employers.enums import RefusalReason, SendBackReason
from yizhan.employers.models import Paper
from yizhan.employers.operations import hand_out_paper, refuse_papers, send_back, show_paper, verify_by_papers
from yizhan.employers.queries import employers_visible_to, papers_visible_to
from yizhan.employers.rules import can_look_at_papers, can_verify_employer
from yizhan.employers.web.forms import RefuseForm, SendBackForm
from yizhan.shared.errors import Incomplete, NotAllowed
from yizhan.shared.files.enums import FileKind
from yizhan.shared.files.sniffing import SORTS
from yizhan.shared.web.handing import handed_out, shown
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import asked_number

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def _paper(request: HttpRequest, public_id: uuid.UUID) -> tuple[User, Paper]:
    user = actor(request)
    if not can_see_postings(user):
        raise NotAllowed
    rows = papers_visible_to(user).select_related("file", "employer", "sign_up")
    paper = get_object_or_404(rows, public_id=public_id)
    if not can_look_at_papers(user):
        raise NotAllowed
    return user, paper


def _back_to(paper: Paper) -> HttpResponse:
    """Lead back to the page on which the paper stands."""
    if paper.sign_up is not None:
        return redirect("employers:sign_up", paper.sign_up.public_id)
    assert paper.employer is not None  # noqa: S101 - a CHECK: it is somebody's
    return redirect("employers:show", paper.employer.public_id)


@require_GET
@never_cache
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Return a page of a paper as a picture of our own making; one line in the audit log."""
    user, paper = _paper(request, public_id)
    page = asked_number(request)
    if page not in paper.file.pages_shown:
        raise Http404
    return shown(show_paper(paper=paper, page=page, by=user, at=timezone.now()))


@require_GET
@never_cache
def hand_out(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hand the file out as it came, to be kept and never to be run; one line in the audit log."""
    user, paper = _paper(request, public_id)
    data = hand_out_paper(paper=paper, by=user, at=timezone.now())
    return handed_out(data, f"{paper.kind}-{paper.pk}.{SORTS[FileKind(paper.file.kind)].ending}")


@require_POST
def back(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask for a paper once more."""
    user, paper = _paper(request, public_id)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("没有选退回的原因，没有退回。请选一项。"))
    send_back(paper=paper, reason=SendBackReason(form.cleaned_data["reason"]), by=user, at=timezone.now())
    say(request, _("已退回。对方会收到消息：哪里不对、怎样重传；发不出消息的，列在“通知电话单”里。"))
    return _back_to(paper)


@require_POST
def refuse(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that the papers did not convince."""
    user, paper = _paper(request, public_id)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("没有选不通过的原因，没有保存。请选一项。"))
    refuse_papers(paper=paper, reason=RefusalReason(form.cleaned_data["reason"]), by=user, at=timezone.now())
    say(request, _("已记录核验不通过，该主体的招聘不再展示。"))
    return _back_to(paper)


@require_POST
def verify(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that what was uploaded is what is on record."""
    user = actor(request)
    if not can_see_postings(user):
        raise NotAllowed
    employer = get_object_or_404(employers_visible_to(user), public_id=public_id)
    if not can_verify_employer(user, employer):
        raise NotAllowed
    papers = _named(request, user)
    version = request.POST.get("version", "")
    verify_by_papers(
        employer=employer, papers=papers, by=user, at=timezone.now(),
        seen_version=int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else None,
    )  # fmt: skip
    say(request, _("实名核验已记录，有效期六个月。"))
    return _back_to(papers[0])


def _named(request: HttpRequest, user: User) -> list[Paper]:
    """Return the papers that stood on the page; those that are not there any more leave the operation to say so."""
    try:
        asked = [uuid.UUID(text) for text in request.POST.getlist("paper")[:5]]
    except ValueError:
        raise Incomplete from None
    rows = papers_visible_to(user).filter(public_id__in=asked).select_related("employer", "sign_up")
    if not (found := list(rows.order_by("pk"))):
        raise Incomplete(_("没有可以凭着核验的证照，没有核验。请刷新页面后再看。"))
    return found
