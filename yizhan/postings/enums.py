"""Words of the room: kinds of work, states of a posting, and the steps between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class PostingKind(models.TextChoices):
    """How long the work lasts; decides how long a posting is valid by default."""

    GIG = "gig", _("日工零工")
    SHORT = "short", _("短期用工")
    LONG = "long", _("长期岗位")


#: Days for which a posting holds unless another end is given (domain §2.4), and the most that may be given (CR-014).
VALID_DAYS: dict[PostingKind, int] = {PostingKind.GIG: 3, PostingKind.SHORT: 15, PostingKind.LONG: 30}
MOST_VALID_DAYS = 90
#: Said beside the field in every form: the days of `VALID_DAYS`, and that a day's job holds until its last shift.
VALID_DAYS_WORDS = _("不填：日工到最后一班结束，短期15天、长期30天。")
#: Hours after which the station asks the employer whether people are still wanted (CR-018).
CONFIRM_AFTER_HOURS: dict[PostingKind, int] = {
    PostingKind.GIG: 48,
    PostingKind.SHORT: 7 * 24,
    PostingKind.LONG: 7 * 24,
}
#: Hours after the employer's last word when a posting leaves lists and screens by itself; a call brings it back.
LEAVE_AFTER_HOURS: dict[PostingKind, int] = {
    PostingKind.GIG: 4 * 24,
    PostingKind.SHORT: 14 * 24,
    PostingKind.LONG: 14 * 24,
}


class ReviewState(models.TextChoices):
    """What the station thinks of the current terms."""

    DRAFT = "draft", _("草稿")
    WAITING = "waiting", _("待审核")
    RETURNED = "returned", _("退回修改")
    REFUSED = "refused", _("审核不通过")
    APPROVED = "approved", _("审核通过")


REVIEW_MOVES: dict[ReviewState, frozenset[ReviewState]] = {
    ReviewState.DRAFT: frozenset({ReviewState.WAITING}),
    ReviewState.WAITING: frozenset(
        {ReviewState.APPROVED, ReviewState.RETURNED, ReviewState.REFUSED, ReviewState.DRAFT}
    ),
    # To approved without waiting again: an appeal was granted.
    ReviewState.RETURNED: frozenset({ReviewState.WAITING, ReviewState.DRAFT, ReviewState.APPROVED}),
    # Back to waiting: workers said twice that the work is not as posted (CR-073).
    ReviewState.APPROVED: frozenset({ReviewState.DRAFT, ReviewState.WAITING}),
    ReviewState.REFUSED: frozenset({ReviewState.APPROVED}),
}


class PublishState(models.TextChoices):
    """Whether people may be sent. That a posting has run out is no state: it is derived from the clock."""

    UNPUBLISHED = "unpublished", _("未发布")
    PUBLISHED = "published", _("招人中")
    PAUSED = "paused", _("暂停")
    FILLED = "filled", _("已招满")
    WITHDRAWN = "withdrawn", _("已撤回")
    REMOVED = "removed", _("已下架")


PUBLISH_MOVES: dict[PublishState, frozenset[PublishState]] = {
    PublishState.UNPUBLISHED: frozenset({PublishState.PUBLISHED, PublishState.WITHDRAWN, PublishState.REMOVED}),
    PublishState.PUBLISHED: frozenset(
        {PublishState.PAUSED, PublishState.FILLED, PublishState.WITHDRAWN, PublishState.REMOVED}
    ),
    PublishState.PAUSED: frozenset({PublishState.PUBLISHED, PublishState.WITHDRAWN, PublishState.REMOVED}),
    PublishState.FILLED: frozenset(
        {PublishState.PUBLISHED, PublishState.PAUSED, PublishState.WITHDRAWN, PublishState.REMOVED}
    ),
    PublishState.WITHDRAWN: frozenset(),
    PublishState.REMOVED: frozenset(),
}
#: States in which people have seen the posting, so that its terms must stand approved.
OFFERED = frozenset({PublishState.PUBLISHED, PublishState.FILLED})


class Axis(models.TextChoices):
    """Which of the two states a dated change is about."""

    REVIEW = "review", _("审核")
    PUBLISH = "publish", _("发布")


class ReturnReason(models.TextChoices):
    """Why a reviewer sends a posting back or refuses it."""

    INCOMPLETE = "incomplete", _("内容不完整")
    UNCLEAR = "unclear", _("内容不清楚")
    PAY = "pay", _("报酬写法有问题")
    DISCRIMINATION = "discrimination", _("含歧视性内容")
    FEE = "fee", _("向劳动者收费或扣证")
    UNTRUE = "untrue", _("内容不实或无法核实")
    UNSAFE = "unsafe", _("有安全隐患")
    ILLEGAL = "illegal", _("违法招用")
    DUPLICATE = "duplicate", _("重复发布")
    PAPERS = "papers", _("资质过期")
    TIME_OVER = "time_over", _("时间已过")


#: What is to be changed, in plain words for who entered it.
RETURN_WORDS: dict[ReturnReason, StrOrPromise] = {
    ReturnReason.INCOMPLETE: _("缺少求职者要知道的内容。请写明做什么、在哪里、几点到几点、要几个人。"),
    ReturnReason.UNCLEAR: _("内容看不明白。请用平常话写清楚具体做什么活、干到什么时候。"),
    ReturnReason.PAY: _("报酬没有写清楚。请写实际能拿到的金额、按什么计算、什么时候付。"),
    ReturnReason.DISCRIMINATION: _("对人的条件没有法律依据。请删去性别、年龄、民族、地域等限制，只写会做什么。"),
    ReturnReason.FEE: _("不能向劳动者收费、收押金或扣证件。请删去这些要求。"),
    ReturnReason.UNTRUE: _("内容与核实到的情况不一致，或核实不到。请按实际情况改，并写明可以核实的地点和联系人。"),
    ReturnReason.UNSAFE: _("有安全隐患。请写明有什么危险、提供什么保护和保险。"),
    ReturnReason.ILLEGAL: _("这种用工是法律禁止的，不能发布。"),
    ReturnReason.DUPLICATE: _("这条与已有的招聘重复。要改人数或日期，请修改原来那一条。"),
    ReturnReason.PAPERS: _("用工主体的核验或许可已过期。请带有效的证照到驿站复核，再提交。"),
    ReturnReason.TIME_OVER: _("用工时间已过。还要人的，请改成以后的日期再提交。"),
}
#: The field of the entry form that each reason is about.
RETURN_FIELDS: dict[ReturnReason, str] = {
    ReturnReason.INCOMPLETE: "content",
    ReturnReason.UNCLEAR: "content",
    ReturnReason.PAY: "pay",
    ReturnReason.DISCRIMINATION: "requirements",
    ReturnReason.FEE: "content",
    ReturnReason.UNTRUE: "place_name",
    ReturnReason.UNSAFE: "ppe",
    ReturnReason.ILLEGAL: "content",
    ReturnReason.DUPLICATE: "title",
    ReturnReason.PAPERS: "title",
    ReturnReason.TIME_OVER: "starts_on",
}
#: Reasons for which a posting may be refused for good; for the others it is sent back.
REFUSING = (
    ReturnReason.ILLEGAL,
    ReturnReason.FEE,
    ReturnReason.UNTRUE,
    ReturnReason.UNSAFE,
    ReturnReason.DISCRIMINATION,
    ReturnReason.DUPLICATE,
)


class PassReason(models.TextChoices):
    """Why a finding that asks for judgement is let pass."""

    CALLED = "called", _("已电话核实，情况属实")
    PAPERS = "papers", _("已看证明材料，依据成立")
    MISREAD = "misread", _("规则误判，原文不是这个意思")


class Outcome(models.TextChoices):
    """How a reviewer decided."""

    APPROVED = "approved", _("通过")
    RETURNED = "returned", _("退回修改")
    REFUSED = "refused", _("不通过")


#: Outcomes against which one may appeal.
AGAINST = frozenset({Outcome.RETURNED, Outcome.REFUSED})


class Harm(models.IntegerChoices):
    """How much harm a posting could do if it were let through; the worst first in the queue (docs/review.md)."""

    DANGER = 1, _("可能伤人、骗钱、扣证、用童工")
    DECEIT = 2, _("可能不实、歧视或批量发布")
    UNCLEAR = 3, _("有要人判断的提示")
    WARNED = 4, _("只有提醒")
    CLEAN = 5, _("规则没有提示")


#: So many hours before others that came at the same time: nothing waits for ever, and what hurts is seen first.
HEAD_START_HOURS: dict[Harm, int] = {
    Harm.DANGER: 72,
    Harm.DECEIT: 24,
    Harm.UNCLEAR: 8,
    Harm.WARNED: 2,
    Harm.CLEAN: 0,
}


class Likeness(models.TextChoices):
    """By what two postings were found alike (CR-020)."""

    TEXT = "text", _("内容几乎相同")
    PHONE = "phone", _("同一电话，不同单位")


class Verdict(models.TextChoices):
    """What somebody who looked said about two postings that look alike; the scan remembers it."""

    OPEN = "open", _("待判断")
    SAME = "same", _("是重复")
    DIFFERENT = "different", _("不是重复")
    AGENCY = "agency", _("同一中介用多个名称")


class ScanState(models.TextChoices):
    """How far a scan of the whole market is."""

    QUEUED = "queued", _("排队")
    READING = "reading", _("读取")
    COMPARING = "comparing", _("比对")
    SAVING = "saving", _("保存")
    DONE = "done", _("完成")
    FAILED = "failed", _("中断")


#: Somebody or something is at work on it.
SCANNING = frozenset({ScanState.QUEUED, ScanState.READING, ScanState.COMPARING, ScanState.SAVING})


class EndReason(models.TextChoices):
    """Why a posting is paused, withdrawn or taken down."""

    EMPLOYER_ASKED = "employer_asked", _("雇主要求")
    ENOUGH_PEOPLE = "enough_people", _("雇主说人已够")
    WORK_CANCELLED = "work_cancelled", _("活取消了")
    WEATHER = "weather", _("天气原因")
    NOT_REACHED = "not_reached", _("联系不上雇主")
    WRONG_NUMBER = "wrong_number", _("雇主电话打不通或不对")
    CONDUCT = "conduct", _("劳动者反映与发布不符，转人工审核")
    COMPLAINT = "complaint", _("接到投诉")
    FALSE = "false", _("内容不实")
    DUPLICATE = "duplicate", _("与另一条重复")
    REVISED = "revised", _("内容有改动，重新审核")


class Again(models.TextChoices):
    """To when work is put off whose beginning passed before anybody decided about it."""

    TODAY = "today", _("今天晚些时候")
    NEXT = "next", _("下一天")


class CallAnswer(models.TextChoices):
    """What came of asking the employer whether people are still wanted (CR-018)."""

    WANTED = "wanted", _("仍在招")
    FILLED = "filled", _("不招了")
    WRONG_NUMBER = "wrong_number", _("号码不对")
    NOT_REACHED = "not_reached", _("没打通")


#: So many calls in a row without an answer pause a posting.
MOST_CALLS = 3


class HeadcountReason(models.TextChoices):
    """Why a shift's headcount or places taken changed."""

    OPENED = "opened", _("新增班次")
    CHANGED = "changed", _("改人数")
    TAKEN = "taken", _("占用名额")
    GIVEN_BACK = "given_back", _("退回名额")
    CANCELLED = "cancelled", _("取消班次")


class LaborType(models.TextChoices):
    """In what relation people work (人社 acb239)."""

    SERVICE = "service", _("劳务或承揽")
    PART_TIME = "part_time", _("非全日制用工")
    CONTRACT = "contract", _("劳动合同")
    PLATFORM = "platform", _("平台用工")
    PUBLIC_WELFARE = "public_welfare", _("公益性岗位")
    WORK_RELIEF = "work_relief", _("以工代赈")


class PayUnit(models.TextChoices):
    """Per what the pay is stated; piece rates are kept per 1,000 pieces."""

    HOUR = "hour", _("小时")
    DAY = "day", _("天")
    PIECE = "piece", _("件")
    WEEK = "week", _("周")
    MONTH = "month", _("月")
    YEAR = "year", _("年")
    LUMP = "lump", _("一口价")


class SettleKind(models.TextChoices):
    """When people are paid."""

    DAILY = "daily", _("日结")
    WEEKLY = "weekly", _("周结")
    HALF_MONTH = "half_month", _("半月结")
    MONTHLY = "monthly", _("月结")
    ON_COMPLETION = "on_completion", _("完工结")


class Hazard(models.TextChoices):
    """What may hurt (domain §2.4); some bar minors or ask for a certificate."""

    HEIGHT = "height", _("高处作业")
    CONFINED = "confined", _("有限空间")
    DUST = "dust", _("粉尘")
    HEAT = "heat", _("高温")
    COLD = "cold", _("低温冷水")
    ELECTRIC = "electric", _("带电作业")
    CHEMICAL = "chemical", _("有毒有害化学品")
    NIGHT = "night", _("夜班")
    LOAD = "load", _("负重超过20公斤")
    UNDERGROUND = "underground", _("井下")
    MACHINE = "machine", _("机械伤害")
    FLAMMABLE = "flammable", _("易燃易爆")
    HEAVY = "heavy", _("第四级体力劳动强度")


class Protection(models.TextChoices):
    """What the employer hands out against what may hurt (GB 39800.1-2020, kinds of personal protective equipment)."""

    HELMET = "helmet", _("安全帽")
    HARNESS = "harness", _("安全带")
    GLOVES = "gloves", _("手套")
    SHOES = "shoes", _("劳保鞋")
    MASK = "mask", _("防尘口罩")
    GOGGLES = "goggles", _("护目镜")
    EARS = "ears", _("耳塞")
    CLOTHES = "clothes", _("工作服")
    VEST = "vest", _("反光背心")
    RAIN = "rain", _("雨衣雨鞋")
    COOLING = "cooling", _("防暑降温用品")
    WARMTH = "warmth", _("防寒用品")


class Insurance(models.TextChoices):
    """How people are insured."""

    NONE = "none", _("无")
    WORK_INJURY = "work_injury", _("工伤保险")
    WORK_INJURY_ONLY = "work_injury_only", _("单险种工伤保险")
    ACCIDENT = "accident", _("意外伤害保险")
    LIABILITY = "liability", _("雇主责任险")


class SexRequired(models.TextChoices):
    """Whom the employer asks for; anything but `any` needs a ground of law."""

    ANY = "any", _("不限")
    MALE = "male", _("男")
    FEMALE = "female", _("女")


class SexGround(models.TextChoices):
    """Work that the law bars women from (女职工劳动保护特别规定, annex), or that only one sex can do."""

    UNDERGROUND = "underground", _("矿山井下作业")
    LEVEL_FOUR = "level_four", _("体力劳动强度四级")
    LOAD = "load", _("每小时负重六次以上且每次超过20公斤")
    PRIVACY = "privacy", _("同性护理、同性寝室等人身照料")


class AgeGround(models.TextChoices):
    """Why an employer limits age; it filters only where a reviewer accepted the ground."""

    SITE_RULE = "site_rule", _("本地施工现场用工年龄规定")
    SPECIAL_WORK = "special_work", _("特种作业或驾驶的年龄规定")
    HEAVY = "heavy", _("高处、井下或特别繁重体力劳动")
    MINOR_PROTECTION = "minor_protection", _("未成年工禁忌劳动")
    PROGRAMME = "programme", _("公益性岗位、见习等政策规定的年龄")


class Channel(models.TextChoices):
    """Where a posting is shown."""

    SCREEN = "screen", _("大屏")
    KIOSK = "kiosk", _("一体机")
    APP = "app", _("职工之家APP")
    QILU = "qilu", _("齐鲁工惠")
    WECHAT = "wechat", _("微信群")
    PAPER = "paper", _("纸质张贴")
    RADIO = "radio", _("村村响广播")


class Source(models.TextChoices):
    """How a posting reached the station."""

    DESK = "desk", _("雇主到站")
    PHONE = "phone", _("雇主来电")
    AGENT = "agent", _("经办人提交")
    SHEET = "sheet", _("表格导入")
    VILLAGE = "village", _("村（社区）报送")
    REPOST = "repost", _("转发")


class HitLevel(models.TextChoices):
    """How hard a rule's hit is."""

    BLOCK = "block", _("禁止")
    REVIEW = "review", _("人工判断")
    WARN = "warn", _("提醒")


class WordRule(models.TextChoices):
    """The text rules to which a county may add words of its own."""

    FOR_OTHERS = "CR-005", _("CR-005 代他人招聘")
    BOASTS = "CR-013", _("CR-013 夸大用语")
    CONTACT = "CR-021", _("CR-021 正文里的联系方式")
    ETHNIC = "CR-030", _("CR-030 民族、宗教")
    SEX = "CR-031", _("CR-031 性别")
    FAMILY = "CR-032", _("CR-032 婚育")
    CARRIERS = "CR-033", _("CR-033 病原携带")
    DISABILITY = "CR-034", _("CR-034 残疾")
    ORIGIN = "CR-035", _("CR-035 户籍、地域")
    LOOKS = "CR-037", _("CR-037 相貌、属相")
    FEES = "CR-050", _("CR-050 向劳动者收费")
    DOCUMENTS = "CR-051", _("CR-051 扣押证件")
    LOANS = "CR-052", _("CR-052 招转培、培训贷")
    IN_KIND = "CR-058", _("CR-058 以实物抵工资")
    CRIME = "CR-070", _("CR-070 违法招聘")
    KEPT_BACK = "CR-071", _("CR-071 隐瞒工作地点")
    BACK_DOORS = "CR-072", _("CR-072 虚假招聘")


class LimitName(models.TextChoices):
    """The thresholds that a county may tighten (rulebook/limits.py)."""

    GIG_DAYS = "gig_days", _("日工零工的一般有效期（天）")
    SHORT_DAYS = "short_days", _("短期用工的一般有效期（天）")
    LONG_DAYS = "long_days", _("长期岗位的一般有效期（天）")
    MOST_DAYS = "most_days", _("有效期最长（天）")
    HOUSEHOLD_PEOPLE = "household_people", _("个人雇主一次最多招（人）")
    HOUSEHOLD_POSTS = "household_posts", _("个人雇主7天内最多发布（条）")
    SPREAD = "spread_x10", _("报酬上限最多是下限的（倍）")
    FAR_ABOVE = "far_above_x10", _("报酬超过当地95分位多少要核实（倍）")
    PHONE_UNITS = "phone_units", _("同一电话用于几家单位即核实（家）")
    AGE_CAP = "age_cap", _("年龄上限低于多少要写理由（岁）")
    SITE_AGE_MEN = "site_age_men", _("施工现场男性满多少岁要确认（岁）")
    SITE_AGE_WOMEN = "site_age_women", _("施工现场女性满多少岁要确认（岁）")
    SETTLE_DAYS = "settle_days", _("非全日制结算周期最长（天）")
    HOURS_WARN = "hours_warn_x10", _("每日工时提醒线（小时）")
    HOURS_BLOCK = "hours_block_x10", _("每日工时禁止线（小时）")
    MEETING = "meeting_m", _("集合地点距工作地点最远（公里）")


class WeatherKind(models.TextChoices):
    """Weather against which work outdoors is protected (防暑降温措施管理办法; 气象灾害预警信号发布与传播办法)."""

    HEAT = "heat", _("高温")
    COLD = "cold", _("寒潮")
    RAIN = "rain", _("暴雨")
    SNOW = "snow", _("暴雪")
    WIND = "wind", _("大风")
    THUNDER = "thunder", _("雷电")
    HAIL = "hail", _("冰雹")
    FOG = "fog", _("大雾")
    ICE = "ice", _("道路结冰")
    DUST = "dust", _("沙尘暴")


class WeatherLevel(models.TextChoices):
    """The four levels of a warning."""

    BLUE = "blue", _("蓝色")
    YELLOW = "yellow", _("黄色")
    ORANGE = "orange", _("橙色")
    RED = "red", _("红色")
