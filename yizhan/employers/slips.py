"""The slip with the code that opens the console, for the printer of a counter."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone, translation

from yizhan.shared.display import day_text, when_text
from yizhan.shared.documents.pdf import render_pdf
from yizhan.shared.documents.qr import qr_svg

if TYPE_CHECKING:
    from yizhan.employers.models import Invitation

SLIP = Path(__file__).parent / "documents" / "invite80.typ"
#: Where codes are used.
JOIN_PATH = "/e/join/"


def slip_of(invitation: Invitation, code: str, *, address: str, at: dt.datetime) -> HttpResponse:
    """Return the slip as a PDF, always in Chinese; the code is in this answer and nowhere else.

    :param address: of `JOIN_PATH` for another machine; "" where none gets there, and then there is no QR code. The code
        stands behind #, which no browser sends: it reaches no server's log.
    """
    pdf = render_pdf(SLIP, slip_data(invitation, code, address=address, at=at))
    name = f"{invitation.employer.number}-code.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def slip_data(invitation: Invitation, code: str, *, address: str, at: dt.datetime) -> dict[str, str]:
    """Return what stands on the slip; no name of anybody."""
    with translation.override("zh-hans"):
        until = timezone.localtime(invitation.expires_at)
        return {
            "station": invitation.office.name,
            "station_phone": invitation.office.phone,
            "employer_number": invitation.employer.number,
            "code": " ".join(code[start : start + 4] for start in range(0, len(code), 4)),
            "qr_svg": qr_svg(f"{address}#{code}") if address else "",
            "address": address,
            "until": f"{day_text(until.date(), 'long')} {when_text(until, 'clock')}",
            "printed_on": day_text(timezone.localdate(at), "long"),
        }
