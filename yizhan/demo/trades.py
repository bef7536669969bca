"""The work of the county: what people ask for and what employers offer, in everyday words.

Codes are of the 大典 2022; pay is what such work brings in a county of Shandong, in yuan a day.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """A kind of work.

    :param said: everyday words, the commonest first.
    :param weight: how many look for it.
    :param women: share of women, 0 to 1.
    :param pay: lowest and highest pay in yuan a day.
    :param age: from which to which age most are.
    :param near: keys of trades that the same people also do.
    """

    key: str
    code: str
    said: tuple[str, ...]
    weight: int
    women: float
    pay: tuple[int, int]
    age: tuple[int, int]
    near: tuple[str, ...] = ()
    tools: str = ""


TRADES: dict[str, Trade] = {
    trade.key: trade
    for trade in (
        Trade(
            "mason",
            "6-29-01-01",
            ("瓦工", "大工", "砌墙的"),
            13,
            0.04,
            (220, 350),
            (38, 66),
            ("labourer", "plasterer", "concrete"),
            "瓦刀、抹子",
        ),
        Trade(
            "labourer",
            "4-02-05-01",
            ("小工", "力工", "壮工", "零活"),
            22,
            0.22,
            (130, 220),
            (25, 64),
            ("loader", "concrete", "packer"),
        ),
        Trade("concrete", "6-29-01-03", ("打灰", "混凝土工", "支模"), 4, 0.06, (180, 300), (30, 58), ("mason",)),
        Trade("rebar", "6-29-01-04", ("钢筋工", "绑钢筋"), 3, 0.1, (220, 320), (28, 56), ("concrete",)),
        Trade(
            "plasterer",
            "6-29-04-01",
            ("抹灰工", "贴瓷砖", "刮腻子", "油漆工"),
            7,
            0.12,
            (220, 340),
            (30, 60),
            ("mason",),
            "抹子、靠尺",
        ),
        Trade("plumber", "6-29-03-04", ("水电工", "管道工"), 3, 0.0, (240, 350), (26, 55), ("electrician",), "工具包"),
        Trade("electrician", "6-31-01-03", ("电工",), 3, 0.02, (230, 340), (24, 55), ("plumber",), "工具包"),
        Trade("welder", "6-18-02-04", ("电焊工", "焊工"), 4, 0.03, (230, 350), (24, 55), ("labourer",)),
        Trade("loader", "4-02-05-01", ("装卸工", "装车卸车", "搬运"), 10, 0.08, (160, 260), (22, 58), ("labourer",)),
        Trade("sorter", "4-02-07-09", ("分拣", "快递分拣"), 7, 0.55, (140, 210), (18, 48), ("packer", "loader")),
        Trade("packer", "6-31-05-00", ("打包工", "包装工"), 8, 0.7, (120, 180), (20, 56), ("sorter", "line")),
        Trade("line", "6-25-04-07", ("普工", "流水线", "进厂"), 8, 0.5, (140, 220), (18, 45), ("packer", "sorter")),
        Trade("sewer", "6-05-01-03", ("缝纫工", "缝纫", "平车工"), 8, 0.94, (150, 260), (24, 54), ("packer",)),
        Trade(
            "greenhouse",
            "5-01-02-02",
            ("蔬菜大棚", "大棚工", "摘果", "种菜"),
            12,
            0.68,
            (120, 170),
            (38, 70),
            ("veg_sorter", "labourer"),
        ),
        Trade("veg_sorter", "5-05-06-01", ("蔬菜分拣", "择菜", "装菜"), 6, 0.8, (120, 160), (35, 66), ("greenhouse",)),
        Trade("cleaner", "4-09-08-01", ("保洁", "打扫卫生", "环卫"), 13, 0.82, (120, 180), (36, 66), ("housekeeper",)),
        Trade(
            "housekeeper",
            "4-10-01-06",
            ("保姆", "家政", "钟点工", "做饭带孩子"),
            8,
            0.97,
            (140, 240),
            (36, 60),
            ("cleaner", "carer"),
        ),
        Trade("carer", "4-14-01-02", ("护工", "照顾老人"), 4, 0.9, (150, 240), (40, 62), ("housekeeper",)),
        Trade("matron", "4-10-01-01", ("月嫂", "育儿嫂"), 2, 1.0, (260, 350), (32, 54), ("housekeeper",)),
        Trade("cook", "4-03-02-01", ("厨师", "帮厨", "炒菜的", "乡宴厨师"), 5, 0.35, (160, 320), (28, 60), ("waiter",)),
        Trade("waiter", "4-03-02-05", ("服务员", "洗碗", "传菜"), 6, 0.78, (120, 170), (18, 55), ("cleaner", "cook")),
        Trade("guard", "4-07-05-01", ("保安", "看大门"), 6, 0.05, (120, 150), (45, 68), ("cleaner",)),
        Trade(
            "courier",
            "4-02-07-08",
            ("快递员", "送快递"),
            3,
            0.15,
            (180, 300),
            (20, 42),
            ("sorter", "rider"),
            "电动三轮车",
        ),
        Trade("rider", "4-10-08-01", ("外卖员", "送外卖"), 3, 0.12, (180, 320), (19, 42), ("courier",), "电动车"),
        Trade("driver", "4-02-02-02", ("货车司机", "开货车"), 3, 0.02, (220, 350), (26, 56), ("loader",)),
        Trade("forklift", "6-30-05-01", ("叉车工", "开叉车"), 2, 0.04, (190, 260), (23, 52), ("loader",)),
        Trade("gardener", "4-09-10-01", ("绿化工", "栽树", "修剪"), 4, 0.45, (120, 180), (40, 68), ("greenhouse",)),
        Trade("board", "6-06-02-02", ("板材厂工", "排板", "修板"), 4, 0.45, (160, 240), (26, 56), ("line", "loader")),
        Trade("spinner", "6-04-02-01", ("挡车工", "纺纱工"), 3, 0.9, (160, 230), (22, 50), ("sewer",)),
        Trade("baker", "6-02-03-01", ("食品厂工", "做馒头", "面点"), 4, 0.66, (130, 190), (24, 56), ("packer", "cook")),
    )
}


@dataclass(frozen=True)
class Job:
    """What an employer asks for when posting a trade.

    :param kinds: which of gig, short and long occur.
    :param heads: least and most people.
    :param hours: start and end of a day.
    """

    trade: str
    title: str
    content: str
    kinds: tuple[str, ...]
    heads: tuple[int, int]
    hours: tuple[str, str] = ("7:00", "17:30")
    hazards: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    meals: float = 0.5
    insurance: str = "accident"
    ppe: str = ""


JOBS: dict[str, tuple[Job, ...]] = {
    "building": (
        Job(
            "mason",
            "瓦工",
            "砌围墙和砖混房墙体，有脚手架和小推车，中午休息一个半小时。",
            ("gig", "gig", "short"),
            (2, 8),
            hazards=("height",),
            ppe="安全帽、手套、安全带",
        ),
        Job(
            "labourer",
            "工地小工",
            "给瓦工供砖、供灰，清理建筑垃圾，两人一组。",
            ("gig", "gig", "short"),
            (2, 10),
            hazards=("load",),
            ppe="安全帽、手套",
        ),
        Job(
            "plasterer",
            "抹灰工",
            "室内墙面抹灰、贴砖，材料和水电现场都有。",
            ("gig", "short"),
            (2, 5),
            ppe="口罩、手套",
            hazards=("dust",),
        ),
        Job(
            "concrete",
            "混凝土浇筑工",
            "楼板浇筑，泵车到场后连续作业，分两班轮换。",
            ("gig", "short"),
            (4, 10),
            hazards=("height",),
            ppe="安全帽、胶鞋、手套",
        ),
        Job("rebar", "钢筋工", "基础钢筋绑扎，图纸和带班师傅现场都在。", ("short",), (3, 8), ppe="安全帽、手套"),
        Job(
            "welder",
            "电焊工",
            "彩钢棚焊接，焊机由工地提供。",
            ("gig", "short"),
            (1, 3),
            hazards=("heat",),
            certificates=("sw_fusion_welding",),
            ppe="面罩、防护手套",
        ),
    ),
    "farm": (
        Job(
            "greenhouse",
            "蔬菜大棚采摘",
            "大棚里摘黄瓜、西红柿，装筐过秤，棚里较热，可以轮流休息。",
            ("gig", "gig", "gig", "short"),
            (3, 12),
            ("6:00", "15:30"),
            ("heat",),
        ),
        Job(
            "veg_sorter",
            "蔬菜分拣打包",
            "按大小分拣、装袋、贴标签，坐着干活。",
            ("gig", "short", "long"),
            (3, 12),
            ("7:30", "17:00"),
        ),
        Job("greenhouse", "育苗工", "穴盘播种、移苗、浇水，有人教。", ("short", "long"), (2, 8), ("7:00", "16:30")),
        Job("gardener", "苗木栽植", "苗木起挖、栽植、浇水，车接车送。", ("gig", "short"), (4, 12)),
    ),
    "factory": (
        Job(
            "line",
            "车间普工",
            "流水线装配，坐着干活，有老师傅带。",
            ("long", "long", "short"),
            (4, 30),
            ("8:00", "17:30"),
            insurance="work_injury",
        ),
        Job(
            "sewer",
            "缝纫工",
            "车间平车缝纫，计时加计件，新手有保底。",
            ("long", "short"),
            (3, 20),
            ("8:00", "17:30"),
            insurance="work_injury",
        ),
        Job("packer", "包装工", "成品装盒、装箱、封口、码垛。", ("gig", "short", "long"), (3, 15), ("8:00", "17:30")),
        Job(
            "board",
            "板材排板工",
            "单板排芯、修补、码放，车间有除尘。",
            ("short", "long"),
            (2, 10),
            ("7:30", "17:30"),
            ("dust", "machine"),
            insurance="work_injury",
            ppe="口罩、手套",
        ),
        Job(
            "spinner",
            "挡车工",
            "细纱看车、接头，车间恒温。",
            ("long",),
            (3, 15),
            ("8:00", "16:00"),
            insurance="work_injury",
        ),
        Job(
            "baker",
            "食品车间工",
            "和面、成型、装盘，需要办健康证。",
            ("short", "long"),
            (2, 10),
            ("7:00", "16:00"),
            insurance="work_injury",
        ),
        Job(
            "forklift",
            "叉车工",
            "仓库出入库、码垛，电动叉车。",
            ("long", "gig"),
            (1, 3),
            ("8:00", "17:30"),
            certificates=("se_n1",),
            insurance="work_injury",
        ),
        Job(
            "electrician",
            "厂区电工",
            "厂区线路检修、设备接线。",
            ("long",),
            (1, 2),
            ("8:00", "17:30"),
            ("electric",),
            ("sw_low_voltage",),
            insurance="work_injury",
            ppe="绝缘鞋、绝缘手套",
        ),
    ),
    "logistics": (
        Job(
            "loader",
            "装卸工",
            "装卸袋装饲料和板材，两人一组，有推车和传送带。",
            ("gig", "gig", "short"),
            (2, 10),
            ("7:00", "17:00"),
            ("load",),
        ),
        Job(
            "sorter",
            "快递分拣员",
            "快件卸车、扫码、分拣，传送带作业。",
            ("gig", "gig", "long"),
            (3, 15),
            ("6:00", "14:00"),
        ),
        Job(
            "sorter",
            "夜间分拣员",
            "夜班快件分拣，包一顿夜餐。",
            ("gig", "short"),
            (4, 15),
            ("19:00", "3:00"),
            ("night",),
        ),
        Job(
            "driver",
            "城配货车司机",
            "县城和乡镇之间送货，一天两趟，有跟车的。",
            ("long", "gig"),
            (1, 3),
            ("6:30", "16:30"),
            certificates=("dl_c1",),
            insurance="work_injury",
        ),
        Job(
            "courier",
            "快递员",
            "负责一个片区的派件和取件，车辆由网点提供。",
            ("long",),
            (1, 5),
            ("7:30", "18:00"),
            insurance="work_injury",
        ),
    ),
    "service": (
        Job(
            "cleaner",
            "保洁员",
            "办公楼和楼道日常保洁，工具由单位提供。",
            ("long", "gig", "short"),
            (1, 6),
            ("7:30", "16:30"),
        ),
        Job(
            "cleaner",
            "开荒保洁",
            "新房开荒，擦玻璃、清地面，两三个人一起干。",
            ("gig", "gig"),
            (2, 4),
            ("8:00", "17:00"),
        ),
        Job(
            "waiter",
            "餐厅服务员",
            "传菜、收台、洗碗，管两顿饭。",
            ("long", "short", "gig"),
            (1, 6),
            ("9:30", "20:30"),
            meals=1.0,
        ),
        Job("cook", "厨师", "负责家常菜和凉菜，有两个帮厨。", ("long", "gig"), (1, 2), ("9:30", "20:00"), meals=1.0),
        Job("guard", "门卫", "白班看门、登记车辆，有值班室。", ("long",), (1, 3), ("7:00", "19:00")),
        Job(
            "gardener",
            "绿化养护工",
            "公园和道路两侧修剪、浇水、清杂草。",
            ("short", "long"),
            (3, 12),
            ("7:00", "16:30"),
        ),
        Job(
            "carer",
            "养老院护理员",
            "照顾老人起居、喂饭、翻身，有培训。",
            ("long",),
            (1, 5),
            ("7:30", "17:30"),
            meals=1.0,
            insurance="work_injury",
        ),
    ),
    "village": (
        Job("gardener", "村道绿化", "村道两侧栽树、浇水，村里派车接送。", ("gig", "short"), (4, 12)),
        Job(
            "cleaner",
            "村庄清洁",
            "清理路边杂物、垃圾归集，工具由村里提供。",
            ("gig", "short"),
            (3, 10),
            ("7:00", "16:00"),
        ),
        Job("labourer", "修渠小工", "沟渠清淤、砌护坡，给瓦工打下手。", ("gig", "short"), (4, 12), ppe="胶鞋、手套"),
        Job("mason", "修路瓦工", "铺路沿石、砌花池，材料到场。", ("gig", "short"), (2, 6)),
    ),
    "household": (
        Job("mason", "盖偏房瓦工", "家里盖偏房，砌墙一天，砖和灰都备好了，管午饭。", ("gig",), (1, 3), meals=1.0),
        Job("labourer", "搬料小工", "往院里搬砖、筛沙子，干一天。", ("gig",), (1, 5), meals=0.8),
        Job(
            "greenhouse",
            "收菜帮工",
            "自家大棚收菜，早上天亮开始，中午管饭。",
            ("gig",),
            (2, 5),
            ("6:00", "15:00"),
            meals=1.0,
        ),
        Job("cleaner", "家庭保洁", "家里大扫除，擦玻璃、洗厨房。", ("gig",), (1, 2), ("8:30", "17:00")),
        Job(
            "cook",
            "乡宴帮厨",
            "家里办喜事，择菜、切配、洗碗，管三顿饭。",
            ("gig",),
            (2, 5),
            ("6:00", "16:00"),
            meals=1.0,
        ),
        Job("loader", "搬家帮工", "三楼搬到一楼，有电动三轮车。", ("gig",), (2, 4), ("7:30", "15:00")),
        Job("plasterer", "刮腻子", "两间屋刮腻子，材料备好。", ("gig",), (1, 2), ("7:30", "17:30")),
    ),
}
