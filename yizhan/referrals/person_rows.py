"""What happens to referrals when a person's record is merged, exported or anonymised."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yizhan.referrals.enums import ApplicationState, CloseReason, ReferralStatus
from yizhan.referrals.models import Application, Referral, ReferralStatusChange
from yizhan.referrals.operations.steps import close, lock_referral
from yizhan.shared.person_rows import PersonRows, amount, move_rows_back, register_person_rows
from yizhan.workers.queries import seekers_by_person


def _merge(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
    """Move the referrals. Where both are on their way to one shift, the absorbed one is closed: one person goes once.

    The rooms below have run: the kept person's standing as a job seeker is the one that counts from now on.
    """
    theirs = Referral.objects.filter(person_id=absorbed_id).order_by("pk")
    twice = Referral.objects.open().filter(person_id=kept_id, shift=OuterRef("shift"))
    closed = []
    for referral in theirs.open().filter(Exists(twice)):
        close(lock_referral(referral), CloseReason.MERGED, by=None, at=at)
        closed.append(referral.pk)
    moved = dict(theirs.values_list("pk", "seeker_id"))
    seeker = seekers_by_person([kept_id]).get(kept_id)
    for pk, seeker_id in moved.items():
        Referral.objects.filter(pk=pk).update(person_id=kept_id, seeker_id=seeker.pk if seeker else seeker_id)
    return {"moved": [[pk, seeker_id] for pk, seeker_id in moved.items()], "closed": closed}


def _unmerge(kept_id: int, absorbed_id: int, journal: dict[str, Any], at: dt.datetime) -> None:
    """Put them back; what only the merge closed is open again."""
    for pk, seeker_id in journal["moved"]:
        Referral.objects.filter(pk=pk).update(person_id=absorbed_id, seeker_id=seeker_id)
    for referral in Referral.objects.filter(pk__in=journal["closed"], close_reason=CloseReason.MERGED).order_by("pk"):
        last = ReferralStatusChange.objects.filter(
            referral=referral, undone_at=None, after=ReferralStatus.CLOSED
        ).latest("at", "pk")
        last.undone_at = at
        last.save(update_fields=["undone_at"])
        referral.status, referral.close_reason = last.before, ""
        referral.version += 1
        referral.save(update_fields=["status", "close_reason", "version"])


def _export(person_id: int) -> list[dict[str, Any]]:
    rows = Referral.objects.filter(person_id=person_id).select_related("terms", "posting__employer").order_by("pk")
    return [
        {
            _("介绍信编号"): row.number,
            _("推荐时间"): timezone.localtime(row.made_at).isoformat(),
            _("用工方"): row.posting.employer.name,
            _("岗位"): row.terms.title,
            _("人数"): row.places,
            _("推荐方式"): row.get_matched_by_display(),
            _("系统分数（基点）"): amount(row.score_bp, f"{(row.score_bp or 0) / 100:.2f}"),
            _("状态"): row.get_status_display(),
            _("回执原因"): row.get_receipt_reason_display(),
            _("到岗日期"): row.arrived_on.isoformat() if row.arrived_on else "",
        }
        for row in rows
    ]


def _anonymise(person_id: int, at: dt.datetime) -> None:
    """End what is open; the counted part stays, what the engine said about the person goes."""
    for referral in Referral.objects.open().filter(person_id=person_id).order_by("pk"):
        close(lock_referral(referral), CloseReason.PERSON_LEFT, by=None, at=at)
    Referral.objects.filter(person_id=person_id).update(reasons=[], score_bp=None)


def _merge_applications(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
    """Move what the kept person has not applied for; of two for one posting the absorbed one stays where it is."""
    stands = ~Q(state=ApplicationState.WITHDRAWN)
    same = Application.objects.filter(stands, person_id=kept_id, posting=OuterRef("posting"))
    theirs = Application.objects.filter(person_id=absorbed_id).exclude(stands & Exists(same))
    moved = list(theirs.order_by("pk").values_list("pk", flat=True))
    Application.objects.filter(pk__in=moved).update(person_id=kept_id)
    return {"moved": moved}


def _unmerge_applications(kept_id: int, absorbed_id: int, journal: dict[str, Any], at: dt.datetime) -> None:
    move_rows_back(Application, "person", absorbed_id, journal)


def _export_applications(person_id: int) -> list[dict[str, Any]]:
    rows = Application.objects.filter(person_id=person_id).select_related("terms", "posting").order_by("pk")
    return [
        {
            _("报名时间"): timezone.localtime(row.made_at).isoformat(),
            _("招聘编号"): row.posting.number,
            _("岗位"): row.terms.title,
            _("状态"): row.get_state_display(),
            _("答复"): row.get_answer_display(),
        }
        for row in rows
    ]


def _forget_applications(person_id: int, at: dt.datetime) -> None:
    """Applications say only what somebody wanted: nothing asks to keep them."""
    Application.objects.filter(person_id=person_id).delete()


def register() -> None:
    """Register the room's models that point at a person."""
    register_person_rows(PersonRows("referrals.Referral", _merge, _unmerge, _export, _anonymise))
    register_person_rows(
        PersonRows(
            "referrals.Application", _merge_applications, _unmerge_applications, _export_applications,
            _forget_applications,
        )
    )  # fmt: skip
