"""What the rule book is told about a posting and about who posts it. ``None`` means: not stated."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from yizhan.postings.rulebook.limits import SHIPPED, Limits


@dataclass(frozen=True)
class EmployerFacts:
    """Who posts, as known on the day of judgement.

    :param is_agency: 经营性人力资源机构.
    :param is_verified: real-name verification was passed and not withdrawn.
    :param reverify_on: the last day on which the verification still counts.
    :param uscc_is_valid: check digit of the 统一社会信用代码; ``None`` where the employer needs none (a household).
    :param name_matches_licence: ``None`` where there is no licence to compare with.
    :param licence_valid_until_on: last day of the 人力资源服务许可证; ``None`` where there is none.
    :param is_household: 个人雇主.
    :param recruits_for_others: a unit's own account offers work of another unit (the agency rule is CR-004).
    :param is_suspended: may not publish (CR-006, CR-074); ``suspended_until_on`` is the last day, ``None`` until it is
        lifted; ``suspended_reason`` says why, in Chinese and English.
    :param to_recheck: workers said twice in thirty days that work was not as posted (CR-073).
    :param posts_in_7_days: postings of the last seven days, this one included.
    :param agent_is_proven: ID card and mandate of who acts for a unit were seen; ``None`` where nobody acts for it.
    """

    is_verified: bool = False
    reverify_on: dt.date | None = None
    is_agency: bool = False
    uscc_is_valid: bool | None = None
    name_matches_licence: bool | None = None
    licence_valid_until_on: dt.date | None = None
    is_household: bool = False
    recruits_for_others: bool = False
    is_suspended: bool = False
    suspended_until_on: dt.date | None = None
    suspended_reason: tuple[str, str] = ("", "")
    posts_in_7_days: int = 0
    agent_is_proven: bool | None = None
    to_recheck: bool = False


@dataclass(frozen=True)
class Alike:
    """Another posting that says the same (CR-020)."""

    number: str
    percent: int


@dataclass(frozen=True)
class PostingFacts:
    """A posting with the code names of the data dictionary; money in fen, instants timezone-aware.

    :param kind: "gig" (日工), "short" (短期) or "long" (长期): decides the usual period of validity.
    :param employer_is_described: name and basic situation of the employer are stated.
    :param conditions_are_stated: requirements are stated, be it that there are none (不限).
    :param pay_note: what is written about pay in words ("面议").
    :param sex_ground: code of the legal ground chosen for a required sex.
    :param places_left: open places; ``None`` where nothing was taken yet.
    :param labor_type: "contract", "part_time", "service", "platform", "public_welfare", "work_relief" or not stated.
    :param hours_per_day_x10: tenths of an hour a day.
    :param days_per_week: working days a week; ``None`` where not stated.
    :param settle_kind: "daily", "weekly", "half_month", "monthly" or "on_completion".
    :param term_days: how many days the work lasts; ``None`` for work without an end.
    :param pieces_per_day: what one usually makes in a day.
    :param is_repost: passed on from elsewhere; ``source_name`` says from where.
    :param age_max: upper limit; ``age_ground`` the reason chosen for an age limit.
    :param hazards: codes of the hazards ticked.
    :param hour_minimum_fen: minimum wage an hour at the place and day of work; ``month_minimum_fen`` a month.
    :param pay_daily_fen: comparable pay a day; ``pay_p95_daily_fen`` the 95th percentile of the same occupation and
        area in ninety days, ``None`` where too few are known.
    :param alike: the posting of seven days with the same telephone whose text is most alike, and by how much.
    :param units_of_phone: different units that gave this telephone, this one included.
    :param published_at: since when it is open; ``last_confirmed_at`` when the employer last said so.
    :param meeting_distance_m: from the meeting place to the place of work; ``None`` where one has no point.
    :param weather_alert: what is announced for a day of work, or "".
    :param is_outdoors: the work is done in the open.
    :param limits: what the rules compare with: shipped, or tightened by the county.
    :param texts: free text by field, e.g. ``{"title": …, "content": …}``.
    """

    kind: str = "gig"
    employer_is_described: bool = False
    headcount: int | None = None
    conditions_are_stated: bool = False
    content: str = ""
    place: str = ""
    pay_min_fen: int | None = None
    pay_max_fen: int | None = None
    pay_unit: str | None = None
    pay_note: str = ""
    start_at: dt.datetime | None = None
    end_at: dt.datetime | None = None
    valid_from_at: dt.datetime | None = None
    valid_to_at: dt.datetime | None = None
    age_min: int | None = None
    sex_req: str | None = None
    sex_ground: str | None = None
    labor_type: str | None = None
    hours_per_day_x10: int | None = None
    days_per_week: int | None = None
    settle_kind: str | None = None
    term_days: int | None = None
    pieces_per_day: int | None = None
    is_repost: bool = False
    source_name: str = ""
    age_max: int | None = None
    age_ground: str | None = None
    hazards: tuple[str, ...] = ()
    hour_minimum_fen: int | None = None
    month_minimum_fen: int | None = None
    pay_daily_fen: int | None = None
    pay_p95_daily_fen: int | None = None
    alike: Alike | None = None
    units_of_phone: int = 0
    published_at: dt.datetime | None = None
    last_confirmed_at: dt.datetime | None = None
    meeting_distance_m: int | None = None
    weather_alert: str = ""
    is_outdoors: bool = False
    places_left: int | None = None
    limits: Limits = SHIPPED
    texts: dict[str, str] = field(default_factory=dict)
