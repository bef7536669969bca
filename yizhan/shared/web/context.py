"""What every template may ask for."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from yizhan.shared.panels import menu_for

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
            try:
                url = reverse(item.url_name)
            except NoReverseMatch as error:
                raise RuntimeError(f"menu entry {item.key} names no page: {item.url_name}") from error
            entries.append(
                {
                    "key": item.key,
                    "title": item.title,
                    "url": url,
                    "icon": item.icon,
                    "active": False,
                    "badge": item.badge(user) if item.badge else None,
                    "hotkey": item.hotkey,
                }
            )
        groups.append({"key": group, "title": GROUPS[group], "items": entries})
    _mark_active([entry for group in groups for entry in group["items"]], request.path)
    return groups


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
    }
