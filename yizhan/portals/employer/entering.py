"""How an employer gets in: what there is, asking for it, and opening the account with a code that was handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from yizhan.accounts.queries import active_offices, actor, is_agent
from yizhan.employers.enums import PaperKind, SignUpState
from yizhan.employers.operations import (
    FactsRefused,
    add_papers,
    find_by_receipt,
    give_receipt,
    join,
    may_still_send,
    sign_up,
)
from yizhan.employers.queries import lines_for_uploader
from yizhan.portals.employer.forms import CodeForm, JoinForm, OfficeForm, PaperForm, ReceiptForm, SignUpForm
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import client_address

if TYPE_CHECKING:
    import datetime as dt

    from yizhan.accounts.models import Office
    from yizhan.employers.models import SignUp
    from yizhan.employers.queries import PaperLine

log = structlog.get_logger("yizhan.web")


def _stations() -> list[Office]:
    return [one for one in active_offices() if one.kind == "station"]


@login_not_required
@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Say what the console is for and how one gets in."""
    return render(request, "employer/start.html", {"stations": _stations()})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_up_page(request: HttpRequest) -> HttpResponse:
    """Take a request: first the station, then who asks. The answer never says whether a code or number is known.

    It shows the receipt code, once.
    """
    stations = _stations()
    asked = request.GET.get("office", "")
    chosen = {str(one.public_id): one for one in stations}.get(asked) or (stations[0] if len(stations) == 1 else None)
    if chosen is None:
        context = {"form": OfficeForm(None, offices=stations), "stations": stations}
        return render(request, "employer/sign_up_where.html", context)
    form = SignUpForm(
        request.POST or None, request.FILES or None, office=chosen, initial={"area_code": chosen.area_code[:6]}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = sign_up(
                    facts=form.facts(),
                    files=form.papers(),
                    contact_name=form.cleaned_data["contact_name"],
                    office=chosen,
                    address=client_address(request),
                    at=timezone.now(),
                )
            except FactsRefused as refusal:
                form.take_errors(refusal.errors)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                return render(request, "employer/signed_up.html", {"code": give_receipt(sign_up=row)})
    return render(request, "employer/sign_up.html", {"form": form, "office": chosen}, status=status)


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def request_page(request: HttpRequest) -> HttpResponse:
    """Show where a request stands to whoever holds its receipt code, and take a paper once more.

    The code comes by POST each time and stands in no address; nothing of what was typed or uploaded is shown.
    """
    form = ReceiptForm(request.POST or None)
    if not form.is_valid():
        return render(request, "employer/request.html", {"form": form}, status=422 if form.errors else 200)
    code, address, at = form.cleaned_data["code"], client_address(request), timezone.now()
    try:
        row = find_by_receipt(code=code, address=address, at=at)
    except Refused as refusal:
        form.add_error("code", str(refusal))
        return render(request, "employer/request.html", {"form": form}, status=refusal.status)
    kinds = [line.kind for line in _paper_lines(row)]
    send = request.POST.get("then") == "send"
    paper_form = PaperForm(request.POST if send else None, request.FILES if send else None, kinds=kinds)
    status, kept = 200, False
    if send:
        status, kept = _send(paper_form, row, at)
    context = {
        "row": row,
        "badge": {SignUpState.ADMITTED: "good", SignUpState.REFUSED: "off"}.get(SignUpState(row.state), "wait"),
        "lines": _paper_lines(row),
        "paper_form": PaperForm(kinds=kinds) if kept else paper_form,
        "may_send": bool(kinds) and may_still_send(row),
        "kept": kept,
        "code": code,
    }
    return render(request, "employer/request.html", context, status=status)


def _paper_lines(row: SignUp) -> list[PaperLine]:
    return lines_for_uploader(row.kind, row.permit_kind, row.papers.all())


def _send(form: PaperForm, row: SignUp, at: dt.datetime) -> tuple[int, bool]:
    """Take a paper; return the status, and whether it was kept."""
    if not form.is_valid():
        return 422, False
    try:
        add_papers(sign_up=row, files={PaperKind(form.cleaned_data["kind"]): form.cleaned_data["file"].read()}, at=at)
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return refusal.status, False
    return 200, True


@login_not_required
@never_cache
@sensitive_post_parameters("code", "password", "again")
@require_http_methods(["GET", "POST"])
def join_page(request: HttpRequest) -> HttpResponse:
    """Open an account with a code; an agent who has signed in adds the employer to their own account."""
    user = actor(request) if request.user.is_authenticated else None
    if user is not None and not is_agent(user):
        raise NotAllowed
    form: CodeForm = JoinForm(request.POST or None) if user is None else CodeForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        data = form.cleaned_data
        try:
            joined = join(
                code=data["code"],
                user=user,
                username=data.get("username", ""),
                password=data.get("password", ""),
                address=client_address(request),
                at=timezone.now(),
            )
        except Refused as refusal:
            log.info("request.refused", code=refusal.code)  # never what was typed
            fields = {"username_taken": "username", "weak_password": "password", "invitation_unknown": "code"}
            form.add_error(fields.get(refusal.code), str(refusal))
            status = refusal.status
        else:
            if user is None:
                say(request, _("已开通。请用登录名 %(name)s 和密码登录。") % {"name": joined.username})
            else:
                say(request, _("已开通，现在可以用这个账号替这家单位办事。"))
            return redirect("employer:home")
    return render(request, "employer/join.html", {"form": form, "account": user}, status=status)
