"""Why a posting came back, in plain words for who entered it, and what can be done now."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from yizhan.postings.enums import RETURN_WORDS, Outcome, ReturnReason

#: Why it was refused for good: nothing of it can be changed any more.
REFUSED_WORDS: dict[ReturnReason, StrOrPromise] = RETURN_WORDS | {
    ReturnReason.DISCRIMINATION: gettext_lazy("对人的条件没有法律依据，不能发布。"),
    ReturnReason.FEE: gettext_lazy("向劳动者收费、收押金或扣证件，法律禁止，不能发布。"),
    ReturnReason.UNTRUE: gettext_lazy("内容与核实到的情况不一致，或核实不到，不能发布。"),
    ReturnReason.UNSAFE: gettext_lazy("有安全隐患，照这样不能让人去干，不能发布。"),
}


def words_about(outcome: str, reason: str) -> str:
    """Say why a posting came back and what to mend; of one refused for good, what is left to do.

    :param outcome: an `Outcome`, or the state of the review that it led to.
    """
    code = ReturnReason(reason)
    if outcome != Outcome.REFUSED:
        return str(RETURN_WORDS[code])
    said = {"why": REFUSED_WORDS[code]}
    return _("%(why)s这一条不能再改、再提交。不同意的，可以申诉；情况变了、还要招人的，请重新登记一条。") % said
