"""Double wages without a written contract, and severance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext as _

from yizhan.rights import laws
from yizhan.rights.calculators.lines import Answer, Line, rounded, yuan_words
from yizhan.rights.deadlines.counting import ONE_DAY, add_months

#: At most eleven months: from the second month to the end of the first year (实施条例 6, 7).
MOST_MONTHS = 11
#: The contract law counts years from its own beginning.
LAW_BEGINS = dt.date(2008, 1, 1)
#: Twelve years at most, where the wage is above three times the local average (劳动合同法 47).
MOST_YEARS = 12


def double_wage(*, started_on: dt.date, until_on: dt.date, month_fen: int, today: dt.date) -> Answer:
    """Reckon the second wage for work without a written contract (劳动合同法 82).

    :param started_on: first day of work. :param until_on: last day without a contract, counted.
    :param month_fen: the month's wage. :param today: marks months whose year of arbitration may be over.
    """
    lines, notes = [], []
    for number in range(1, MOST_MONTHS + 1):
        begins, ends = add_months(started_on, number), add_months(started_on, number + 1)
        if begins > until_on:
            break
        last = min(ends - ONE_DAY, until_on)
        days, whole = (last - begins).days + 1, (ends - begins).days
        share = "" if days == whole else f" × {days}/{whole}"
        working = f"{begins.isoformat()} – {last.isoformat()}: {yuan_words(month_fen)}{share}"
        if add_months(last, 12) < today:
            working += _("（这个月可能已过一年仲裁时效）")
        label = _("第 %(n)s 个月的二倍工资差额") % {"n": number + 1}
        lines.append(Line(label, working, rounded(Fraction(month_fen * days, whole)), laws.DOUBLE_WAGE))
    if not lines:
        notes.append(_("用工还没有超过一个月，没有二倍工资。单位应在一个月内签书面合同。"))
    if until_on >= add_months(started_on, 12):
        notes.append(_("满一年还没有签的，视为已签无固定期限劳动合同，二倍工资只算 11 个月（实施条例第7条）。"))
    notes.append(_("时效怎么起算各地做法不同，这里按每个月分别算一年，从严提示；不足一月的按日历天数折算。"))
    return Answer(tuple(lines), tuple(notes))


class Ground(StrEnum):
    """Why a labour relation ended."""

    N = "n"
    N_PLUS_ONE = "n1"
    UNLAWFUL = "2n"


@dataclass(frozen=True)
class Service:
    """A stretch of work: both days counted."""

    started_on: dt.date
    ended_on: dt.date

    @property
    def half_months(self) -> int:
        """Half months of severance: a year gives two, six months or more two, less than six one."""
        begins = max(self.started_on, LAW_BEGINS)
        after = self.ended_on + ONE_DAY
        if after <= begins:
            return 0
        years = after.year - begins.year
        while add_months(begins, 12 * years) > after:
            years -= 1
        anniversary = add_months(begins, 12 * years)
        if anniversary == after:
            return 2 * years
        return 2 * years + (2 if add_months(anniversary, 6) <= after else 1)


def severance(
    *,
    service: Service,
    month_fen: int,
    ground: Ground,
    last_month_fen: int | None = None,
    minimum_fen: int | None = None,
    average_fen: int | None = None,
) -> Answer:
    """Reckon severance (劳动合同法 46, 47), with a month's notice in money (40) or twice it (87).

    :param month_fen: average wage of the last twelve months. :param last_month_fen: wage of the last month, for the
        month in place of notice; the average where it is not given.
    :param minimum_fen: the month's minimum: the base is never lower (实施条例 27).
    :param average_fen: the local average monthly wage of the year before, for the ceiling; None: not checked.
    :raises ValueError: the work ended before it began.
    """
    if service.ended_on < service.started_on:
        raise ValueError("work ends after it begins")
    half, base = service.half_months, month_fen
    notes: list[str] = []
    lines: list[Line] = []
    if minimum_fen is not None and base < minimum_fen:
        base = minimum_fen
        lines.append(
            Line(_("计算基数"), _("平均工资低于最低工资，按最低工资算"), base, laws.SEVERANCE_BASE, counts=False)
        )
    if average_fen is not None and base > 3 * average_fen:
        base, half = 3 * average_fen, min(half, 2 * MOST_YEARS)
        lines.append(
            Line(
                _("计算基数"), _("平均工资高于当地月平均工资三倍，按三倍算，最多 12 年"), base, laws.SEVERANCE_YEARS,
                counts=False,
            )
        )  # fmt: skip
    if service.started_on < LAW_BEGINS:
        notes.append(_("2008 年以前的工作年限按当时的规定另算，这里只从 2008-01-01 算起（《劳动合同法》第97条）。"))
    times = 2 if ground is Ground.UNLAWFUL else 1
    months = f"{half / 2:g}"
    working = _("%(base)s × %(months)s 个月") % {"base": yuan_words(base), "months": months}
    if times == 2:
        working += " × 2"
    label = _("违法解除的赔偿金") if times == 2 else _("经济补偿")
    law = laws.SEVERANCE_UNLAWFUL if times == 2 else laws.SEVERANCE_YEARS
    lines.append(Line(label, working, rounded(Fraction(base * half * times, 2)), law))
    if ground is Ground.N_PLUS_ONE:
        extra = last_month_fen if last_month_fen is not None else month_fen
        lines.append(Line(_("代替提前三十日通知的一个月工资"), yuan_words(extra), extra, laws.SEVERANCE_NOTICE))
    notes.append(_("工作每满一年算一个月；六个月以上不满一年算一年；不满六个月算半个月。"))
    return Answer(tuple(lines), tuple(notes))
