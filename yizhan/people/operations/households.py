"""Who lives with whom, as far as the station needs to know."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.people.enums import HouseholdRole
from yizhan.people.models import Household, HouseholdLink, Person
from yizhan.people.operations.register import lock_present
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks
from yizhan.shared.errors import Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User


class InAnotherHousehold(Refused):
    """A person is in one household at a time."""

    code = "in_another_household"
    sentence = _("两人分别在不同的家庭里，没有改动。请先把其中一人移出原来的家庭。")


class SamePerson(Refused):
    """Nobody is their own relative."""

    code = "same_person"
    sentence = _("不能把同一条记录和它自己关联，没有改动。请选择另一个人。")


@transaction.atomic
def link_household(
    *, person: Person, other: Person, role: HouseholdRole, other_role: HouseholdRole, by: User, at: dt.datetime
) -> Household:
    """Put two people into one household: a couple that shares a telephone, a child and its guardian.

    Whoever of the two is in a household already brings it along.

    :param role: what `person` is in it. :param other_role: what `other` is.
    :raises SamePerson: the two are one record.
    :raises InAnotherHousehold: both are in households, and not in the same.
    :raises PersonGone: one of them was merged or anonymised meanwhile.
    """
    if person.pk == other.pk:
        raise SamePerson
    # Always in the order of the keys, so that two clerks who link the same two do not wait for each other for ever.
    first, second = sorted((person, other), key=lambda one: one.pk)
    lock_present(first), lock_present(second)
    standing = {
        link.person_id: link.household
        for link in HouseholdLink.objects.filter(person__in=[person, other], ended_at=None).select_related("household")
    }
    households = {household.pk: household for household in standing.values()}
    if len(households) > 1:
        raise InAnotherHousehold
    household = next(iter(households.values()), None) or Household.objects.create(made_at=at)
    for member, member_role in ((person, role), (other, other_role)):
        if member.pk not in standing:
            with constraint_speaks(HouseholdLink, householdlink_one_household_a_person=InAnotherHousehold):
                link = HouseholdLink.objects.create(
                    household=household, person=member, role=HouseholdRole(member_role), linked_at=at
                )
            write_audit(
                action="household.linked", by=by, at=at, obj=link, person_id=member.pk, fields=["household", "role"]
            )
    return household


@transaction.atomic
def leave_household(*, person: Person, by: User, at: dt.datetime) -> None:
    """Take somebody out of their household; a household of one is none, so a last other member leaves too.

    :raises PersonGone: merged or anonymised meanwhile.
    """
    person = lock_present(person)
    own = HouseholdLink.objects.filter(person=person, ended_at=None).first()
    if own is None:
        return
    leaving = [own]
    others = list(HouseholdLink.objects.filter(household=own.household_id, ended_at=None).exclude(pk=own.pk))
    if len(others) == 1:
        leaving += others
    for link in leaving:
        link.ended_at = at
        link.save(update_fields=["ended_at"])
        write_audit(action="household.left", by=by, at=at, obj=link, person_id=link.person_id, fields=["household"])
