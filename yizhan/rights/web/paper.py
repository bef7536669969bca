"""A case on paper: the slip with its number, and the sheet that tells the worker in plain words what comes next."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yizhan.rights.deadlines.advice import WORDS, channels_for, things_to_keep
from yizhan.rights.deadlines.timers import Standing, Timer, unit_words
from yizhan.rights.enums import CaseKind, Relation, Who
from yizhan.rights.operations import note_print
from yizhan.rights.queries import channels_of, timers_of
from yizhan.rights.web.common import posted
from yizhan.shared.audit.operations import write_read
from yizhan.shared.display import day_text
from yizhan.shared.documents.pdf import render_pdf
from yizhan.shared.documents.qr import qr_svg

if TYPE_CHECKING:
    from yizhan.rights.models import Case

DOCUMENTS = Path(__file__).parents[1] / "documents"
SHAPES = {"sheet": DOCUMENTS / "sheet.typ", "slip": DOCUMENTS / "slip80.typ"}
PAPERS = (("sheet", gettext_lazy("打印告知单")), ("slip", gettext_lazy("打印案号凭条")))
WHO = {Who.PERSON: gettext_lazy("您自己"), Who.EMPLOYER: gettext_lazy("单位"), Who.AUTHORITY: gettext_lazy("办案机关")}
#: More limits than these do not help anybody who reads slowly; the most urgent ones stand first.
MOST_LIMITS = 8


@never_cache
@require_POST
def hand_out(request: HttpRequest, public_id: uuid.UUID, shape: str) -> HttpResponse:
    """Print for the person; that it was printed stands in the course."""
    user, case = posted(request, public_id)
    if shape not in SHAPES:
        raise Http404
    at = timezone.now()
    times = note_print(case=case, shape=shape, by=user, at=at)
    write_read(
        action="case.printed", by=user, at=at, person_id=case.person_id, obj=case, fields=["limits"], reason=shape
    )
    pdf = case_pdf(case, shape, timezone.localdate(at), times)
    return HttpResponse(
        pdf, content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{case.number}-{shape}.pdf"'},
    )  # fmt: skip


def case_pdf(case: Case, shape: str, today: dt.date, times: int = 1) -> bytes:
    """Set the sheet (A4) or the slip (80 mm), always in Chinese: the worker reads it.

    :param times: how often this shape has been printed, this time included; from the second on it says so.
    """
    with translation.override("zh-hans"):
        data = {**_head(case, today), "copy_number": max(1, times - 1)}
        data |= _sheet(case, today) if shape == "sheet" else _slip(case, today)
        return render_pdf(SHAPES[shape], data, copy=times > 1)


def _head(case: Case, today: dt.date) -> dict[str, Any]:
    return {
        "number": case.number,
        "station": case.office.name,
        "station_address": case.office.address,
        "station_phone": case.office.phone or "12333",
        "first_desk": case.first_desk.name,
        "opened_on": _plain(timezone.localdate(case.opened_at)),
        "printed_on": _plain(today),
    }


def _plain(day: dt.date) -> str:
    """Return a day without its weekday."""
    return day_text(day, "long").rsplit(" ", 1)[0]


def _slip(case: Case, today: dt.date) -> dict[str, Any]:
    ahead = [one.on for one in timers_of([case], today)[case.pk] if one.on and _matters(one) and one.on >= today]
    return {
        "number_spoken": f"{case.number[:1]} {case.number[1:].replace('-', ' ')}",
        "qr_svg": qr_svg(case.number),
        "next_on": day_text(min(ahead), "long") if ahead else "",
    }


def _sheet(case: Case, today: dt.date) -> dict[str, Any]:
    kind, relation = CaseKind(case.kind), Relation(case.relation)
    extended = {one.channel for one in channels_of(case) if one.is_extended}
    shown = [one for one in timers_of([case], today)[case.pk] if _matters(one)][:MOST_LIMITS]
    return {
        "kind": str(kind.label),
        "limits": [_limit(one, is_extended=one.rule.channel in extended) for one in shown],
        "ways": [{"name": str(one.label), "words": str(WORDS[one])} for one in channels_for(kind, relation)],
        "keep": [str(one) for one in things_to_keep(kind)],
        "phones": [
            *([{"number": case.office.phone, "what": case.office.name}] if case.office.phone else []),
            *_phones(),
        ],
    }


def _matters(timer: Timer) -> bool:
    """Say whether a limit is worth paper: not what was kept, nor what the person can no longer do anything about."""
    return timer.standing != Standing.KEPT


def _limit(timer: Timer, *, is_extended: bool) -> dict[str, Any]:
    left = ""
    if timer.standing == Standing.OVER:
        left = _("已经过了 %(n)s 天") % {"n": -(timer.days_left or 0)}
    elif timer.days_left is not None:
        left = _("还有 %(n)s 天") % {"n": timer.days_left}
    return {
        "when": _plain(timer.on) if timer.on else _("现在不受限") if timer.standing == Standing.OPEN else _("还算不出"),
        "left": left,
        "who": str(WHO[timer.rule.who]),
        "what": str(timer.rule.title),
        "length": unit_words(timer.rule, is_extended=is_extended),
        "law": str(timer.rule.law),
        "note": " ".join(str(part) for part in (timer.note, timer.rule.after) if part),
        "is_sure": timer.rule.law.is_confirmed,
    }


def _phones() -> list[dict[str, str]]:
    return [
        {"number": "12333", "what": _("人社局：欠薪、工伤、社保")},
        {"number": "12348", "what": _("法律援助，免费律师")},
        {"number": "12351", "what": _("工会")},
        {"number": "12345", "what": _("政府热线，不知道找谁就打它")},
        {"number": "110", "what": _("扣身份证、打人、骗钱")},
        {"number": "120", "what": _("受伤先救人")},
    ]
