"""Standing questions (`shared.standing`) about what a user may see: the text is kept for each role and kind of office.

What a user may see depends on the role, on the kind of the office, on the office and on who it is. The first two shape
the text; the others are values in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

from django.db.models import BigAutoField, CharField, QuerySet

from yizhan.accounts.models import User
from yizhan.shared.standing import Slot, Standing

Row = TypeVar("Row")


class _AnyOffice:
    """Any office of a kind. It has nothing but what may stand in a question: asking for more of it is an error."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.pk = Slot("office", BigAutoField())
        self.path = Slot("path", CharField())
        self.path_until = Slot("path_until", CharField())


class _AnyUser:
    """Any user of a role at an office of a kind."""

    def __init__(self, role: str, kind: str) -> None:
        self.role, self.office = role, _AnyOffice(kind)
        self.pk, self.office_id = Slot("user", BigAutoField()), self.office.pk


class StandingFor(Generic[Row]):
    """A question about what a user may see, with slots for everything else that changes."""

    def __init__(self, build: Callable[[User], QuerySet[Any, Row]]) -> None:
        """Keep how it is put for a user."""
        self._build = build
        self._by_shape: dict[tuple[str, str], Standing[Row]] = {}

    def all(self, user: User, **values: Any) -> list[Row]:
        """Ask for `user`, and return the rows as the queryset would."""
        return self._of(user).all(**_facts(user), **values)

    def first(self, user: User, **values: Any) -> Row | None:
        """Ask for the first row, or None; the question says itself which is the first."""
        return self._of(user).first(**_facts(user), **values)

    def count(self, user: User, **values: Any) -> int:
        """Ask how many rows there are."""
        return self._of(user).count(**_facts(user), **values)

    def _of(self, user: User) -> Standing[Row]:
        shape = (str(user.role), str(user.office.kind))
        if shape not in self._by_shape:
            somebody = cast("User", _AnyUser(*shape))
            self._by_shape[shape] = Standing(lambda: self._build(somebody))
        return self._by_shape[shape]


def _facts(user: User) -> dict[str, Any]:
    office = user.office
    return {"user": user.pk, "office": office.pk, "path": office.path, "path_until": office.path_until}
