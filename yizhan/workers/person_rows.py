"""What happens to the room's rows when a person's record is merged, exported or anonymised."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from yizhan.shared.display import distance_text, money_text
from yizhan.shared.person_rows import Coded, PersonRows, amount, move_rows, move_rows_back, register_person_rows
from yizhan.vocabularies.queries import certificate, occupation_name
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.models import CertificateHeld, Commitment, JobSeeker, Visit, Wish, WishedOccupation
from yizhan.workers.queries import skills_of


def _merge_seeker(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
    """One person has one standing: the kept one stays; without one, the absorbed moves over."""
    absorbed = JobSeeker.objects.filter(person_id=absorbed_id).first()
    if absorbed is None:
        return {"moved": None}
    if JobSeeker.objects.filter(person_id=kept_id).exists():
        # Two standings of one person: the absorbed one is put to rest beside its record and comes back with it.
        before = absorbed.status
        JobSeeker.objects.filter(pk=absorbed.pk).update(status=SeekerStatus.LEFT)
        return {"moved": None, "rested": absorbed.pk, "status": before}
    JobSeeker.objects.filter(pk=absorbed.pk).update(person_id=kept_id)
    return {"moved": absorbed.pk}


def _unmerge_seeker(kept_id: int, absorbed_id: int, journal: dict[str, Any], at: dt.datetime) -> None:
    if journal.get("moved"):
        JobSeeker.objects.filter(pk=journal["moved"]).update(person_id=absorbed_id)
    if journal.get("rested"):
        JobSeeker.objects.filter(pk=journal["rested"]).update(status=journal["status"])


def _export_seeker(person_id: int) -> list[dict[str, Any]]:
    rows = []
    for seeker in JobSeeker.objects.filter(person_id=person_id).select_related("wish"):
        wish: Wish = seeker.wish
        wanted = WishedOccupation.objects.filter(wish=wish).order_by("place", "pk")
        rows.append(
            {
                _("求职状态"): seeker.get_status_display(),
                _("登记时间"): seeker.registered_at.isoformat(),
                _("服务等级"): seeker.get_service_tier_display(),
                _("劳动能力限制"): seeker.work_limit,
                _("住处"): seeker.home_name,
                _("意向工种"): [occupation_name(row.occupation_code) for row in wanted],
                _("结伴人数"): wish.party_size,
                _("最低报酬（分）"): amount(wish.pay_min_fen, money_text(wish.pay_min_fen, wish.pay_unit)),
                _("计酬单位"): Coded(wish.pay_unit, wish.get_pay_unit_display()),
                _("最远路程（米）"): amount(wish.max_distance_m, distance_text(wish.max_distance_m)),
                _("有效期至"): wish.valid_until_on.isoformat(),
                _("技能"): [occupation_name(skill.occupation_code) for skill in skills_of(seeker)],
                _("关闭个性化推荐"): seeker.recommendation_off,
            }
        )
    return rows


def _anonymise_seeker(person_id: int, at: dt.datetime) -> None:
    """Counts stay (which trade, which day); what could tell who it was goes."""
    JobSeeker.objects.filter(person_id=person_id).update(
        status=SeekerStatus.LEFT, work_limit="", home_name="", lat_e6=None, lng_e6=None, waiting_since_on=None
    )
    Wish.objects.filter(seeker__person_id=person_id).update(tools="", languages="")
    WishedOccupation.objects.filter(wish__seeker__person_id=person_id).update(said_as="")


def _merge_certificates(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
    """Move what the kept person does not have; a certificate that both have stays where it is."""
    have = CertificateHeld.objects.filter(person_id=kept_id).values("code")
    ids = list(
        CertificateHeld.objects.filter(person_id=absorbed_id).exclude(code__in=have).values_list("pk", flat=True)
    )
    CertificateHeld.objects.filter(pk__in=ids).update(person_id=kept_id)
    return {"moved": ids}


def _export_certificates(person_id: int) -> list[dict[str, Any]]:
    rows = []
    for held in CertificateHeld.objects.filter(person_id=person_id).order_by("pk"):
        known = certificate(held.code)
        rows.append(
            {
                _("证书"): known.name if known else held.code,
                _("证号"): held.number,
                _("发证单位"): held.issuer,
                _("有效期至"): held.expires_on.isoformat() if held.expires_on else "",
            }
        )
    return rows


def _merge_commitments(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
    """Move the promises; two that overlap now are marked, because both were really made."""
    ids = list(Commitment.objects.filter(person_id=absorbed_id).values_list("pk", flat=True))
    marked = list(Commitment.objects.filter(pk__in=ids, overridden_reason="").values_list("pk", flat=True))
    Commitment.objects.filter(pk__in=marked).update(overridden_reason="merged")
    Commitment.objects.filter(pk__in=ids).update(person_id=kept_id)
    return {"moved": ids, "marked": marked}


def _unmerge_commitments(kept_id: int, absorbed_id: int, journal: dict[str, Any], at: dt.datetime) -> None:
    Commitment.objects.filter(pk__in=journal["moved"]).update(person_id=absorbed_id)
    Commitment.objects.filter(pk__in=journal["marked"], overridden_reason="merged").update(overridden_reason="")


def _export_commitments(person_id: int) -> list[dict[str, Any]]:
    return [
        {
            _("约定开始"): row.starts_at.isoformat(),
            _("约定结束"): row.ends_at.isoformat(),
            _("已取消"): row.released_at is not None,
        }
        for row in Commitment.objects.filter(person_id=person_id).order_by("starts_at", "pk")
    ]


def _release_all(person_id: int, at: dt.datetime) -> None:
    Commitment.objects.filter(person_id=person_id, released_at=None).update(released_at=at)


def _export_visits(person_id: int) -> list[dict[str, Any]]:
    return [
        {
            _("来访时间"): row.at.isoformat(),
            _("事由"): row.get_purpose_display(),
            _("已撤回"): row.taken_back_at is not None,
        }
        for row in Visit.objects.filter(person_id=person_id).order_by("at", "pk")
    ]


def register() -> None:
    """Register every model of the room that points at a person."""
    register_person_rows(
        PersonRows("workers.JobSeeker", _merge_seeker, _unmerge_seeker, _export_seeker, _anonymise_seeker)
    )
    register_person_rows(
        PersonRows(
            "workers.CertificateHeld",
            _merge_certificates,
            lambda kept, absorbed, journal, at: move_rows_back(CertificateHeld, "person", absorbed, journal),
            _export_certificates,
            lambda person_id, at: (CertificateHeld.objects.filter(person_id=person_id).delete(), None)[1],
        )
    )
    register_person_rows(
        PersonRows("workers.Commitment", _merge_commitments, _unmerge_commitments, _export_commitments, _release_all)
    )
    register_person_rows(
        PersonRows(
            "workers.Visit",
            lambda kept, absorbed, at: move_rows(Visit, "person", kept, absorbed),
            lambda kept, absorbed, journal, at: move_rows_back(Visit, "person", absorbed, journal),
            _export_visits,
            # The ledger keeps the visit and forgets whose it was.
            lambda person_id, at: (Visit.objects.filter(person_id=person_id).update(person=None), None)[1],
        )
    )
