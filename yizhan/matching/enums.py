"""Words of the room: why something was not offered, and in which order a list stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Order(models.TextChoices):
    """How a list is ordered; the second looks at nobody's wishes (个人信息保护法 art. 24)."""

    BEST = "best", _("最合适在前")
    NEWEST = "newest", _("最新确认在前")


class Hindrance(models.TextChoices):
    """Why a posting is not offered to a person. A posting that fails several counts once, under the first of these."""

    AGE_UNKNOWN = "age_unknown", _("年龄未核实")
    UNDER_AGE = "under_age", _("未满16周岁")
    MINOR_HAZARD = "minor_hazard", _("未满18周岁不能做")
    CERTIFICATE = "certificate", _("缺少要求的证书")
    ELIGIBILITY = "eligibility", _("不符合依法设定的条件")
    AGE_LIMIT = "age_limit", _("超出审核认可的年龄")
    PLACES = "places", _("名额不够")
    BUSY = "busy", _("这段时间已有约")
    TIMES = "times", _("时间不合")
    DISTANCE = "distance", _("距离太远")
    PAY = "pay", _("报酬低于要求")
    OCCUPATION = "occupation", _("工种相差太远")
    # Only in the answer about one posting: these are not open to anybody.
    NOT_APPROVED = "not_approved", _("没有审核通过")
    NOT_PUBLISHED = "not_published", _("没有发布")
    PAUSED = "paused", _("暂停招人")
    FILLED = "filled", _("已招满")
    ENDED = "ended", _("已撤回或下架")
    RUN_OUT = "run_out", _("已过有效期")
    EMPLOYER = "employer", _("雇主没有有效的实名核验")
    OVER = "over", _("没有还能报名的班次")
