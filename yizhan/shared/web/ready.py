"""What every page of the desk needs, made before the first visitor asks for one. Nothing here asks the database."""

from __future__ import annotations

from django.template.loader import get_template
from django.urls import reverse

from yizhan.shared.panels import whole_menu
from yizhan.shared.templatetags.yizhan import icon

#: What stands around the desk's pages, and those that a morning begins with.
TEMPLATES = (
    "shared/base.html", "shared/page.html", "shared/_top.html", "shared/_menu.html", "shared/_messages.html",
    "shared/_watches.html", "shared/components/dialog.html", "desk/home.html", "people/search.html",
    "people/person.html", "postings/list.html", "employers/list.html", "workers/register.html",
)  # fmt: skip


def before_serving() -> None:
    """Read addresses by name, icons and templates: half a second that the first visitors would wait otherwise."""
    for item in whole_menu():
        reverse(item.url_name)
    icon("list")
    for name in TEMPLATES:
        get_template(name)
