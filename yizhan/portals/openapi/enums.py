"""Words of the room: what a key may, what is told to whom, and where a message stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yizhan.postings.enums import EndReason


class Scope(models.TextChoices):
    """What a key may do."""

    SUBMIT = "postings:submit", _("提交招聘（进入审核）")
    RECEIPTS = "receipts:read", _("读取介绍信回执（不含个人信息）")
    RECOMMENDATIONS = "recommendations:read", _("按匿名意向查询推荐岗位")
    WEBHOOKS = "webhooks:manage", _("管理推送地址")


class WithdrawReason(models.TextChoices):
    """Why an employer ends a posting; other reasons to end one are the station's."""

    EMPLOYER_ASKED = EndReason.EMPLOYER_ASKED.value, EndReason.EMPLOYER_ASKED.label
    ENOUGH_PEOPLE = EndReason.ENOUGH_PEOPLE.value, EndReason.ENOUGH_PEOPLE.label
    WORK_CANCELLED = EndReason.WORK_CANCELLED.value, EndReason.WORK_CANCELLED.label
    WEATHER = EndReason.WEATHER.value, EndReason.WEATHER.label


class NewsKind(models.TextChoices):
    """What a partner may be told."""

    POSTING_APPROVED = "posting.approved", _("招聘审核通过")
    POSTING_RETURNED = "posting.returned", _("招聘退回修改")
    POSTING_REFUSED = "posting.refused", _("招聘审核不通过")
    POSTING_PUBLISHED = "posting.published", _("招聘已发布")
    POSTING_FILLED = "posting.filled", _("招聘已招满")
    POSTING_ENDED = "posting.ended", _("招聘暂停、撤回或下架")
    RECEIPT_RECORDED = "receipt.recorded", _("收到介绍信回执")
    RECEIPT_UNDONE = "receipt.undone", _("介绍信回执已撤销")


class DeliveryState(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("待发送")
    DELIVERED = "delivered", _("已送达")
    FAILED = "failed", _("没有送达")


class WhyNotSent(models.TextChoices):
    """Why a message did not arrive; the API tells the code, the page the words."""

    BAD_URL = "bad_url", _("地址写法不对")
    NO_NAME = "no_name", _("查不到这个域名")
    NOT_PUBLIC = "not_public", _("不是公网地址")
    NO_CONNECTION = "no_connection", _("连不上，或没有及时回答")
    NO_TLS = "no_tls", _("对方的证书不对")
    REDIRECT = "redirect", _("转到了别处")
    STATUS = "status", _("对方没有收下")
    ENDED = "ended", _("地址已停用")


#: state -> states it may go to; what was delivered or given up may be sent again by hand.
MOVES: dict[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.WAITING: frozenset({DeliveryState.DELIVERED, DeliveryState.FAILED}),
    DeliveryState.DELIVERED: frozenset({DeliveryState.WAITING}),
    DeliveryState.FAILED: frozenset({DeliveryState.WAITING}),
}
