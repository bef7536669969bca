"""Which way to go first, in words for the person at the counter."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from yizhan.rights.enums import CaseKind, Channel, Relation

WORDS: dict[Channel, StrOrPromise] = {
    Channel.MEDIATION: _("找乡镇、街道或工会的调解组织谈，不收钱；谈成了签协议，对方不给可以凭协议申请支付令。"),
    Channel.INSPECTION: _(
        "到干活地方的县级劳动保障监察机构投诉，不收钱，举报人保密；也可以用“全国根治欠薪线索反映平台”。"
    ),
    Channel.ARBITRATION: _("到干活地或单位所在地的劳动仲裁委申请，不收钱。"),
    Channel.PAYMENT_ORDER: _("有欠条、工资单这类清楚的凭据，可以到基层法院申请支付令。"),
    Channel.COURT: _("到法院起诉。给个人干活、没有劳动关系的，直接走这条路。"),
    Channel.LEGAL_AID: _("打 12348 申请免费律师。农民工讨薪、工伤，不用证明经济困难。"),
    Channel.UNION: _("打 12351，工会可以出面要求单位改正，也给法律援助。"),
    Channel.POLICE: _("身份证被扣、被打被骗、老板欠薪逃跑，打 110 报案，要报案回执。"),
    Channel.RECOGNITION: _("到人社局申请工伤认定。先看病，留好病历、发票、现场照片和证人电话。"),
    Channel.PLATFORM: _("在接单 App 里点“一键报案”，当天就报；先看病，留好病历、订单截图和现场照片。"),
    Channel.INSURANCE: _("先打保险公司电话报案；先看病，留好病历、发票和现场照片。"),
}

_BY_KIND: dict[CaseKind, tuple[Channel, ...]] = {
    CaseKind.ARREARS: (
        Channel.INSPECTION, Channel.MEDIATION, Channel.ARBITRATION, Channel.LEGAL_AID, Channel.PAYMENT_ORDER,
        Channel.UNION,
    ),
    CaseKind.FEE: (Channel.INSPECTION, Channel.POLICE, Channel.UNION),
    CaseKind.DOCUMENT: (Channel.POLICE, Channel.INSPECTION, Channel.UNION),
    CaseKind.DISCRIMINATION: (Channel.INSPECTION, Channel.UNION, Channel.LEGAL_AID, Channel.COURT),
    CaseKind.NO_CONTRACT: (Channel.INSPECTION, Channel.ARBITRATION, Channel.LEGAL_AID, Channel.UNION),
    CaseKind.OTHER: (Channel.MEDIATION, Channel.UNION, Channel.LEGAL_AID, Channel.INSPECTION),
}  # fmt: skip


def channels_for(kind: CaseKind, relation: Relation) -> tuple[Channel, ...]:
    """Return the ways that fit, the one to try first in front."""
    if kind == CaseKind.INJURY:
        first = {
            Relation.LABOUR: (Channel.RECOGNITION,),
            Relation.PLATFORM: (Channel.PLATFORM,),
            Relation.SERVICE: (Channel.INSURANCE, Channel.COURT),
            Relation.UNKNOWN: (Channel.RECOGNITION, Channel.INSURANCE, Channel.COURT),
        }[relation]
        return (*first, Channel.LEGAL_AID, Channel.UNION)
    found = _BY_KIND[kind]
    if relation == Relation.SERVICE and kind != CaseKind.DISCRIMINATION:
        # Without a labour relation there is no arbitration; the court stands in its place.
        found = tuple(dict.fromkeys(Channel.COURT if one == Channel.ARBITRATION else one for one in found))
    return found


_KEEP: dict[CaseKind, tuple[StrOrPromise, ...]] = {
    CaseKind.ARREARS: (
        _("记工本、考勤、工友的电话"), _("欠条、工资单、转账记录"), _("聊天记录和录音（不要删，不要换手机）"),
        _("工牌、工作服、门禁卡的照片"),
    ),
    CaseKind.FEE: (_("收据、转账截图"), _("收费的人的电话和微信"), _("招工信息的截图")),
    CaseKind.DOCUMENT: (_("谁、哪天、在哪里拿走的，写下来"), _("当时在场的人的电话"), _("报警回执")),
    CaseKind.INJURY: (
        _("病历、诊断、发票"), _("现场照片，在场的人的电话"), _("证明在那里干活的东西：聊天记录、工牌、接单截图"),
    ),
    CaseKind.DISCRIMINATION: (_("招工信息的截图"), _("聊天记录、录音"), _("当时在场的人的电话")),
    CaseKind.NO_CONTRACT: (
        _("工牌、工作服、门禁卡的照片"), _("工资到账记录"), _("考勤、排班、工作群的聊天记录"), _("工友的电话"),
    ),
    CaseKind.OTHER: (_("和这件事有关的字据、照片、聊天记录"), _("知道这件事的人的电话")),
}  # fmt: skip


def things_to_keep(kind: CaseKind) -> tuple[StrOrPromise, ...]:
    """Return what helps to prove a matter, in the words of the person's day."""
    return _KEEP[kind]
