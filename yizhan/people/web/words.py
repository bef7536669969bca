"""What the codes of the audit log are called on the page that shows them to people."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from yizhan.people.enums import AgeDocument, Channel, OpenReason, ServedBasis, UnmaskReason
from yizhan.people.operations import GROUNDS
from yizhan.shared.display import listed


def action_words(action: str) -> str:
    """Return what was done; an action of another room keeps its code."""
    known = {
        "person.registered": _("登记"),
        "person.changed": _("更正信息"),
        "person.contacts_changed": _("修改联系方式"),
        "person.age_confirmed": _("凭证件确认年龄"),
        "person.served": _("开始服务"),
        "person.serving_ended": _("结束服务"),
        "person.looked_up_elsewhere": _("按证件号码查询是否已登记"),
        "person.revealed": _("查看完整号码"),
        "person.viewed": _("查看记录"),
        "person.viewed_to_change": _("打开更正页"),
        "person.viewed_contacts": _("打开联系方式页"),
        "person.viewed_age": _("打开年龄确认页"),
        "person.viewed_household": _("打开家庭页"),
        "person.viewed_consents": _("打开同意页"),
        "person.viewed_held": _("打开持有信息页"),
        "person.viewed_looks": _("打开查看记录页"),
        "person.viewed_to_anonymise": _("打开匿名化页"),
        "person.compared": _("比对重复记录"),
        "person.merged": _("合并记录"),
        "person.absorbed": _("并入别的记录"),
        "person.merge_undone": _("撤销合并"),
        "person.exported": _("导出持有的信息"),
        "person.anonymised": _("匿名化"),
        "consent.given": _("记录同意"),
        "consent.withdrawn": _("撤回同意"),
        "household.linked": _("关联家庭"),
        "household.left": _("移出家庭"),
        "slip.issued": _("打印取回凭条"),
        "slip.used": _("凭条取回"),
    }
    return known.get(action, action)


def reason_words(reason: str) -> str:
    """Return a coded reason in words."""
    for choices in (UnmaskReason, OpenReason, ServedBasis, AgeDocument, Channel):
        if reason in choices.values:
            return str(choices(reason).label)
    return str(GROUNDS.get(reason, reason))


def field_words(fields: Iterable[str]) -> str:
    """Return the names of fields in words, joined."""
    known = {
        "name": _("姓名"), "id_no": _("证件号码"), "id_kind": _("证件类型"), "no_id_reason": _("没有号码的原因"),
        "sex": _("性别"), "birth_on": _("出生日期"), "birth_basis": _("出生日期依据"), "ethnicity": _("民族"),
        "education": _("学历"), "huji_code": _("户籍地"), "resid_code": _("常住地"), "resid_place": _("常住地址"),
        "contacts": _("联系方式"), "contact": _("联系电话"), "groups": _("人员类别"), "household": _("家庭"),
        "consents": _("同意"), "id_checked_at": _("证件核验"), "office": _("单位"), "role": _("关系"),
        "looks": _("查看记录"), "identity": _("身份信息"), "merged_into": _("并入"),
    }  # fmt: skip
    return listed(known.get(field, field) for field in fields)
