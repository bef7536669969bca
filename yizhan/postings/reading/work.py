"""What work a message offers: the words for it as they stand there, by the shipped everyday words and by their shape."""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re
from dataclasses import dataclass

from yizhan.vocabularies.queries import work_words

Piece = tuple[int, int]

_LONGEST_WORD = 8
#: Words of the list that name a place, a firm or a way of being paid as often as they name work.
_NO_WORK = frozenset(
    word
    for line in (
        "日结 工地 饭店 酒店 学校 医院 超市 工厂 仓库 电子厂 服装厂 食品厂 家具厂 玩具厂",
        "纸箱厂 板厂 快手 抖音 微信 圆通 美团 饿了么 老板 长期 临时 加班 大棚 物流 快递",
        "市场 农场 果园 菜市场 工具 手套 夜班 白班 两班倒 车间 新手 学徒 夫妻 学生 周末",
        "寒假 暑假 兼职 全职 手工 义工 花生 大蒜 苹果 玉米 拖拉机 收割机 监控 教练车",
        "养老院 幼儿园 小区 物业 公司 印刷厂 打印店 消防队 快餐店 厨房 餐馆 网吧 酒吧",
        "水泥厂 砖厂 木材厂 鸡场 猪场 养猪场 养鸡场 包工 包工头 班长 吃饭 做饭吃 装修 开车",
        "报名 打工 干活 拉人 凑人数 有机肥厂 化妆品厂 烟花厂 工艺品厂 学校食堂 食堂 采摘园",
        "图文店 流动摊 横店 专柜 三合板 唢呐 煎饼 出海 医院食堂 农业 种地 电工证 焊工证",
        "体力活 苦力 力工活 零活 零工 临工 短工 小时工 长期工 暑假工 寒假工 假期工 学生工",
        "男工 女工 农家乐 清早 展会 景区 工装 大润发 步行街 文化馆 枫林绿洲 儿童乐园 市场摊位 大锅饭 小吃 小炒 家装 地面",
    )
    for word in line.split()
)
#: Named by their shape, where the list does not know them: 贴膜工, 摘椒的, 卸土豆.
_SHAPE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}?)(?:[大小力杂普瓦木电焊钢水泥油漆铁架管抹灰钣]|[\u4e00-\u9fff]{2})工"
    r"(?![作资地程厂业钱人价具期序友会龄伤时会棚])"
)
_ROLE = re.compile(
    r"(?:[\u4e00-\u9fff]{1,4}(?:员|师傅|学徒|助理|(?<!好)手(?=[\d一二两三四五六七八九十]))|[\u4e00-\u9fff]{0,4}(?:保安|保洁|司机|阿姨|月嫂|厨师|帮厨|操作手|护工|店长|文员))(?![\u4e00-\u9fff]?证)"
)
_VERB = re.compile(
    r"(?:砍|搓|敲|撤|举|扒|喂|腌|糊|钉|补|编|穿|挑|翻|喷|灌|晒|晾|筛|埋|掏|疏|抓|捉|赶|改(?=[水电线厨卫管])|撒|盘|拌|和(?=[面灰])|起(?=[鱼蒜姜花葱苗网垄])|发(?=[传单小广页])|放(?=[羊牛鸭鹅])|卖|陪|卸|装|搬|摘|采|掰|挖|拔|割|栽|种|移栽|打|剪|套|疏|捡|拾|刨|拉|扛|抬|刷|擦|扫|清理?|砌|贴|铺|抹|搭|拆|砸|锄|薅|收|收割|打药|分拣|分捡|挑拣?|"
    r"包装|打包|叠|缝|洗|穿|削|剥|切|杀|宰|绑|捆|盖|掀|授粉|嫁接|浇)[\u4e00-\u9fff]{1,5}?(?=$|[\s,。;:、!|(\d]|的|工|"
    r"[一二两三四五六七八九十俩仨]|要|需|招|用|日|干|管|每|早|明|给|不)"
)
_ASKING = re.compile(
    r"(?:招聘?|招收|招募|急招|急聘|诚招|诚聘|聘|需要?|急需|要|缺|找|用|求|来|差|岗位(?:名称)?[:是]|工种[:是]|职位[:是]|活[:是])\s*$"
)
_LABEL = re.compile(
    r"(?:岗位名称|招聘岗位|招聘职位|岗位|工种|职位|工作内容|活儿?|内容|招聘)[:]\s*(?P<title>[\u4e00-\u9fffa-z/]{2,15}?)(?=$|[\s,。;、!|(\d:*×]|"
    r"[一二两三四五六七八九十]+[名个人位])"
)
#: A line of an announcement that begins with the name of the job and states its numbers: 质检：3800/月 2人.
_LISTED = re.compile(
    r"(?:^|(?<=\n))[^\S\n]*+(?:[(]?\d{1,2}[.、)])?[^\S\n]*+(?!地[点址]|工作|上班|时间|电话|联系|要求|年龄|待遇|工资|薪资|薪酬|人数|结[算账]|备注|福利|注意|报名|招[聘工]|岗位|工种)"
    r"(?P<title>[\u4e00-\u9fff]{2,6}):(?=[^\n]*\d+\s*[人名个])(?=[^\n]*\d+\s*(?:元|块)?\s*/)"
)
#: 前台2名，3000元/月；切配1名4500: a short name with a number of people and a sum.
_NUMBERED = re.compile(
    r"(?:^|(?<=[;,\n:。]))[^\S\n]*+(?:招聘?)?(?!招|工|男|女|共|约|需|要|每|人)(?P<title>[\u4e00-\u9fff]{2,5}?)(?=\d{1,3}[名人],?\s*[1-9]\d{2,4}(?!\d))"
)
_STRIP = re.compile(
    r"^(?:(?:各位|几位|两位|请|有没有|有|就|提供|明天|今天|后天|今日|明日|长期|急|现|诚|高薪|大量|需要|需|再|还|要|招聘?|找|用|来|聘|几|个|名|位|熟练|熟手|男|女|的|本店|我|工地|老板|去|到|在|做|干|是|会|能|有|和|及|或|"
    r"一|二|两|三|四|五|六|七|八|九|十|急招|急需|因|因为|人|包吃|包住|本公司|公司|招工|兼职|全职|临时|日结|周边|附近|县城|市里|城里|村里|带|缺|差))+"
)
_NOT_TITLE = frozenset(
    word
    for line in (
        "做工 开工 收工 上工 下工 动工 完工 招工 用工 打工 员工 职工 零工 民工 工人 分工",
        "施工 加工 手工 人工 小时工 长期工 临时工 短期工 男工 女工 熟练工 日工 月工 点工",
        "计件工 包工 一个工 个工 来工 停工 误工 务工 返工 农民工 临工 短工 暑假工 寒假工",
        "学生工 夫妻工 换工 派工 要工 有工 找工 会员 人员 成员 群员 队员 演员们 学员 满员",
        "全员 超员 动员 管理员会 的师傅 老师傅 大师傅 师傅 女工人 打电话 打卡 收钱 收费",
        "收款 打车 包装 打包带走 收入 清楚 清单 拉黑 拉群 装备 挑人 切记 种类 洗澡 打听",
        "打烊 打烊就 收费站 收费站口 结账 招人 轮班 抢工 打零工 收付款 扫码付 付款 清账 的姐 干到黑 穿厚点 才能干 铺完 挖完 刨完 拆完 装完 卸完 搬完 摘完 收完 做完 弄完 打完 割完",
        "各位师傅 各位老师 员工餐 提供员工 做满 收工结 打卡结 收工钱 接站 装好 卸好 搬好 放学后 扫码 收红包",
        "过秤 补贴 赶集 三轮车 台班",
        "装逼 打底 打扰 收到 洗手 穿着 收尾 装车费 打款 拉肚子 收信 打招呼 包装费 拆迁",
    )
    for word in line.split()
)


_PLACES = frozenset("厂店园场馆铺圃站院城路村镇库棚舍口港门会部塘坊校街区室厅吧")
#: 修路, 看果园, 搭大棚: what is done to a place is work.
_DEEDS = frozenset("搬打修搭建盖拆扫装卸清铺看打守管擦扛盘抓封砌卖种扣带整售刷架出坐做守清值")
#: Who does whatever there is to do: what is done says more.
GENERIC = frozenset(
    [
        "小工",
        "大工",
        "杂工",
        "普工",
        "技工",
        "力工",
        "壮工",
        "帮工",
        "帮手",
        "钟点工",
        "小时工",
        "临时工",
        "师傅",
        "阿姨",
        "工人",
        "零工",
        "短工",
        "临工",
        "技术工",
    ]
)


_LONGEST_DEED = 5
#: 服装厂招车工: who asks is no part of what is asked for.
_WHO_ASKS = re.compile(r"[\u4e00-\u9fff]{0,4}[厂店院馆场司园地处库校站吧城急现诚][招聘缺找要需](?=[\u4e00-\u9fff]{2})")
#: 他能自己走, 修好再, 挑两个手稳的: whoever it is, or something left unsaid.
_NO_DEED = re.compile("^[他她你我您俺咱]|[再也就]$|[一二两三四五六七八九十几俩仨]个")
_ASKS_NEXT = re.compile(
    r"(?:的|队|办|那边|人家)?(?:急|想|要)?(?:招|缺|找|雇)(?:[个位](?=[\u4e00-\u9fff]{2})|人(?=[\u4e00-\u9fff])|(?=[\u4e00-\u9fff]{2}))(?![\d一二两三四五六七八九十几俩仨若多人])"
)
#: What makes a deed a part of another word (包装, 安装, 改接); behind 要 a short one is as well a wish (要装).
_NO_DEED_BEFORE = ("安包服组套开改接不别再没要想能会先后快一可请有自", "安包服组套开改接不别没想先快一可有自")
_SHORT_DEED = 2


@dataclass(frozen=True)
class WorkFound:
    """Words for work, where they stand, and how sure they are: 0 labelled, 1 asked for, 2 named."""

    piece: Piece
    rank: int


def find_work(plain: str) -> list[WorkFound]:
    """Find the words for work, left to right; none lies within another."""
    pieces = {one.span("title"): 0 for one in _LISTED.finditer(plain) if one["title"] not in _NOT_TITLE}
    pieces |= {one.span("title"): 0 for one in _NUMBERED.finditer(plain) if one["title"] not in _NOT_TITLE}
    pieces |= {one.span("title"): 0 for one in _LABEL.finditer(plain) if one["title"] not in _NOT_TITLE}
    for piece in [*_listed(plain), *_shaped(plain)]:
        if says_where(plain[slice(*piece)]):
            continue
        if not any(piece[0] < end and start < piece[1] for start, end in pieces):
            pieces[piece] = 1 if _ASKING.search(plain[: piece[0]]) else 2
    return [WorkFound(piece, rank + _asks(plain, piece)) for piece, rank in sorted(pieces.items())]


def _asks(plain: str, piece: Piece) -> int:
    """Return how much less a word says that is who asks rather than what is asked for: 养蜂的招人搬蜂箱."""
    return 2 if _ASKS_NEXT.match(plain, piece[1]) else 0


def says_where(words: str) -> bool:
    """Say whether words say where rather than what: 苗圃, 屠宰场, 咖啡店, but not 修路 and 看果园."""
    return words[-1] in _PLACES and (words[0] not in _DEEDS or len(words) > _LONGEST_DEED)


def _listed(plain: str) -> list[Piece]:
    words = work_words()
    found: list[Piece] = []
    at = 0
    while at < len(plain) - 1:
        longest = next(
            (
                size
                for size in range(min(_LONGEST_WORD, len(plain) - at), 1, -1)
                if plain[at : at + size] in words and plain[at : at + size] not in _NO_WORK | _NOT_TITLE
            ),
            0,
        )
        if longest and not _is_part_of_name(plain, at, at + longest):
            end = at + longest
            if plain[end : end + 1] in ("工", "员") and plain[end : end + 2] not in (
                "工作",
                "工资",
                "工地",
                "工程",
                "工厂",
            ):
                end += 1
            found.append((at, end))
            at = end
        else:
            at += 1
    return found


def _is_part_of_name(plain: str, start: int, end: int) -> bool:
    """Say whether a word belongs to a longer one that is a place, a firm or a paper: 保洁公司, 焊工证, 物流园."""
    after = plain[end : end + 2]
    if plain[end - 1] == "工" and after[:1] in ("具", "资", "地", "程"):
        return True
    return after[:1] in ("厂", "店", "园", "证", "费", "钱", "棚", "机", "路", "村", "镇", "站") or after in (
        "公司", "市场", "学校", "基地", "中心", "资格", "经验", "工作", "部门", "车间", "工具", "合作", "价格", "工资",
    )  # fmt: skip


def _shaped(plain: str) -> list[Piece]:
    found: list[Piece] = []
    for pattern in (_SHAPE, _ROLE, _VERB):
        for one in pattern.finditer(plain):
            lead = _STRIP.match(one[0]) if pattern is not _VERB else None
            start = one.start() + (lead.end() if lead is not None else 0)
            asked = _WHO_ASKS.match(plain, start, one.end()) if pattern is not _VERB else None
            start = asked.end() if asked is not None else start
            text = plain[start : one.end()]
            if (
                len(text) < 2
                or text in _NOT_TITLE
                or _NO_DEED.search(text)
                or text[-2:] in ("招工", "用工", "打工", "找工", "开工", "收工", "上工")
                or _is_part_of_name(plain, start, one.end())
            ):
                continue
            if pattern is _VERB and start and plain[start - 1] in _NO_DEED_BEFORE[len(text) > _SHORT_DEED]:
                continue
            found.append((start, one.end()))
    kept: list[Piece] = []
    for piece in found:
        if not any(piece[0] < end and start < piece[1] for start, end in kept):
            kept.append(piece)
    return kept


#: What links two words for one work: 刷外墙的蜘蛛人, 扫落叶、修枝, 小工清渣.
_LINK = re.compile(r"[的兼/、+和及与]?")
_LONGEST_TITLE = 16


def joined(plain: str, work: WorkFound, works: list[WorkFound]) -> Piece:
    """Return the words for one work that stand side by side as one piece: they name it together."""
    at = works.index(work)
    start, end = work.piece
    for other in works[at + 1 :]:
        if not _LINK.fullmatch(plain[end : other.piece[0]]) or other.piece[1] - start > _LONGEST_TITLE:
            break
        end = other.piece[1]
    for other in reversed(works[:at]):
        if not _LINK.fullmatch(plain[other.piece[1] : start]) or end - other.piece[0] > _LONGEST_TITLE:
            break
        start = other.piece[0]
    return start, end
