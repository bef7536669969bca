"""Texts that people copy or read aloud. They leave the station in Chinese, whatever language the desk speaks. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone, translation

from yizhan.channels.offers import PublicOffer, PublicOffice, shift_words
from yizhan.channels.spoken import say_clock, say_day, say_digits, say_number, say_pay, say_text, syllables
from yizhan.shared.display import day_text

CHINESE = "zh-hans"
#: A message that is longer is folded by the app, and nobody unfolds it.
WECHAT_LIMIT = 1000
#: A loudspeaker is read at about 240 syllables a minute; less than a minute is all that people listen to.
SYLLABLES_A_MINUTE = 240
#: Longer names of work and places are cut when spoken.
SPOKEN_LENGTH = 20
#: No more than these could fit, so that a long list costs nothing.
MOST_SPOKEN = 20
MOST_WRITTEN = 60
FREE = "驿站服务不收任何费用，谁要押金、扣证件，请告诉我们。"


def cut(text: str, most: int) -> str:
    """Shorten a text to `most` signs, with a mark where something is missing."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _where_to(office: PublicOffice) -> str:
    place = f"（{office.address}）" if office.address else ""
    phone = f"，电话 {office.phone}" if office.phone else ""
    return f"{office.name}{place}{phone}"


def wechat_one(offer: PublicOffer, *, url: str = "", limit: int = WECHAT_LIMIT) -> str:
    """Return the text about one posting for a WeChat group, at most `limit` signs: the description gives way."""
    with translation.override(CHINESE):
        head = [
            f"【招{'零工' if offer.is_day_job else '工'}】{offer.title}（还要{offer.places_left}人）",
            "时间：" + "；".join(shift_words(shift) for shift in offer.shifts[:5]),
            f"地点：{offer.place}",
            f"报酬：{offer.pay}，{offer.settle}",
        ]
        if offer.meeting:
            head.insert(3, f"集合：{offer.meeting}")
        if offer.benefits:
            head.append("待遇：" + "、".join(offer.benefits))
        needs = [*offer.certificate_names, *([_one_line(offer.requirements)] if offer.requirements else [])]
        if needs:
            head.append("要求：" + "；".join(needs))
        if warned := [*offer.hazard_words, *offer.circumstance_words]:
            head.append("注意：" + "、".join(warned))
        if offer.protection_words:
            head.append("防护：" + "、".join(offer.protection_words))
        tail = [f"雇主：{offer.employer_name}", f"报名：{_where_to(offer.office)}", f"编号：{offer.number}"]
        tail += [url] if url else []
        tail.append(FREE)
    room = limit - len("\n".join([*head, *tail])) - len("\n内容：")
    if room < 10:
        return cut("\n".join([*head, *tail]), limit)
    return "\n".join([*head, "内容：" + cut(_one_line(offer.content), room), *tail])


def wechat_list(
    offers: Sequence[PublicOffer], office: PublicOffice, *, today: dt.date, url: str = "", limit: int = WECHAT_LIMIT
) -> str:
    """Return the day's list for a WeChat group, at most `limit` signs; what has no room is counted."""
    with translation.override(CHINESE):
        head = f"【{office.name}】{day_text(today, 'long')} 招工"
        tail = [f"报名：{_where_to(office)}", *([f"全部招聘：{url}"] if url else []), FREE]
        lines = [
            f"{number}. {offer.title} {offer.places_left}人｜{offer.when}｜{offer.place}｜{offer.pay}"
            for number, offer in enumerate(offers[:MOST_WRITTEN], start=1)
        ]
    if not lines:
        return "\n".join([head, "今天没有新的招工，请明天再看。", *tail])
    kept = len(lines)
    while kept:
        more = [f"还有 {len(offers) - kept} 条，请到驿站看。"] if kept < len(offers) else []
        text = "\n".join([head, *lines[:kept], *more, *tail])
        if len(text) <= limit:
            return text
        kept -= 1
    return cut("\n".join([head, f"共有 {len(offers)} 条，请到驿站看。", *tail]), limit)


def most_pressing(offers: Sequence[PublicOffer], at: dt.datetime) -> list[PublicOffer]:
    """Return the day jobs in the order in which they need to be called out: the soonest day, then most places left.

    Nobody is called at noon to work that began at seven: of each only the shifts that have not begun are said.
    """
    ahead = [replace(offer, shifts=tuple(s for s in offer.shifts if s.starts_at > at)) for offer in offers]
    day_jobs = [offer for offer in ahead if offer.is_day_job and offer.shifts]
    return sorted(
        day_jobs,
        key=lambda o: (timezone.localdate(o.shifts[0].starts_at), -o.places_left, o.shifts[0].starts_at, o.number),
    )


def _say(text: str) -> str:
    """Say a name of work or place: figures as words, no brackets, cut where it goes on for long."""
    bare = "".join(sign for sign in say_text(_one_line(text)) if sign.isalnum() or sign in "，、")
    return bare[:SPOKEN_LENGTH].rstrip("，、")


def _say_one(offer: PublicOffer, today: dt.date) -> str:
    shift = offer.shifts[0]
    parts = [
        _say(offer.title),
        say_day(timezone.localdate(shift.starts_at), today) + say_clock(shift.starts_at),
        f"在{_say(offer.place)}",
        say_pay(offer.pay_min_fen, offer.pay_max_fen, offer.pay_unit),
        *(["管饭"] if offer.meals else []),
        *(["接送"] if offer.pickup else []),
        f"还要{say_number(offer.places_left, counts=True)}个人",
    ]
    return "，".join(parts) + "。"


def broadcast(
    offers: Sequence[PublicOffer], office: PublicOffice, *, at: dt.datetime, most: int = SYLLABLES_A_MINUTE
) -> str:
    """Return what a village's loudspeaker reads in less than a minute: the most pressing day jobs that fit.

    :param at: when it is read. :param most: fewer syllables than this are spoken.
    """
    jobs, today = most_pressing(offers, at), timezone.localdate(at)
    head = f"乡亲们好，{_say(office.name)}招零工。"
    phone = f"，电话{say_digits(office.phone)}" if office.phone else ""
    tail = f"想去的带上身份证，到驿站报名{phone}。不收一分钱。"
    with translation.override(CHINESE):
        lines = [_say_one(offer, today) for offer in jobs[:MOST_SPOKEN]]
    if not lines:
        ask = f"电话{say_digits(office.phone)}。" if office.phone else ""
        return f"乡亲们好，{_say(office.name)}今天没有新的零工，请明天再听。{ask}"
    for kept in range(len(lines), 0, -1):
        left = len(jobs) - kept
        more = f"另外还有{say_number(left, counts=True)}个活，到驿站看。" if left else ""
        order = (
            [f"第{say_number(n)}，{line}" for n, line in enumerate(lines[:kept], start=1)] if kept > 1 else lines[:1]
        )
        text = "\n".join([head, *order, *([more] if more else []), tail])
        if syllables(text) < most:
            return text
    return "\n".join([head, f"有{say_number(len(jobs), counts=True)}个零工活，请到驿站看。", tail])
