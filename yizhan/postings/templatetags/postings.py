"""Lists of postings, drawn without the template's loop: fifty lines cost a template ten milliseconds."""

from __future__ import annotations

from collections.abc import Iterable

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yizhan.postings.cards import PostingCard
from yizhan.postings.enums import PublishState, ReviewState
from yizhan.shared.templatetags.yizhan import status_badge, when
from yizhan.shared.web.addresses import address_of

register = Library()

ROW = """
      <tr>
        <th scope="row"><a href="{show}">{title}</a> <span class="muted small">{kind}</span></th>
        <td class="num" data-label="{number_word}">{number}</td>
        {employer}<td class="num" data-label="{pay_word}">{pay}</td>
        {place}<td data-label="{starts_word}">{starts}</td>
        <td class="num right" data-label="{left_word}">{left}/{places}</td>
        <td data-label="{state_word}">{state}</td>
      </tr>"""
CELL = '<td data-label="{}">{}{}</td>\n        '


@register.simple_tag
def posting_rows(cards: Iterable[PostingCard], of_one: bool = False) -> SafeString:
    """Draw the lines of `postings/_rows.html`.

    :param of_one: of one employer: neither who it is nor where stands in them.
    """
    show, employer_word, place_word = address_of("postings:show", 1), _("用工主体"), _("地点")
    words = {
        "number_word": _("编号"), "pay_word": _("报酬"), "starts_word": _("开始"), "left_word": _("余/招"),
        "state_word": _("状态"),
    }  # fmt: skip
    flag = format_html(" {}", status_badge(_("待复查"), "warn", icon="flag"))
    lines = []
    for card in cards:
        starts = when(card.next_shift.starts_at if card.next_shift else None, "short")
        employer = place = SafeString()
        if not of_one:
            employer = format_html(CELL, employer_word, card.employer_name, flag if card.employer_flagged else "")
            place = format_html(CELL, place_word, card.place_name or "—", "")
        lines.append(
            format_html(
                ROW, show=show(card.public_id), title=card.title, kind=card.kind_label, number=card.number,
                employer=employer, pay=card.pay_text, place=place, starts=starts,
                left=card.places_left, places=card.places, state=posting_state(card), **words,
            )
        )  # fmt: skip
    return mark_safe("".join(lines))  # noqa: S308 - every part was escaped


@register.simple_tag
def posting_state(card: PostingCard) -> SafeString:
    """Show the one state of a posting: run out, where it stands publicly, or where the review stands."""
    if card.is_run_out and card.publish_state == PublishState.PUBLISHED:
        return status_badge(_("已过有效期"), "off")
    if card.is_run_out and card.review_state == ReviewState.WAITING:
        return status_badge(_("等审核时过期"), "off")
    return status_badge(card.state_label, card.badge)
