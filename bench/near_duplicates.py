"""How well and how fast near-duplicates are found. Run: ``python -m bench.near_duplicates`` (``--ads N``, ``--json``).

The market is generated: 26 trades with two standard texts each, used again and again; villages, employers with a
telephone each, some with several sites. Into it pairs are planted, equally many of each kind:

- ``reordered``: the clauses in another order
- ``digits``: amount, hours and headcount changed
- ``company``: another company's name in the text and as the employer, the same telephone (CR-020)
- ``symbols``: signs, spaces and line breaks put in between
- ``mixed``: one clause left out, the rest in another order, other digits, signs in between
- ``no phone``: a text of its own, copied by somebody with another telephone

and hard pairs that are none: a trade's standard text word for word, with another place and another pay, half of them by
the same employer under the same telephone; and other work by the same employer at the same place.
Precision counts every pair found that was not planted as wrong, in the whole market.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable

from yizhan.postings.duplicates import Ad, find_alike

SEED = 20261103
KINDS = ("reordered", "digits", "company", "symbols", "mixed", "no phone")
TRADES = {
    "装卸工": ("仓库装卸袋装货物，两人一组，有推车", "搬运日用百货，按车计件，单件不重"),
    "瓦工": ("砌墙抹灰，自带瓦刀，工地提供安全帽", "贴墙砖地砖，要求手艺平整，材料已到"),
    "小工": ("工地打杂清理垃圾，听从安排，能吃苦", "和灰搬砖递料，跟着师傅干活"),
    "木工": ("支模拆模，看得懂图纸，有工具优先", "装修吊顶打柜子，室内活不晒"),
    "电工": ("布线穿管装开关，须持低压电工证", "厂房照明检修，登高时两人配合"),
    "焊工": ("钢结构焊接，持证上岗，有焊机", "大门护栏焊接打磨，焊条由我们出"),
    "保洁": ("写字楼日常保洁，拖地擦窗倒垃圾", "新房开荒保洁，工具药水都有"),
    "服务员": ("饭店传菜收台，穿工装，管两顿饭", "宴席帮忙端菜洗碗，上午到场"),
    "厨工": ("后厨洗菜切配，须有健康证", "食堂帮厨打饭，早上到岗"),
    "保安": ("小区门岗值班登记车辆，两班倒", "工厂夜间巡逻，会用对讲机"),
    "缝纫工": ("车间平车缝制，计件结算，熟手优先", "锁边钉扣剪线头，坐着干活"),
    "包装工": ("食品装袋封口贴标签，坐着干活", "快递打包扫码，站着干活手脚快"),
    "分拣工": ("大蒜分拣剥皮装袋，室内计件", "快递分拣按区码放，夜里到货多"),
    "司机": ("开厢货送县内超市，须有驾照", "拉砂石料，车况好，熟悉周边路"),
    "叉车工": ("仓库叉车上下货，须持叉车证", "冷库叉车倒垛，发棉衣"),
    "采摘工": ("大棚摘黄瓜西红柿，早晨凉快干", "果园摘苹果装筐，轻拿轻放"),
    "育苗工": ("温室嫁接育苗，细心耐心", "穴盘播种浇水，一天坐着"),
    "养殖工": ("鸡舍捡蛋喂料清粪，吃住在场", "猪场喂料打扫，按规程消毒"),
    "油漆工": ("墙面刮腻子刷乳胶漆，自带滚筒", "家具喷漆打磨，有防护面具"),
    "钢筋工": ("绑扎钢筋，看图下料，长期有活", "钢筋切断弯曲，机器操作熟练"),
    "家政": ("住家做饭打扫，照顾一位老人", "每天上门两小时，做饭收拾屋子"),
    "护工": ("医院陪护卧床病人，翻身喂饭", "养老院照料老人起居，有耐心"),
    "绿化工": ("修剪绿篱除草浇水，路边作业穿反光衣", "栽树培土浇水，人多一起干"),
    "导购": ("超市促销试吃，站柜台，会说话", "服装店理货导购，形象自然"),
    "操作工": ("流水线装配零件，白班夜班倒", "注塑机取件修边，车间有空调"),
    "快递员": ("片区派件，自带电动车，多劳多得", "站点卸车扫描，早上集中干"),
}
DETAILS = (
    "村东头老张家盖二层楼，院里有狗已拴好",
    "靠近三号井的冷库，门口停得下大车",
    "给闺女结婚的新房收拾利索",
    "合同上写了三个月，中间不换人",
    "老板本地人，干完当场结清不拖欠",
    "有一段土路不好走，下雨就歇",
    "锅炉房旁边的旧厂房改造",
    "跟着李师傅的班组，人都好相处",
    "鸭棚换季清理，味道大，介意的别来",
    "赶在集日之前完工，天黑前收拾干净",
    "学校放假期间施工，材料从北门进",
    "河堤加固，穿雨靴，水不深",
    "光伏板下面除草，注意电线",
    "庙会搭台子，一天搭一天拆",
    "果袋要拆成两层，梯子自备最好",
    "面粉厂检修停机三日，粉尘有口罩",
)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文"
)
VILLAGE = "庄家堂寨屯楼铺集营店口桥湾洼岭沟坊垓海堤"
TRADE_NAMES = "鑫源宏达永兴瑞丰昌盛恒通金鼎华泰嘉和顺安德润祥云广聚东方新宇星河百川"
STREETS = ("工业园区", "物流园", "商贸城", "农贸市场", "汽车站旁", "粮库", "中学工地", "养殖场", "大棚基地", "安置小区")


def a_place(draw: random.Random) -> str:
    first = draw.choice(SURNAMES) + draw.choice(SURNAMES)
    return f"{first}{draw.choice(VILLAGE)}{draw.choice(STREETS)}"


def a_company(draw: random.Random) -> str:
    name = "".join(draw.sample(TRADE_NAMES, 3))
    return f"{name}{draw.choice(('建筑', '劳务', '食品', '物流', '农业', '家政'))}有限公司"


def a_text(draw: random.Random, trade: str, *, own: bool, company: str = "") -> list[str]:
    """Return the clauses: the trade's standard text, with details of its own where `own`."""
    hours = f"早上{draw.randint(5, 9)}点到下午{draw.randint(4, 8)}点"
    clauses = [
        f"招{trade}{draw.randint(1, 30)}名",
        draw.choice(TRADES[trade]),
        f"一天{draw.randint(120, 380)}元",
        hours,
    ]
    if company:
        clauses.insert(0, f"{company}诚聘")
    if own:
        clauses += [*draw.sample(DETAILS, 2), f"先到{a_place(draw)}集合", f"再去{a_place(draw)}北边{a_place(draw)[:3]}"]
        clauses.append(f"找{draw.choice(SURNAMES)}{draw.choice(('师傅', '经理', '大姐', '老板'))}")
    return clauses


def reorder(draw: random.Random, clauses: list[str]) -> list[str]:
    mixed = clauses[:]
    while mixed == clauses:
        draw.shuffle(mixed)
    return mixed


def redigit(draw: random.Random, clauses: list[str]) -> list[str]:
    return ["".join(str(draw.randint(1, 9)) if sign.isdigit() else sign for sign in clause) for clause in clauses]


def sprinkle(draw: random.Random, clauses: list[str]) -> list[str]:
    signs = ("★", "!", " ", "～", "\n", "【", "】", "-", "✔")
    return ["".join(s + (draw.choice(signs) if draw.random() < 0.3 else "") for s in clause) for clause in clauses]


def mix(draw: random.Random, clauses: list[str]) -> list[str]:
    left = [clause for clause in clauses if clause is not clauses[2]]
    return sprinkle(draw, redigit(draw, reorder(draw, left)))


def as_it_is(_draw: random.Random, clauses: list[str]) -> list[str]:
    return clauses


CHANGES: dict[str, Callable[[random.Random, list[str]], list[str]]] = {
    "reordered": reorder, "digits": redigit, "symbols": sprinkle, "mixed": mix, "no phone": as_it_is,
    "company": as_it_is,
}  # fmt: skip


class Market:
    """Postings with consecutive keys in random order, and which pairs were planted."""

    def __init__(self, size: int) -> None:
        self.draw = random.Random(SEED)
        self.size = size
        self.rows: list[tuple[str, str, str, int]] = []
        self.planted: dict[frozenset[int], str] = {}
        self.employers = 0
        self._plant(size // 100)
        self._hard(size // 50)
        while len(self.rows) < size:
            self._employer_posts(self.draw.choice((1, 1, 2, 3, 6)))
        del self.rows[size:]

    def _new(self) -> tuple[int, str]:
        self.employers += 1
        return self.employers, f"1390{self.employers:07d}"

    def _add(self, clauses: list[str], place: str, phone: str, employer: int) -> int:
        self.rows.append(("，".join(clauses), place, phone, employer))
        return len(self.rows) - 1

    def _employer_posts(self, count: int) -> None:
        """One employer, several kinds of work, each once."""
        employer, phone = self._new()
        for trade in self.draw.sample(sorted(TRADES), count):
            own = self.draw.random() < 0.4
            self._add(a_text(self.draw, trade, own=own), a_place(self.draw), phone, employer)

    def _plant(self, each: int) -> None:
        draw = self.draw
        for kind in KINDS:
            for _one in range(each):
                (employer, phone), (other, other_phone) = self._new(), self._new()
                trade, place = draw.choice(sorted(TRADES)), a_place(draw)
                own = kind == "no phone" or draw.random() < 0.5
                named = kind == "company"
                clauses = a_text(draw, trade, own=own, company=a_company(draw) if named else "")
                again = CHANGES[kind](draw, clauses)
                if named:
                    again = [f"{a_company(draw)}诚聘", *clauses[1:]]
                first = self._add(clauses, place, phone, employer)
                second = self._add(
                    again, place, other_phone if kind == "no phone" else phone,
                    other if kind in ("company", "no phone") else employer,
                )  # fmt: skip
                self.planted[frozenset((first, second))] = kind

    def _hard(self, each: int) -> None:
        draw = self.draw
        for number in range(each):
            trade = draw.choice(sorted(TRADES))
            employer, phone = self._new()
            standard = a_text(draw, trade, own=False)
            self._add(standard, a_place(draw), phone, employer)
            if number % 2:
                employer, phone = self._new()
            self._add(redigit(draw, standard), a_place(draw), phone, employer)
            if number % 4 == 0:  # other work, same employer, same place
                other = draw.choice([name for name in sorted(TRADES) if name != trade])
                self._add(a_text(draw, other, own=False), self.rows[-1][1], phone, employer)

    def ads(self) -> list[Ad]:
        found = [Ad(key, text, place, phone, whose) for key, (text, place, phone, whose) in enumerate(self.rows)]
        self.draw.shuffle(found)
        return found


def measured(size: int) -> dict[str, object]:
    market = Market(size)
    ads = market.ads()
    started = time.perf_counter()
    found = find_alike(ads)
    seconds = time.perf_counter() - started
    pairs = {frozenset((pair.low, pair.high)) for pair in found}
    right = pairs & set(market.planted)
    recall = {
        kind: round(
            sum(pair in pairs for pair, of in market.planted.items() if of == kind)
            / sum(of == kind for of in market.planted.values()),
            4,
        )
        for kind in KINDS
    }
    return {
        "ads": size,
        "planted": len(market.planted),
        "found": len(pairs),
        "seconds": round(seconds, 2),
        "precision": round(len(right) / len(pairs), 4) if pairs else 0,
        "recall": round(len(right) / len(market.planted), 4),
        "recall by kind": recall,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ads", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measured(options.ads)
    print(json.dumps(result, ensure_ascii=False) if options.json else "\n".join(f"{k}: {v}" for k, v in result.items()))


if __name__ == "__main__":
    main()
