"""A pasted text as forms: the text, whose work it is, and one form for each job that was read from it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yizhan.postings.enums import Source
from yizhan.postings.reading.folding import MOST_CHARACTERS
from yizhan.postings.reading.form_values import READ_FROM, values_of
from yizhan.postings.web.forms import OfferForm, suggest_attributes
from yizhan.shared.forms import DeskForm

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

    from yizhan.postings.reading.posting import Draft, PostingReading

#: More jobs than this in one paste are several announcements.
MOST_JOBS = 30
#: What every job is asked for; the rest is folded away, open where something of it was read.
MAIN = (
    "kind", "headcount", "starts_on", "ends_on", "start_time", "end_time", "pay", "pay_unit", "settle_kind",
    "contact_name", "contact_phone",
)  # fmt: skip
PROMISES = ("meals", "lodging", "pickup", "tools_provided")
MORE = (
    "hours_per_day", "settle_day", "age_min", "age_max", "sex_required", "insurance", "ppe", "requirements",
    "valid_until_on", "hazards",
)  # fmt: skip
#: Read from the whole text rather than from a piece of it: quoting it would say nothing.
NOT_QUOTED = frozenset({"content"})
_LONGEST_QUOTE = 24


class PasteForm(DeskForm):
    """The text as it came, and the employer."""

    text = forms.CharField(
        label=_("群消息原文"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6, "data-autofocus": "", "autocomplete": "off"}),
        error_messages={"required": _("还没有粘贴文字。请把群里的招工消息粘贴进来，再点“读出岗位”。")},
    )
    employer = forms.CharField(required=False, widget=forms.HiddenInput)
    employer_name = forms.CharField(
        label=_("用工主体"),
        required=False,
        max_length=100,
        help_text=_("输入名称、拼音、编号或电话，从列表里选。"),
        widget=forms.TextInput(attrs=suggest_attributes("employers", "employer-list")),
    )

    def lead_on(self) -> None:
        """Put the cursor into the employer's field: the text has been read."""
        del self.fields["text"].widget.attrs["data-autofocus"]
        self.fields["employer_name"].widget.attrs["data-autofocus"] = ""

    def employer_id(self) -> uuid.UUID | None:
        """Return the id that a choice from the list has filled in."""
        try:
            return uuid.UUID(self.data.get("employer", ""))
        except ValueError:
            return None


class PastedJobForm(OfferForm):
    """One job of the text. What was read is filled in and says from which words; what was not stays empty."""

    keep = forms.BooleanField(label=_("存这一条"), required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        draft: Draft | None,
        original: str,
        number: int,
        added: frozenset[str] = frozenset(),
        **kwargs: Any,
    ) -> None:
        """Fill in what was read.

        :param added: fields of the grammar that a model has pointed at.
        :param draft: the reading; None where a model has found a job that the grammar has not.
        """
        self.number, self.added = number, added
        said = values_of(draft) if draft is not None else {}
        initial = {"keep": True, "area_code": kwargs["area_code"][:6], **said}
        super().__init__(*args, prefix=f"job{number}", initial=initial, **kwargs)
        self.read = said.keys() & READ_FROM.keys()
        self._lead_suggestions()
        self.fields["title"].widget.attrs.pop("data-autofocus", None)
        for name in READ_FROM:
            if name in self.fields:
                self.fields[name].help_text = self._mark(name, draft, original)
        self.fields["kind"].help_text = gettext("默认值，请核对。")

    def _lead_suggestions(self) -> None:
        for name, source in (("title", "occupations"), ("place_name", "places")):
            self.fields[name].widget.attrs |= suggest_attributes(source, f"{self.prefix}-{name}-list")

    def _mark(self, name: str, draft: Draft | None, original: str) -> str:
        if name not in self.read or draft is None:
            return gettext("没读到，请看原文")
        if name in NOT_QUOTED:
            return gettext("原文去掉联系方式")
        words = " … ".join(original[a:b].strip() for a, b in draft.fields[READ_FROM[name][0]].spans)
        words = " ".join(words.split())
        if len(words) > _LONGEST_QUOTE:
            words = f"{words[:_LONGEST_QUOTE]}…"
        if READ_FROM[name][0] in self.added:
            return gettext("模型指出“%(words)s”，请核对") % {"words": words}
        most = draft.value("headcount_max") if name == "headcount" else None
        if most:
            return gettext("读自“%(words)s”，取少的") % {"words": words}
        return gettext("读自“%(words)s”") % {"words": words}

    def clean(self) -> dict[str, Any]:
        """Read the offer of a job that is kept; of one that is left out nothing has to be right."""
        if not self.cleaned_data.get("keep"):
            self._errors.clear()  # type: ignore[attr-defined]
            return self.cleaned_data
        cleaned = self.cleaned_data
        cleaned["source"] = Source.REPOST if cleaned.get("source_name") else Source.PHONE
        return super().clean()

    def _marked(self, names: tuple[str, ...]) -> list[tuple[BoundField, str]]:
        return [(self[name], self.mark_of(name)) for name in names]

    def mark_of(self, name: str) -> str:
        """Return the class of a field: read, unread, or neither for what the grammar does not read."""
        if name not in READ_FROM:
            return ""
        return "is-read" if name in self.read else "is-unread"

    def main_fields(self) -> list[tuple[BoundField, str]]:
        """Return what every job is asked for."""
        return self._marked(MAIN)

    def promises(self) -> list[tuple[BoundField, str]]:
        """Return what the employer gives."""
        return self._marked(PROMISES)

    def more_fields(self) -> list[tuple[BoundField, str]]:
        """Return the rest."""
        return self._marked(MORE)

    def more_open(self) -> bool:
        """Say whether the rest holds something that was read, or something wrong."""
        return bool(self.read & set(MORE) or set(self.errors) & set(MORE))

    def title_mark(self) -> str:
        """Return the class of the title."""
        return self.mark_of("title")

    def place_mark(self) -> str:
        """Return the class of the place."""
        return self.mark_of("place_name")

    def content_mark(self) -> str:
        """Return the class of the content."""
        return self.mark_of("content")

    def missing(self) -> list[Any]:
        """Return the labels of what the first look asks for and the text does not say."""
        asked = ("title", "headcount", "starts_on", "start_time", "place_name", "pay", "settle_kind", "contact_phone")
        return [self.fields[name].label for name in asked if name not in self.read]


def pieces_of(reading: PostingReading) -> list[tuple[str, bool]]:
    """Return the text in pieces, each with whether something was read from it."""
    spans = sorted(
        span
        for draft in reading.drafts
        for name, field in draft.fields.items()
        if name not in NOT_QUOTED
        for span in field.spans
    )
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in spans:
        if start > at:
            pieces.append((reading.original[at:start], False))
        if end > max(at, start):
            pieces.append((reading.original[max(at, start) : end], True))
        at = max(at, end)
    if at < len(reading.original):
        pieces.append((reading.original[at:], False))
    return pieces


def job_forms(
    reading: PostingReading,
    *,
    area_code: str,
    data: Mapping[str, Any] | None,
    added: frozenset[tuple[int, str]] = frozenset(),
) -> list[PastedJobForm]:
    """Return a form for each job; with `data`, as many as were sent.

    :param added: which fields of which job a model has pointed at.
    """
    count = min(len(reading.drafts), MOST_JOBS)
    if data is not None:
        sent = str(data.get("jobs", ""))
        count = min(int(sent), MOST_JOBS) if sent.isdecimal() and len(sent) < 4 else 0
    return [
        PastedJobForm(
            data,
            draft=reading.drafts[number] if number < len(reading.drafts) else None,
            original=reading.original,
            number=number + 1,
            added=frozenset(name for job, name in added if job == number),
            area_code=area_code,
        )
        for number in range(count)
    ]
