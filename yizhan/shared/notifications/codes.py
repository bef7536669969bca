"""One-time codes by SMS: who asks learns nothing about who is known, and nobody's telephone can be flooded.

Six digits are few: what guards them is five tries, five minutes, limits by telephone, by client address and by office,
and that only a keyed hash is kept.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from yizhan.shared.crypto.keyring import ring
from yizhan.shared.errors import Refused
from yizhan.shared.identifiers.phone import read_mobile
from yizhan.shared.notifications.carriers import carriers_of, carries
from yizhan.shared.notifications.enums import CodePurpose, MessageState, Purpose, Way, Why
from yizhan.shared.notifications.models import MOST_TRIES, Message, MessageCarrier, OneTimeCode
from yizhan.shared.notifications.tally import key_of, take
from yizhan.shared.notifications.texts import MessageText, register_text
from yizhan.shared.text.misread import Misread
from yizhan.shared.text.normalise import half_width

DIGITS = 6
GOOD_FOR = dt.timedelta(minutes=5)
#: Mail is slower than SMS.
MAIL_GOOD_FOR = dt.timedelta(minutes=15)
#: Rows of codes say nothing to anybody; they go after a day.
KEPT = dt.timedelta(days=1)
TEXT, MAIL_TEXT = "code.given", "code.mailed"

_MINUTE, _HOUR, _DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """So many in a stretch of time."""

    scope: str
    window: dt.timedelta
    most: int


#: For a telephone: nobody is flooded. For an address: a public network sits behind one. For an office: its bill.
PHONE_LIMITS = (
    Limit("code.phone.minute", _MINUTE, 1),
    Limit("code.phone.hour", _HOUR, 5),
    Limit("code.phone.day", _DAY, 10),
)
ADDRESS_LIMITS = (Limit("code.address.hour", _HOUR, 30),)
OFFICE_LIMITS = (Limit("code.office.hour", _HOUR, 500), Limit("code.office.day", _DAY, 3000))
CHECK_LIMITS = (Limit("check.address.hour", _HOUR, 100),)


class CodesNotOffered(Refused):
    """No carrier of SMS serves this office, or it has no template for codes."""

    code = "codes_not_offered"
    sentence = _("本站还不能发送短信验证码。请用凭条上的号码登录，或到驿站窗口办理。")


class TooManyCodes(Refused):
    """The telephone, the address or the office has had as many as are good for it."""

    code = "too_many_codes"
    sentence = _("验证码要得太多了，这次没有发送。请过一会儿再试，或到驿站窗口办理。")
    status = 429


@dataclass(frozen=True)
class CodeSent:
    """What whoever asks is told: the same for every telephone."""

    expires_at: dt.datetime
    again_at: dt.datetime


class MailNotOffered(Refused):
    """No server of e-mail serves this office."""

    code = "mail_not_offered"
    sentence = _("本站还不能发送电子邮件，邮箱没有改。通知仍然用短信或电话告诉您。")


def can_send_mail(office: Any) -> bool:
    """Say whether e-mail goes out for an office."""
    return Way.EMAIL in carriers_of(office)


def can_send_codes(office: Any) -> bool:
    """Say whether codes can go out: the office or one above it has a carrier of SMS with a template for them."""
    return carries(carriers_of(office).get(Way.SMS), TEXT)


def office_for_codes() -> Any:
    """Return the topmost office in use whose own account can send codes; None where none can. One query."""
    rows = MessageCarrier.objects.filter(is_active=True, way=Way.SMS, office__is_active=True).select_related("office")
    return next((row.office for row in rows.order_by("office__path", "pk") if carries(row, TEXT)), None)


@transaction.atomic
def send_code(
    *, phone: str, purpose: CodePurpose, office: Any, address: str, at: dt.datetime, known: bool = True
) -> CodeSent:
    """Send six digits to a telephone. An earlier code for the same purpose is void from now on.

    :param phone: as typed. :param address: the client's address, counted as a keyed hash only.
    :param known: False for a telephone that nobody has here: everything happens but the sending, so that the answer,
        the limits and the work are the same, and strangers are not written to.
    :raises PhoneMisread: it is no mobile number. :raises CodesNotOffered: nothing could be sent.
    :raises TooManyCodes: a limit is reached; nothing was counted or sent.
    """
    number = read_mobile(phone)
    if not can_send_codes(office):
        raise CodesNotOffered
    return _send(number, f"phone:{key_of(number)}", Way.SMS, purpose, office, address, at, known=known)


@transaction.atomic
def send_mail_code(*, email: str, office: Any, address: str, at: dt.datetime) -> CodeSent:
    """Send six digits to an e-mail address, to show that whoever typed it reads mail there.

    :param email: whole and valid. :param address: of the client, counted as a keyed hash only.
    :raises MailNotOffered: nothing could be sent. :raises TooManyCodes: a limit is reached; nothing was sent.
    """
    if not can_send_mail(office):
        raise MailNotOffered
    number = email.casefold()
    recipient_key = f"email:{key_of(number)}"
    return _send(email, recipient_key, Way.EMAIL, CodePurpose.EMAIL, office, address, at)


def _send(
    number: str, recipient_key: str, way: Way, purpose: CodePurpose, office: Any, address: str, at: dt.datetime, *,
    known: bool = True,
) -> CodeSent:  # fmt: skip
    text, good_for = (MAIL_TEXT, MAIL_GOOD_FOR) if way == Way.EMAIL else (TEXT, GOOD_FOR)
    counted_as = number.casefold()
    for limits, counted in ((PHONE_LIMITS, counted_as), (ADDRESS_LIMITS, address), (OFFICE_LIMITS, f"{office.pk}")):
        _demand(limits, counted, at)
    public_id, digits = uuid.uuid4(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    OneTimeCode.objects.create(
        public_id=public_id,
        office=office,
        purpose=purpose,
        phone_key=key_of(counted_as),
        code_hash=_hash(public_id, digits),
        made_at=at,
        expires_at=at + good_for,
    )
    Message.objects.create(
        office=office,
        event="code",
        event_key=str(public_id),
        recipient_key=recipient_key,
        way=way,
        purpose=Purpose.CODE,
        recipient=number if known else "",
        text_key=text,
        content=json.dumps({"code": digits}) if known else "",
        state=MessageState.WAITING if known else MessageState.DROPPED,
        why="" if known else Why.NO_ADDRESS,
        settled_at=None if known else at,
        urgent=True,
        made_at=at,
        due_at=at,
        useful_until=at + good_for,
    )
    return CodeSent(expires_at=at + good_for, again_at=at + _MINUTE)


def check_code(*, phone: str, purpose: CodePurpose, code: str, address: str, at: dt.datetime) -> bool:
    """Say whether somebody holds the telephone; a right code works once.

    Writes the try down and commits it: call this outside of a transaction that may be rolled back.

    :raises TooManyCodes: this address has tried too often.
    """
    try:
        number = read_mobile(phone)
    except Misread:
        number = ""
    return _check(number, purpose, code, address, at)


def check_mail_code(*, email: str, code: str, address: str, at: dt.datetime) -> bool:
    """Say whether somebody reads mail at an address; as `check_code`."""
    return _check(email.casefold(), CodePurpose.EMAIL, code, address, at)


def _check(number: str, purpose: CodePurpose, code: str, address: str, at: dt.datetime) -> bool:
    with transaction.atomic():
        _demand(CHECK_LIMITS, address, at)
    newest = OneTimeCode.objects.filter(phone_key=key_of(number), purpose=purpose).order_by("-made_at", "-pk").first()
    if newest is None:
        return False
    row = OneTimeCode.objects.filter(pk=newest.pk, used_at=None, expires_at__gt=at)
    digits = "".join(half_width(code).split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == DIGITS):
        return False  # no code at all: nothing was guessed
    # The try is counted first, so that many at once have five between them.
    if not row.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
        return False
    if not ring().keyed_matches("one-time code", f"{newest.public_id}/{digits}", newest.code_hash):
        return False
    return bool(row.update(used_at=at))


def forget_old_codes(*, at: dt.datetime) -> int:
    """Delete codes that opened, or would have opened, something yesterday."""
    return OneTimeCode.objects.filter(made_at__lt=at - KEPT).delete()[0]


def _demand(limits: tuple[Limit, ...], counted: str, at: dt.datetime) -> None:
    key = key_of(counted)
    for limit in limits:
        if not take(scope=limit.scope, key=key, at=at, window=limit.window, most=limit.most):
            raise TooManyCodes


def _hash(public_id: uuid.UUID, digits: str) -> str:
    return ring().keyed_hash("one-time code", f"{public_id}/{digits}")


def register_code_text() -> None:
    """Make the texts of codes known."""
    register_text(
        MessageText(
            MAIL_TEXT,
            Purpose.CODE,
            _("邮箱验证码"),
            _("您的验证码是 %(code)s，15 分钟内有效。请不要告诉别人。不是您本人在填邮箱，请不用理会。"),
            ("code",),
            called=False,
        )
    )
    register_text(
        MessageText(
            TEXT,
            Purpose.CODE,
            _("验证码"),
            _("您的验证码是 %(code)s，5 分钟内有效。请不要告诉别人，工作人员也不会问您要。"),
            ("code",),
        )
    )
