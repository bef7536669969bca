"""The rules of the house that read code are broken once, on a small house of paper, and seen to fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import test_house as house

WRITES_ABROAD = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from yizhan.other.models import Thing
def act(*, thing: Thing) -> None:
    {line}
"""

BREAKS: list[tuple[Callable[[], None], str, str]] = [
    (
        house.test_other_rooms_models_are_imported_for_typing_only,
        "room/queries.py",
        "from yizhan.other.models import Thing",
    ),
    (house.test_a_room_writes_only_to_its_own_tables, "room/operations.py", WRITES_ABROAD.format(line="thing.save()")),
    (
        house.test_a_room_writes_only_to_its_own_tables,
        "room/operations.py",
        WRITES_ABROAD.format(line="Thing.objects.filter(pk=1).exclude(pk=2).update(a=1)"),
    ),
    (
        house.test_a_room_writes_only_to_its_own_tables,
        "room/tasks.py",
        WRITES_ABROAD.format(line="Thing.objects.create()"),
    ),
    (
        house.test_raw_sql_writes_only_to_the_rooms_own_tables,
        "room/operations.py",
        'SQL = "UPDATE other_thing SET a = 1"',
    ),
    (house.test_only_operations_write, "room/web/views.py", "Own.objects.filter(pk=1).delete()"),
    (house.test_only_operations_write, "room/queries.py", "Own.objects.get_or_create(pk=1)"),
    (
        house.test_operations_are_called_by_keyword,
        "room/operations/act.py",
        "@transaction.atomic\ndef act(thing, *, by): ...",
    ),
    (house.test_migrations_are_named_by_hand, "room/migrations/0002_alter_thing_name.py", ""),
    (house.test_migrations_are_named_by_hand, "room/migrations/0002_thing_a_and_more.py", ""),
    (house.test_migrations_use_no_live_code, "room/migrations/0002_fill.py", "from yizhan.room.operations import act"),
    (house.test_no_clock_below_the_doors, "room/operations.py", "at = timezone.now()"),
    (house.test_no_clock_below_the_doors, "room/models.py", "field = DateTimeField(default=timezone.now)"),
    (house.test_no_clock_below_the_doors, "engine/door.py", "today = dt.date.today()"),
    (house.test_no_clock_below_the_doors, "room/queries.py", "today = timezone.localdate()"),
    (house.test_translated_text_is_whole, "room/web/views.py", "say(_(f'{n} 人'))"),
    (house.test_translated_text_is_whole, "room/web/views.py", "say(_('共 %d 人' % n))"),
    (house.test_files_stay_short, "room/queries.py", "a = 1\n" * 601),
    (house.test_every_template_is_used, "room/templates/room/unused.html", "<p></p>"),
    (house.test_templates_lie_in_their_rooms_folder, "room/templates/page.html", "<p></p>"),
    (house.test_no_file_names_a_package_host_or_somebodys_machine, "room/notes.md", "see /ro" + "ot/x"),
]


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house with two rooms that keep every rule."""
    package = tmp_path / "yizhan"
    for name in ("room/__init__.py", "room/operations.py", "other/__init__.py", "engine/door.py"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text('"""Nothing here."""\n')
    (package / "room/queries.py").write_text("day = timezone.localdate(at)\nsay(_('共 %(n)d 人') % {'n': 1})\n")
    (package / "room/operations.py").write_text("@transaction.atomic\ndef act(*, by): Own.objects.create()\n")
    monkeypatch.setattr(house, "PACKAGE", package)
    monkeypatch.setattr(house, "ROOT", tmp_path)
    monkeypatch.setattr(house, "ROOMS", ["other", "room"])
    house.tree.cache_clear()
    return package


@pytest.mark.parametrize("rule", sorted({rule.__name__ for rule, _, _ in BREAKS}))
def test_a_house_that_keeps_the_rules_passes(paper: Path, rule: str) -> None:
    getattr(house, rule)()


@pytest.mark.parametrize(("rule", "file", "text"), BREAKS)
def test_a_broken_rule_is_seen(paper: Path, rule: Callable[[], None], file: str, text: str) -> None:
    place = paper / file
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text + "\n")
    house.tree.cache_clear()

    with pytest.raises(AssertionError, match=place.name):
        rule()


@pytest.mark.parametrize(
    "html",
    [
        '<a onclick="x()">',
        '<p style="color:red">',
        "<script>x()</script>",
        '<a href="javascript:x()">',
        '<b hx-on:click="x">',
    ],
)
def test_what_stands_inline_is_seen(paper: Path, html: str) -> None:
    page = paper / "room/templates/room/page.html"
    page.parent.mkdir(parents=True)
    page.write_text(html)
    marks = [mark for mark in house.test_nothing_stands_inline_in_a_template.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]

    def seen(what: str, pattern: str) -> bool:
        try:
            house.test_nothing_stands_inline_in_a_template(what, pattern)
        except AssertionError:
            return True
        return False

    assert [what for what, pattern in marks[0].args[1] if seen(what, pattern)]
