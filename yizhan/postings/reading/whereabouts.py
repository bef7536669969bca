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
    r"[东西南北]关|路|街|巷|村|镇|乡|县|市|区|庄|屯|寨|厂|店|桥|园|棚|场|站|楼|院|城|口|地里|田里|坡|湾|营|集|堡|港|坝|洼|仓)"
)
_PLACE = rf"{_SIGNS}{{1,18}}?{_ENDING}(?:{_SIGNS}{{0,8}}?{_ENDING}){{0,2}}(?:[东西南北]边|旁边?|对面|附近|门前|[后前里]面|边上|上头|后门|前门|沿线|二楼|三楼|负一楼|\d{{1,4}}号(?:楼|院|门)?)?"
_LABELLED = re.compile(
    r"(?:工作地点|工作地址|干活地点|上班地点|用工地点|施工地点|地点|地址|位置|工地)(?:[:在是为]{1,2}\s*| (?=[\u4e00-\u9fff]))(?P<place>[^\s,。;!|\n]{2,40})"
    r"|[📍🏠🚩]\s*[:]?\s*(?P<pinned>[^\s,。;!|\n]{2,40})"
)
#: 项目在滨江天悦: a name up to the end of the clause, whatever it ends in.
_STANDS = re.compile(r"(?<![现正实存自])在(?P<place>[\u4e00-\u9fff][\u4e00-\u9fffa-z0-9-]{1,11})(?=$|[\s,。;!|(])")
#: 万和城7幢, 金域华府7-1-1802: a name with the number of a house.
_ADDRESS = re.compile(
    r"(?:^|(?<=[\s,。;!|:]))(?P<place>[\u4e00-\u9fff]{2,10}(?:\d{1,4}(?:幢|栋|号楼|座|期|号院|单元)|\d{1,3}(?:-\d{1,4}){1,3})[\u4e00-\u9fff0-9]{0,4})(?=$|[\s,。;!|(])"
)
#: 从老城搬到新区: the work begins there.
_FROM = re.compile(r"从(?P<place>[\u4e00-\u9fff][\u4e00-\u9fffa-z0-9-]{1,11}?)(?:搬|拉|运|送|抬|扛|挪|到|往)")
#: 尉犁这边, 西河滩那块.
_HERE = re.compile(
    r"(?:^|(?<=[\s,。;!|]))(?P<place>(?![我俺咱你他她这那河江路地])[\u4e00-\u9fff]{2,5})(?:这边|那边|那块|这块)"
)
_NO_STAND = re.compile(
    r"[干做吃招来去等管结发前后的了着]|^(?:家|岗|职|读|内|外|一起|本地|当地|附近|这|那|我|校|编|早|晚|今|明|[上下]午|小|大|册|线|群里?|意|乎|位|[一二两三四五六七八九十\d]|室内|户外|左右|期间|之[前后内]|以[上下内])"
)
_WORKS = re.compile(
    rf"(?:(?<![现正])在|去|到|往|地处|位于|前往)\s*(?P<place>{_PLACE})(?=$|[\s,。;!|、:]|[\u4e00-\u9fff])"
)
_GATHERS = re.compile(
    rf"(?P<place>{_PLACE})\s*(?:门口|等|统一)?\s*(?:集合|上车|碰头|见面|汇合|会合|接人|出发|发车|[坐等]车|[坐上]船|签到|点名|报[到道]|(?:见|等)(?=$|[\s,。;!|]))"
)
_GATHERS_AT = re.compile(rf"(?:集合|上车|碰头|汇合)(?:地点|点)?[:在是]{{0,2}}\s*(?P<place>{_PLACE})")
_BARE = re.compile(rf"(?:^|(?<=[\s,。;!|]))(?P<place>{_PLACE})(?=$|[\s,。;!|:、]|招|要|需|急|用|卸|装|摘|缺|找|干)")
#: A place right before the work begins no further before it.
_FAR = 30
#: The kind of a place, which names it well enough right before the work.
_KINDS = frozenset(("工地", "超市", "酒店", "饭店", "小区", "市场", "工厂"))
_LONGEST_TRADE = 3
_KIND_NAMES = frozenset(
    [
        "大棚",
        "果园",
        "菜园",
        "茶园",
        "园区",
        "景区",
        "夜市",
        "门店",
        "商场",
        "超市",
        "酒店",
        "宾馆",
        "饭店",
        "饭馆",
        "酒楼",
        "餐馆",
        "小区",
        "学校",
        "医院",
        "工地",
        "工厂",
        "仓库",
        "冷库",
        "车间",
        "食堂",
        "码头",
        "市场",
        "广场",
        "公园",
        "奶茶店",
        "水果店",
        "校园",
        "厂区",
        "工业园",
        "物流园",
        "农场",
        "基地",
        "厂里",
        "店里",
        "村里",
        "地里",
        "园里",
        "棚里",
        "河道",
        "公路边",
        "路边",
        "楼房",
        "门诊楼",
        "家里",
        "内场",
        "外场",
        "葡萄园",
        "桃园",
        "梨园",
        "草莓园",
        "校门口",
        "学校门口",
        "村口",
        "路口",
        "网店",
        "收废品站",
        "废品站",
        "楼房",
        "鸭棚",
        "鸡棚",
        "大厅",
        "院里",
        "席上",
        "主家",
        "旧房",
        "老房",
        "同小区",
        "本小区",
        "彩钢棚",
        "商场",
        "社区",
        "站台",
        "三室两厅",
        "两室一厅",
        "厨房",
        "卫生间",
        "戏台",
    ]
)
#: Where people work, by its kind: with or without a name before it.
_FACILITY = (
    r"(?:汽车美容店|奶茶店|快餐店|水果店|火锅店|理发店|面包房|咖啡店|包子铺|茶馆|饭馆|餐馆|酒楼|酒店|宾馆|饭店|民宿|会所|ktv|网吧|浴池|澡堂子?|美容院|月子会所|月子中心|影楼|驾校|体校|党校|学校食堂|村小学|小学|中学|学校|幼儿园|养老院|敬老院|"
    r"福利院|医院|卫生院|诊所|殡仪馆|养鸡场|养猪场|养殖场|采石场|滑雪场|牧场|农场|林场|渔场|屠宰场|停车场|菜市场|海鲜市场|市场|景区|公园|游乐园|乐园|体育场|体育馆|体育中心|会展中心|高铁站|火车站|环卫站|快递站|加油站|水厂|砖厂|"
    r"[\u4e00-\u9fff]{1,4}厂|工厂|厂里|车间|仓库|冷库|粮库|电商仓|云仓|物流园|工业园|园区|产业园|大棚|果园|茶园|[苹梨桃橘葡草][\u4e00-\u9fff]{0,2}园|花椒园|枣园|藕塘|鱼塘|鸡舍|猪场|鸡场|鸭场|菇房|油坊|榨油坊|豆腐坊|矿山|码头|隧道|高速|工地|项目部|"
    r"超市|商场|商城|门店|旧书店|书店|药店|小店|店里|食堂|饭堂|合作社|水利站|农家乐|夜市|大集|庙会|小区|村里|村口|社区)"
)
_FACILITY_ONLY = re.compile(_FACILITY)
_HEAD = re.compile(
    r"(?:^|(?<=[\n|:】\]!?。;]))\s*(?:急|现|诚|@所有人 )?(?P<place>(?!某)[\u4e00-\u9fff]{0,4}?"
    + _FACILITY
    + r"|[\u4e00-\u9fff]{2,3}(?:店|馆|公司|站)(?=[招聘急诚要缺找需学]))(?!长(?![白夜短期])|[路街费证钱]|有饭|免费|自费|自理|管|包吃|包住)"
)
_GATHERS_LAST = re.compile(r"(?:集合|[坐上等]车|上船|坐船|签到|点名|见面?)$")
_OFFERS = re.compile(r"\s*(?:[招聘急诚要缺找需:,]|现招|长期招)")
_KIND_AT = re.compile(rf"(?:去|到|在|住|^|(?<=[\s,。;!|]))(?P<place>{_FACILITY})(?=$|[\s,。;!|]|门口|集合|见|等)")
#: What a name of a place has somewhere; a clause without it may be anything.
_GROUND = re.compile(
    r"[东西南北岭洼沟岗坡湾岛坪冲塘坳庄台苑府城郡园湖河江山桥站馆所号栋座楼期壹道线段院岸滩林寨坞巷弄埠渡圩营屯坊阁轩庭锦洲区村镇集街路校坝郊商业都汇峰榭墅行部铺点库房边口交连队场摊乐景沿港贸苗圃馆厅亭峡关墩]|[一二三四五六七八九十]中$|.里$|.家$|场院|厂|十字|[上里东西南北桥村坝]头$|国际|天地|华联|万达|银泰|大润发|永辉|沃尔玛|吾悦|汽服|养殖|乳业|科技|集团|食品|烘焙|火锅|大排档|烧烤"
)
_AT_WORK = re.compile(rf"(?:^|(?<=[\s,。;!|:】\])]))(?P<place>{_PLACE})$")
#: A clause that is a name and nothing else; what it holds where it says something about the work or the workers.
_CLAUSE = re.compile(r"(?:^|(?<=[\s,。;!|:】)]))[\u4e00-\u9fff][\u4e00-\u9fffa-z0-9-]{1,13}(?=$|[\s,。;!|(、])")
_NO_NAME = re.compile(
    r"[卸装搬摘采掰挖拔割栽种剪套捡拾刨拉扛抬刷扫砌贴铺抹拆砸锄洗穿削剥切杀捆缝举翻补修加吨亩袋斤米平方]|^[一二两三四五六七八九十百千0-9]+(?:楼|层|号|$)|[的来要有不会能可行男女岁熟工师员钱元块薪资饭餐住吃宿结带备送干做人名位急招聘缺需找请活累力随到走去好快慢早晚天月周年时点分都均每共左约证谢转发抢满限另再还就只多少先后看说问打让给被把和与或跟从对为是在吗呢吧啊哦哈嘛了着过学勤净心包管免谁哪懂您你我他她们自己今明昨]"
    r"|帮我|替我|优先|联系|报名|各位|老乡|兄弟|朋友|大家|群|长期|短期|临时|兼职|全职|白班|夜班|轻松|简单|身体|健康|上下|以上|保险|社保|双休|单休|注意|信息|公告|启事|通知|电话|微信|经验|踏实|老实|利索|材料|工具|家伙|手套|价格|待遇|福利|面议|老板|师傅|地方|现金|日|三班|两班|计件|主管|话|车费|提成|补贴|押金|保密|速|加班|大姐|阿姨|妇女|夫妻|用|班|油|烟|酒"
)
#: Parts of names that say something else elsewhere: 人民医院 is nobody, 和谐佳苑 no 和.
_NAME_PARTS = re.compile(
    r"人民|和平|和谐|和顺|永和|会展|会馆|会所|理工|工业|工人|工商|化工|批发|光明|明珠|明月|明湖|明天华府|大学|小学|中学|学校|学院|住宅|建设|家园|家苑|老年|少年|儿童|开发|出口加工|周家|安居|新天地|阳光|发电|天主|学府|天然气|人才|要塞|都市|均安|都江|结义|自建房|装饰|装备|灌装"
)
#: How places end whose names may have anything in them.
_ENDS_SO = re.compile(
    r"(?:小区|社区|街道?|大街|[东西南北中大新老]路|[\u4e00-\u9fff]路|路口|大道|胡同|巷|弄|村|屯|庄|寨|镇|乡|街上|片区|新区|城区|市场|商场|商城|广场|大厦|大楼|[号栋幢座期档]|[村队庄][一二三四五六七八九十\d]{1,2}组|学校|小学|中学|大学|学院|医院|卫生[院站室]|中心|公园|祠堂|水库|机场|码头|物流|仓储|基地|项目|工程|园区|[苑府邸湾坝塝坳峡溪湖江河坪沟洼岗岭坡畈]|[馆楼城厂店场院园站仓桥村港营]|大院|家属院|工坊|手工坊|[东西南北][头边侧关门]|旁边?|对面|隔壁|附近|后院|湖边|河边|海边|桥下|门口|电子|光电|冷链|农资|制衣|海鲜|建材|物业|网咖|家具|服饰|渔港)(?:[a-z]|[\d一二三四五六七八九十]{1,4}(?:[楼层室号])?|[a-z]?[馆区座栋])?$|(?:大厦|广场|公寓|中心|小区)[a-z]?\d{1,4}$"
)
#: What such a clause holds where it says something about the work or the workers.
_SAYS_MORE = re.compile(
    r"[卸搬摘采掰挖拔割栽剪捡拾刨拉扛抬刷扫砌贴铺抹拆砸锄洗穿削剥切捆缝翻亩吨斤给招聘缺找吃睡结钱薪资元块饭餐宿]|[的来要有不能可行做干人名位急需活累力走快慢早晚天月周年时点分约谢满另还就只多少看说问打让被把跟从为是在吗呢吧啊哦哈嘛了着过免谁哪懂您你我他她们自己今昨]|优先|联系|报名|以上|保险|长期|短期|现场|到场|撤场|布展|期间|放假|持证|上岗|组$|师傅|徒弟|帮我|上楼|下楼|几楼|进站|出站|开园|住院|当场|里头|外头|[一二两三四五六七八九十半\d]+(?:层|场|间|栋|个)"
)
#: Names that begin with a word that stands before places otherwise: 来福士广场, 本溪路.
_NAMED_SO = (
    r"来福士|来宾|来凤|本溪|名仕|名门|名都|名城|名苑|名流|名豪|接官|接驾|个体|个旧|从化|从江|都匀|都江|都昌|都市(?!场)"
    r"|钟楼|钟祥|钟山|钟村|半山|半岛|半坡|人才|人和(?=[镇街路村])|招远|招贤|招商(?!场)"
)
#: What stands before a place and is none of it.
_LEAD = re.compile(
    rf"^(?:(?!{_NAMED_SO})(?:大后天|后天|明天|今天|明早|今早|明晚|今晚|今儿|明儿|后日|明日|今日|早上|上午|下午|晚上|中午|凌晨|早晨|下周[一二三四五六日天]|周[一二三四五六日天]|"
    r"\d{1,2}[月号日]|[早晚]?\d{1,2}点半?(?:\d{1,2}分?)?|[一二三四五六七八九十]{1,3}点半?|半|钟|在|去|到|往|从|准时|统一|本|我们?|咱们?|你们|大家|都|就|要|"
    r"急招|急需|急聘|招聘|招工|招|需要|需|找|用|个|名|人(?!民)|来|，|统一|先|再|位于|地处|前往|送|接|地点|集合|上车|开始|开工))+"
)
_NOT_A_PLACE = re.compile(
    r"^(?:[东西南北]门|仓储|帮.*|.*(?:放假|军训).*|.*(?:厂里[出发]|上[一两三]场|住院|[进出]站|[开入]园|现场|里头|外头|交接|救生|包工.*|[找收]一?个.*)|(?:具体)?看[现地].*|场院大|走楼|开农家乐|[早午晚夜]市|席上|主家|旧房|老房|同小区|本小区|[一二三四两]室.*|预产期|每天.*|.*(?:[上下]到|改造|路费|一场|给钱|下水道|上坡|下坡|检测|进校|内场|外场)|卫生间.*|厨房.*|(?:吃|住|吃住|吃饭)在.*|[跟拆修疏清搭翻改].{1,6}|市场|现场|工厂|厂|店|工地|超市|酒店|饭店|村|镇|县|市|区|路|街|当场|到场|一路|下楼|上楼|本店|本厂|门口|路口|中心|小区|政府|入口|出口|人口|"
    r"[一二两三四五六七八九十上下\d]+[楼层]|(?:俺|我|咱|家|夜|黑|城|乡).?[家里镇下]|[搬看修扫铺焊住拿给骑离拉运送跑回挑扛砌刷装卸砍].*|.*(?:送到|各位|大家|因|当地|立场|退场|进场|一口|开店|胃口|借口|缺口|上市|下乡|赶集|集合|收集|场次|加入|如有|包吃|管饭|工资|联系|日结|不限|年龄|身体|本人).*)$"
)


def find_place(plain: str) -> Piece | None:
    """Find one place with a name; None where none stands there."""
    for pattern in (_LABELLED, _ADDRESS, _FROM, _WORKS, _STANDS, _HERE, _GATHERS_AT, _GATHERS, _BARE):
        for one in pattern.finditer(plain):
            group = "pinned" if pattern is _LABELLED and one["pinned"] else "place"
            piece = _trimmed(plain, *one.span(group))
            if piece is None or (pattern is not _LABELLED and _is_kind(plain[slice(*piece)])):
                continue
            if pattern in (_STANDS, _FROM) and _NO_STAND.search(one["place"]):
                continue
            return piece
    return None


def _is_kind(words: str) -> bool:
    """Say whether the words name a kind of place rather than a place."""
    if words in _KIND_NAMES:
        return True
    return _FACILITY_ONLY.fullmatch(words) is not None and not (words.endswith("厂") and len(words) > _LONGEST_TRADE)


def kind_of_place(plain: str, unworked: str) -> Piece | None:
    """Return the kind of a place that stands for its name: where the message begins with it, or where nothing else does.

    A hotel, a shed or a canteen says little, so a name anywhere in the message comes first.

    :param unworked: the same, words for work marked as read.
    """
    for pattern, text in ((_HEAD, plain), (_KIND_AT, unworked)):
        for one in pattern.finditer(text):
            piece = _trimmed(plain, *one.span("place"), kind_will_do=True)
            if piece is not None:
                return piece
    return None


def employing_place(plain: str) -> Piece | None:
    """Return the kind of place that offers all jobs of a message: 服装厂招车工十人，烫工两人."""
    head = _HEAD.match(plain)
    if head is None or _OFFERS.match(plain, head.end("place")) is None:
        return None
    return _trimmed(plain, *head.span("place"), kind_will_do=True)


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

    One that ends as places do comes first, the last of them: where the work is, is said at the end as a rule.

    :param plain: everything that was read otherwise marked as read.
    """
    found: list[tuple[int, Piece]] = []
    for one in _CLAUSE.finditer(plain):
        start, end = one.span()
        lead = _LEAD.match(one[0])
        start += lead.end() if lead is not None else 0
        gathers = _GATHERS_LAST.search(plain, start, end)
        end = gathers.start() if gathers is not None else end
        words = plain[start:end]
        if len(words) < 2 or _is_kind(words) or _NOT_A_PLACE.match(words):
            continue
        rest = _NAME_PARTS.sub("", words)
        if _ENDS_SO.search(words) and not _SAYS_MORE.search(rest):
            found.append((0, (start, end)))
        elif _GROUND.search(words) and not _NO_NAME.search(rest):
            found.append((1, (start, end)))
    sure = [piece for rank, piece in found if rank == 0]
    return sure[-1] if sure else found[0][1] if found else None


def _trimmed(plain: str, start: int, end: int, *, kind_will_do: bool = False) -> Piece | None:
    text = plain[start:end]
    lead = _LEAD.match(text)
    if lead is not None:
        start += lead.end()
    text = plain[start:end]
    if len(text) < 2 or "|" in text or (_NOT_A_PLACE.match(text) and not (kind_will_do and text in _KINDS)):
        return None
    return start, end
