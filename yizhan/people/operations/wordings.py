"""What people are told before they agree: a new wording is a new version, and nobody has agreed to it yet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.people.enums import ConsentPurpose
from yizhan.people.models import ConsentText
from yizhan.people.rules import may_word_consents
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks
from yizhan.shared.errors import ChangedMeanwhile, NotAllowed, Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: What says for what, to whom and how to take it back (PIPL art. 14, 17) is no shorter; nobody reads out more.
SHORTEST, LONGEST = 20, 1000


class WordingUnfit(Refused):
    """Too short to tell what is agreed to, too long to be read out, or the same as before."""

    code = "consent_wording_unfit"
    sentence = _("同意书要写 20 到 1000 字，并且和现在的不同，没有保存。请写明用途、给谁、怎样撤回。")
    status = 422


@transaction.atomic
def word_consent(*, purpose: ConsentPurpose, text: str, seen_version: int, by: User, at: dt.datetime) -> ConsentText:
    """Put a new wording in the place of the one in use, which stays for those who agreed to it.

    :param seen_version: the newest one when the form was opened.
    :raises WordingUnfit: as its sentence says. :raises ChangedMeanwhile: somebody worded it anew since.
    """
    if not may_word_consents(by):
        raise NotAllowed
    newest = ConsentText.objects.filter(purpose=purpose).order_by("-version").first()
    if newest is not None and newest.version != seen_version:
        raise ChangedMeanwhile
    text = "\n".join(line.strip() for line in text.strip().splitlines())
    if not SHORTEST <= len(text) <= LONGEST or (newest is not None and newest.text == text):
        raise WordingUnfit
    with constraint_speaks(ConsentText, consenttext_version_once=ChangedMeanwhile):
        row = ConsentText.objects.create(purpose=purpose, version=seen_version + 1, text=text, made_at=at, made_by=by)
    write_audit(action="consent.worded", by=by, at=at, obj=row, fields=["text"], reason=f"{purpose} v{row.version}")
    return row
