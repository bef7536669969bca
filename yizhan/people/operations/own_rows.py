"""What happens to this room's own rows when records merge, part again, are copied out or are anonymised."""

from __future__ import annotations

from typing import Any

from django.db import models

from yizhan.people.models import (
    Consent,
    Contact,
    HouseholdLink,
    MergeRecord,
    Person,
    PersonGroup,
    ReclaimSlip,
    SearchKey,
    Served,
)
from yizhan.people.rules import has_proven_birth
from yizhan.places.queries import full_name
from yizhan.shared.person_rows import Coded, PersonRows, move_rows_back, register_person_rows
from yizhan.vocabularies.enums import Education
from yizhan.vocabularies.queries import ethnicity_name


def _merge_but(model: type[models.Model], *same: str, standing: dict[str, Any]) -> Any:
    """Return a merge that moves rows, except where the kept person has a standing one of the same kind already.

    Such a row stays with the absorbed record: moved, it would break the constraint that one may stand at a time.
    """

    def merge(kept_id: int, absorbed_id: int, at: Any) -> dict[str, Any]:
        rows = model._default_manager.filter(person_id=absorbed_id)
        taken = set(model._default_manager.filter(person_id=kept_id, **standing).values_list(*same))
        stands = set(rows.filter(**standing).values_list("pk", flat=True))
        moved = [
            pk for pk, *key in rows.order_by("pk").values_list("pk", *same)
            if pk not in stands or tuple(key) not in taken
        ]  # fmt: skip
        model._default_manager.filter(pk__in=moved).update(person_id=kept_id)
        return {"moved": moved}

    return merge


def _back(model: type[models.Model]) -> Any:
    def unmerge(kept_id: int, absorbed_id: int, journal: dict[str, Any], at: Any) -> None:
        move_rows_back(model, "person", absorbed_id, journal)

    return unmerge


def _delete(model: type[models.Model]) -> Any:
    def anonymise(person_id: int, at: Any) -> None:
        model._default_manager.filter(person_id=person_id).delete()

    return anonymise


def _nothing(*_args: Any) -> dict[str, Any]:
    return {}


def _leave(*_args: Any) -> None:
    """Rows that stay as they are."""


def _no_rows(_person_id: int) -> list[dict[str, Any]]:
    return []


def _day(value: Any) -> str:
    return value.isoformat() if value else ""


def export_identity(person_id: int) -> list[dict[str, Any]]:
    """Return the record itself."""
    person = Person.objects.get(pk=person_id)
    return [
        {
            "登记号": person.number,
            "姓名": person.name,
            "证件类型": person.get_id_kind_display(),
            "证件号码": person.id_no,
            "没有号码的原因": person.get_no_id_reason_display() if person.no_id_reason else "",
            "证件核验时间": _day(person.id_checked_at),
            "性别": person.get_sex_display(),
            "出生日期": _day(person.birth_on),
            "出生日期依据": person.get_birth_basis_display() if person.birth_basis else "",
            "年龄已证明": "是" if has_proven_birth(person) else "否",
            "民族代码": Coded(person.ethnicity, ethnicity_name(person.ethnicity)),
            "学历代码": Coded(person.education, str(dict(Education.choices).get(person.education, ""))),
            "户籍地代码": Coded(person.huji_code, full_name(person.huji_code)),
            "常住地代码": Coded(person.resid_code, full_name(person.resid_code)),
            "常住地址": person.resid_place,
            "登记时间": _day(person.registered_at),
            "最近服务日期": _day(person.last_contact_on),
        }
    ]


def export_contacts(person_id: int) -> list[dict[str, Any]]:
    """Return all contacts, ended ones included: they are held."""
    return [
        {
            "方式": row.get_kind_display(),
            "号码": row.number,
            "代收人": row.proxy_name,
            "与本人关系": row.get_proxy_relation_display() if row.proxy_relation else "",
            "使用中": "是" if row.is_current else "否",
            "登记时间": _day(row.added_at),
        }
        for row in Contact.objects.filter(person_id=person_id).order_by("pk")
    ]


def export_served(person_id: int) -> list[dict[str, Any]]:
    """Return who served when and why."""
    return [
        {
            "单位": row.office.name,
            "依据": row.get_basis_display(),
            "原因": row.get_reason_display() if row.reason else "",
            "自": _day(row.from_on),
            "至": _day(row.until_on),
        }
        for row in Served.objects.filter(person_id=person_id).select_related("office").order_by("pk")
    ]


def export_consents(person_id: int) -> list[dict[str, Any]]:
    """Return every consent with the words that were agreed to."""
    return [
        {
            "事项": row.get_purpose_display(),
            "同意书": row.text.text,
            "版本": row.text.version,
            "接收方": row.recipient,
            "渠道": row.get_channel_display(),
            "同意时间": _day(row.given_at),
            "到期时间": _day(row.expires_at),
            "撤回时间": _day(row.withdrawn_at),
        }
        for row in Consent.objects.filter(person_id=person_id).select_related("text").order_by("pk")
    ]


def export_groups(person_id: int) -> list[dict[str, Any]]:
    """Return memberships with source and dates."""
    return [
        {
            "类别": row.get_group_display(),
            "依据": row.get_basis_display(),
            "自": _day(row.from_on),
            "至": _day(row.until_on),
        }
        for row in PersonGroup.objects.filter(person_id=person_id).order_by("pk")
    ]


def export_household(person_id: int) -> list[dict[str, Any]]:
    """Return the person's own place; who else lives there is the others' data."""
    return [
        {"关系": row.get_role_display(), "建立时间": _day(row.linked_at), "解除时间": _day(row.ended_at)}
        for row in HouseholdLink.objects.filter(person_id=person_id).order_by("pk")
    ]


def export_slips(person_id: int) -> list[dict[str, Any]]:
    """Return when slips were printed and used."""
    return [
        {"打印时间": _day(row.issued_at), "使用时间": _day(row.used_at), "作废时间": _day(row.revoked_at)}
        for row in ReclaimSlip.objects.filter(person_id=person_id).order_by("pk")
    ]


def export_merges(person_id: int) -> list[dict[str, Any]]:
    """Return when records were merged into this one."""
    return [
        {"合并时间": _day(row.merged_at), "撤销时间": _day(row.undone_at)}
        for row in MergeRecord.objects.filter(kept_id=person_id).order_by("pk")
    ]


def anonymise_served(person_id: int, at: Any) -> None:
    """Nobody serves a shell."""
    Served.objects.filter(person_id=person_id, until_on=None).update(until_on=at.date())


def anonymise_consents(person_id: int, at: Any) -> None:
    """Keep that and to what was agreed (share logs are kept three years), not where the signed sheet lies."""
    Consent.objects.filter(person_id=person_id).update(evidence="")


def register() -> None:
    """Register every model of the room that points at a person."""
    tables: list[tuple[type[models.Model], Any, Any, Any]] = [
        (Contact, _merge_but(Contact, "kind", "number_index", "proxy_relation", standing={"is_current": True}),
         export_contacts, _delete(Contact)),
        (Served, _merge_but(Served, "office_id", standing={"until_on": None}), export_served, anonymise_served),
        (Consent, _merge_but(Consent, "purpose", "recipient", standing={"withdrawn_at": None}), export_consents,
         anonymise_consents),
        (PersonGroup, _merge_but(PersonGroup, "group", standing={"until_on": None}), export_groups,
         _delete(PersonGroup)),
        # One household at a time: the kept person's own stands.
        (HouseholdLink, _merge_but(HouseholdLink, "ended_at", standing={"ended_at": None}), export_household,
         _delete(HouseholdLink)),
        (ReclaimSlip, _merge_but(ReclaimSlip, "revoked_at", standing={"used_at": None, "revoked_at": None}),
         export_slips, _delete(ReclaimSlip)),
    ]  # fmt: skip
    register_person_rows(PersonRows("people.Person", _nothing, _leave, export_identity, _leave))
    for model, merge, export, anonymise in tables:
        register_person_rows(PersonRows(model._meta.label, merge, _back(model), export, anonymise))
    register_person_rows(PersonRows("people.MergeRecord", _nothing, _leave, export_merges, _leave))
    # Rebuilt by the operations themselves after every move.
    register_person_rows(PersonRows("people.SearchKey", _nothing, _leave, _no_rows, _delete(SearchKey)))
