"""What the pages of a person ask each time, as standing questions (`shared.standing`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import BigAutoField, CharField, DateField, DateTimeField, Q, QuerySet

from yizhan.accounts.standing import StandingFor
from yizhan.people.models import Consent, Contact, HouseholdLink, Person, PersonGroup, PersonQuerySet
from yizhan.shared.crypto.fields import blind_values
from yizhan.shared.standing import Slot, Standing, slots, spread

if TYPE_CHECKING:
    from yizhan.accounts.models import User

_OF_PERSON = Slot("person", BigAutoField())
CONTACTS = Standing(lambda: Contact.objects.current().filter(person_id=_OF_PERSON).order_by("pk"))
_DAY = Slot("day", DateField())
GROUPS = Standing(
    lambda: PersonGroup.objects.filter(
        Q(until_on=None) | Q(until_on__gt=_DAY), person_id=_OF_PERSON, from_on__lte=_DAY
    ).order_by("group", "pk")
)
HOUSEHOLD = Standing(lambda: HouseholdLink.objects.filter(person_id=_OF_PERSON, ended_at=None).order_by("pk")[:1])
CONSENTS = Standing(
    lambda: (
        Consent.objects.filter(person_id=_OF_PERSON)
        .standing(Slot("at", DateTimeField()))
        .select_related("text")
        .order_by("-given_at", "-pk")
    )
)

#: Numbers of one person times versions of the key that one question compares; more are asked in several.
_MOST_NUMBERS = 12
_NAME = Slot("name", CharField())


def of_id(id_no: str) -> list[dict[str, Any]]:
    """Lay an ID number into the slots of `SAME_ID`, one question or several."""
    return _laid("id", list(blind_values(Person, "id_no_index", id_no)))


def of_numbers(index: str, numbers: list[str]) -> list[dict[str, Any]]:
    """Lay telephone numbers into the slots of a question that asks `index`, one question or several."""
    return _laid(index, [value for number in numbers for value in blind_values(Contact, index, number)])


def _laid(name: str, values: list[Any]) -> list[dict[str, Any]]:
    return [
        spread(name, values[at : at + _MOST_NUMBERS], _MOST_NUMBERS) for at in range(0, len(values), _MOST_NUMBERS)
    ]


def _others(user: User) -> PersonQuerySet:
    from yizhan.people.queries import people_visible_to

    return people_visible_to(user).exclude(pk=Slot("but", BigAutoField())).order_by("pk")


def _reached(index: str) -> QuerySet[Contact, Any]:
    """Return the people whom one of the numbers reaches."""
    wanted = slots(index, _MOST_NUMBERS, CharField())
    return Contact.objects.current().filter(**{f"{index}__in": wanted}).values("person")


def _keys(build: Callable[[User], PersonQuerySet]) -> StandingFor[int]:
    return StandingFor(lambda user: build(user).values_list("pk", flat=True)[:10])


SAME_ID = _keys(lambda user: _others(user).filter(id_no_index__in=slots("id", _MOST_NUMBERS, CharField())))
SAME_PHONE_NAME = _keys(lambda user: _others(user).filter(name=_NAME, pk__in=_reached("number_index")))
SAME_PINYIN_TAIL = _keys(
    lambda user: _others(user).filter(name_pinyin=Slot("pinyin", CharField()), pk__in=_reached("tail_index"))
)
SAME_NAME_BIRTH = _keys(lambda user: _others(user).filter(name=_NAME, birth_on=Slot("birth_on", DateField())))
SHARING = StandingFor(lambda user: _others(user).filter(pk__in=_reached("number_index"))[:5])
