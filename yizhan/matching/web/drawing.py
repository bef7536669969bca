"""The lines of a person's list, drawn without the template's loop: twenty of them cost a template five milliseconds."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yizhan.accounts.enums import OfficeKind
from yizhan.matching.queries import Item
from yizhan.matching.words import fact_lines
from yizhan.shared.panels import actions_for
from yizhan.shared.templatetags.yizhan import icon, icon_again
from yizhan.shared.web.addresses import address_of

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.employers.queries import ConductLines

#: Where a room above puts its button: opened with the person's and the posting's public id.
PAIR = "matching:pair"

LINE = """
<li class="match">
  {score}<div class="match-body">
    <p class="match-head">{title}
      <span class="num match-pay">{pay}</span> <span>{employer}</span></p>
    <p class="match-facts small"><span>{geo} {where}</span> <span class="num">{clock} {when}</span> \
<span>{people} {places}</span> <span>{check} {confirmed}</span> <span class="num muted">{number}</span></p>
    <p class="match-said small muted">{said}</p>
    {parts}{cautions}</div>
  <div class="match-actions">{actions}<a class="btn btn-quiet btn-sm" href="{look}">{look_word}</a></div>
</li>"""
SCORE = '<div class="match-score"><span class="num">{}</span> <span class="small muted">{}</span></div>\n  '
PARTS = '<ul class="match-parts" aria-label="{}">{}</ul>\n    '
PART = '<li>{} <span class="num match-plus">+{}</span></li>'
CAUTIONS = '<ul class="match-cautions" aria-label="{}">{}</ul>\n  '
#: What the line's shape calls them, and their names.
ICONS = {"geo": "geo-alt", "clock": "clock", "people": "people", "check": "check-circle"}
ACTION = '<a class="btn btn-secondary btn-sm" href="{}">{} {}</a>'


def draw(items: Iterable[Item], said: Mapping[int, ConductLines], user: User, person: uuid.UUID) -> SafeString:
    """Return the lines of a list for somebody; the icons' shapes stand before it (`icon_symbols`).

    Whatever was written by people goes through `escape`, text by text: `format_html` asks of each of a thousand values
    what it is, which takes three times as long.

    :param said: what people said, by the employer's id.
    """
    look, show, buttons = address_of("matching:why_not", 2), address_of("postings:show", 1), buttons_of(user)
    icons = {place: icon_again(name) for place, name in ICONS.items()}
    caution, score_word = icon_again("exclamation-triangle"), escape(_("分"))
    look_word, parts_word, cautions_word = (escape(word) for word in (_("细看"), _("推荐理由"), _("要提醒的")))
    lines = []
    for item in items:
        card = item.posting
        facts = fact_lines(card, item.shift, item.distance_m, item.other_shifts)
        parts = "".join(PART.format(escape(part.words), part.points) for part in item.parts)
        cautions = "".join(f"<li>{caution} {escape(words)}</li>" for words in item.cautions)
        pressed = (
            ACTION.format(one["url"], one["icon"], escape(one["title"])) for one in buttons(person, card.public_id)
        )
        lines.append(
            LINE.format(
                **icons,
                score=SCORE.format(item.points, score_word) if item.points else "",
                title=_title(card.title, show(card.public_id) if _in_sight(user, card.office_id) else ""),
                pay=escape(card.pay_text), employer=escape(card.employer_name), number=card.number,
                where=escape(facts.where), when=escape(facts.when), places=escape(facts.places),
                confirmed=escape(facts.confirmed), said=escape(" ".join(said[card.employer_id].brief())),
                parts=PARTS.format(parts_word, parts) if parts else "",
                cautions=CAUTIONS.format(cautions_word, cautions) if cautions else "",
                actions="".join(pressed), look=look(person, card.public_id), look_word=look_word,
            )
        )  # fmt: skip
    return mark_safe("".join(lines))  # noqa: S308 - every text in it was escaped above


def _title(title: str, url: str) -> str:
    return f'<a href="{url}">{escape(title)}</a>' if url else f'<span class="match-title">{escape(title)}</span>'


def _in_sight(user: User, office_id: int) -> bool:
    """Say whether the user sees the posting of an office that is offered to them: above the stations all of these."""
    return user.office.kind != OfficeKind.STATION or user.office_id == office_id


def buttons_of(user: User) -> Callable[[uuid.UUID, uuid.UUID], list[dict[str, Any]]]:
    """Return what gives the buttons of one pair; what they share is drawn once."""
    buttons = [(address_of(action.url_name, 2), action.title, icon(action.icon)) for action in actions_for(PAIR, user)]

    def of(person_id: uuid.UUID, posting_id: uuid.UUID) -> list[dict[str, Any]]:
        return [
            {"title": title, "icon": drawn, "url": address(person_id, posting_id)} for address, title, drawn in buttons
        ]

    return of
