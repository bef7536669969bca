"""What happens to messages when a person's record is merged, exported or anonymised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from yizhan.shared.notifications.enums import Way
from yizhan.shared.notifications.models import Message, MessageAddress, MessageRefusal
from yizhan.shared.notifications.texts import words_of
from yizhan.shared.person_rows import PersonRows, move_rows_back, register_person_rows


def _merge_messages(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
    """Move all rows. The recipient's key stays: what was said to the absorbed record was said."""
    ids = list(Message.objects.filter(person_id=absorbed_id).values_list("pk", flat=True))
    Message.objects.filter(pk__in=ids).update(person_id=kept_id)
    return {"moved": ids}


def _export_messages(person_id: int) -> list[dict[str, Any]]:
    return [
        {
            _("时间"): message.made_at.isoformat(),
            _("消息"): message.get_purpose_display(),
            _("方式"): message.get_way_display(),
            _("内容"): words_of(message),
            _("结果"): message.get_state_display(),
            _("原因"): message.get_why_display() if message.why else "",
        }
        for message in Message.objects.filter(person_id=person_id).order_by("made_at", "pk")
    ]


def _merge_unless_there(model: Any, field: str) -> Any:
    def merge(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
        same = model.objects.filter(person_id=kept_id, **{field: OuterRef(field)})
        ids = list(model.objects.filter(~Exists(same), person_id=absorbed_id).values_list("pk", flat=True))
        model.objects.filter(pk__in=ids).update(person_id=kept_id)
        return {"moved": ids}

    return merge


def _export_refusals(person_id: int) -> list[dict[str, Any]]:
    rows = MessageRefusal.objects.filter(person_id=person_id).order_by("purpose")
    return [{_("不接收的消息"): row.get_purpose_display(), _("自"): row.since.isoformat()} for row in rows]


def _export_addresses(person_id: int) -> list[dict[str, Any]]:
    rows = MessageAddress.objects.filter(person_id=person_id).order_by("way")
    return [{_("方式"): Way(row.way).label, _("地址"): row.address} for row in rows]


def _delete(model: type[models.Model]) -> Callable[[int, Any], None]:
    def anonymise(person_id: int, at: dt.datetime) -> None:
        model._default_manager.filter(person_id=person_id).delete()

    return anonymise


def _back(model: type[models.Model]) -> Callable[[int, int, dict[str, Any], Any], None]:
    def unmerge(kept_id: int, absorbed_id: int, journal: dict[str, Any], at: dt.datetime) -> None:
        move_rows_back(model, "person", absorbed_id, journal)

    return unmerge


def register() -> None:
    """Register the three models that point at a person. Whoever leaves takes all rows along."""
    register_person_rows(
        PersonRows("shared.Message", _merge_messages, _back(Message), _export_messages, _delete(Message))
    )
    for model, field, export in (
        (MessageRefusal, "purpose", _export_refusals),
        (MessageAddress, "way", _export_addresses),
    ):
        register_person_rows(
            PersonRows(model._meta.label, _merge_unless_there(model, field), _back(model), export, _delete(model))
        )
