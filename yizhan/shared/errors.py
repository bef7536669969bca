"""Refusals: the one kind of error that people read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class Refused(Exception):
    """An operation declined: a fact or an inability, with a sentence for the person at the desk.

    Subclasses are named after the fact (`HeadcountFilled`) and set `code` and `sentence`. A sentence says what was
    wrong, what was kept and what to do; it never repeats personal data.
    """

    code: str = "refused"
    sentence: StrOrPromise = _("这一步没有做成，已有的记录没有改变。")
    #: HTTP status with which a page answers when nobody caught the refusal.
    status: int = 409

    def __init__(self, message: StrOrPromise | None = None, *, code: str | None = None) -> None:
        """Take another sentence or code for one occasion; the class's own are the default."""
        self.message: StrOrPromise = message or self.sentence
        if code is not None:
            self.code = code
        super().__init__(str(self.code))

    def __str__(self) -> str:
        """Return the sentence in the language of the moment."""
        return str(self.message)


class ChangedMeanwhile(Refused):
    """Somebody else saved the record since this form was opened."""

    code = "changed_meanwhile"
    sentence = _("这条记录刚刚被别人改过，您的内容还在下面，没有保存。请核对新内容后再保存。")


class Incomplete(Refused):
    """The form lacks something that its fields say is needed, or says what cannot be read."""

    code = "form_incomplete"
    sentence = _("有内容没有填或没有填对，没有保存。请核对后再试。")
    status = 422


class NotAllowed(Refused):
    """The person may see the thing but not do this to it."""

    code = "not_allowed"
    sentence = _("您的岗位不能做这一步，记录没有改变。需要时请找站长。")
    status = 403
