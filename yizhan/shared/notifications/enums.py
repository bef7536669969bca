"""Words of messages: how they go, what for, where they stand, and why one did not go."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How a message reaches somebody."""

    IN_APP = "in_app", _("站内消息")
    SMS = "sms", _("短信")
    WECHAT = "wechat", _("微信模板消息")
    EMAIL = "email", _("电子邮件")
    CALL = "call", _("电话单")
    WECOM = "wecom", _("企业微信群")
    DINGTALK = "dingtalk", _("钉钉群")
    FEISHU = "feishu", _("飞书群")


#: Ways that need somebody outside to carry the message.
CARRIED = frozenset({Way.SMS, Way.WECHAT, Way.EMAIL, Way.WECOM, Way.DINGTALK, Way.FEISHU})
#: Groups of an office's own staff. No word about a person who is served goes there.
ROBOTS = frozenset({Way.WECOM, Way.DINGTALK, Way.FEISHU})


class Purpose(models.TextChoices):
    """What a message is for. People say yes or no to each of those in `OPTIONAL`."""

    CODE = "code", _("验证码")
    REFERRAL = "referral", _("推荐介绍")
    SHIFT = "shift", _("班次变动")
    PAY = "pay", _("工资支付")
    APPEAL = "appeal", _("申诉结果")
    MATCH = "match", _("新岗位提醒")
    EMPLOYER = "employer", _("请用工方答复")
    DESK = "desk", _("工作群提醒")
    TEST = "test", _("测试消息")


#: What a person may switch off. A one-time code is asked for, a test goes to whoever typed the number.
OPTIONAL = (Purpose.REFERRAL, Purpose.SHIFT, Purpose.PAY, Purpose.APPEAL, Purpose.MATCH)
#: Never read out on the telephone instead: it would be wrong (a code), or nobody asked for it (an offer).
NEVER_CALLED = frozenset({Purpose.CODE, Purpose.MATCH, Purpose.DESK, Purpose.TEST})


class MessageState(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("待发送")
    SENDING = "sending", _("正在发送")
    SENT = "sent", _("已发送")
    READ = "read", _("已读")
    FAILED = "failed", _("没有发出")
    UNSURE = "unsure", _("不确定是否送达")
    DROPPED = "dropped", _("没有发送")
    DUE = "due", _("待打电话")
    CALLED = "called", _("已电话告知")
    CLOSED = "closed", _("不再需要")


#: From where to where. What is absent is final.
MOVES: dict[MessageState, frozenset[MessageState]] = {
    MessageState.WAITING: frozenset({MessageState.SENDING, MessageState.DROPPED}),
    MessageState.SENDING: frozenset(
        {MessageState.WAITING, MessageState.SENT, MessageState.FAILED, MessageState.UNSURE}
    ),
    MessageState.SENT: frozenset({MessageState.READ}),
    MessageState.DUE: frozenset({MessageState.CALLED, MessageState.CLOSED}),
}
#: States in which somebody still needs the words.
OPEN = frozenset({MessageState.WAITING, MessageState.SENDING, MessageState.DUE})


class Why(models.TextChoices):
    """Why a message did not go the way it would have gone; "" where it did."""

    NO_PROVIDER = "no_provider", _("没有配置发送渠道")
    NO_ADDRESS = "no_address", _("没有可用的手机号")
    OPTED_OUT = "opted_out", _("本人不接收这类消息")
    NO_CONSENT = "no_consent", _("没有推送同意")
    CAPPED = "capped", _("已到当天条数上限")
    NOT_NEEDED = "not_needed", _("事情已经有了结果")
    LATE = "late", _("到能发送时已经过时")
    REFUSED = "refused", _("渠道拒绝")
    UNREACHABLE = "unreachable", _("渠道多次连不上")
    UNSURE = "unsure", _("渠道没有回答")


class Carrier(models.TextChoices):
    """Whose service carries messages."""

    ALIYUN = "aliyun", _("阿里云短信")
    TENCENT = "tencent", _("腾讯云短信")
    WECHAT = "wechat", _("微信公众号")
    EMAIL = "email", _("电子邮件（SMTP）")
    WECOM = "wecom", _("企业微信群机器人")
    DINGTALK = "dingtalk", _("钉钉群机器人")
    FEISHU = "feishu", _("飞书群机器人")


#: The way that each carrier serves. An office has one active carrier a way.
WAY_OF: dict[Carrier, Way] = {
    Carrier.ALIYUN: Way.SMS,
    Carrier.TENCENT: Way.SMS,
    Carrier.WECHAT: Way.WECHAT,
    Carrier.EMAIL: Way.EMAIL,
    Carrier.WECOM: Way.WECOM,
    Carrier.DINGTALK: Way.DINGTALK,
    Carrier.FEISHU: Way.FEISHU,
}


class CodePurpose(models.TextChoices):
    """What a one-time code opens. A code for one thing opens nothing else."""

    SIGN_IN = "sign_in", _("登录")
    EMPLOYER = "employer", _("用工方登录")
    PHONE = "phone", _("更换手机号")
    EMAIL = "email", _("确认电子邮箱")
