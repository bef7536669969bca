"""What the operations of the room refuse, each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yizhan.shared.errors import Refused


class PlanUnderWay(Refused):
    """The same plan is being computed."""

    code = "plan_under_way"
    sentence = _("这一天的方案正在计算，没有另起一个。请在方案列表里等它算完。")


class DayNotAhead(Refused):
    """Plans are for days to come."""

    code = "plan_day_not_ahead"
    sentence = _("只能安排今天起 60 天以内的日子，没有计算。请改日期。")


class PlanCannotMove(Refused):
    """No such step from where the plan stands."""

    code = "plan_cannot_move"
    sentence = _("方案现在的状态不能走这一步，没有改动。请刷新页面看最新状态。")


class RowCannotMove(Refused):
    """No such step from where the row stands."""

    code = "plan_row_cannot_move"
    sentence = _("这一行现在不能这样改（可能已经派出或别人刚改过），没有改动。请刷新页面看最新状态。")


class PersonHasPlace(Refused):
    """The plan gives everybody one place."""

    code = "plan_person_has_place"
    sentence = _("此人在这个方案里已经有位置，没有改动。要换到这里，先去掉那一行。")


class DoesNotSuit(Refused):
    """The person chosen cannot be offered the shift."""

    code = "plan_does_not_suit"
    sentence = _("此人不能去这个班次，没有换人。")


class AlreadyCarriedOut(Refused):
    """The row was carried out before: the unique key says so."""

    code = "plan_already_carried_out"
    sentence = _("这一行已经派过，没有重复派。")


class TurnedOff(Refused):
    """The person turned recommendation off since the plan was computed (个人信息保护法 art. 24)."""

    code = "plan_turned_off"
    sentence = _("本人已关闭个性化推荐，系统排的这一行没有派。请当面问本人意愿后再介绍。")


class CrewChanged(Refused):
    """As many come now as the row does not say."""

    code = "plan_crew_changed"
    sentence = _("结伴的人数变了，这一行没有派。请放回后换人，或重新算一个方案。")


class NobodyToCarryOut(Refused):
    """Whoever pressed the button may not do so any more."""

    code = "plan_nobody"
    sentence = _("点“派出”的人已不在岗或换了岗位，这一行没有派。请由在岗人员重新派。")
