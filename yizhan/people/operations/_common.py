"""What the operations of the room share: the day of a moment, the fingerprint of a record, the keys of the search."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import BigAutoField
from django.utils import timezone

from yizhan.people.models import Person, SearchKey, Served
from yizhan.people.search_keys import spellings
from yizhan.shared.crypto.keyring import ring
from yizhan.shared.standing import Slot, Standing

if TYPE_CHECKING:
    from yizhan.accounts.models import Office

#: The fields that say who somebody is: compared for the audit, filled in by a merge, emptied by anonymising.
IDENTITY = (
    "name", "id_kind", "id_no", "no_id_reason", "sex", "birth_on", "birth_basis", "ethnicity", "education",
    "huji_code", "resid_code", "resid_place",
)  # fmt: skip


def day_of(at: dt.datetime) -> dt.date:
    """Return the calendar day at the station."""
    return timezone.localdate(at)


def fingerprint(person: Person) -> str:
    """Return the keyed hash of the identity: a copy can be checked against it, nothing can be read from it."""
    state = {name: str(getattr(person, name)) for name in IDENTITY}
    return ring().audit_hash(json.dumps(state, sort_keys=True, ensure_ascii=False))


def scopes_of(offices: Iterable[Office]) -> set[int]:
    """Return the offices and all above them: whose staff search here."""
    found: set[int] = set()
    for office in offices:
        above: Office | None = office
        while above is not None and above.pk not in found:
            found.add(above.pk)
            above = above.parent
    return found


def refresh_search_keys(person: Person) -> None:
    """Make the search find the person exactly where the record may be seen, under today's spellings."""
    wanted: set[tuple[int, str]] = set()
    if person.merged_into_id is None and person.anonymised_at is None:
        serving = _SERVING.all(person=person.pk)
        keys = spellings(person.name, person.number)
        wanted = {(scope, key) for scope in scopes_of(row.office for row in serving) for key in keys}
    there = {(scope, key): pk for pk, scope, key in _KEYS.all(person=person.pk)}
    if over := [pk for pair, pk in there.items() if pair not in wanted]:
        SearchKey.objects.filter(pk__in=over).delete()
    SearchKey.objects.bulk_create(
        [SearchKey(scope_id=scope, key=key, person=person) for scope, key in sorted(wanted - set(there))]
    )


_OF_PERSON = Slot("person", BigAutoField())
_SERVING = Standing(
    lambda: Served.objects.filter(person_id=_OF_PERSON, until_on=None).select_related("office__parent__parent__parent")
)
_KEYS = Standing(lambda: SearchKey.objects.filter(person_id=_OF_PERSON).values_list("pk", "scope_id", "key"))
