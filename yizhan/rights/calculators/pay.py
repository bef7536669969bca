"""Arrears with interest where it is lawful, overtime, and what is missing to the minimum wage."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from yizhan.rights import laws
from yizhan.rights.calculators.lines import Answer, Line, rounded, yuan_words
from yizhan.rights.enums import InterestBasis
from yizhan.rights.laws import in_force

#: Of the double part of the interest on a judgment: 0.0175 % a day (法释〔2014〕8号, 1).
DOUBLE_A_DAY = Fraction(175, 1_000_000)
YEAR_DAYS = 365
#: Days that a month's wage pays: (365 - 104) / 12.
PAID_DAYS = Fraction(87, 4)
DAY_HOURS = 8


@dataclass(frozen=True)
class Interest:
    """On what ground interest is asked, and for how long.

    :param rate_bp: yearly rate in basis points (agreed, or the LPR); unused for a judgment.
    :param lpr_bp: the one-year LPR when the note was written, for the ceiling of four times; None: not checked.
    :param from_on: the day the money was due (of a judgment: the last day for performing), not counted.
    :param until_on: counted.
    """

    basis: InterestBasis
    from_on: dt.date
    until_on: dt.date
    rate_bp: int = 0
    lpr_bp: int | None = None


def arrears(*, promised_fen: int, paid_fen: int, interest: Interest | None = None) -> Answer:
    """Reckon what is owed: promised less paid, and interest where the ground carries it.

    :raises ValueError: more was paid than promised, or the days run backwards.
    """
    if not 0 <= paid_fen <= promised_fen:
        raise ValueError("paid is between nothing and what was promised")
    owed = promised_fen - paid_fen
    working = _("应付 %(all)s − 已付 %(paid)s") % {"all": yuan_words(promised_fen), "paid": yuan_words(paid_fen)}
    lines = [Line(_("欠付的报酬"), working, owed, laws.WAGE_RULES)]
    if interest is not None and interest.basis != InterestBasis.NONE:
        lines.append(_interest(owed, interest))
    notes = (
        _(
            "劳动监察责令限期支付、逾期仍不付的，还可以要求按应付金额 50% 到 100% 加付赔偿金"
            "（《劳动合同法》第85条），这里没有算进去。"
        ),
    )
    return Answer(tuple(lines), notes)


def _interest(owed: int, interest: Interest) -> Line:
    days = (interest.until_on - interest.from_on).days
    if days < 0:
        raise ValueError("interest runs forward")
    if interest.basis == InterestBasis.AWARD:
        working = _("%(owed)s × 每日万分之一点七五 × %(days)s 天") % {"owed": yuan_words(owed), "days": days}
        return Line(
            _("迟延履行的加倍部分利息"), working, rounded(owed * DOUBLE_A_DAY * days), laws.DOUBLE_INTEREST_RATE
        )
    rate, capped = interest.rate_bp, ""
    if interest.basis == InterestBasis.AGREED and interest.lpr_bp is not None and rate > 4 * interest.lpr_bp:
        rate = 4 * interest.lpr_bp
        capped = _("（写明的利率超过一年期 LPR 的四倍，按四倍算）")
    working = _("%(owed)s × 年利率 %(rate)s%% ÷ 365 × %(days)s 天%(capped)s") % {
        "owed": yuan_words(owed),
        "rate": f"{rate / 100:g}",
        "days": days,
        "capped": capped,
    }
    amount = rounded(Fraction(owed * rate * days, 10_000 * YEAR_DAYS))
    law = laws.LOAN_CAP if interest.basis == InterestBasis.AGREED else laws.SERVICE_LATE
    return Line(_("利息"), working, amount, law)


def overtime(
    *,
    month_fen: int,
    on: dt.date,
    workday_hours: Fraction,
    restday_hours: Fraction,
    holiday_hours: Fraction,
    paid_fen: int = 0,
) -> Answer:
    """Reckon overtime pay by 150, 200 and 300 % of the hourly wage (劳动法 44).

    :param month_fen: the month's wage for normal hours. :param on: a day of that month: which conversion holds.
    :param paid_fen: overtime pay already received, at most what is due counts.
    """
    hour = Fraction(month_fen) / PAID_DAYS / DAY_HOURS
    conversion = in_force((laws.MONTH_DAYS, laws.MONTH_DAYS_2008), on)
    base = _("月工资 %(month)s ÷ 21.75 天 ÷ 8 小时 = %(hour)s 元/小时（计算时不先取整）") % {
        "month": yuan_words(month_fen),
        "hour": yuan_words(hour),
    }
    lines = [Line(_("小时工资"), base, None, conversion)]
    for label, hours, percent in (
        (_("工作日延时加班"), workday_hours, 150),
        (_("休息日加班，没有补休"), restday_hours, 200),
        (_("法定休假日加班"), holiday_hours, 300),
    ):
        if hours:
            working = _("%(hour)s × %(hours)s 小时 × %(percent)s%%") % {
                "hour": yuan_words(hour),
                "hours": f"{float(hours):g}",
                "percent": percent,
            }
            lines.append(Line(label, working, rounded(hour * hours * percent / 100), laws.OVERTIME))
    return Answer(tuple(_less_paid(lines, paid_fen)))


def minimum_gap(
    *, paid_fen: int, on: dt.date, month_fen: int | None = None, hour_fen: int | None = None, hours: Fraction
) -> Answer:
    """Reckon what is missing to the minimum wage: of a whole month, or hour by hour (非全日制).

    :param paid_fen: wages for normal hours, without overtime pay, allowances for night or heat, and benefits in kind.
    :param month_fen: the month's minimum at the place of work on that day; else `hour_fen` and `hours`.
    :raises ValueError: neither or both minimums are given.
    """
    if (month_fen is None) == (hour_fen is None):
        raise ValueError("either the month's or the hour's minimum")
    if month_fen is not None:
        due, law = month_fen, laws.MINIMUM
        working = _("月最低工资 %(month)s（%(on)s 适用）") % {"month": yuan_words(month_fen), "on": on.isoformat()}
    else:
        assert hour_fen is not None  # noqa: S101 - told apart above
        due, law = rounded(hour_fen * hours), laws.PART_TIME
        working = _("小时最低工资 %(hour)s（%(on)s 适用）× %(hours)s 小时") % {
            "hour": yuan_words(hour_fen),
            "hours": f"{float(hours):g}",
            "on": on.isoformat(),
        }
    lines = [
        Line(_("最低应付"), working, due, law, counts=False),
        Line(
            _("差额"),
            _("最低应付 %(due)s − 实付 %(paid)s，不低于 0") % {"due": yuan_words(due), "paid": yuan_words(paid_fen)},
            max(0, due - paid_fen), laws.EXTRA_PAY,
        ),
    ]  # fmt: skip
    note = _(
        "实付里不算加班费、中夜班和高低温津贴、福利待遇（《最低工资规定》第12条）；当月没有做满的，按当地规定折算。"
    )
    return Answer(tuple(lines), (note,))


def _less_paid(lines: list[Line], paid_fen: int) -> list[Line]:
    """Show what was paid; what is left is the only line that counts then."""
    if not paid_fen:
        return lines
    due = Answer(tuple(lines)).total_fen
    shown = [Line(line.label, line.working, line.fen, line.law, counts=False) for line in lines]
    working = _("应付 %(due)s − 已付 %(paid)s，不低于 0") % {"due": yuan_words(due), "paid": yuan_words(paid_fen)}
    return [*shown, Line(_("还差"), working, max(0, due - paid_fen))]
