"""The form in which somebody says on their own phone what work they look for; read by the counter's own rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yizhan.places.queries import find_divisions, find_places, full_name
from yizhan.shared.display import WEEKDAYS
from yizhan.vocabularies.queries import find_occupations, is_occupation, occupation_name
from yizhan.workers.enums import BoardLodging, DayPart, SettleWish, Transport, WishPayUnit, WorkMode
from yizhan.workers.facts import WishFacts, read_wish

if TYPE_CHECKING:
    from yizhan.workers.models import JobSeeker, WishedDay

MOST_WORKS = 5
#: What a word may mean and where a place may be: more would be a page to read.
MOST_OFFERED = 6
#: Empty rows for dates beside those on record.
NEW_DAYS = 2
LONGEST_AHEAD = dt.timedelta(days=366)
#: Rows for dates that are read of what was sent.
MOST_DAYS = LONGEST_AHEAD.days
#: Of several places of a name: none of these.
ELSEWHERE = "none"


def _line(most: int, keys: str = "text") -> forms.TextInput:
    return forms.TextInput({"autocomplete": "off", "maxlength": str(most), "inputmode": keys})


_PARTS = [(str(part.value), part.label) for part in DayPart]


@dataclass(frozen=True)
class Choice:
    """A box to tick or a button to choose; `said` are the person's words, `name` is the official one."""

    value: str
    said: str
    name: str
    on: bool


class AnyOf(forms.MultipleChoiceField):
    """Boxes of which the page before knew more; what they may hold is read with the rest."""

    def valid_value(self, value: str) -> bool:
        """Leave it to `read_wish`, which knows the vocabulary."""
        return True


class PhoneWishForm(forms.Form):
    """What somebody looks for, in plain fields that need no JavaScript. `wish` holds the result after validation.

    Kinds of work are boxes to untick and a line for one more. Words that mean several kinds, and places of which there
    are several, are offered as choices, and nothing is saved until one is chosen.
    """

    works = AnyOf(label=_("想干的活"), required=False)
    works_text = forms.CharField(label=_("再加一种活"), required=False, widget=_line(30))
    pay_min = forms.CharField(label=_("最少要多少钱"), required=False, widget=_line(12, "decimal"))
    pay_unit = forms.ChoiceField(label=_("怎么算"), choices=WishPayUnit.choices, required=False)
    max_km = forms.CharField(label=_("最远几公里"), required=False, widget=_line(8, "decimal"))
    home_name = forms.CharField(label=_("住在哪里"), required=False, widget=_line(60))
    home_at = forms.CharField(required=False)
    week = forms.MultipleChoiceField(choices=[(str(bit), str(bit)) for bit in range(28)], required=False)
    party_size = forms.CharField(label=_("几个人一起"), required=False, widget=_line(3, "numeric"))
    work_modes = forms.MultipleChoiceField(
        label=_("用工形式"), choices=WorkMode.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    settle = forms.MultipleChoiceField(
        label=_("结算"), choices=SettleWish.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    transport = forms.ChoiceField(label=_("怎么去"), choices=[("", "—"), *Transport.choices], required=False)
    board_lodging = forms.ChoiceField(label=_("食宿"), choices=[("", "—"), *BoardLodging.choices], required=False)
    tools = forms.CharField(label=_("自带工具"), required=False, widget=_line(60))
    languages = forms.CharField(label=_("普通话、方言"), required=False, widget=_line(60))
    valid_days = forms.CharField(label=_("几天有效"), required=False, widget=_line(3, "numeric"))
    work_limit = forms.CharField(label=_("身体上有什么活不能干"), required=False, widget=_line(200))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    wish: WishFacts | None = None

    def __init__(
        self, data: QueryDict | None, *, seeker: JobSeeker, days: Sequence[WishedDay], may_say_limit: bool,
        today: dt.date, initial: dict[str, Any],
    ) -> None:  # fmt: skip
        """Offer what is on record and two more dates.

        :param may_say_limit: they agreed to have such a thing kept; else the field is not there.
        """
        super().__init__(data, initial=initial, label_suffix="")
        self.seeker, self.today, self.on_record = seeker, today, list(initial["works"])
        self.meant: list[Choice] = []
        self.places: list[Choice] = []
        if not may_say_limit:
            del self.fields["work_limit"]
        self._day_names: list[tuple[str, str]] = []
        for number, row in enumerate(self._rows(days)):
            self._add_day(number, row)

    def _rows(self, days: Sequence[WishedDay]) -> list[WishedDay | None]:
        """Return the dates on record and empty rows; of what was sent, as many as were sent: the record may differ."""
        if not self.is_bound:
            return [*days, *[None] * NEW_DAYS]
        sent = takewhile(lambda number: f"day_{number}" in self.data, range(MOST_DAYS))
        return [None] * max(NEW_DAYS, sum(1 for _number in sent))

    def _add_day(self, number: int, row: WishedDay | None) -> None:
        day, parts = f"day_{number}", f"parts_{number}"
        self.fields[day] = forms.DateField(
            label=_("日期"), required=False, initial=row.day if row else None,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("日期没有看懂，请重新选择。")},
        )  # fmt: skip
        self.fields[parts] = forms.MultipleChoiceField(
            label=_("时段"), required=False, choices=_PARTS, widget=forms.CheckboxSelectMultiple,
            initial=[str(part.value) for part in DayPart if row and row.parts >> part & 1],
        )  # fmt: skip
        self._day_names.append((day, parts))

    # What the page shows ----------------------------------------------------------------------------------------------

    @property
    def work_choices(self) -> list[Choice]:
        """The kinds of work on record and those chosen on this page, in the person's order."""
        chosen = self._sent("works") if self.is_bound else self.on_record
        offered = dict.fromkeys([*self.on_record, *chosen])
        return [_work(piece, piece in chosen) for piece in offered if occupation_name(piece.partition("|")[0])]

    def week_rows(self) -> list[tuple[Any, list[tuple[str, Any, bool]]]]:
        """The week as rows of (weekday, [(bit, part of the day, ticked)])."""
        chosen = set(self._sent("week") if self.is_bound else self.initial["week"])
        return [
            (words, [(str(4 * day + part), part.label, str(4 * day + part) in chosen) for part in DayPart])
            for day, words in enumerate(WEEKDAYS)
        ]

    def day_rows(self) -> list[tuple[Any, Any]]:
        """The bound fields of each date."""
        return [(self[day], self[parts]) for day, parts in self._day_names]

    def faults(self) -> list[tuple[str, str]]:
        """Each thing that is wrong with the id of its field, in the order of the page; "" is the form itself."""
        places = {name: number for number, name in enumerate(self.fields)}
        found = sorted(self.errors.items(), key=lambda item: places.get(item[0], -1))
        return [
            (f"id_{name}" if name in self.fields else "", str(sentence))
            for name, sentences in found
            for sentence in sentences
        ]

    def is_folded(self, names: Sequence[str]) -> bool:
        """Say whether a folded part may stay so: nothing in it is wrong."""
        return not set(names) & set(self.errors)

    @property
    def rest_is_folded(self) -> bool:
        """Whether nothing is wrong among what is asked rarely."""
        return self.is_folded(
            ["party_size", "work_modes", "settle", "transport", "board_lodging", "tools", "languages", "valid_days",
             "work_limit"]
        )  # fmt: skip

    @property
    def days_are_folded(self) -> bool:
        """Whether nothing is wrong among the dates, and none is on record."""
        names = [name for pair in self._day_names for name in pair]
        return self.is_folded(names) and len(self._day_names) == NEW_DAYS

    def see(self, version: int) -> None:
        """Keep what was typed, and count as one that has been shown this version."""
        data = cast("QueryDict", self.data).copy()
        data["version"] = str(version)
        self.data = data

    # What was sent ----------------------------------------------------------------------------------------------------

    def _sent(self, name: str) -> list[str]:
        return cast("QueryDict", self.data).getlist(name)

    def clean(self) -> dict[str, Any]:
        """Read the wish; every error goes to its field."""
        raw = dict(super().clean() or {})
        raw["works"] = self._works(raw.get("works") or [], raw.get("works_text") or "")
        raw["has_smartphone"] = self.seeker.has_smartphone  # a phone that is borrowed says nothing about that
        raw["week"] = raw.get("week") or 0
        point = self._home(raw.get("home_name") or "", raw.get("home_at") or "")
        days = self._days(raw)
        reading = read_wish(raw, is_occupation=is_occupation)
        for key, sentence in reading.errors.items():
            if not self.has_error(key):
                self.add_error(key if key in self.fields else None, sentence)
        self.wish = replace(reading.facts, home=point, days=days) if reading.facts else None
        return raw

    def _works(self, ticked: list[str], typed: str) -> list[str]:
        """Return what is ticked, with what was typed where it means one thing only; else offer what it may mean."""
        chosen = list(ticked)
        hits = find_occupations(typed, limit=MOST_OFFERED, office=self.seeker.office) if typed else []
        if not typed or any(piece.endswith(f"|{typed[:30]}") for piece in chosen):  # one of those offered was ticked
            return chosen
        sure = [hit for hit in hits if typed in (hit.alias, hit.name)]
        if len(chosen) >= MOST_WORKS:
            self.add_error("works_text", _("最多五种活，先去掉一种再加。"))
        elif len(sure) == 1:
            chosen.append(f"{sure[0].code}|{typed[:30]}")
        elif hits:
            self.meant = [_work(f"{hit.code}|{typed[:30]}", False) for hit in sure or hits]
            self.add_error("works_text", _("这个说法可能是几种活，请在下面勾选是哪一种，再保存。"))
        else:
            self.add_error("works_text", _("没有找到这个说法，换个词试试；不加就把这一格清空。"))
        return chosen

    def _home(self, name: str, chosen: str) -> tuple[int, int] | None:
        """Return the point of the home: what is on record, what was chosen, or the only place of that very name."""
        seeker = self.seeker
        known = (seeker.lat_e6, seeker.lng_e6) if seeker.lat_e6 is not None and seeker.lng_e6 is not None else None
        if name == seeker.home_name and known:
            return known
        if not name:
            return None
        spots = homes_called(name, seeker.office)
        exact = [spot for spot in spots if spot.name == name]
        if chosen in {spot.key for spot in spots}:
            return next(spot.point for spot in spots if spot.key == chosen)
        if len(exact) == 1:
            return exact[0].point
        if spots and chosen != ELSEWHERE and name != seeker.home_name:
            self.places = [Choice(spot.key, spot.name, spot.county, False) for spot in spots]
            self.add_error("home_name", _("这个地名可能是几个地方，请在下面选是哪一个，再保存。"))
        return None

    def _days(self, raw: dict[str, Any]) -> tuple[tuple[dt.date, int], ...]:
        found: dict[dt.date, int] = {}
        for day_name, parts_name in self._day_names:
            day = raw.get(day_name)
            if day is None:
                continue
            if not self.today <= day <= self.today + LONGEST_AHEAD:
                self.add_error(day_name, _("日期要在今天到一年以内，请重新选择。"))
            elif day in found:
                self.add_error(day_name, _("这一天写了两次，请留一个。"))
            found[day] = sum(1 << int(part) for part in set(raw.get(parts_name) or []))
        return tuple(sorted(found.items()))


def _work(piece: str, on: bool) -> Choice:
    code, _bar, said = piece.partition("|")
    name = occupation_name(code)
    return Choice(piece, said or name, name, on)


@dataclass(frozen=True)
class Home:
    """A place in which somebody may live; `key` names it in a form, `county` tells it from others of its name."""

    key: str
    name: str
    county: str
    point: tuple[int, int]


def homes_called(text: str, office: Any) -> list[Home]:
    """Return the places that a name may mean, as the counter's list has them: the office's own, then its county's."""
    found = [(hit.name, hit.division_code, hit.lat_e6, hit.lng_e6) for hit in find_places(text, office, limit=5)]
    found += [
        (one.name, one.code, one.lat_e6, one.lng_e6)
        for one in [*find_divisions(text, limit=5, within=office.area_code[:6]), *find_divisions(text, limit=8)]
    ]
    homes = {
        f"{code}:{name}": Home(f"{code}:{name}", name, full_name(code), (lat, lng))
        for name, code, lat, lng in found
        if lat is not None and lng is not None
    }
    return list(homes.values())[:MOST_OFFERED]
