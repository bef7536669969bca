"""How a ready row becomes a draft, and what a refusal on the way means for the row. Nothing is published here."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import can_enter_postings, can_export_people
from yizhan.employers.operations import EmployerExists, FactsRefused, LooksLikeKnown, register_employer
from yizhan.employers.queries import employers_visible_to
from yizhan.places.queries import full_name
from yizhan.postings.enums import PayUnit, PostingKind, SettleKind, SexRequired
from yizhan.postings.imports.employers import AMBIGUOUS, employer_label, forget_employers
from yizhan.postings.imports.fields import DEFAULTS, FIELDS, SHOWN, TEMPLATE
from yizhan.postings.imports.judging import PostingPlan, judge
from yizhan.postings.imports.proposals import PROPOSING, proposal_words
from yizhan.postings.imports.reasons import REASONS
from yizhan.postings.models import Posting
from yizhan.postings.operations import AlreadyImported, EmployerNotYours, HouseholdOneDayOnly, draft_posting
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.panels import MenuItem, register_menu
from yizhan.shared.sheets.enums import RowState
from yizhan.shared.sheets.kinds import Context, ImportKind, Judgement, Reason, RowValues, register_kind
from yizhan.vocabularies.queries import occupation_name

if TYPE_CHECKING:
    from yizhan.employers.models import Employer

#: What a refusal of the operations means for the row; whatever else is refused concerns the row's content.
_REASON_OF: dict[type[Refused], Reason] = {
    EmployerExists: Reason("employer_elsewhere", "uscc"),
    LooksLikeKnown: Reason("employer_name_differs", "employer"),
    FactsRefused: Reason("employer_incomplete", "employer"),
    EmployerNotYours: Reason("employer_missing", "employer"),
    HouseholdOneDayOnly: Reason("household_one_day", "kind"),
}


def save(context: Context, row: RowValues, judgement: Judgement) -> uuid.UUID:
    """Write the draft, and its employer where it is new (unverified); returns the posting's public id.

    :raises Refused: as the operations do; nothing is written then.
    """
    plan: PostingPlan = judgement.plan
    posting = draft_posting(
        employer=_employer(context, plan), offer=plan.offer, office=context.office, by=context.user, at=context.at
    )
    return posting.public_id


def _employer(context: Context, plan: PostingPlan) -> Employer:
    if plan.employer.new is not None:
        forget_employers(context)
        return register_employer(facts=plan.employer.new, office=context.office, by=context.user, at=context.at)
    found = employers_visible_to(context.user).filter(pk=plan.employer.pk or 0).first()
    if found is None:
        raise EmployerNotYours
    return found


def refusal_reason(context: Context, row: RowValues, refusal: Exception) -> Judgement | None:
    """Return what a refusal makes of the row; None where it concerns the person or the whole sheet."""
    if isinstance(refusal, NotAllowed):
        return None
    if isinstance(refusal, AlreadyImported):
        standing = Posting.objects.filter(office=context.office, source_key=row.key).values_list("public_id", flat=True)
        return Judgement(RowState.SAME, same_as=standing.get())
    reason = next((reason for kind, reason in _REASON_OF.items() if isinstance(refusal, kind)), None)
    return Judgement(RowState.NEEDS_DECISION, (reason or Reason("field_unclear", "title"),))


def label(user: Any, code: str, choice: str) -> str:
    """Return the words for a choice of a reason."""
    if code == AMBIGUOUS:
        return employer_label(user, choice)
    if code == "area_ambiguous":
        return full_name(choice)
    if code in PROPOSING:
        return proposal_words(code, choice)
    return occupation_name(choice)


def judge_row(context: Context, row: RowValues) -> Judgement:
    """Judge one row of this kind."""
    return judge(KIND, context, row)


KIND: ImportKind = ImportKind(
    key="postings",
    title=_("岗位"),
    url_space="postings",
    result_url="postings:show",
    fields=FIELDS,
    reasons=REASONS,
    template_columns=TEMPLATE,
    defaults=DEFAULTS,
    shown=SHOWN,
    judge=judge_row,
    save=save,
    refusal_reason=refusal_reason,
    label=label,
    may=can_enter_postings,
    one_by_one=("employer_name_differs",),
    template_choices={
        "kind": PostingKind.labels,
        "settle": SettleKind.labels,
        "sex": SexRequired.labels,
        "board": (_("包吃包住"), _("包吃"), _("包住"), _("不包")),
    },
    default_choices={"pay_unit": PayUnit.choices, "kind": PostingKind.choices},
)


def register() -> None:
    """Make the kind known and put its pages into the menu; called when the room is ready."""
    register_kind(KIND)
    register_menu(
        MenuItem(
            group="jobs", key="postings.imports", title=_("导入岗位"), url_name="postings:imports", icon="upload",
            order=40, may=can_enter_postings,
        )
    )  # fmt: skip
    register_menu(
        MenuItem(
            group="office", key="postings.export", title=_("导出岗位"), url_name="postings:export", icon="download",
            order=80, may=can_export_people,
        )
    )  # fmt: skip
