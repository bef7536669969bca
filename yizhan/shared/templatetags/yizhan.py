"""Tags and filters of the house. Parameters and examples: docs/templates.md."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.forms import BoundField
from django.http import QueryDict
from django.template import TemplateSyntaxError
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from yizhan.shared import display
from yizhan.shared.panels import panels_for
from yizhan.shared.submissions import new_submission_key

register = template.Library()

ICONS = "vendor/bootstrap-icons/1.13.2/icons.svg"

#: What a status means → its icon. The icon and the words carry it; the colour only helps.
BADGE_ICONS = {
    "good": "check-circle",
    "wait": "hourglass-split",
    "warn": "exclamation-triangle",
    "bad": "x-octagon",
    "info": "info-circle",
    "done": "check2-all",
    "off": "slash-circle",
    "plain": "circle",
}

NOTICE_ICONS = {
    "good": "check-circle-fill",
    "warn": "exclamation-triangle-fill",
    "bad": "exclamation-octagon",
    "info": "info-circle-fill",
}


# --- pictures ---


@lru_cache(maxsize=1)
def _icons() -> dict[str, str]:
    """Return what is drawn for each name: the insides of the sprite's symbols, all on a field of 16 by 16."""
    found = finders.find(ICONS)
    if not found:
        raise RuntimeError(f"the icon sprite is missing: {ICONS}")
    with open(str(found), encoding="utf-8") as sprite:
        symbols = re.findall(r'<symbol id="([^"]+)" viewBox="0 0 16 16"[^>]*>(.*?)</symbol>', sprite.read(), re.S)
    return {name: mark_safe(drawing) for name, drawing in symbols}  # noqa: S308 - a vendored file with a checked hash


def _drawing(name: str) -> str:
    drawing = _icons().get(name)
    if drawing is None:
        raise TemplateSyntaxError(f"no icon {name!r} in the sprite; add it to yizhan/shared/vendor.toml")
    return drawing


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """Draw an icon of the sprite. Without `label` it is decoration and hidden from screen readers.

    It is drawn in the page: a page that points into the sprite's file has the browser read all of it (120 kB) before
    the page counts as loaded. What stands in a list a hundred times is pointed to instead (`icon_symbols`).

    :raises TemplateSyntaxError: no such icon; add it to vendor.toml and run scripts/vendor.py.
    """
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" viewBox="0 0 16 16" {} focusable="false">{}</svg>',
        f" {extra}" if extra else "",
        spoken,
        _drawing(name),
    )


@register.simple_tag
def icon_symbols(*names: str) -> SafeString:
    """Put icons into the page once, unseen, for `icon_again` to point to."""
    return format_html(
        '<svg class="icon-symbols" width="0" height="0" aria-hidden="true" focusable="false">{}</svg>',
        format_html_join(
            "", '<symbol id="icon-{}" viewBox="0 0 16 16">{}</symbol>', ((name, _drawing(name)) for name in names)
        ),
    )


@register.simple_tag
def icon_again(name: str) -> SafeString:
    """Draw a decorative icon that `icon_symbols` has put into the page."""
    _drawing(name)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="#icon-{}"></use></svg>', name)


# --- amounts, times, numbers ---


@register.filter
def money(fen: int | None, unit: str = "") -> str:
    """`{{ terms.pay_min_fen|money:terms.pay_unit }}` → `200元/天`."""
    return display.money_text(fen, unit)


@register.simple_tag
def pay(min_fen: int | None, max_fen: int | None, unit: str = "") -> SafeString:
    """`{% pay t.pay_min_fen t.pay_max_fen t.pay_unit %}` → `180–220元/天`."""
    return format_html('<span class="num text-nowrap">{}</span>', display.pay_text(min_fen, max_fen, unit))


@register.filter
def day(value: dt.date | None, style: str = "") -> str:
    """`{{ d|day }}` 2026-11-23, `|day:"short"` 11-23 周一, `|day:"long"` with year and words; nothing → —."""
    if not value:
        return "—"
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        value = value.date()
    return format_html('<time datetime="{}" class="num">{}</time>', value.isoformat(), display.day_text(value, style))


@register.filter
def when(value: dt.datetime | None, style: str = "") -> str:
    """`{{ t|when }}` 2026-11-23 14:05 · `|when:"short"` 11-23 14:05 · `|when:"clock"` 14:05; nothing → —."""
    if not value:
        return "—"
    stamp = value.isoformat(timespec="seconds")  # HTML knows no millionths
    return format_html('<time datetime="{}" class="num">{}</time>', stamp, display.when_text(value, style))


@register.filter
def until(value: dt.datetime, style: str = "") -> str:
    """`{{ t|until }}`: `when`, but midnight is 24:00 of the day that it ends."""
    stamp = value.isoformat(timespec="seconds")
    return format_html('<time datetime="{}" class="num">{}</time>', stamp, display.until_text(value, style))


@register.filter
def listed(words: Iterable[object]) -> str:
    """Write `{{ offer.benefits|listed }}`: 管饭、接送 in Chinese, Meals, Pickup in English."""
    return display.listed(words)


@register.filter
def dialled(number: str | None) -> str:
    """Return the digits of a telephone number, for a link that dials."""
    return display.dialled(number or "")


@register.filter
def phone(number: str | None) -> str:
    """Set a (masked) telephone number in groups; nothing → —."""
    return format_html('<span class="num text-nowrap">{}</span>', display.phone_text(number)) if number else "—"


@register.filter
def idno(number: str | None) -> str:
    """Set a (masked) identity number in groups; nothing → —."""
    return format_html('<span class="num text-nowrap">{}</span>', display.id_text(number)) if number else "—"


@register.filter
def distance(metres: int | None) -> str:
    """`850米`, `7.6公里`, `距离不详`."""
    return display.distance_text(metres)


# --- small pieces ---


_drawn = icon


@register.simple_tag
def status_badge(label: StrOrPromise, kind: str = "plain", icon: str = "") -> SafeString:
    """Show a status in words with an icon; `kind` is one of good, wait, warn, bad, info, done, off, plain."""
    if kind not in BADGE_ICONS:
        raise TemplateSyntaxError(f"no badge kind {kind!r}; there are {', '.join(BADGE_ICONS)}")
    drawing = _drawn(icon or BADGE_ICONS[kind])
    return format_html('<span class="status status-{}">{} {}</span>', kind, drawing, label)


@register.inclusion_tag("shared/components/notice.html")
def notice(sentence: str, kind: str = "info", title: str = "") -> dict[str, str]:
    """Show a sentence in the page that stays; `kind` is one of info, good, warn, bad."""
    return {"sentence": sentence, "kind": kind, "title": title, "icon": NOTICE_ICONS[kind]}


@register.inclusion_tag("shared/components/empty.html")
def empty(sentence: str, icon: str = "inbox", url: str = "", label: str = "", hotkey: str = "") -> dict[str, str]:
    """Say that a list is empty and what to do next (`url` and `label` of the button)."""
    return {"sentence": sentence, "icon": icon, "url": url, "label": label, "hotkey": hotkey}


@register.inclusion_tag("shared/components/tile.html")
def tile(title: str, value: Any, definition: str, unit: str = "", note: str = "", url: str = "") -> dict[str, Any]:
    """Show one number with what it means behind `?`; a value of None is shown as —."""
    shown = "—" if value is None else value
    return {"title": title, "value": shown, "definition": definition, "unit": unit, "note": note, "url": url}


@register.inclusion_tag("shared/components/pages.html", takes_context=True)
def pages(context: dict[str, Any], number: int, has_next: bool, key: str = "page") -> dict[str, Any]:
    """Show previous, number and next for a list that knows only whether there is more; keeps the query."""
    request = context["request"]

    def link(page: int) -> str:
        query: QueryDict = request.GET.copy()
        query[key] = str(page)
        return f"?{query.urlencode()}"

    return {
        "number": number,
        "previous_url": link(number - 1) if number > 1 else "",
        "next_url": link(number + 1) if has_next else "",
    }


@register.inclusion_tag("shared/components/tabs.html")
def tabs(items: list[dict[str, Any]], label: str = "") -> dict[str, Any]:
    """Show tabs that are links: `items` are dicts of url, label, active, and perhaps count."""
    return {"tabs": [{"count": None, "active": False, **item} for item in items], "label": label}


@register.inclusion_tag("shared/components/masked.html", takes_context=True)
def masked(
    context: dict[str, Any],
    value: str | None,
    url: str = "",
    reasons: Any = (),
    field: str = "",
    label: str = "",
) -> dict[str, Any]:
    """Show a masked value with a button that asks for a coded reason and posts it to `url`.

    The POST carries `field` and `reason`; its answer is a fragment that replaces the whole piece:
    `{% revealed value %}`. Without `url` only the masked value is shown.

    :param reasons: pairs (code, words), such as `UnmaskReason.choices`.
    """
    return {
        "value": value or "—",
        "url": url if value else "",
        "reasons": reasons,
        "field": field,
        "label": label,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("shared/components/revealed.html")
def revealed(value: str) -> dict[str, str]:
    """Show a value whose mask was lifted for this view; it is announced and not kept anywhere."""
    return {"value": value}


@register.inclusion_tag("shared/components/panels.html", takes_context=True)
def panels(context: dict[str, Any], place: str, public_id: Any) -> dict[str, Any]:
    """Let the rooms above show their panels on the page `place` (`shared.panels`), each loaded by itself."""
    return {"panels": panels_for(place, context["request"].user), "public_id": public_id}


@register.simple_tag
def submission() -> SafeString:
    """Put the key into a form by which a form that is sent twice is carried out once."""
    return format_html('<input type="hidden" name="submission" value="{}">', new_submission_key())


@register.simple_tag
def hotkey(keys: str) -> SafeString:
    """Show a key as a key; the element itself carries `data-hotkey`."""
    return format_html('<kbd class="hotkey" aria-hidden="true">{}</kbd>', keys)


# --- forms ---


@register.simple_tag
def field(bound: BoundField, size: str = "", label: str = "", hint: str = "", extra: str = "") -> SafeString:
    """Show one form field with label, hint and error, tied together for screen readers.

    :param size: `xs` (4 signs), `s` (8), `m` (16), `l` (28) or "" for the whole column.
    :param extra: further CSS classes of the outer element, such as `col-3`.
    """
    if not isinstance(bound, BoundField):
        raise TemplateSyntaxError("{% field %} needs a form's field, such as form.name")
    if label:
        bound.label = label
    if hint:
        bound.help_text = hint
    kind, errors = widget_kind(bound), bound.errors
    classes = [f"field field-{kind}", f"field-{size}" if size else "", "has-error" if errors else "", extra]
    return format_html(
        '<div class="{}" data-field="{}">{}{}{}{}</div>',
        " ".join(name for name in classes if name),
        bound.html_name,
        _named(bound, kind),
        format_html('<div class="field-hint" id="{}_helptext">{}</div>', bound.auto_id, bound.help_text)
        if bound.help_text
        else "",
        format_html('<div class="field-error" id="{}_error">{}{}</div>', bound.auto_id, icon("exclamation-circle"),
                    format_html_join("", " <span>{}</span>", ((error,) for error in errors)))
        if errors
        else "",
        mark_safe("</fieldset>") if kind == "group" else "",
    )  # fmt: skip


_STAR = mark_safe('<span class="required" aria-hidden="true">*</span>')


def _named(bound: BoundField, kind: str) -> SafeString:
    """Return the widget with its label; a group's `<fieldset>` is closed by the caller, behind hint and error."""
    star = _STAR if bound.field.required else ""
    if kind == "check":
        template = '<label class="check" for="{}">{} <span>{}</span></label>'
        return format_html(template, bound.id_for_label, bound.as_widget(), bound.label)
    if kind == "line":
        template = '<label class="field-label" for="{}">{}{}</label>{}'
        return format_html(template, bound.id_for_label, bound.label, star, bound.as_widget())
    told = bound.aria_describedby
    return format_html(
        '<fieldset id="{}_group"{}><legend class="field-label">{}{}{}</legend>{}',
        bound.auto_id,
        format_html(' aria-describedby="{}"', told) if told else "",
        bound.label,
        star,
        format_html('<span class="visually-hidden">{}</span>', gettext("必填")) if star else "",
        bound.as_widget(),
    )


@register.filter
def widget_kind(bound: BoundField) -> str:
    """Return `check`, `group` or `line`: how label and widget stand to each other."""
    if bound.use_fieldset:
        return "group"
    return "check" if bound.widget_type == "checkbox" else "line"


@register.inclusion_tag("shared/forms/summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """List the errors of one or several forms above them, each a link to its field; takes the focus."""
    general = [error for form in forms for error in form.non_field_errors()]
    fields = [
        {"label": bound.label, "target": bound.id_for_label or bound.auto_id, "errors": bound.errors}
        for form in forms
        for bound in form
        if bound.errors
    ]
    return {"general": general, "fields": fields, "count": len(general) + len(fields)}


# --- the page itself ---


@register.simple_tag
def html_lang() -> str:
    """Return the page's language as HTML wants it."""
    return {"zh-hans": "zh-CN"}.get(get_language() or "", get_language() or "zh-CN")


@register.simple_tag
def csrf_cookie() -> str:
    """Return the name of the cookie from which the page's script renews form tokens after a new sign-in."""
    return str(settings.CSRF_COOKIE_NAME)


@register.simple_tag
def languages() -> list[dict[str, Any]]:
    """Return the languages to switch to, each by its own name."""
    current = get_language()
    return [{"code": code, "name": name, "current": code == current} for code, name in settings.LANGUAGES]


@register.simple_tag
def message_kind(tags: str) -> dict[str, str]:
    """Translate Django's message level into a notice's kind, icon and spoken word."""
    words = {"good": _("完成"), "warn": _("注意"), "bad": _("没有做成"), "info": _("提示")}
    kind = {"success": "good", "warning": "warn", "error": "bad"}.get(tags.rpartition(" ")[2], "info")
    return {"kind": kind, "icon": NOTICE_ICONS[kind], "word": str(words[kind])}
