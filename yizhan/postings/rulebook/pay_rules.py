"""The rules about pay, settling and hours of a posting: CR-012, CR-013, CR-016, CR-053 to CR-056, CR-059."""

from __future__ import annotations

from collections.abc import Iterator

from yizhan.postings.rulebook.facts import PostingFacts
from yizhan.postings.rulebook.finding import Finding
from yizhan.postings.rulebook.model import Level

#: Working days a month (劳社部发〔2008〕3号: 21.75) in hundredths.
DAYS_A_MONTH_X100 = 2175
#: Days between two payments, by kind of settling.
SETTLE_DAYS = {"daily": 1, "weekly": 7, "half_month": 15, "monthly": 31}
EMPLOYED = frozenset({"contract", "public_welfare"})


def spread_findings(posting: PostingFacts) -> Iterator[Finding]:
    """CR-012: "up to" more than twice what is promised. CR-013: far above what is usual here."""
    low, high = posting.pay_min_fen, posting.pay_max_fen
    if low is not None and high is not None and high * 10 > posting.limits.spread_x10 * low > 0:
        yield Finding("CR-012", "pay_max")
    usual, daily = posting.pay_p95_daily_fen, posting.pay_daily_fen
    if usual is not None and daily is not None and daily * 10 > usual * posting.limits.far_above_x10:
        yield Finding("CR-013", "pay_min")


def piece_findings(posting: PostingFacts) -> Iterator[Finding]:
    """CR-016: a rate for a piece says nothing without how many one makes."""
    if posting.pay_unit == "piece" and posting.pieces_per_day is None:
        yield Finding("CR-016", "pay_type")


def hourly_fen(posting: PostingFacts) -> tuple[int, int] | None:
    """Pay an hour as a fraction ``(fen x 10, tenths of an hour)``, or ``None`` where it cannot be known."""
    low, hours_x10 = posting.pay_min_fen, posting.hours_per_day_x10
    if low is None:
        return None
    if posting.pay_unit == "hour":
        return low * 10, 10
    if not hours_x10:
        return None
    if posting.pay_unit == "day":
        return low * 10, hours_x10
    if posting.pay_unit == "piece" and posting.pieces_per_day:
        return low * posting.pieces_per_day // 100, hours_x10  # kept per 1,000 pieces
    return None


def monthly_x100(posting: PostingFacts) -> int | None:
    """Pay a month in hundredths of a fen: as stated, or a day's pay for 21.75 days."""
    if posting.pay_min_fen is None:
        return None
    if posting.pay_unit == "month":
        return posting.pay_min_fen * 100
    return posting.pay_min_fen * DAYS_A_MONTH_X100 if posting.pay_unit == "day" else None


def wage_findings(posting: PostingFacts) -> Iterator[Finding]:
    """CR-053, CR-054 and CR-055: below the minimum wage of the place and day of work."""
    hourly, least_hour = hourly_fen(posting), posting.hour_minimum_fen
    is_low = hourly is not None and least_hour is not None and hourly[0] < least_hour * hourly[1]
    if posting.labor_type == "part_time" and is_low:
        yield Finding("CR-053", "pay_min", words=_yuan(least_hour))
    elif posting.labor_type in EMPLOYED:
        monthly, least_month = monthly_x100(posting), posting.month_minimum_fen
        if monthly is not None and least_month is not None and monthly < least_month * 100:
            yield Finding("CR-054", "pay_min", words=_yuan(least_month))
    elif is_low:
        yield Finding("CR-055", "pay_min")


def _yuan(fen: int | None) -> tuple[tuple[str, str], ...]:
    yuan, rest = divmod(fen or 0, 100)
    return (("x", f"{yuan}.{rest:02}" if rest else str(yuan)),)


def settling_findings(posting: PostingFacts) -> Iterator[Finding]:
    """CR-056: part-time work is paid every fifteen days; on completion counts as long as the work lasts."""
    if posting.labor_type != "part_time":
        return
    days = (
        posting.term_days if posting.settle_kind == "on_completion" else SETTLE_DAYS.get(posting.settle_kind or "", 0)
    )
    if days is None or days > posting.limits.settle_days:
        yield Finding("CR-056", "settle_type")


def hours_findings(posting: PostingFacts) -> Iterator[Finding]:
    """CR-059: more than eight hours a day warns, more than twelve blocks."""
    hours, limits = posting.hours_per_day_x10 or 0, posting.limits
    if hours > limits.hours_warn_x10:
        yield Finding("CR-059", "hours_per_day", Level.BLOCK if hours > limits.hours_block_x10 else Level.WARN)
