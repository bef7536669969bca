"""Where the work is, in the words of the message: a labelled place, the place of work, else where people gather."""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re
from collections.abc import Iterable

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
#: A place right before the work begins no further before it.
_FAR = 30
#: The kind of a place, which names it well enough right before the work.
_KINDS = frozenset(("工地", "超市", "酒店", "饭店", "小区", "市场", "工厂"))
#: What a name of a place has somewhere; a clause without it may be anything.
_GROUND = re.compile(
    r"[东西南北岭洼沟岗坡湾岛坪冲塘坳庄台苑府城郡园湖河江山桥站馆所号栋座楼期壹道线段院岸滩林寨坞巷弄埠渡圩营屯坊阁轩庭锦洲区村镇集街路校]|[一二三四五六七八九十]中$|.里$|.家$|场院|厂"
)
_AT_WORK = re.compile(rf"(?:^|(?<=[\s,。;!|:】\])]))(?P<place>{_PLACE})$")
#: A clause that is a name and nothing else; what it holds where it says something about the work or the workers.
_CLAUSE = re.compile(r"(?:^|(?<=[\s,。;!|:】)]))[\u4e00-\u9fff][\u4e00-\u9fffa-z0-9-]{1,13}(?=$|[\s,。;!|(、])")
_NO_NAME = re.compile(
    r"[卸装搬摘采掰挖拔割栽种剪套捡拾刨拉扛抬刷扫砌贴铺抹拆砸锄洗穿削剥切杀捆缝举翻补修加吨亩袋斤米平方]|^[一二两三四五六七八九十百千0-9]+(?:楼|层|号|$)|[的来要有不会能可行男女岁熟工师员钱元块薪资饭餐住吃宿结带备送干做人名位急招聘缺需找请活累力随到走去好快慢早晚天月周年时点分都均每共左约证谢转发抢满限另再还就只多少先后看说问打让给被把和与或跟从对为是在吗呢吧啊哦哈嘛了着过学勤净心包管免谁哪懂您你我他她们自己今明昨]"
    r"|优先|联系|报名|各位|老乡|兄弟|朋友|大家|群|长期|短期|临时|兼职|全职|白班|夜班|轻松|简单|身体|健康|上下|以上|保险|社保|双休|单休|注意|信息|公告|启事|通知|电话|微信|经验|踏实|老实|利索|材料|工具|家伙|手套|价格|待遇|福利|面议|老板|师傅|地方|现金|日|三班|两班|计件|主管|话|车费|提成|补贴|押金|保密|速|加班|大姐|阿姨|妇女|夫妻|用|班|油|烟|酒"
)
#: What stands before a place and is none of it.
_LEAD = re.compile(
    r"^(?:大后天|后天|明天|今天|明早|今早|明晚|今晚|今儿|明儿|后日|明日|今日|早上|上午|下午|晚上|中午|凌晨|早晨|下周[一二三四五六日天]|周[一二三四五六日天]|"
    r"\d{1,2}[月号日]|[早晚]?\d{1,2}点半?(?:\d{1,2}分?)?|[一二三四五六七八九十]{1,3}点半?|半|钟|在|去|到|往|从|准时|统一|本|我们?|咱们?|你们|大家|都|就|要|"
    r"急招|急需|急聘|招聘|招工|招|需要|需|找|用|个|名|人|来|，|统一|先|再|位于|地处|前往|送|接|地点|集合|上车|开始|开工)+"
)
_NOT_A_PLACE = re.compile(
    r"^(?:市场|现场|工厂|厂|店|工地|超市|酒店|饭店|村|镇|县|市|区|路|街|当场|到场|一路|下楼|上楼|本店|本厂|门口|路口|中心|小区|政府|入口|出口|人口|"
    r"[一二两三四五六七八九十上下\d]+[楼层]|(?:俺|我|咱|家|夜|黑|城|乡).?[家里镇下]|[搬看修扫铺焊住拿给骑离拉运送跑回挑扛砌刷装卸砍].*|.*(?:送到|各位|大家|因|当地|立场|退场|进场|一口|开店|胃口|借口|缺口|上市|下乡|赶集|集合|收集|场次|加入|如有|包吃|管饭|工资|联系|日结|不限|年龄|身体|本人).*)$"
)


def find_place(plain: str) -> Piece | None:
    """Find one place; None where none stands there."""
    for pattern in (_LABELLED, _WORKS, _GATHERS_AT, _GATHERS, _BARE):
        for one in pattern.finditer(plain):
            piece = _trimmed(plain, one.start("place"), one.end("place"))
            if piece is not None:
                return piece
    return None


def place_at_work(plain: str, works: Iterable[Piece]) -> Piece | None:
    """Return the place right before a word for work: 砖厂出窑工."""
    for start, _end in works:
        before = _AT_WORK.search(plain, max(0, start - _FAR), start)
        piece = _trimmed(plain, before.start("place"), start, kind_will_do=True) if before is not None else None
        if piece is not None:
            return piece
    return None


def left_over(plain: str) -> Piece | None:
    """Return the clause that stands alone and says nothing else: 锦绣里, 二道沟, 御景台.

    :param plain: everything that was read otherwise marked as read.
    """
    for one in _CLAUSE.finditer(plain):
        start, end = one.span()
        lead = _LEAD.match(one[0])
        start += lead.end() if lead is not None else 0
        words = plain[start:end]
        if len(words) >= 2 and _GROUND.search(words) and not _NO_NAME.search(words) and not _NOT_A_PLACE.match(words):
            return start, end
    return None


def _trimmed(plain: str, start: int, end: int, *, kind_will_do: bool = False) -> Piece | None:
    text = plain[start:end]
    lead = _LEAD.match(text)
    if lead is not None:
        start += lead.end()
    text = plain[start:end]
    if len(text) < 2 or "|" in text or (_NOT_A_PLACE.match(text) and not (kind_will_do and text in _KINDS)):
        return None
    return start, end
