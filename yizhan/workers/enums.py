"""Words of the room: states of a job seeker, kinds of work, visits."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SeekerStatus(models.TextChoices):
    """Where somebody stands between registering and working (domain 6.1)."""

    AVAILABLE = "available", _("待业可派")
    WORKING = "working", _("在岗")
    DORMANT = "dormant", _("休眠")
    RESTRICTED = "restricted", _("受限")
    LEFT = "left", _("注销")


#: state -> states it may go to; absent = final.
MOVES: dict[SeekerStatus, frozenset[SeekerStatus]] = {
    SeekerStatus.AVAILABLE: frozenset(
        {SeekerStatus.WORKING, SeekerStatus.DORMANT, SeekerStatus.RESTRICTED, SeekerStatus.LEFT}
    ),
    SeekerStatus.WORKING: frozenset({SeekerStatus.AVAILABLE, SeekerStatus.RESTRICTED, SeekerStatus.LEFT}),
    SeekerStatus.DORMANT: frozenset({SeekerStatus.AVAILABLE, SeekerStatus.LEFT}),
    SeekerStatus.RESTRICTED: frozenset({SeekerStatus.AVAILABLE, SeekerStatus.LEFT}),
    #: Whoever left may come back and register anew; the dated steps tell both.
    SeekerStatus.LEFT: frozenset({SeekerStatus.AVAILABLE}),
}


class ServiceTier(models.TextChoices):
    """How much care somebody gets (domain 6.6, after 人社部发〔2022〕38号): may lift a person, never lower one."""

    A = "A", _("重点帮扶")
    B = "B", _("加强服务")
    C = "C", _("一般服务")


class WorkMode(models.TextChoices):
    """用工形式."""

    DAY = "day", _("日工")
    SHORT = "short", _("短期（一个月内）")
    SEASON = "season", _("季节工")
    LONG = "long", _("长期")
    HOURLY = "hourly", _("小时工")
    PIECE = "piece", _("计件")


class SettleWish(models.TextChoices):
    """结算偏好."""

    CASH = "cash", _("现结")
    DAY = "day", _("日结")
    WEEK = "week", _("周结")
    MONTH = "month", _("月结")
    END = "end", _("完工结")


class WishPayUnit(models.TextChoices):
    """Units in which somebody says what they want to earn; the same values as in `postings`."""

    HOUR = "hour", _("元/小时")
    DAY = "day", _("元/天")
    PIECE = "piece", _("元/件")
    WEEK = "week", _("元/周")
    MONTH = "month", _("元/月")


class SkillLevel(models.IntegerChoices):
    """国家职业技能等级, from the beginner up."""

    BEGINNER = 1, _("初级工")
    MIDDLE = 2, _("中级工")
    SENIOR = 3, _("高级工")
    TECHNICIAN = 4, _("技师")
    SENIOR_TECHNICIAN = 5, _("高级技师")


class Transport(models.TextChoices):
    """How somebody gets to work."""

    WALK = "walk", _("步行")
    BICYCLE = "bicycle", _("自行车")
    EBIKE = "ebike", _("电动车")
    TRICYCLE = "tricycle", _("自有三轮车")
    CAR = "car", _("汽车")
    BUS = "bus", _("公交")
    PICKUP = "pickup", _("需要接送")


class BoardLodging(models.TextChoices):
    """食宿."""

    NONE = "none", _("不需要")
    MEALS = "meals", _("需要管饭")
    BOTH = "both", _("需要吃住")


class DayPart(models.IntegerChoices):
    """A quarter of a day; the night belongs to the day on which it starts."""

    MORNING = 0, _("上午")
    AFTERNOON = 1, _("下午")
    EVENING = 2, _("傍晚")
    NIGHT = 3, _("夜间")


#: Every part of every day of the week: 28 bits, bit = weekday (Monday 0) x 4 + part.
ALL_WEEK = (1 << 28) - 1
#: Morning and afternoon of every day: what most people mean when they say nothing.
DAYTIME_WEEK = sum(0b0011 << (4 * day) for day in range(7))


class VisitPurpose(models.TextChoices):
    """Why somebody came to the station: the service ledger counts it."""

    REGISTER = "register", _("求职登记")
    LOOK = "look", _("找活")
    ASK = "ask", _("咨询政策")
    TRAINING = "training", _("培训")
    RIGHTS = "rights", _("维权")
    REST = "rest", _("歇脚")
    RECEIPT = "receipt", _("交回执")
    EMPLOYER = "employer", _("用工登记")
    OTHER = "other", _("其他")


class WhyTakenBack(models.TextChoices):
    """Why a visit that was noted does not count."""

    TWICE = "twice", _("记重了")
    WRONG_PERSON = "person", _("记错了人")
    WRONG_PURPOSE = "purpose", _("记错了事由")
    NOBODY = "nobody", _("没有人来，误按")


#: What advice asks about one by one, and what the wish form fills in on a click: metres further, fen a day less.
FURTHER_M = (1000, 2000, 5000)
LESS_FEN = (1000, 2000, 5000)
