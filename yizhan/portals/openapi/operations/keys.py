"""Partners and their keys: made, changed for another, taken away, counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.enums import Role
from yizhan.accounts.operations import create_user, deactivate_user, program_username
from yizhan.portals.openapi.contract import LOCAL
from yizhan.portals.openapi.enums import Scope
from yizhan.portals.openapi.models import ApiKey, KeyUse, Partner, Webhook
from yizhan.portals.openapi.rules import can_keep_partners
from yizhan.portals.openapi.tokens import hash_of_key, new_key
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.submissions import remember_submission

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.employers.models import Employer

MINUTE = 60


class PartnerKnown(Refused):
    """The office has a partner of that name."""

    code = "partner_known"
    sentence = _("这个单位已有同名的对接方，没有保存。请换一个名称，或打开已有的。")


class KeyEnded(Refused):
    """The key, or its partner, is no longer in use."""

    code = "key_ended"
    sentence = _("这把密钥或这个对接方已经停用，没有改变。请刷新后再看。")


def _demand(by: User) -> None:
    if not can_keep_partners(by):
        raise NotAllowed


@transaction.atomic
def make_partner(
    *,
    name: str,
    office: Office,
    employers: Iterable[Employer],
    by: User,
    at: dt.datetime,
    submission: str | None = None,
) -> Partner:
    """Take somebody's system in, with an account that acts for it and with which nobody signs in.

    :param office: the station that reviews and answers. :param employers: for whom it may submit postings.
    :raises PartnerKnown: the office has one of that name (the constraint decides).
    """
    _demand(by)
    partner = Partner(office=office, name=name, created_at=at, created_by=by)
    account = create_user(
        username=program_username(partner.public_id),
        name=f"{_('接口')}·{name}"[:30],
        role=Role.CLERK,
        office=office,
        password=None,
        by=by,
        at=at,
    )
    partner.account = deactivate_user(user=account, by=by, at=at)
    with constraint_speaks(Partner, partner_once_a_name=PartnerKnown):
        partner.save(force_insert=True)
    partner.employers.set(list(employers))
    write_audit(action="partner.made", by=by, at=at, obj=partner, fields=["name", "employers"], office_id=office.pk)
    remember_submission(submission, by=by, led_to=f"/partners/{partner.public_id}/", at=at)
    return partner


@transaction.atomic
def set_employers(*, partner: Partner, employers: Iterable[Employer], by: User, at: dt.datetime) -> Partner:
    """Say for whom a partner may submit postings from now on.

    :raises KeyEnded: the partner is out of use.
    """
    _demand(by)
    partner = _in_use(partner)
    partner.employers.set(list(employers))
    write_audit(action="partner.changed", by=by, at=at, obj=partner, fields=["employers"], office_id=partner.office_id)
    return partner


@transaction.atomic
def end_partner(*, partner: Partner, by: User, at: dt.datetime) -> Partner:
    """Put a partner out of use: no key of it is taken any more, nothing is sent to it. What it sent stays."""
    _demand(by)
    partner = _in_use(partner)
    partner.ended_at = at
    partner.save(update_fields=["ended_at"])
    Webhook.objects.filter(partner=partner, ended_at=None).update(ended_at=at)
    write_audit(action="partner.ended", by=by, at=at, obj=partner, fields=["ended_at"], office_id=partner.office_id)
    return partner


@transaction.atomic
def make_key(
    *, partner: Partner, label: str, scopes: Iterable[str], calls_a_minute: int, by: User, at: dt.datetime
) -> tuple[ApiKey, str]:
    """Make a key; the whole of it is returned once and can never be shown again.

    :raises KeyEnded: the partner is out of use.
    """
    _demand(by)
    return _new(_in_use(partner), label, scopes, calls_a_minute, by=by, at=at)


@transaction.atomic
def rotate_key(*, key: ApiKey, overlap: dt.timedelta, by: User, at: dt.datetime) -> tuple[ApiKey, str]:
    """Make a key that takes another's place; both are good for the time of `overlap`.

    :raises KeyEnded: the key is out of use, or has been changed for another already.
    """
    _demand(by)
    old = lock(ApiKey.objects.select_related("partner"), pk=key.pk)
    ended = old.revoked_at is not None or (old.expires_at is not None and old.expires_at <= at)
    if ended or ApiKey.objects.filter(replaces=old).exists():
        raise KeyEnded
    old.expires_at = min(old.expires_at or at + overlap, at + overlap)
    old.save(update_fields=["expires_at"])
    partner = _in_use(old.partner)
    return _new(partner, old.label, old.scopes, old.calls_a_minute, by=by, at=at, replaces=old)


def _new(
    partner: Partner,
    label: str,
    scopes: Iterable[str],
    calls_a_minute: int,
    *,
    by: User,
    at: dt.datetime,
    replaces: ApiKey | None = None,
) -> tuple[ApiKey, str]:
    whole, prefix = new_key()
    key = ApiKey.objects.create(
        partner=partner,
        label=label,
        prefix=prefix,
        key_hash=hash_of_key(whole),
        scopes=[scope.value for scope in Scope if scope.value in set(scopes)],
        calls_a_minute=calls_a_minute,
        created_at=at,
        created_by=by,
        replaces=replaces,
    )
    write_audit(action="apikey.made", by=by, at=at, obj=key, fields=["scopes"], office_id=partner.office_id)
    return key, whole


@transaction.atomic
def revoke_key(*, key: ApiKey, by: User, at: dt.datetime) -> ApiKey:
    """Take a key away at once.

    :raises KeyEnded: it was taken away before.
    """
    _demand(by)
    key = lock(ApiKey.objects.select_related("partner"), pk=key.pk)
    if key.revoked_at is not None:
        raise KeyEnded
    key.revoked_at, key.revoked_by = at, by
    key.save(update_fields=["revoked_at", "revoked_by"])
    write_audit(action="apikey.revoked", by=by, at=at, obj=key, fields=["revoked_at"], office_id=key.partner.office_id)
    return key


def _in_use(partner: Partner) -> Partner:
    partner = lock(Partner.objects.all(), pk=partner.pk)
    if partner.ended_at is not None:
        raise KeyEnded
    return partner


def count_call(*, key: ApiKey, at: dt.datetime) -> int:
    """Count a call of a key; return 0 when it may go on, else the seconds until it may.

    One statement adds, so that two processes never count the same call once; a look by GET writes this row and no
    other, as it writes the audit log.
    """
    minute = int(at.timestamp()) // MINUTE
    day = at.astimezone(LOCAL).date()
    row = KeyUse.objects.filter(key=key, day=day)
    with transaction.atomic():
        counted = row.update(
            calls=F("calls") + 1,
            in_minute=Case(When(minute=minute, then=F("in_minute") + 1), default=Value(1)),
            minute=minute,
            last_at=at,
        )
        if not counted:
            KeyUse.objects.bulk_create(
                [KeyUse(key=key, day=day, calls=0, minute=minute, last_at=at)], ignore_conflicts=True
            )
            row.update(calls=F("calls") + 1, in_minute=F("in_minute") + 1)
        if row.values_list("in_minute", flat=True).get() <= key.calls_a_minute:
            return 0
        row.update(refused=F("refused") + 1)
    return MINUTE - int(at.timestamp()) % MINUTE
