"""An employer's record as staff read it: each fact with its evidence, measures, and letters without an answer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from django_stubs_ext import StrOrPromise

from yizhan.employers.conduct import unanswered_counts
from yizhan.employers.enums import GOOD
from yizhan.employers.models import AnswerReminder, ConductFact, Employer, Measure
from yizhan.shared.keyset import beyond

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: Facts on one page.
FACTS_A_PAGE = 50
FACTS_ORDER = ("-at", "-pk")


@dataclass(frozen=True)
class SourceKind:
    """Where facts come from, as a room above names it.

    :param pages: `(user, public ids)` -> address of the page of each source that this user may see; one query.
    """

    key: str
    label: StrOrPromise
    pages: Callable[[User, list[uuid.UUID]], dict[uuid.UUID, str]]


_sources: dict[str, SourceKind] = {}


def register_source(source: SourceKind) -> None:
    """Let the staff's view of facts lead to where they come from; rooms above do so from `apps.py`."""
    _sources[source.key] = source


@dataclass(frozen=True, repr=False)
class FactLine:
    """A fact with its evidence.

    :param url: the page of its source, "" where the reader may not see it or there is none.
    """

    fact: ConductFact
    source: StrOrPromise
    url: str

    @property
    def is_against(self) -> bool:
        """It speaks against the employer."""
        return self.fact.kind not in GOOD

    @property
    def is_open(self) -> bool:
        """Nobody has verified or settled it, and it was not taken back."""
        fact = self.fact
        return self.is_against and not (fact.verified_at or fact.settled_at or fact.withdrawn_at)


def facts_of(
    employer: Employer, user: User, *, against: bool = False, after: ConductFact | None = None
) -> tuple[list[FactLine], bool]:
    """Return a page of recorded facts, newest first, and whether there are more; one query and one a kind of source.

    :param against: only those that speak against the employer. :param after: the last fact of the page before.
    """
    rows = employer.conduct.select_related("by", "verified_by", "settled_by")
    if against:
        rows = rows.exclude(kind__in=sorted(GOOD))
    if after is not None:
        rows = beyond(rows, after, FACTS_ORDER)
    found = list(rows.order_by(*FACTS_ORDER)[: FACTS_A_PAGE + 1])
    return _lines(found[:FACTS_A_PAGE], user), len(found) > FACTS_A_PAGE


def _lines(facts: list[ConductFact], user: User) -> list[FactLine]:
    ids: dict[str, list[uuid.UUID]] = defaultdict(list)
    for fact in facts:
        ids[fact.source_kind].append(fact.source_public_id)
    known = {key: _sources[key] for key in ids if key in _sources}
    pages = {key: source.pages(user, ids[key]) for key, source in known.items()}
    return [
        FactLine(
            fact,
            known[fact.source_kind].label if fact.source_kind in known else "",
            pages.get(fact.source_kind, {}).get(fact.source_public_id, ""),
        )
        for fact in facts
    ]


def measures_of(employer: Employer) -> list[Measure]:
    """Return what the rules did about an employer, newest first, with fact and appeals; two queries."""
    rows = employer.measures.select_related("fact", "decided_by", "ended_by").prefetch_related("appeals")
    return list(rows.order_by("-started_at", "-pk"))


@dataclass(frozen=True, repr=False)
class Owing:
    """An employer who leaves letters without an answer.

    :param letters: how many are overdue. :param told_at: when they were last told, if ever.
    """

    employer: Employer
    letters: int
    told_at: dt.datetime | None


def owing(employers: Iterable[Employer], today: dt.date) -> list[Owing]:
    """Return which of these owe answers: who was never told first, then by how many; two queries.

    :param employers: a queryset of those in sight.
    """
    counts = unanswered_counts(today)
    told = dict(
        AnswerReminder.objects.filter(employer_id__in=list(counts))
        .order_by()
        .values("employer_id")
        .annotate(last=Max("at"))
        .values_list("employer_id", "last")
    )
    rows = [Owing(one, counts[one.pk], told.get(one.pk)) for one in employers if one.pk in counts]
    return sorted(rows, key=lambda row: (row.told_at is not None, -row.letters, row.employer.pk))


def reminders_of(employer: Employer) -> list[AnswerReminder]:
    """Return when the employer was told of overdue letters, newest first."""
    return list(employer.reminders.select_related("by").order_by("-at", "-pk")[:10])
