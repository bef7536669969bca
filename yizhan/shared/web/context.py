"""What every template may ask for."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from yizhan.shared.panels import MenuItem, menu_for

GROUPS = {
    "desk": _("柜台"),
    "people": _("求职者"),
    "jobs": _("用工"),
    "office": _("驿站"),
    "admin": _("管理"),
}


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    items = sorted(menu_for(user), key=lambda item: list(GROUPS).index(item.group))
    groups: list[dict[str, Any]] = []
    for group, members in groupby(items, key=lambda item: item.group):
        entries = []
        for item in members:
            url = _address(item.url_name, settings.ROOT_URLCONF, get_script_prefix())
            badge = counted(item, request)
            entries.append(
                {
                    "key": item.key,
                    "title": item.title,
                    "url": url,
                    "icon": item.icon,
                    "active": False,
                    "badge": badge,
                    "hotkey": item.hotkey,
                    "watch": _address(item.watch, settings.ROOT_URLCONF, get_script_prefix())
                    if item.watch and badge is not None
                    else "",
                }
            )
        groups.append({"key": group, "title": GROUPS[group], "items": entries})
    _mark_active([entry for group in groups for entry in group["items"]], request.path)
    return groups


@lru_cache(maxsize=512)
def _address(url_name: str, _urls: str, _prefix: str) -> str:
    """Return the address of a page of the menu; forty of them stand on every page.

    :param _urls: the addresses that hold. :param _prefix: what stands before them all.
    """
    try:
        return reverse(url_name)
    except NoReverseMatch as error:
        raise RuntimeError(f"a menu entry names no page: {url_name}") from error


#: (user, entry) -> when it was counted (seconds since 1970, as `ACTED_AT`), and what.
_counted: dict[tuple[int | None, str], tuple[float, int | None]] = {}
#: In the session: when its owner last sent something, which another web process may have answered.
ACTED_AT = "acted_at"


def counted(item: MenuItem, request: HttpRequest) -> int | None:
    """Return the number beside an entry: asking for ten of them on every page costs more than many a page itself.

    Counted anew after anything that the user sends, and every few seconds for what others do.
    """
    if item.badge is None:
        return None
    user, now = request.user, time.time()
    known = _counted.get((user.pk, item.key))
    too_old = max(now - settings.YIZHAN_MENU_COUNTS_S, request.session.get(ACTED_AT, 0.0))
    if known is None or not too_old < known[0] <= now:
        known = _counted[user.pk, item.key] = (now, item.badge(user))
    return known[1]


def menu_counted_anew(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Forget the numbers in the menu of whoever sends something, before it is done and after; a middleware."""

    def forget(request: HttpRequest) -> None:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            for key in [key for key in list(_counted) if key[0] == request.user.pk]:
                _counted.pop(key, None)

    def middleware(request: HttpRequest) -> HttpResponse:
        forget(request)
        try:
            return get_response(request)
        finally:
            forget(request)
            # It is written anyway; of who has just signed out nothing is.
            if request.method == "POST" and request.user.is_authenticated and request.session.modified:
                request.session[ACTED_AT] = time.time()

    return middleware


def _mark_active(entries: list[dict[str, Any]], path: str) -> None:
    """Mark the one entry whose address the page's address begins with; of several the longest."""
    found = [one for one in entries if (path.startswith(one["url"]) if one["url"] != "/" else path == "/")]
    if found:
        max(found, key=lambda one: len(one["url"]))["active"] = True


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the base template its menu and the few facts of the installation."""
    return {
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "is_demo": getattr(settings, "YIZHAN_DEMO", False),
        "large_type": request.COOKIES.get("large_type") == "1",
        # A page of the desk that is open asks for the main part of the next one alone (`data-within`).
        "within": request.headers.get("X-Within") == "1",
    }
