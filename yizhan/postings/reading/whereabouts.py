"""Where the work is, in the words of the message: a labelled place, the place of work, else where people gather."""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re

Piece = tuple[int, int]

_SIGNS = r"[\u4e00-\u9fffa-z0-9·（）()#\-]"
#: What a place ends in. Longer ones first.
_ENDING = (
    r"(?:汽车总站|汽车站|客运站|火车站|高铁站|地铁站|公交站|服务站|加油站|收费站|批发市场|农贸市场|菜市场|建材市场|家具城|物流园区?|工业园区?|产业园区?|"
    r"科技园|开发区|经开区|高新区|度假区|示范区|小区|社区|街道|广场|商场|超市|酒店|宾馆|饭店|饭庄|医院|卫生院|幼儿园|敬老院|养老院|学校|中学|小学|大学|"
    r"学院|大集|工地|大厦|大楼|公寓|花园|家园|新村|新城|公园|仓库|粮库|冷库|车间|工厂|电子厂|服装厂|食品厂|板厂|砖厂|木材厂|水泥厂|机械厂|饲料厂|"
    r"养殖场|养猪场|养鸡场|停车场|广场|农场|林场|货场|果园|茶园|菜园|桃园|梨园|葡萄园|苹果园|大棚|基地|合作社|苗圃|村口|路口|门口|北门|南门|东门|西门|"
    r"大门|桥头|村委会?|镇政府|政府|驿站|中心|大道|大街|国道|省道|高速口|立交桥|码头|渡口|银行|邮局|药店|影城|商贸城|万达|城区|县城|"
    r"[东西南北]关|路|街|巷|村|镇|乡|县|市|区|庄|屯|寨|厂|店|桥|园|棚|场|站|楼|院|城|口|地里|田里|坡|湾|营|集|堡)"
)
_PLACE = rf"{_SIGNS}{{1,18}}?{_ENDING}(?:{_SIGNS}{{0,8}}?{_ENDING})*(?:[东西南北]边|旁边?|对面|附近|门前|\d{{1,4}}号(?:楼|院|门)?)?"
_LABELLED = re.compile(
    r"(?:工作地点|工作地址|干活地点|上班地点|用工地点|施工地点|地点|地址|位置|工地)[:在是为]{1,2}\s*(?P<place>[^\s,。;!|\n]{2,40})"
)
_WORKS = re.compile(
    rf"(?:(?<![现正])在|去|到|往|地处|位于|前往)\s*(?P<place>{_PLACE})(?=$|[\s,。;!|、:]|[\u4e00-\u9fff])"
)
_GATHERS = re.compile(rf"(?P<place>{_PLACE})\s*(?:门口|等|统一)?\s*(?:集合|上车|碰头|见面|汇合|会合|接人|出发|发车)")
_GATHERS_AT = re.compile(rf"(?:集合|上车|碰头|汇合)(?:地点|点)?[:在是]{{0,2}}\s*(?P<place>{_PLACE})")
_BARE = re.compile(rf"(?:^|(?<=[\s,。;!|]))(?P<place>{_PLACE})(?=$|[\s,。;!|:、]|招|要|需|急|用|卸|装|摘|缺|找|干)")
#: What stands before a place and is none of it.
_LEAD = re.compile(
    r"^(?:大后天|后天|明天|今天|明早|今早|明晚|今晚|今儿|明儿|后日|明日|今日|早上|上午|下午|晚上|中午|凌晨|早晨|下周[一二三四五六日天]|周[一二三四五六日天]|"
    r"\d{1,2}[月号日]|[早晚]?\d{1,2}点半?(?:\d{1,2}分?)?|[一二三四五六七八九十]{1,3}点半?|半|钟|在|去|到|往|从|准时|统一|本|我们?|咱们?|你们|大家|都|就|要|"
    r"急招|急需|急聘|招聘|招工|招|需要|需|找|用|个|名|人|来|，|统一|先|再|位于|地处|前往|送|接|地点|集合|上车|开始|开工)+"
)
_NOT_A_PLACE = re.compile(
    r"^(?:市场|现场|工厂|厂|店|工地|超市|酒店|饭店|村|镇|县|市|区|路|街|当场|到场|一路|下楼|上楼|本店|本厂|门口|路口|中心|小区|政府|入口|出口|人口|"
    r".*(?:当地|立场|退场|进场|一口|开店|胃口|借口|缺口|上市|下乡|赶集|集合|收集|场次|加入|如有|包吃|管饭|工资|联系|日结|不限|年龄|身体|本人).*)$"
)


def find_place(plain: str) -> Piece | None:
    """Find one place; None where none stands there."""
    for pattern in (_LABELLED, _WORKS, _GATHERS_AT, _GATHERS, _BARE):
        for one in pattern.finditer(plain):
            piece = _trimmed(plain, one.start("place"), one.end("place"))
            if piece is not None:
                return piece
    return None


def _trimmed(plain: str, start: int, end: int) -> Piece | None:
    text = plain[start:end]
    lead = _LEAD.match(text)
    if lead is not None:
        start += lead.end()
    text = plain[start:end]
    if len(text) < 2 or _NOT_A_PLACE.match(text) or "|" in text:
        return None
    return start, end
