"""Where an employer is written to: an e-mail address that an owner typed and confirmed by a code sent to it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.employers.models import Employer
from yizhan.employers.queries import office_for, owns
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import lock
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.notifications.codes import CodeSent, check_mail_code, send_mail_code

if TYPE_CHECKING:
    from yizhan.accounts.models import User

LONGEST = 100


class NoAddress(Refused):
    """It is no e-mail address."""

    code = "no_email_address"
    status = 422
    sentence = _("这不是一个邮箱地址，没有发验证码。请核对，例如 name@example.com。")


class MailCodeWrong(Refused):
    """The code is wrong, was used or has run out: which of these is not said."""

    code = "mail_code_wrong"
    status = 422
    sentence = _("验证码不对、已经用过或已过期，邮箱没有改。请核对，或重新发一个。")


class NoEmail(Refused):
    """There is no address to switch."""

    code = "no_email"
    sentence = _("还没有确认过的邮箱，没有改变。请先填邮箱并确认。")


def read_email(text: str) -> str:
    """Return an address as it is kept: without spaces, the host in small letters.

    :raises NoAddress: it is none, or holds more than ASCII.
    """
    text = "".join(text.split())
    name, at, host = text.rpartition("@")
    text = f"{name}{at}{host.lower()}"
    try:
        validate_email(text)
    except ValidationError:
        raise NoAddress from None
    if not text.isascii() or len(text) > LONGEST:
        raise NoAddress
    return text


def ask_to_confirm_email(*, employer: Employer, email: str, by: User, address: str, at: dt.datetime) -> CodeSent:
    """Send a code to an address that an owner typed. Nothing else goes there before it is typed back.

    :param address: of the client. :raises yizhan.shared.errors.NotAllowed: no owner. :raises NoAddress: none.
    :raises MailNotOffered, TooManyCodes: as `send_mail_code`.
    """
    if not owns(by, employer):
        raise NotAllowed
    return send_mail_code(email=read_email(email), office=office_for(employer, by), address=address, at=at)


def confirm_email(*, employer: Employer, email: str, code: str, by: User, address: str, at: dt.datetime) -> Employer:
    """Write down an address whose code was typed back. The try stays counted whatever comes of it.

    :raises yizhan.shared.errors.NotAllowed: no owner. :raises MailCodeWrong: it was not this code.
    """
    if not owns(by, employer):
        raise NotAllowed
    email = read_email(email)
    if not check_mail_code(email=email, code=code, address=address, at=at):
        raise MailCodeWrong
    with transaction.atomic():
        employer = lock(Employer.objects.all(), pk=employer.pk)
        employer.email, employer.email_confirmed_at, employer.email_wanted = email, at, True
        employer.save(update_fields=["email", "email_confirmed_at", "email_wanted"])
        write_audit(action="employer.email_confirmed", by=by, at=at, obj=employer, fields=["email"])
    return employer


@transaction.atomic
def want_email(*, employer: Employer, wanted: bool, by: User, at: dt.datetime) -> Employer:
    """Say whether messages may go to the confirmed address; without it they go by SMS, else by a call.

    :raises yizhan.shared.errors.NotAllowed: no owner. :raises NoEmail: there is no confirmed address.
    """
    if not owns(by, employer):
        raise NotAllowed
    employer = lock(Employer.objects.all(), pk=employer.pk)
    if not employer.email:
        raise NoEmail
    employer.email_wanted = wanted
    employer.save(update_fields=["email_wanted"])
    write_audit(action="employer.email_wanted" if wanted else "employer.email_unwanted", by=by, at=at, obj=employer)
    return employer


@transaction.atomic
def forget_email(*, employer: Employer, by: User, at: dt.datetime) -> Employer:
    """Delete the address.

    :raises yizhan.shared.errors.NotAllowed: no owner.
    """
    if not owns(by, employer):
        raise NotAllowed
    employer = lock(Employer.objects.all(), pk=employer.pk)
    employer.email, employer.email_confirmed_at, employer.email_wanted = "", None, True
    employer.save(update_fields=["email", "email_confirmed_at", "email_wanted"])
    write_audit(action="employer.email_forgotten", by=by, at=at, obj=employer, fields=["email"])
    return employer
