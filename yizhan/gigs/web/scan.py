"""Sign-in at the meeting point: a scanner types the number of a slip or a roster line, the page says who it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizhan.accounts.queries import actor, can_serve
from yizhan.gigs.enums import SignMethod
from yizhan.gigs.operations import scan_order
from yizhan.gigs.queries import find_by_number, order_cards, signed_today
from yizhan.gigs.web._common import demand, note_list
from yizhan.gigs.web.forms import ScanForm
from yizhan.shared.audit.operations import write_read
from yizhan.shared.errors import Refused
from yizhan.shared.identifiers.numbers import NumberMisread

if TYPE_CHECKING:
    from yizhan.accounts.models import User

SHOWN = 20


@never_cache
@require_http_methods(["GET", "POST"])
def scan(request: HttpRequest) -> HttpResponse:
    """Take one number after the other; below stands who signed in or out today."""
    user = actor(request)
    demand(user, can_serve)
    form, status = ScanForm(request.POST or None), 200
    answer: dict[str, object] = {}
    if request.method == "POST":
        answer, status = _take(user, form)
        form = ScanForm()  # the field is empty for the next number, whatever came of this one
    cards = order_cards(signed_today(user, timezone.localdate())[:SHOWN])
    note_list(user, len(cards), "gig.signed_today_listed")
    return render(request, "gigs/scan.html", {"form": form, "answer": answer, "cards": cards}, status=status)


def _take(user: User, form: ScanForm) -> tuple[dict[str, object], int]:
    """Carry one scan out and say what came of it: sentence, kind of notice, the order if there is one."""
    if not form.is_valid():
        return {"sentence": _("没有读到订单号，请再扫一次。"), "kind": "bad", "order": None}, 422
    try:
        order = find_by_number(user, form.cleaned_data["number"])
    except NumberMisread as refusal:
        return {"sentence": str(refusal), "kind": "bad", "order": None}, 422
    if order is None:
        sentence = _("编号没有错，但本站没有这张订单。请看约定单上的驿站名称。")
        return {"sentence": sentence, "kind": "bad", "order": None}, 422
    at = timezone.now()
    write_read(action="gig.scanned", by=user, at=at, person_id=order.person_id, obj=order, fields=["name"])
    try:
        noted, changed = scan_order(order=order, method=SignMethod.QR, by=user, at=at)
    except Refused as refusal:
        return {"sentence": str(refusal), "kind": "bad", "order": order}, refusal.status
    return {"sentence": _said(noted, changed=changed), "kind": "good" if changed else "info", "order": order}, 200


def _said(noted: object, *, changed: bool) -> str:
    out_at, in_at = noted.out_at, noted.in_at  # type: ignore[attr-defined]
    moment = timezone.localtime(out_at or in_at).strftime("%H:%M")
    if out_at is not None:
        return (_("已签退 %(time)s。") if changed else _("早已签退（%(time)s），没有改动。")) % {"time": moment}
    if changed:
        return _("已签到 %(time)s。") % {"time": moment}
    return _("早已签到（%(time)s），没有改动。收工后再扫是签退；提前走的请打开订单登记离岗。") % {"time": moment}
