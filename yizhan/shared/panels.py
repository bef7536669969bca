"""Registries through which a higher room shows itself on a lower room's page without being imported by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Panel:
    """A part of a page that is loaded by itself.

    :param place: the page's name, such as `people:person`.
    :param url_name: loaded by htmx with the page object's `public_id` as the only argument.
    :param may: who gets to see it (a predicate on the user).
    """

    place: str
    key: str
    title: StrOrPromise
    url_name: str
    order: int
    may: Callable[[Any], bool]


@dataclass(frozen=True)
class MenuItem:
    """One entry of the desk's menu; rooms register theirs from `apps.py`.

    :param group: one of `desk`, `people`, `jobs`, `office`, `admin`: the menu's groups in that order.
    :param badge: gives a small number to show beside it (things to do), or None.
    :param hotkey: a key such as `F2` that opens it from any page.
    :param watch: name of an address that pages ask every half minute (static/shared/watch.js), as long as the badge is
        not None: 204 when there is nothing, else JSON of `title`, `words`, `url` with an ETag. Nothing of a person.
    """

    group: str
    key: str
    title: StrOrPromise
    url_name: str
    icon: str
    order: int
    may: Callable[[Any], bool]
    badge: Callable[[Any], int | None] | None = None
    hotkey: str = ""
    watch: str = ""


@dataclass(frozen=True)
class Action:
    """A button that a higher room puts beside something on a lower room's page.

    :param place: where it stands, such as `matching:pair` (a person beside a posting).
    :param url_name: opened with the positional arguments that the place names.
    :param may: who gets to see it (a predicate on the user).
    :param by_post: it acts at once instead of opening a page.
    """

    place: str
    key: str
    title: StrOrPromise
    url_name: str
    icon: str
    order: int
    may: Callable[[Any], bool]
    by_post: bool = False


_actions: dict[str, dict[str, Action]] = defaultdict(dict)
_panels: dict[str, dict[str, Panel]] = defaultdict(dict)
_menu: dict[str, MenuItem] = {}


def register_panel(panel: Panel) -> None:
    """Put a panel on a page."""
    _panels[panel.place][panel.key] = panel


def panels_for(place: str, user: Any) -> list[Panel]:
    """Return the panels of a page that `user` may see, in order."""
    return sorted((p for p in _panels[place].values() if p.may(user)), key=lambda p: (p.order, p.key))


def register_menu(item: MenuItem) -> None:
    """Put an entry into the menu."""
    _menu[item.key] = item


def menu_for(user: Any) -> list[MenuItem]:
    """Return the menu entries that `user` may use, in order."""
    return sorted((i for i in _menu.values() if i.may(user)), key=lambda i: (i.order, i.key))


def whole_menu() -> list[MenuItem]:
    """Return every entry, whoever may use it."""
    return list(_menu.values())


def register_action(action: Action) -> None:
    """Put a button on a place."""
    _actions[action.place][action.key] = action


def actions_for(place: str, user: Any) -> list[Action]:
    """Return the buttons of a place that `user` may use, in order."""
    return sorted((a for a in _actions[place].values() if a.may(user)), key=lambda a: (a.order, a.key))
