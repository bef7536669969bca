"""Who to call: telephones, WeChat names and a name beside them, found so that they become nothing else."""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re
from dataclasses import dataclass

from yizhan.shared.identifiers.phone import read_phone
from yizhan.shared.text.misread import Misread

Piece = tuple[int, int]

_GAP = r"[ \-_.·*—–~]?"
_NUMBER = re.compile(
    rf"(?<![\d.])(?:\+?86[ -]?)?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)"
    r"|(?<![\d.])0(?:10|2\d|[3-9]\d{2})\)?[ \-—]?[2-9]\d{6,7}(?:[ ]?(?:转|分机|-)[ ]?\d{1,6})?(?!\d)"
    r"|(?<![\d.])[48]00[ \-]?\d{3,4}[ \-]?\d{3,4}(?!\d)"
)
#: A local number, a short number, an ID of a chat: no telephone that we could keep, but surely no pay and no people.
_LOCAL = re.compile(
    r"(?:电话|座机|固话|短号|手机|联系方式|联系|热线|tel|致电|拨打|咨询|虚拟网|集团号)[号码是为: 、]{0,4}"
    r"(?P<number>\d[\d \-]{4,12}\d)(?!\d)"
)
_CHAT = re.compile(
    r"(?:加?(?:微信|vx|v信|wx|v|威信|薇信|微)号?|qq群?|扣扣|企鹅)[号码是为: ]{0,4}(?P<id>[a-z0-9][a-z0-9_\-]{4,19})"
)
_SAME = re.compile(r"[(,、 ]{0,2}(?:微信同号|同微信?|微信同步|vx同号|v同号|手机同号|微信手机号同)[)]?")
_LABEL = re.compile(
    r"(?:联系人?|报名|咨询|有意者?|详情|招聘|预约|接单|加|请|打|拨打|致电|来电|私聊|或)*"
    r"(?:电话|手机号?|座机|固话|热线|联系方式|联系|微信|tel|☎|📞|📱)[号码是为:请打加 ]{0,5}$"
)
_TITLES = "师傅|老板娘?|经理|主任|先生|女士|小姐|总|姐|哥|叔|婶|大姐|大哥|队长|工头|书记|会计|阿姨|嫂|站长|厂长|店长|主管|老师|工"
_SURNAME = (
    "[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费"
    "薛雷贺倪汤滕殷罗毕郝安常乐于傅齐康伍余元顾孟黄穆萧尹姚邵湛汪祁毛米贝明戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾江童颜郭梅林钟徐邱骆"
    "高夏蔡田樊胡凌霍虞万柯管卢莫房解应宗丁邓洪包左石崔吉龚程邢裴陆翁荀甄曲封靳段焦谷车侯全班秋仲宁仇栾甘厉刘叶龙白赖乔聂桑边温庄"
    "晏柴阎连艾向古易廖耿关]"
)
#: A whole name is believed only behind a label or beside a number.
_NAME = rf"(?:(?![包管][吃住饭接工餐])[老小]?{_SURNAME}(?:{_TITLES})|(?![包管][吃住饭接工餐]){_SURNAME}[\u4e00-\u9fff]{{1,2}}|[老小]{_SURNAME})"
_NAMED = re.compile(rf"(?:联系人|负责人|找|联系|对接人|招聘人)[:是为 ]{{0,3}}(?P<name>{_NAME})(?![\u4e00-\u9fff])")
_NAMED_LABEL = re.compile(
    rf"(?:联系人|负责人|对接人|招聘人)[:是为 ]{{1,3}}(?P<name>{_NAME}|[\u4e00-\u9fff]{{2,3}})(?![\u4e00-\u9fff])"
)
_BEFORE_NUMBER = re.compile(
    rf"(?:^|(?<=[^\u4e00-\u9fff])|(?<=联系)|(?<=联系人)|(?<=电话)|(?<=找))(?P<name>{_NAME})[: ,(、手机电话]{{0,4}}$"
)
_AFTER_NUMBER = re.compile(rf"[ ,(、]{{0,2}}(?P<name>{_NAME})(?![\u4e00-\u9fff])")
_WITH_TITLE = re.compile(rf"(?<![\u4e00-\u9fff])(?P<name>[老小]?{_SURNAME}(?:{_TITLES}))[: ,]{{0,2}}$")


@dataclass(frozen=True, repr=False)
class Contacts:
    """What was found, as pieces of the plain text.

    :param numbers: (canonical number, piece) in the order of the text.
    :param names: pieces that name somebody to call.
    :param pieces: everything to be left out of other fields, labels included.
    """

    numbers: tuple[tuple[str, Piece], ...] = ()
    names: tuple[Piece, ...] = ()
    pieces: tuple[Piece, ...] = ()

    def within(self, start: int, end: int) -> Contacts:
        """Return those of a part of the text."""
        return Contacts(
            tuple(one for one in self.numbers if start <= one[1][0] < end),
            tuple(one for one in self.names if start <= one[0] < end),
            tuple(one for one in self.pieces if start <= one[0] < end),
        )


def find_contacts(plain: str) -> Contacts:
    """Find telephones, chat names and the names beside them; total."""
    numbers: list[tuple[str, Piece]] = []
    pieces: list[Piece] = []
    names: list[Piece] = []
    for found in _NUMBER.finditer(plain):
        number = _canonical(found[0])
        if number is None:
            continue
        numbers.append((number, found.span()))
        pieces.append(_with_label(plain, *found.span()))
        names += _beside(plain, pieces[-1][0], found.end())
    taken = [piece for _number, piece in numbers]
    for pattern, group in ((_LOCAL, "number"), (_CHAT, "id")):
        for found in pattern.finditer(plain):
            if not any(start < found.end() and found.start(group) < end for start, end in taken):
                pieces.append(found.span())
                names += _beside(plain, found.start(), found.end()) if pattern is _LOCAL else []
    for pattern in (_NAMED_LABEL, _NAMED):
        names += [found.span("name") for found in pattern.finditer(plain)]
        pieces += [found.span() for found in pattern.finditer(plain)]
    names = _apart(names)
    return Contacts(tuple(numbers), tuple(names), tuple(_apart([*pieces, *names])))


def _canonical(text: str) -> str | None:
    try:
        return read_phone(re.sub(r"[*~·_]", "", text)).number
    except Misread:
        return None


def _with_label(plain: str, start: int, end: int) -> Piece:
    label = _LABEL.search(plain, 0, start)
    if label is not None:
        start = label.start()
    same = _SAME.match(plain, end)
    return start, same.end() if same is not None else end


def _beside(plain: str, start: int, end: int) -> list[Piece]:
    line = plain.rfind("\n", 0, start) + 1
    before = _BEFORE_NUMBER.search(plain[line:start]) or _WITH_TITLE.search(plain[line:start])
    if before is not None:
        return [(line + before.start("name"), line + before.end("name"))]
    after = _AFTER_NUMBER.match(plain, end)
    return [after.span("name")] if after is not None else []


def _apart(pieces: list[Piece]) -> list[Piece]:
    """Join pieces that overlap, in order."""
    joined: list[Piece] = []
    for start, end in sorted(set(pieces)):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
