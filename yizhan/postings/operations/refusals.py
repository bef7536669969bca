"""What the operations decline, in words for the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yizhan.postings.rulebook.model import Hit
from yizhan.shared.errors import NotAllowed, Refused


class StepNotPossible(Refused):
    """There is no such step from where the posting stands now."""

    code = "posting_step"
    sentence = _("这条招聘现在的状态不能做这一步，可能刚被别人处理过。记录没有改变，请刷新后再看。")


class RulesForbid(Refused):
    """The rule book forbids it; `hits` are all of them."""

    code = "rules_forbid"
    sentence = _("招聘内容违反规定，没有提交。内容已保存为草稿，请按提示逐条修改。")
    status = 422

    def __init__(self, hits: Iterable[Hit]) -> None:
        """Carry every hit, and say them all."""
        self.hits = tuple(hits)
        english = (get_language() or "").startswith("en")
        messages = dict.fromkeys(hit.message_en if english else hit.message_zh for hit in self.hits)
        super().__init__(" ".join([str(self.sentence), *messages]))


class PassForbidden(RulesForbid):
    """What was allowed when it was handed in is forbidden now; `hits` say why."""

    code = "pass_forbidden"
    sentence = _("现在不能通过，记录没有改变。请退回，或先复核用工主体。原因：")


class RenewForbidden(RulesForbid):
    """Something besides the time is forbidden; `hits` say what."""

    code = "renew_forbidden"
    sentence = _("时间以外还有违反规定的地方，时间没有改，记录没有改变。请先按提示修改。原因：")


class HitsUndecided(Refused):
    """A finding that a person must decide about has no reason yet."""

    code = "hits_undecided"
    sentence = _("有需要人工判断的提示，还没有写明放行理由。请写明理由，或退回修改。")


class OwnPosting(NotAllowed):
    """Nobody decides about their own posting while somebody else is there."""

    code = "own_posting"
    sentence = _("这条招聘是您自己录入或提交的，应由另一位同事审核。记录没有改变。")


class EmployerNotVerified(Refused):
    """The employer's verification does not stand (CR-001, CR-002)."""

    code = "employer_not_verified"
    sentence = _("用工主体没有通过实名核验，或核验已超过六个月，不能发布。请先核验。")


class EmployerSuspended(Refused):
    """The employer is suspended (CR-006, CR-074)."""

    code = "employer_suspended"
    sentence = _("该用工主体因查实欠薪或扣证已暂停发布，没有发布。雇主可以申诉；解除后再发布。")


class HouseholdOneDayOnly(Refused):
    """A household is verified by ID and call-back, for one day's work at a time."""

    code = "household_one_day"
    sentence = _("个人雇主一次只能招一天的零工，内容没有保存。请改成一天；多天的请每天录一条。")
    status = 422


class EmployerNotYours(NotAllowed):
    """The employer is not served by the office."""

    code = "employer_not_yours"
    sentence = _("这个用工主体不由本站服务，没有保存。请先由本站服务该主体。")


class RunOut(Refused):
    """The period of validity is over."""

    code = "posting_run_out"
    sentence = _("这条招聘已过有效期，不能发布。请先与雇主核对是否仍在招人，并延长有效期。")


class NothingToDraft(Refused):
    """No job of a pasted text was kept."""

    code = "posting_nothing_to_draft"
    sentence = _("没有勾选要存的岗位，没有保存。请至少勾选一条。")
    status = 422


class NothingToDo(Refused):
    """No shift is ahead to which anybody could go."""

    code = "posting_no_shift"
    sentence = _("这条招聘没有还没结束的班次，不能发布。请先填写用工时间和人数。")


class HeadcountFilled(Refused):
    """All places of the shift are taken."""

    code = "headcount_filled"
    sentence = _("这个班次的名额已满，没有占用名额。请看其他班次或其他岗位。")


class HeadcountBelowTaken(Refused):
    """More people are promised than the new headcount has places for."""

    code = "headcount_below_taken"
    sentence = _("已有人占用的名额多于新的人数，没有改。请先退回名额，或把人数改大。")


class NothingToGiveBack(Refused):
    """Fewer places are taken than would be given back."""

    code = "nothing_to_give_back"
    sentence = _("要退回的名额多于已占用的名额，没有改变。请刷新后核对。")


class ShiftIsCancelled(Refused):
    """The shift will not take place."""

    code = "shift_cancelled"
    sentence = _("这个班次已经取消，没有占用名额。请看其他班次。")


class ShiftHasPeople(Refused):
    """People are promised for a shift whose time was to change."""

    code = "shift_has_people"
    sentence = _("已有人占用名额的班次不能改时间或删除，内容没有保存。请先取消这一天并通知已约的人。")


class NoSuchDay(Refused):
    """The posting has no shift on that day."""

    code = "no_such_day"
    sentence = _("这条招聘那天没有班次，没有取消。请核对日期。")


class WrongPlaces(Refused):
    """A number of places that makes no sense."""

    code = "wrong_places"
    sentence = _("名额数应是大于 0 的整数，没有改变。")
