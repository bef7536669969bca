"""Applications from the person's own phone: made, withdrawn, turned down; a referral to the posting takes them up."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import BigAutoField

from yizhan.people.operations import lock_present
from yizhan.postings.queries import is_live
from yizhan.referrals.enums import ApplicationAnswer, ApplicationState
from yizhan.referrals.models import Application, Referral
from yizhan.referrals.operations.refusals import (
    AlreadyApplied,
    AlreadyOnTheWay,
    ApplicationSettled,
    NoLongerOffered,
    NotRegistered,
)
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.standing import Slot, Standing, insert
from yizhan.workers.queries import seeker_of

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person
    from yizhan.postings.models import Posting


@transaction.atomic
def apply_for(*, person: Person, posting: Posting, at: dt.datetime) -> Application:
    """Write down that a person wants to be sent to a posting; the station where they look for work answers.

    What the law asks (age, certificates) is looked at when the desk sends them: nobody is turned away by a machine.

    :raises NotRegistered: they have not registered for work. :raises NoLongerOffered: the posting is not live.
    :raises AlreadyApplied: an application stands, or was answered; AlreadyOnTheWay: a referral there is open.
    :raises yizhan.people.operations.PersonGone: merged.
    """
    person = lock_present(person)
    seeker = seeker_of(person)
    if seeker is None:
        raise NotRegistered
    if posting.terms is None or not is_live(posting.pk, at):
        raise NoLongerOffered
    # Proposing locks the person as well: no referral is made in between.
    if _OPEN.first(person=person.pk, posting=posting.pk):
        raise AlreadyOnTheWay
    with constraint_speaks(Application, application_once_a_posting=AlreadyApplied):
        made = insert(
            Application(
                person=person, seeker=seeker, posting=posting, terms=posting.terms, office=seeker.office, made_at=at
            )
        )
    _note(made, "made", by=None, at=at)
    return made


_OPEN = Standing(
    lambda: (
        Referral.objects.open()
        .filter(person_id=Slot("person", BigAutoField()), posting_id=Slot("posting", BigAutoField()))
        .values_list("pk")
    )
)


@transaction.atomic
def withdraw_application(*, application: Application, at: dt.datetime) -> Application:
    """Take an application back, by the person themselves.

    :raises ApplicationSettled: it was answered.
    """
    return _settle(application, ApplicationState.WITHDRAWN, by=None, at=at)


@transaction.atomic
def turn_down(*, application: Application, answer: ApplicationAnswer, by: User, at: dt.datetime) -> Application:
    """Say no with a reason that the person reads.

    :raises ApplicationSettled: it was answered or withdrawn.
    """
    return _settle(application, ApplicationState.DECLINED, answer=answer, by=by, at=at)


def take_up(referral: Referral, *, by: User, at: dt.datetime) -> None:
    """Let a new referral answer the application that waits for it, if there is one."""
    waiting = Application.objects.filter(
        person=referral.person_id, posting=referral.posting_id, state=ApplicationState.WAITING
    ).first()
    if waiting is not None:
        _settle(waiting, ApplicationState.TAKEN, referral=referral, by=by, at=at)


def _settle(
    application: Application, state: ApplicationState, *, by: User | None, at: dt.datetime, answer: str = "",
    referral: Referral | None = None,
) -> Application:  # fmt: skip
    application = lock(Application.objects.all(), pk=application.pk)
    if application.state != ApplicationState.WAITING:
        raise ApplicationSettled
    application.state, application.answer, application.referral = state, answer, referral
    application.settled_at, application.settled_by = at, by
    application.save()
    _note(application, str(state), by=by, at=at, reason=answer)
    return application


def _note(application: Application, what: str, *, by: User | None, at: dt.datetime, reason: str = "") -> None:
    write_audit(
        action=f"application.{what}", by=by, at=at, obj=application, person_id=application.person_id,
        fields=["state"], reason=reason or ("self" if by is None else ""), office_id=application.office_id,
    )  # fmt: skip
