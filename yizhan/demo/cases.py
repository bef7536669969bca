"""Rights cases of the demo county, by the operations: some are new, some wait for an answer, some have ended.

Everything in them is made up and says so: sites and workshops are called 演示.
"""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from dataclasses import dataclass

from yizhan.accounts.models import User
from yizhan.demo.ledger import County, Seeker
from yizhan.demo.scale import moment
from yizhan.rights.enums import CaseKind, Channel, Outcome, Relation, StepKind, StillGround
from yizhan.rights.models import Case
from yizhan.rights.operations import (
    Days,
    add_evidence,
    close_case,
    note_standstill,
    note_step,
    open_case,
    set_channel,
)


@dataclass(frozen=True)
class Scene:
    """What happened, in days before today.

    :param opened: days before today on which somebody came with it; within the days of the county.
    :param filed: a channel, and the days before today on which it was turned to and took the case up (None: not yet).
    :param ended: how it ended, today.
    """

    kind: CaseKind
    relation: Relation
    happened: int
    opened: int
    employer: str
    words: str
    left: int | None = None
    filed: tuple[Channel, int, int | None] | None = None
    evidence: str = ""
    told: bool = True
    sick: tuple[int, int | None] | None = None
    ended: Outcome | None = None


K, R, C = CaseKind, Relation, Channel
SCENES = (
    Scene(K.ARREARS, R.SERVICE, 12, 5, "演示装修队", "铺了六天地砖，说好一天 260，没给。",
          evidence="记工本"),
    Scene(K.INJURY, R.LABOUR, 24, 7, "演示食品厂", "搬筐时砸了脚，厂里说是自己不小心。", evidence="诊断书"),
    Scene(K.ARREARS, R.LABOUR, 70, 8, "演示建筑劳务公司", "干到上月底离开，两个月工资没结。", left=33,
          filed=(C.INSPECTION, 7, 3), evidence="考勤截图"),
    Scene(K.FEE, R.SERVICE, 9, 6, "演示中介", "先收了 200 元服装费，到了没有活。",
          filed=(C.INSPECTION, 5, None)),
    Scene(K.DOCUMENT, R.SERVICE, 4, 3, "演示宾馆", "领班把身份证收走，说干满一个月再还。", filed=(C.POLICE, 3, 2)),
    Scene(K.NO_CONTRACT, R.LABOUR, 330, 6, "演示物流园", "干了快一年没有签合同，也没有上保险。", sick=(120, 95)),
    Scene(K.INJURY, R.PLATFORM, 3, 2, "演示骑手站", "送单时摔了胳膊。", told=False),
    Scene(K.ARREARS, R.SERVICE, 30, 7, "演示果园", "摘了五天苹果，少算一天。", ended=Outcome.PAID_FULL),
    Scene(K.DISCRIMINATION, R.UNKNOWN, 6, 5, "演示超市", "电话里说不要外县的。", ended=Outcome.WITHDRAWN),
    Scene(K.ARREARS, R.LABOUR, 200, 6, "演示砖厂", "年初欠的三个月工资，老板换了人。",
          left=190, filed=(C.ARBITRATION, 5, 2)),
    Scene(K.OTHER, R.SERVICE, 8, 4, "演示农户", "说好管饭，没有管，从工钱里扣。", ended=Outcome.AGREED),
    Scene(K.ARREARS, R.SERVICE, 26, 7, "演示保洁队", "开荒保洁八天，只给了三天的。", filed=(C.MEDIATION, 6, 6)),
)  # fmt: skip


def open_cases(county: County) -> None:
    """Open a case for each scene, at both stations in turn, and let it go as far as the scene says."""
    stations = county.stations()
    known = {one.pk: [s for s in county.seekers if s.office_id == one.pk] for one in stations}
    for number, scene in enumerate(SCENES):
        office = stations[1] if number % 4 == 3 else stations[0]
        at = moment(county.today - dt.timedelta(days=scene.opened), 9.5 + number % 7)
        there = [one for one in known[office.pk] if one.registered_at < at]
        if there:
            _live(county, scene, county.rng.choice(there), county.clerk_of(office.pk), at)


def _live(county: County, scene: Scene, seeker: Seeker, clerk: User, at: dt.datetime) -> None:
    def ago(days: int) -> dt.date:
        return county.today - dt.timedelta(days=days)

    case = open_case(
        person=seeker.person, kind=scene.kind, relation=scene.relation, employer_said=scene.employer,
        happened_on=ago(scene.happened), ended_on=None if scene.left is None else ago(scene.left),
        situation=scene.words, by=clerk, at=at,
    )  # fmt: skip
    if scene.evidence:
        add_evidence(
            case=case, name=scene.evidence, data=picture(scene.happened), by=clerk, at=at + dt.timedelta(minutes=6)
        )
    if scene.told:
        said = at + dt.timedelta(minutes=12)
        note_step(case=case, kind=StepKind.TOLD, on=said.date(), note="当面讲了渠道和时限", by=clerk, at=said)
    if scene.sick:
        start, end = scene.sick
        note_standstill(
            case=case, from_on=ago(start), until_on=None if end is None else ago(end), ground=StillGround.SICK,
            note="住院", by=clerk, at=at + dt.timedelta(minutes=15),
        )  # fmt: skip
    if scene.filed:
        channel, filed, accepted = scene.filed
        day = ago(filed if accepted is None else accepted)
        set_channel(
            case=case, channel=channel, days=Days(ago(filed), None if accepted is None else ago(accepted)), by=clerk,
            at=max(moment(day, 16.5), at + dt.timedelta(minutes=20)),
        )  # fmt: skip
    if scene.ended:
        close_case(case=Case.objects.get(pk=case.pk), outcome=scene.ended, note="", by=clerk, at=moment(ago(1), 15.5))


def picture(number: int) -> bytes:
    """Return a small picture of one colour, another one for each case: what stands for a photograph."""
    colour = bytes((60 + 37 * number % 160, 90 + 53 * number % 140, 120 + 71 * number % 120))
    rows = (b"\x00" + colour * 48) * 32

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 48, 32, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
