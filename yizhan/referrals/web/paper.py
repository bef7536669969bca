"""The letter on paper: what stands on it comes from the terms as they were, printing is counted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from yizhan.people.enums import Sex
from yizhan.people.queries import masked_id
from yizhan.referrals.enums import ReceiptResult
from yizhan.referrals.queries import SITE_AGE, cautions_for
from yizhan.referrals.rules import LETTER_VALID_DAYS, report_at
from yizhan.shared.display import day_text, listed, pay_text, when_text
from yizhan.shared.documents.pdf import render_pdf
from yizhan.shared.documents.qr import qr_svg
from yizhan.vocabularies.queries import certificate

if TYPE_CHECKING:
    from yizhan.postings.models import PostingTerms
    from yizhan.referrals.models import Referral

DOCUMENTS = Path(__file__).parents[1] / "documents"
SHAPES = {"letter": DOCUMENTS / "letter.typ", "slip": DOCUMENTS / "slip80.typ"}


def spoken(number: str) -> str:
    """Group a number as it is read aloud: `T 2611 0042 7`."""
    return f"{number[:1]} {number[1:].replace('-', ' ')}"


def hours_words(starts_at: dt.datetime, ends_at: dt.datetime | None, hours_x10: int | None) -> str:
    """Say when in the day the work is: clock times of a day's work, else the hours a day."""
    if ends_at is not None and ends_at - starts_at < dt.timedelta(days=1):
        clock = f"{when_text(starts_at, 'clock')}–{when_text(ends_at, 'clock')}"
        same_day = timezone.localdate(ends_at) == timezone.localdate(starts_at)
        return clock if same_day else _("%(clock)s（次日）") % {"clock": clock}
    if hours_x10:
        return _("每天 %(hours)s 小时") % {"hours": f"{hours_x10 / 10:g}"}
    return ""


def letter_data(referral: Referral) -> dict[str, Any]:
    """Return the data of the letter as `documents/letter.typ` wants them; copies are marked."""
    terms, shift, employer = referral.terms, referral.shift, referral.posting.employer
    issued_on = timezone.localdate(referral.issued_at)
    good = [(terms.meals, _("管饭")), (terms.lodging, _("管住")), (terms.pickup, _("接送")),
            (terms.tools_provided, _("提供工具"))]  # fmt: skip
    names = [known.name if (known := certificate(code)) else code for code in terms.certificates]
    brings = [_("身份证"), *names, *([terms.requirements] if terms.requirements else [])]
    last_day = max(issued_on + dt.timedelta(days=LETTER_VALID_DAYS), timezone.localdate(shift.starts_at))
    # A constraint says that a letter was issued by somebody at some time.
    assert referral.issued_by is not None and referral.issued_at is not None  # noqa: S101, PT018
    starts_at = report_at(shift.starts_at, shift.ends_at, referral.issued_at)
    return {
        "number": referral.number,
        "number_spoken": spoken(referral.number),
        # The number itself: a scanner types it into the field for receipts, and no address leaves the station.
        "qr_svg": qr_svg(referral.number),
        "station": referral.office.name,
        "station_address": referral.office.address,
        "station_phone": referral.office.phone,
        "person_name": referral.person.name,
        "person_sex": str(referral.person.get_sex_display()) if referral.person.sex in (Sex.MALE, Sex.FEMALE) else "",
        "person_id_masked": masked_id(referral.person),
        "person_number": referral.person.number,
        "party_size": referral.places,
        "employer": employer.name,
        "contact_name": terms.contact_name,
        "contact_phone": terms.contact_phone,
        "posting_number": referral.posting.number,
        "posting_title": terms.title,
        "place": _where(terms),
        "starts": f"{day_text(timezone.localdate(starts_at), 'long')} {when_text(starts_at, 'clock')}",
        "hours": hours_words(shift.starts_at, shift.ends_at, terms.hours_per_day_x10),
        "pay": pay_text(terms.pay_min_fen, terms.pay_max_fen, terms.pay_unit),
        "settle": " ".join(part for part in (str(terms.get_settle_kind_display()), terms.settle_day) if part),
        "meals": listed(words for is_so, words in good if is_so),
        "requirements": "；".join(brings),
        "cautions": "".join(hit.message_zh for hit in cautions_for(referral) if hit.rule != SITE_AGE),
        "issued_on": _long(issued_on),
        "issued_by": referral.issued_by.name,
        "valid_until": _long(last_day),
        "results": [str(label) for label in ReceiptResult.labels],
        "copy_number": max(1, referral.prints - 1),
    }


def _where(terms: PostingTerms) -> str:
    """Return where the work is and, where people meet elsewhere, when and where."""
    if not terms.meeting_place:
        return terms.place_name
    clock = f"{terms.meeting_time:%H:%M} " if terms.meeting_time else ""
    return _("%(place)s（%(clock)s在%(meeting)s集合）") % {
        "place": terms.place_name, "clock": clock, "meeting": terms.meeting_place,
    }  # fmt: skip


def _long(day: dt.date) -> str:
    return day_text(day, "long").rsplit(" ", 1)[0]


def letter_pdf(referral: Referral, shape: str) -> bytes:
    """Set the letter (`letter`, A4) or the slip (`slip`, 80 mm), always in Chinese: it goes to the employer.

    From the second printing on it says that it is a copy.
    """
    with translation.override("zh-hans"):
        return render_pdf(SHAPES[shape], letter_data(referral), copy=referral.prints > 1)
