"""E-mail through the server that the administrator of the machine set (YIZHAN_EMAIL_URL); no page names one."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from yizhan.shared.notifications.adapters.port import Later, Letter, Refusal
from yizhan.shared.notifications.transport import NoAnswer, NotReached


def can_mail() -> bool:
    """Say whether a server and a sender are set."""
    return bool(settings.YIZHAN_EMAIL_FROM)


def send_email(letter: Letter) -> str:
    """Send one mail of plain text."""
    if not can_mail():
        raise Refusal("no_server")
    mail = EmailMessage(" ".join(letter.title.split()), letter.body, settings.YIZHAN_EMAIL_FROM, [letter.to])
    try:
        mail.send()
    except (smtplib.SMTPConnectError, ConnectionRefusedError):
        raise NotReached from None
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()), (0, b""))[0]
        raise (Later if 400 <= code < 500 else Refusal)(code) from None
    except smtplib.SMTPResponseException as error:
        raise (Later if 400 <= error.smtp_code < 500 else Refusal)(error.smtp_code) from None
    except OSError:  # also what smtplib raises for a connection that broke in the middle
        raise NoAnswer from None
    return ""
