"""What each figure means. One definition a figure (domain 7); the page shows it beside the number."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Definition:
    """Title and meaning of a figure, and its number in the list of indicators where it has one."""

    title: StrOrPromise
    meaning: StrOrPromise
    indicator: str = ""


DEFINITIONS: dict[str, Definition] = {
    "visits": Definition(_("来访人次"), _("这段时间来站登记的次数，同一人来几次算几次。"), "I-22"),
    "registered": Definition(_("新登记求职者"), _("登记时间在这段时间内的求职者，按人去重。"), "I-01"),
    "published": Definition(_("发布岗位"), _("首次发布时间在这段时间内的岗位数。"), "I-03"),
    "open_places": Definition(_("现有空缺"), _("此刻可推荐的岗位里，没有结束的班次还差多少人：需要人数减去已定人数。")),
    "referrals": Definition(_("开出介绍信"), _("这段时间开出、没有撤销的介绍信封数。")),
    "hired": Definition(_("录用人数"), _("这段时间登记的录用回执人数；结伴的按实际人数算，撤销的不算。")),
    "success": Definition(_("推荐成功率"), _("这段时间开出的介绍信里，回执为“录用”的除以全部。"), "I-06"),
    "receipts": Definition(_("回执率"), _("这段时间开出的介绍信里，已收回执的除以全部。")),
    "calls_done": Definition(_("回访率"), _("这段时间到期的回访里，打过电话的除以应回访的；取消的不算。"), "I-13"),
    "calls_reached": Definition(_("接通率"), _("打过电话的回访里，接通的除以打过的。"), "I-13"),
    "wait": Definition(_("待工时间中位数"), _("这段时间第一次上岗的人，从登记到录用回执的天数，取中位数。"), "I-16"),
    "stale": Definition(
        _("陈旧岗位率"),
        _("此刻可推荐的岗位里，日工超过48小时、其他超过7天没有与雇主核对的除以全部。"),
        "I-09",
    ),
}
