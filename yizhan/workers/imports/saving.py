"""How a ready row becomes a registration, and what a refusal on the way means for the row."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import can_export_people
from yizhan.people.enums import NO_ID_REASONS_AT_COUNTER, Channel, ServedBasis
from yizhan.people.operations import IdTaken, SensitiveNeedsConsent, look_up_elsewhere, register_person
from yizhan.people.queries import people_visible_to, person_card, with_contacts
from yizhan.shared.errors import NotAllowed
from yizhan.shared.panels import MenuItem, register_menu
from yizhan.shared.sheets.enums import RowState
from yizhan.shared.sheets.kinds import Context, ImportKind, Judgement, Reason, RowValues, register_kind
from yizhan.vocabularies.enums import Education
from yizhan.vocabularies.queries import occupation_name
from yizhan.workers.enums import BoardLodging, SettleWish, Transport, WishPayUnit, WorkMode
from yizhan.workers.imports.fields import DEFAULTS, FIELDS, SHOWN, TEMPLATE
from yizhan.workers.imports.judging import OTHER_NAME, SIMILAR, PersonPlan, judge
from yizhan.workers.imports.reasons import REASONS
from yizhan.workers.operations import register_for_work
from yizhan.workers.rules import may_register

YES_NO = (_("是"), _("否"))


@transaction.atomic
def save(context: Context, row: RowValues, judgement: Judgement) -> uuid.UUID:
    """Register the person and what they want; returns the person's public id.

    :raises Refused: as the operations do; nothing is written then.
    """
    plan: PersonPlan = judgement.plan
    person = register_person(
        facts=plan.facts, contacts=plan.contacts, consents=plan.consents, office=context.office, by=context.user,
        at=context.at, channel=Channel.IMPORT, basis=ServedBasis.IMPORT,
    )  # fmt: skip
    register_for_work(
        person=person, wish=plan.wish, office=context.office, by=context.user, at=context.at, channel=Channel.IMPORT
    )
    return person.public_id


def refusal_reason(context: Context, row: RowValues, refusal: Exception) -> Judgement | None:
    """Return what a refusal makes of the row; None where it concerns the person at the desk.

    A number that is on record elsewhere is counted and logged like the same question at the counter: a sheet of numbers
    is no way around the limit.

    :raises yizhan.people.operations.TooManyLookups: the limit is reached; the import stops there.
    """
    if isinstance(refusal, NotAllowed):
        return None
    if isinstance(refusal, IdTaken):
        look_up_elsewhere(id_no=row.said("id_no"), by=context.user, at=context.at)
        return Judgement(RowState.NEEDS_DECISION, (Reason("id_elsewhere", "id_no"),))
    code = "group_needs_consent" if isinstance(refusal, SensitiveNeedsConsent) else "field_unclear"
    return Judgement(RowState.NEEDS_DECISION, (Reason(code, "groups" if code != "field_unclear" else "name"),))


def label(user: Any, code: str, choice: str) -> str:
    """Return the words for a choice of a reason. A similar person is shown as in a list: numbers masked."""
    if code == "id_missing":
        return str(dict(NO_ID_REASONS_AT_COUNTER).get(choice, ""))
    if code in (SIMILAR, OTHER_NAME):
        person = with_contacts(people_visible_to(user).filter(public_id=choice)).first()
        if person is None:
            return ""
        card = person_card(person)
        return " · ".join(filter(None, (card.name, card.number, card.id_no, card.phone)))
    return occupation_name(choice)


def judge_row(context: Context, row: RowValues) -> Judgement:
    """Judge one row of this kind."""
    return judge(KIND, context, row)


KIND: ImportKind = ImportKind(
    key="people",
    title=_("求职人员"),
    url_space="workers",
    result_url="people:person",
    fields=FIELDS,
    reasons=REASONS,
    template_columns=TEMPLATE,
    defaults=DEFAULTS,
    shown=SHOWN,
    judge=judge_row,
    save=save,
    refusal_reason=refusal_reason,
    label=label,
    may=may_register,
    personal=True,
    one_by_one=(SIMILAR, "id_maybe_rounded"),
    template_choices={
        "no_id_reason": [label for _code, label in NO_ID_REASONS_AT_COUNTER],
        "work_modes": WorkMode.labels,
        "settle": SettleWish.labels,
        "transport": Transport.labels,
        "board_lodging": BoardLodging.labels,
        "education": Education.labels,
        "smartphone": YES_NO,
        "push_ok": YES_NO,
        "sensitive_ok": YES_NO,
    },
    default_choices={
        "no_id_reason": NO_ID_REASONS_AT_COUNTER, "pay_unit": WishPayUnit.choices, "work_modes": WorkMode.choices,
    },
)  # fmt: skip


def register() -> None:
    """Make the kind known and put its pages into the menu; called when the room is ready."""
    register_kind(KIND)
    register_menu(
        MenuItem(
            group="people", key="workers.imports", title=_("导入求职人员"), url_name="workers:imports", icon="upload",
            order=60, may=may_register,
        )
    )  # fmt: skip
    register_menu(
        MenuItem(
            group="office", key="workers.export", title=_("导出求职人员"), url_name="workers:export", icon="download",
            order=81, may=can_export_people,
        )
    )  # fmt: skip
