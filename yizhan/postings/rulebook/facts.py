"""What the rule book is told about a posting and about who posts it. ``None`` means: not stated."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class EmployerFacts:
    """Who posts, as known on the day of judgement.

    :param is_agency: 经营性人力资源机构.
    :param is_verified: real-name verification was passed and not withdrawn.
    :param reverify_on: the last day on which the verification still counts.
    :param uscc_is_valid: check digit of the 统一社会信用代码; ``None`` where the employer needs none (a household).
    :param name_matches_licence: ``None`` where there is no licence to compare with.
    :param licence_valid_until_on: last day of the 人力资源服务许可证; ``None`` where there is none.
    """

    is_verified: bool = False
    reverify_on: dt.date | None = None
    is_agency: bool = False
    uscc_is_valid: bool | None = None
    name_matches_licence: bool | None = None
    licence_valid_until_on: dt.date | None = None


@dataclass(frozen=True)
class PostingFacts:
    """A posting with the code names of the data dictionary; money in fen, instants timezone-aware.

    :param kind: "gig" (日工), "short" (短期) or "long" (长期): decides the usual period of validity.
    :param employer_is_described: name and basic situation of the employer are stated.
    :param conditions_are_stated: requirements are stated, be it that there are none (不限).
    :param pay_note: what is written about pay in words ("面议").
    :param sex_ground: code of the legal ground chosen for a required sex.
    :param places_left: open places; ``None`` where nothing was taken yet.
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
    places_left: int | None = None
    texts: dict[str, str] = field(default_factory=dict)
