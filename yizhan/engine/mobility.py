"""Everyday mobility between occupations: who, at the gate, readily does which other work.

The tree of the 大典 puts 装卸搬运工 under transport and 包装工 under manufacturing; a day labourer takes
either on the same morning. Each group says why its members are near. The closeness is a judgement of
the project, written down as data so that it can be disputed line by line; it is not a measurement.
Change a value, and change the version.
"""

from functools import cache
from itertools import combinations

from yizhan.engine.door import Mobility, occupation_code

VERSION = "mobility-1"

NEAR: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (7500, "strength and no certificate: 装卸搬运, 包装, 邮件分拣, 邮件转运, 理货",
     ("4-02-05-01", "6-31-05-00", "4-02-07-02", "4-02-07-03", "4-02-06-02")),
    (6000, "a store's back and front: 仓储管理, 理货, 装卸搬运",
     ("4-02-06-01", "4-02-06-02", "4-02-05-01")),
    (7500, "wet trades on one site: 砌筑, 石工, 混凝土, 乡村建设工匠",
     ("6-29-01-01", "6-29-01-02", "6-29-01-03", "6-29-01-07")),
    (6000, "one site, another trade: 砌筑, 装饰装修, 防水, 筑路, 公路养护",
     ("6-29-01-01", "6-29-04-01", "6-29-02-08", "6-29-02-03", "6-29-02-04")),
    (5000, "site labour and loading: 混凝土, 筑路, 装卸搬运",
     ("6-29-01-03", "6-29-02-03", "4-02-05-01")),
    (7000, "wood: 手工木工, 机械木工, 家具制作, 装饰装修",
     ("6-06-03-01", "6-06-03-02", "6-06-04-00", "6-29-04-01")),
    (6500, "pipes and fittings: 管道工, 管工, 门窗安装, 燃气具安装",
     ("6-29-02-15", "6-29-03-04", "6-29-04-02", "4-12-04-05")),
    (6500, "hot metal: 焊工, 切割, 机械设备安装",
     ("6-18-02-04", "6-18-02-05", "6-29-03-01")),
    (6500, "current: 电工, 电气设备安装, 家用电器维修",
     ("6-31-01-03", "6-29-03-02", "4-12-03-01")),
    (6500, "paint: 涂装, 装饰装修",
     ("6-18-03-03", "6-29-04-01")),
    (7500, "a household and its people: 家政服务, 养老护理, 医疗护理",
     ("4-10-01-06", "4-10-01-05", "4-14-01-02")),
    (7000, "a household and its children: 家政服务, 保育, 婴幼儿发展引导",
     ("4-10-01-06", "4-10-01-03", "4-10-01-01")),
    (7500, "cleaning: 保洁, 生活垃圾清运, 家政服务, 客房服务",
     ("4-09-08-01", "4-09-08-02", "4-10-01-06", "4-03-01-02")),
    (5500, "in the open, low and steady: 保洁, 园林绿化, 公路养护",
     ("4-09-08-01", "4-09-10-01", "6-29-02-04")),
    (7500, "watching a gate: 保安, 安检, 停车管理, 市场管理",
     ("4-07-05-01", "4-07-05-02", "4-06-01-03", "4-07-06-03")),
    (7500, "on two wheels: 快递, 网约配送",
     ("4-02-07-08", "4-10-08-01")),
    (6000, "on four wheels: 客运驾驶, 货运驾驶",
     ("4-02-02-01", "4-02-02-02")),
    (5000, "parcels: 快递, 邮件分拣, 邮件转运",
     ("4-02-07-08", "4-02-07-02", "4-02-07-03")),
    (7000, "machines that lift and dig: 起重装卸机械, 起重, 挖掘铲运, 专用车辆驾驶",
     ("6-30-05-01", "6-30-05-02", "6-30-05-05", "6-30-01-00")),
    (7500, "a kitchen: 中式烹调, 中式面点, 米面主食制作, 糕点面包烘焙",
     ("4-03-02-01", "4-03-02-02", "6-02-03-01", "6-02-01-01")),
    (7000, "a dining room and a counter: 餐厅服务, 前厅服务, 客房服务, 商品营业, 收银",
     ("4-03-02-05", "4-03-01-01", "4-03-01-02", "4-01-02-03", "4-01-02-04")),
    (5500, "goods on shelves: 商品营业, 理货, 摊商",
     ("4-01-02-03", "4-02-06-02", "4-01-02-05")),
    (7500, "a sewing hall: 缝纫, 裁剪, 缝纫品整型, 制鞋",
     ("6-05-01-03", "6-05-01-02", "6-05-01-04", "6-05-04-01")),
    (7000, "a food line: 果蔬坚果加工, 肉制品加工, 水产品加工, 豆制品制作, 酱腌菜制作, 冷冻食品制作, 包装",
     ("6-01-06-00", "6-01-04-03", "6-01-05-01", "6-01-07-03", "6-02-05-08", "6-02-03-02", "6-31-05-00")),
    (6500, "meat: 畜禽屠宰加工, 肉制品加工",
     ("6-01-04-01", "6-01-04-03")),
    (7000, "fields, sheds and gardens: 农艺, 园艺, 种苗繁育, 农作物植保, 园林绿化, 林草种苗, 造林更新",
     ("5-01-02-01", "5-01-02-02", "5-01-01-02", "5-05-02-01", "4-09-10-01", "5-02-01-00", "5-02-02-00")),
    (5000, "harvest and what follows it: 农艺, 园艺, 果蔬坚果加工, 包装",
     ("5-01-02-01", "5-01-02-02", "6-01-06-00", "6-31-05-00")),
    (7500, "animals: 家畜饲养, 家禽饲养",
     ("5-03-02-01", "5-03-02-02")),
    (6500, "fitting and turning: 装配钳工, 机修钳工, 车工",
     ("6-20-01-01", "6-31-01-02", "6-18-01-01")),
    (6000, "sorting what is left over: 再生物资回收挑选, 再生物资加工处理, 生活垃圾清运",
     ("4-01-04-00", "6-27-01-00", "4-09-08-02")),
)  # fmt: skip
"""(closeness in basis points, why, codes): every two members of a group are that near, both ways."""


@cache
def everyday_mobility() -> Mobility:
    """The table of `NEAR`; a pair that stands in two groups takes the larger closeness."""
    nearest: dict[tuple[int, int], int] = {}
    for closeness, _, group in NEAR:
        for one, other in combinations(sorted(occupation_code(code) for code in group), 2):
            nearest[one, other] = max(closeness, nearest.get((one, other), 0))
    return Mobility.of((one, other, closeness) for (one, other), closeness in nearest.items())
