"""What happens to orders and the ledger when a person's record is merged, exported or anonymised."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from yizhan.gigs.enums import AHEAD, EndReason
from yizhan.gigs.models import Attendance, LedgerEntry, Order, PayStatement
from yizhan.gigs.operations import cancel_order
from yizhan.gigs.operations.steps import forget_places
from yizhan.gigs.operations.vouchers import destroy_vouchers_of
from yizhan.gigs.words import hours_text
from yizhan.shared.display import money_text
from yizhan.shared.person_rows import PersonRows, move_rows, move_rows_back, register_person_rows
from yizhan.workers.queries import seekers_by_person


def _merge(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
    """Move the orders. Where both are expected on one shift, the absorbed one is cancelled: one person goes once.

    Where work was done under both records, both orders stay as they are: hours and pay were entered for each.
    """
    twice = Order.objects.standing().filter(person_id=kept_id, shift=OuterRef("shift"))
    theirs = Order.objects.filter(person_id=absorbed_id).order_by("pk")
    for order in theirs.filter(Exists(twice), state__in=sorted(AHEAD)):
        cancel_order(order=order, reason=EndReason.MERGED, by=None, at=at)
    moved = dict(theirs.standing().exclude(Exists(twice)).values_list("pk", "seeker_id"))
    moved |= dict(theirs.exclude(pk__in=Order.objects.standing().values("pk")).values_list("pk", "seeker_id"))
    seeker = seekers_by_person([kept_id]).get(kept_id)
    for pk, seeker_id in moved.items():
        Order.objects.filter(pk=pk).update(person_id=kept_id, seeker_id=seeker.pk if seeker else seeker_id)
    return {"moved": [[pk, seeker_id] for pk, seeker_id in moved.items()]}


def _unmerge(kept_id: int, absorbed_id: int, journal: dict[str, Any], at: dt.datetime) -> None:
    """Put them back. What the merge cancelled stays cancelled: its place may be somebody else's by now."""
    for pk, seeker_id in journal["moved"]:
        Order.objects.filter(pk=pk).update(person_id=absorbed_id, seeker_id=seeker_id)


def _export(person_id: int) -> list[dict[str, Any]]:
    rows = Order.objects.filter(person_id=person_id).select_related("shift__posting__employer", "shift__posting__terms")
    return [
        {
            _("订单号"): row.number,
            _("用工方"): row.shift.posting.employer.name,
            _("岗位"): row.shift.posting.terms.title if row.shift.posting.terms else "",
            _("上工时间"): timezone.localtime(row.shift.starts_at).isoformat(),
            _("角色"): row.get_role_display(),
            _("状态"): row.get_state_display(),
            _("约定支付日"): row.pay_on.isoformat(),
            _("结束原因"): row.get_end_reason_display(),
            _("考勤"): _attendance(row),
            _("签到签退时的位置"): _places(row),
            _("考勤更正"): [
                f"{_times(one.before_in_at, one.before_out_at)} → {_times(one.in_at, one.out_at)}"
                for one in row.corrections.order_by("at", "pk")
            ],
            _("用工方说已付"): [
                _paid_line(one) for one in row.pay_statements.order_by("at", "pk").prefetch_related("vouchers")
            ],
            _("双方说的工时"): [
                f"{one.get_side_display()} {hours_text(one.minutes)}" for one in row.statements.order_by("at", "pk")
            ],
        }
        for row in rows.order_by("pk")
    ]


def _paid_line(said: PayStatement) -> str:
    line = f"{said.paid_on.isoformat()} {money_text(said.paid_fen)} {said.get_method_display()}"
    return " ".join([line, *(_("附凭证图片") for _one in said.vouchers.all())])


def _attendance(order: Order) -> str:
    noted = getattr(order, "attendance", None)
    if noted is None:
        return ""
    return _times(noted.in_at, noted.out_at)


def _places(order: Order) -> str:
    noted = getattr(order, "attendance", None)
    if noted is None:
        return ""
    points = ((noted.in_lat_e6, noted.in_lng_e6), (noted.out_lat_e6, noted.out_lng_e6))
    return " – ".join(f"{lat / 1e6:.6f}, {lng / 1e6:.6f}" for lat, lng in points if lat is not None)


def _times(*moments: dt.datetime | None) -> str:
    return " – ".join(timezone.localtime(one).isoformat(timespec="minutes") for one in moments if one)


def _anonymise(person_id: int, at: dt.datetime) -> None:
    """End what has not begun; work that was done stays counted, where somebody stood then does not."""
    forget_places(Attendance.objects.filter(order__person_id=person_id))
    for order in Order.objects.filter(person_id=person_id, state__in=sorted(AHEAD)).order_by("-led_by_id", "pk"):
        cancel_order(order=order, reason=EndReason.PERSON_LEFT, by=None, at=at)


def _export_ledger(person_id: int) -> list[dict[str, Any]]:
    rows = LedgerEntry.objects.filter(person_id=person_id).order_by("pk")
    return [
        {
            _("用人单位名称"): row.employer_name,
            _("支付周期起"): row.period_from_on.isoformat(),
            _("类别"): row.get_kind_display(),
            _("应发"): money_text(row.gross_fen),
            _("扣款"): money_text(row.deductions_fen),
            _("实发"): money_text(row.net_fen),
            _("已付"): money_text(row.paid_fen),
            _("支付日期"): row.paid_on.isoformat() if row.paid_on else "",
            _("凭证号"): row.voucher,
        }
        for row in rows
    ]


def _anonymise_ledger(person_id: int, at: dt.datetime) -> None:
    """Erase who it was where the three years are over; before that the law demands the ledger as it stands."""
    over = LedgerEntry.objects.filter(person_id=person_id, keep_until_on__lte=timezone.localdate(at))
    over.update(person_name="", id_no="", contact="", voucher="")
    destroy_vouchers_of(person_id=person_id, today=timezone.localdate(at), at=at)


def register() -> None:
    """Register the room's models that point at a person."""
    register_person_rows(PersonRows("gigs.Order", _merge, _unmerge, _export, _anonymise))
    register_person_rows(
        PersonRows(
            "gigs.LedgerEntry",
            lambda kept, absorbed, at: move_rows(LedgerEntry, "person", kept, absorbed),
            lambda kept, absorbed, journal, at: move_rows_back(LedgerEntry, "person", absorbed, journal),
            _export_ledger,
            _anonymise_ledger,
        )
    )
