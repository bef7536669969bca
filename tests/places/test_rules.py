"""Who may see and keep places."""

from __future__ import annotations

import pytest

from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.places.models import LocalPlace
from yizhan.places.rules import (
    can_change_place,
    can_keep_places,
    can_see_places,
    is_point_plausible,
    is_point_whole,
)


@pytest.mark.parametrize(
    ("role", "sees", "keeps"),
    [
        (Role.CLERK, True, True),
        (Role.HEAD, True, True),
        (Role.OFFICER, True, True),
        (Role.REVIEWER, True, False),
        (Role.AUDITOR, True, False),
        (Role.SYSADMIN, False, False),
        (Role.AGENT, False, False),
    ],
)
def test_each_role_has_its_rights(role: Role, sees: bool, keeps: bool) -> None:
    user = User(role=role)

    assert (can_see_places(user), can_keep_places(user)) == (sees, keeps)


def test_every_role_is_decided_above() -> None:
    assert len(Role) == 7


def test_a_place_is_changed_by_its_office_and_those_above_only() -> None:
    county, station = Office(path="0001/"), Office(path="0001/0001/")
    clerk, officer = User(role=Role.CLERK, office=station), User(role=Role.OFFICER, office=county)

    assert can_change_place(clerk, LocalPlace(office=station))
    assert can_change_place(officer, LocalPlace(office=station))
    assert not can_change_place(clerk, LocalPlace(office=county))
    assert not can_change_place(User(role=Role.AUDITOR, office=station), LocalPlace(office=station))


def test_points_are_whole_and_plausible() -> None:
    assert is_point_whole(None, None)
    assert is_point_whole(1, 1)
    assert not is_point_whole(None, 1)
    assert is_point_plausible(36_113_708, 115_784_287)
    assert not is_point_plausible(115_784_287, 36_113_708)
