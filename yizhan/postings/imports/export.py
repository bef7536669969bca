"""The list of postings as a sheet. No person's name or number stands in it: whoever needs the contact asks the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import can_export_people, subtree_of
from yizhan.places.queries import full_name
from yizhan.postings.queries import PostingCard, posting_cards, postings_visible_to
from yizhan.shared.documents.xlsx import Column
from yizhan.shared.errors import NotAllowed
from yizhan.shared.sheets.export import ExportFile, export_list
from yizhan.vocabularies.queries import occupation_name

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User

COLUMNS = (
    Column(_(
        "招聘编号"
    )), Column(_("用工期限"), width=10), Column(_("岗位名称"), width=20), Column(_("职业"), width=20),
    Column(_("用工单位"), width=28), Column(_("报酬"), width=18), Column(_("结算方式"), width=10),
    Column(_("人数"), "number", 8), Column(_("已占名额"), "number", 8), Column(_("工作地点"), width=28),
    Column(_("地区"), width=22), Column(_("状态"), width=10), Column(_("发布时间"), "time", 17),
    Column(_("有效期至"), "time", 17),
)  # fmt: skip
FETCH = 500


def export_postings(*, office: Office, shape: str, purpose: str, by: User, at: dt.datetime) -> ExportFile:
    """Export the postings of an office and all below it that the user may see, newest first.

    :raises NotAllowed: lists leave the system through the head and the county's officer only.
    :raises yizhan.shared.sheets.export.PurposeMissing: no purpose was chosen.
    """
    if not can_export_people(by):
        raise NotAllowed
    return export_list(
        action="postings.exported", columns=COLUMNS, rows=_rows(office, by, at), shape=shape,
        fields=["number", "title", "employer", "pay", "place", "state"], purpose=purpose, by=by, office_id=office.pk,
        at=at,
    )  # fmt: skip


def _rows(office: Office, by: User, at: dt.datetime) -> Iterator[tuple[Any, ...]]:
    visible = postings_visible_to(by).filter(office__in=subtree_of(office))
    ids = list(visible.order_by("-created_at", "-pk").values_list("pk", flat=True))
    for start in range(0, len(ids), FETCH):
        for card in posting_cards(ids[start : start + FETCH], at).values():
            yield _row(card)


def _row(card: PostingCard) -> tuple[Any, ...]:
    return (
        card.number, card.kind_label, card.title, occupation_name(card.occupation_code), card.employer_name,
        card.pay_text, card.settle_label, card.places, card.places_taken, card.place_name, full_name(card.area_code),
        card.state_label, card.published_at, card.valid_until_at,
    )  # fmt: skip
