"""Writes of the worker's pages: signing a phone in and out, the counter's codes, requests about one's data."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import can_serve
from yizhan.people.operations import lock_present, open_by_slip, read_secret
from yizhan.portals.worker.enums import Door, RequestKind
from yizhan.portals.worker.models import CounterPass, DataRequest, Device
from yizhan.portals.worker.tokens import ALPHABET, PASS_LENGTH, hash_of
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.notifications.tally import key_of, take

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.people.models import Person

#: One's own phone stays signed in for a month, anybody else's for two hours.
OWN_PHONE, BORROWED_PHONE = dt.timedelta(days=30), dt.timedelta(hours=2)
PASS_GOOD_FOR = dt.timedelta(minutes=5)
#: Phones and codes stay in sight so long after their end.
KEPT = dt.timedelta(days=30)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
#: Codes tried from one address in an hour: a whole hall of people behind one network, not a machine that guesses.
CODES_AN_HOUR = 60
#: Second facts tried about the people behind one telephone: a birth year has some sixty likely values.
FACTS_A_DAY = 6


class NotLetIn(Refused):
    """Code, telephone or second fact did not fit; which of them is not said, nor whether anybody is known."""

    code = "not_let_in"
    sentence = _("没有对上，没有登录。请逐字核对；二维码和验证码几分钟就过期，凭条用过一次就作废。到窗口可以重新办。")
    status = 422


class FactWrong(Refused):
    """The second fact that a signed-in phone was asked for once more does not fit."""

    code = "fact_wrong"
    sentence = _("这 4 位没有对上，一部手机也没有退出。请核对后再试，一天最多试 6 次；也可以到窗口或打电话让驿站办。")
    status = 422


class FactMisread(Refused):
    """What was typed can be no second fact: nothing was guessed, so no try is counted."""

    code = "fact_misread"
    sentence = _("请填 4 位：身份证号最后 4 位，或出生年份，例如 1980。这次不算次数。")
    status = 422


class TooManyTries(Refused):
    """The address, or the telephone, has had as many tries as are good for it."""

    code = "too_many_tries"
    sentence = _("试的次数太多了，这次没有核对。请过一会儿再试，或到驿站窗口办理。")
    status = 429


class RequestStands(Refused):
    """The same was asked for and is not settled."""

    code = "request_stands"
    sentence = _("同样的申请已经在驿站，还没有办完，没有重复提交。着急可以打电话或到窗口。")


class RequestSettled(Refused):
    """A colleague settled it."""

    code = "request_settled"
    sentence = _("这个申请已经有人办过，没有改动。请看最新的列表。")


# Signing in -----------------------------------------------------------------------------------------------------------


def demand_tries(*, scope: str, about: str, at: dt.datetime, window: dt.timedelta, most: int) -> None:
    """Count a try before it is made, so that many at once share the limit.

    Call it outside of a transaction that may be rolled back.

    :raises TooManyTries: there were as many.
    """
    if not take(scope=scope, key=key_of(about), at=at, window=window, most=most):
        raise TooManyTries


@transaction.atomic
def open_device(*, person: Person, door: Door, is_own: bool, at: dt.datetime) -> tuple[Device, str]:
    """Sign a phone in and return it with its token, which is kept nowhere else.

    :param is_own: the phone is the person's own; a borrowed one is signed out by itself after two hours.
    :raises yizhan.people.operations.PersonGone: merged or anonymised meanwhile.
    """
    person = lock_present(person)
    token = secrets.token_urlsafe(32)
    device = Device.objects.create(
        person=person, token_hash=hash_of(token), door=door, opened_at=at,
        until_at=at + (OWN_PHONE if is_own else BORROWED_PHONE),
    )  # fmt: skip
    _note("worker.signed_in", device, at, reason=str(door))
    return device, token


@transaction.atomic
def end_device(*, device: Device, at: dt.datetime) -> None:
    """Sign a phone out; over already, nothing changes."""
    device = lock(Device.objects.all(), pk=device.pk)
    if device.ended_at is None:
        device.ended_at = at
        device.save(update_fields=["ended_at"])
        _note("worker.signed_out", device, at, reason="self")


def _note(action: str, device: Device, at: dt.datetime, *, reason: str) -> None:
    write_audit(
        action=action, by=None, at=at, obj=device, person_id=device.person_id, kind=AuditKind.SIGN_IN, reason=reason
    )


@transaction.atomic
def end_all_devices(*, person: Person, by: User | None, at: dt.datetime) -> int:
    """Sign out every phone of a person and close the counter's code: a phone was lost. Return how many were signed in.

    :param by: the staff at the counter, or None for the person on a phone of theirs.
    :raises NotAllowed: only those who serve people.
    """
    if by is not None and not can_serve(by):
        raise NotAllowed
    CounterPass.objects.filter(person=person, closed_at=None).update(closed_at=at)
    ended = Device.objects.filter(person=person, ended_at=None, until_at__gt=at).update(ended_at=at)
    write_audit(
        action="worker.signed_out_everywhere", by=by, at=at, obj=person, person_id=person.pk, kind=AuditKind.SIGN_IN,
        reason="self" if by is None else "",
    )  # fmt: skip
    return ended


@transaction.atomic
def make_pass(*, person: Person, by: User, at: dt.datetime) -> str:
    """Make the code that the counter shows, and return it; an earlier one of the same person is void.

    :raises NotAllowed: only those who serve people. :raises yizhan.people.operations.PersonGone: merged meanwhile.
    """
    if not can_serve(by):
        raise NotAllowed
    person = lock_present(person)
    CounterPass.objects.filter(person=person, closed_at=None).update(closed_at=at)
    code = "".join(secrets.choice(ALPHABET) for _sign in range(PASS_LENGTH))
    made = CounterPass.objects.create(
        person=person, code_hash=hash_of(code), made_at=at, made_by=by, good_until=at + PASS_GOOD_FOR
    )
    write_audit(action="worker.pass_made", by=by, at=at, obj=made, person_id=person.pk, fields=["code_hash"])
    return code


@transaction.atomic
def enter_by_code(*, typed: str, is_own: bool, at: dt.datetime) -> tuple[Device, str]:
    """Sign in by the counter's code or by the secret of a slip, whichever it is by its length; both are used up.

    Count the try before (`demand_tries`).

    :raises NotLetIn: neither fits. :raises yizhan.people.operations.SlipUnknown: the same about a slip.
    """
    code = read_secret(typed)
    if len(code) != PASS_LENGTH:
        person, door = open_by_slip(secret=code, at=at), Door.SLIP
    else:
        person, door = _use_pass(code, at), Door.COUNTER
    return open_device(person=person, door=door, is_own=is_own, at=at)


def _use_pass(code: str, at: dt.datetime) -> Person:
    """Close the counter's code and return whose it is. The person is locked first, as wherever passes are closed.

    :raises NotLetIn: no open code is this one. :raises yizhan.people.operations.PersonGone: merged meanwhile.
    """
    good = CounterPass.objects.filter(closed_at=None, good_until__gt=at, code_hash=hash_of(code))
    try:
        person = lock_present(good.select_related("person").get().person)
        found = lock(good)
    except CounterPass.DoesNotExist:
        raise NotLetIn from None
    found.closed_at = at
    found.save(update_fields=["closed_at"])
    return person


def forget_old_phones(*, at: dt.datetime) -> int:
    """Delete phones and counter's codes that ended a month ago; the audit log keeps who came in when."""
    ended = Q(ended_at__lt=at - KEPT) | Q(until_at__lt=at - KEPT)
    deleted, _each = Device.objects.filter(ended).delete()
    passes, _each = CounterPass.objects.filter(good_until__lt=at - KEPT).delete()
    return deleted + passes


# Requests -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_station(*, person: Person, office: Office, kind: RequestKind, words: str, at: dt.datetime) -> DataRequest:
    """Ask the station to correct or delete one's record (PIPL art. 46, 47); the counter checks who asks.

    :raises RequestStands: the same is not settled yet.
    """
    person = lock_present(person)
    with constraint_speaks(DataRequest, datarequest_one_open_a_kind=RequestStands):
        made = DataRequest.objects.create(person=person, office=office, kind=kind, words=words, made_at=at)
    write_audit(
        action="worker.asked", by=None, at=at, obj=made, person_id=person.pk, fields=["words"], reason=str(kind),
        office_id=office.pk,
    )  # fmt: skip
    return made


@transaction.atomic
def take_request_back(*, person: Person, kind: str, at: dt.datetime) -> None:
    """Take back what one asked the station for, while it is not settled; what was said goes with it.

    :raises RequestSettled: nothing of this kind waits any more.
    """
    try:
        request = lock(DataRequest.objects.all(), person=person, kind=kind, settled_at=None)
    except DataRequest.DoesNotExist:
        raise RequestSettled from None
    write_audit(
        action="worker.request_taken_back", by=None, at=at, obj=request, person_id=person.pk, reason=kind,
        office_id=request.office_id,
    )  # fmt: skip
    request.delete()


@transaction.atomic
def settle_request(*, request: DataRequest, by: User, at: dt.datetime) -> DataRequest:
    """Note that the counter has done what was asked, or explained why not; what was said is erased.

    :raises NotAllowed: only those who serve people. :raises RequestSettled: done before.
    """
    if not can_serve(by):
        raise NotAllowed
    request = lock(DataRequest.objects.all(), pk=request.pk)
    if request.settled_at is not None:
        raise RequestSettled
    request.settled_at, request.settled_by, request.words = at, by, ""
    request.save()
    write_audit(action="worker.request_settled", by=by, at=at, obj=request, person_id=request.person_id)
    return request
