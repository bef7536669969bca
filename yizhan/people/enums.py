"""Words of the room: identity, contacts, consent, reasons."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdKind(models.TextChoices):
    """Which document proves who somebody is."""

    RESIDENT = "resident", _("居民身份证")
    HMT_RESIDENCE = "hmt", _("港澳台居民居住证")
    FOREIGN_PERMANENT = "foreign", _("外国人永久居留身份证")
    OTHER = "other", _("其他证件")


class NoIdReason(models.TextChoices):
    """Why a record has no number of a document. Asked instead of the number, never beside it."""

    NOT_WITH_THEM = "not_here", _("没带证件")
    LOST = "lost", _("证件遗失，正在补办")
    REFUSED = "refused", _("本人暂不提供")
    NONE = "none", _("没有证件")
    BY_PHONE = "phone", _("电话登记，未见证件")
    #: The record's identity was erased on request or after its time; set by the system only.
    ERASED = "erased", _("已匿名化")


#: What a clerk may choose: everything but the system's own.
NO_ID_REASONS_AT_COUNTER = tuple(choice for choice in NoIdReason.choices if choice[0] != NoIdReason.ERASED)


class Sex(models.TextChoices):
    """GB/T 2261.1."""

    UNKNOWN = "0", _("未知")
    MALE = "1", _("男")
    FEMALE = "2", _("女")
    UNSTATED = "9", _("未说明")


class BirthBasis(models.TextChoices):
    """What the date of birth rests on. A date that was only said does not prove an age."""

    ID_CARD = "id_card", _("身份证件号码")
    OTHER_DOCUMENT = "document", _("其他证件")
    STATED = "stated", _("本人口述")


#: A person whose age rests on one of these may be referred; otherwise staff look at a document first.
PROVEN_BIRTH = frozenset({BirthBasis.ID_CARD, BirthBasis.OTHER_DOCUMENT})


class AgeDocument(models.TextChoices):
    """The documents by which staff confirm an age where no ID number is on record."""

    RESIDENT_CARD = "card", _("居民身份证原件")
    HOUSEHOLD_BOOK = "hukou", _("户口簿")
    TEMPORARY_CARD = "temporary", _("临时身份证")
    SOCIAL_CARD = "social", _("社会保障卡")
    POLICE_PROOF = "police", _("公安机关证明")
    PASSPORT = "passport", _("护照或居留证件")


class ContactKind(models.TextChoices):
    """How a person is reached."""

    MOBILE = "mobile", _("手机")
    LANDLINE = "landline", _("固定电话")
    PROXY = "proxy", _("代收联系人")


class ProxyRelation(models.TextChoices):
    """Who takes messages for somebody without a telephone."""

    SPOUSE = "spouse", _("配偶")
    CHILD = "child", _("子女")
    PARENT = "parent", _("父母")
    RELATIVE = "relative", _("其他亲属")
    NEIGHBOUR = "neighbour", _("邻居或工友")
    VILLAGE = "village", _("村（居）委会")
    STATION = "station", _("由驿站代收")


class HouseholdRole(models.TextChoices):
    """What somebody is in a household as far as the station needs to know."""

    SPOUSE = "spouse", _("夫妻")
    GUARDIAN = "guardian", _("监护人")
    WARD = "ward", _("被监护人")
    MEMBER = "member", _("家庭成员")


class ServedBasis(models.TextChoices):
    """Why an office may see a person's record."""

    WALK_IN = "walk_in", _("到站登记")
    EXACT_ID = "exact_id", _("凭证件号码调阅")
    TRANSFER = "transfer", _("转介")
    IMPORT = "import", _("批量导入")


class OpenReason(models.TextChoices):
    """Why a record of a foreign office is opened. Coded, logged, shown to the person on request."""

    AT_THE_COUNTER = "counter", _("本人来站办理")
    BY_PHONE = "phone", _("本人来电办理")
    MOVED_HERE = "moved", _("本人迁到本地")
    CALLED_IN = "assist", _("原站请求协助")


class UnmaskReason(models.TextChoices):
    """Why a whole number is shown for one view."""

    CALL = "call", _("拨打电话")
    CHECK = "check", _("核对证件")
    LETTER = "letter", _("填写证明或表格")
    DUPLICATE = "duplicate", _("核对重复记录")
    AT_REQUEST = "request", _("本人要求查看")


class RevealField(models.TextChoices):
    """What can be shown whole."""

    ID_NO = "id_no", _("证件号码")
    CONTACT = "contact", _("联系电话")


class Channel(models.TextChoices):
    """Where somebody registered or declared something (登记渠道, domain 2.1; a consent's channel: 2.14).

    The list of 登记渠道 is closed but for sheets, which have a word of their own here; nobody registers on `OWN_PAGE`:
    it is where people agree by themselves on their own phone.
    """

    COUNTER = "counter", _("窗口")
    KIOSK = "kiosk", _("一体机")
    MINI_PROGRAM = "mini", _("小程序")
    VILLAGE_ROUND = "village", _("下乡")
    PROXY = "proxy", _("代办")
    PHONE = "phone", _("电话")
    IMPORT = "import", _("批量导入")
    OWN_PAGE = "own_page", _("本人手机网页")


#: By which staff can take a consent down: what only the person can do by themselves, or only a sheet, is not offered.
CHANNELS_AT_COUNTER = [pair for pair in Channel.choices if pair[0] not in (Channel.IMPORT, Channel.OWN_PAGE)]


class ConsentPurpose(models.TextChoices):
    """What a person agrees to, one by one (PIPL art. 14, 16, 23, 29).

    Registering itself rests on the public employment service's duty (art. 13), not on consent, and is not listed.
    """

    EMPLOYER = "employer", _("向用工方提供姓名和联系方式")
    PUSH = "push", _("主动推送岗位信息")
    SENSITIVE = "sensitive", _("处理健康等敏感信息")
    ALLIANCE = "alliance", _("向联盟单位共享求职信息")
    SURVEY = "survey", _("参加匿名调研")


#: Purposes by which data leaves the station: each consent names who receives it (PIPL art. 23).
NAMED_RECIPIENT = frozenset({ConsentPurpose.EMPLOYER, ConsentPurpose.ALLIANCE})


class PersonGroupKind(models.TextChoices):
    """人员类别 and 就业困难类别: eligibility for help, each with its source and dates."""

    MIGRANT = "migrant", _("农民工")
    OUT_OF_POVERTY = "tuopin", _("脱贫人口")
    POVERTY_WATCHED = "jiance", _("防返贫监测对象")
    LOW_INCOME = "low_income", _("低收入人口")
    DISABLED = "disabled", _("残疾人")
    ZERO_JOB_FAMILY = "zero_job", _("零就业家庭成员")
    UNEMPLOYED = "unemployed", _("登记失业人员")
    VETERAN = "veteran", _("退役军人")
    GRADUATE = "graduate", _("高校毕业生")
    COURIER = "courier", _("快递员")
    RIDER = "rider", _("外卖配送员")
    RIDE_DRIVER = "ride", _("网约车司机")
    TRUCK_DRIVER = "truck", _("货车司机")
    OVER_AGE = "over_age", _("超龄劳动者")
    HARD_AGE = "h_age", _("就业困难：大龄失业")
    HARD_RURAL_POOR = "h_rural", _("就业困难：农村零转移就业贫困家庭")
    HARD_SINGLE_PARENT = "h_single", _("就业困难：抚养未成年子女的单亲家庭")
    HARD_ALLOWANCE = "h_dibao", _("就业困难：低保家庭")
    HARD_LONG_TERM = "h_year", _("就业困难：连续失业一年以上")
    HARD_LAND_LOST = "h_land", _("就业困难：失地")
    HARD_CITY = "h_city", _("就业困难：市级规定的其他情形")


#: Groups that reveal health: kept only with the person's consent to sensitive information (PIPL art. 29).
SENSITIVE_GROUPS = frozenset({PersonGroupKind.DISABLED})


class GroupBasis(models.TextChoices):
    """What a membership rests on."""

    STATED = "stated", _("本人陈述")
    DOCUMENT = "document", _("查看证件")
    LIST = "list", _("部门名单")


class DuplicateKey(models.TextChoices):
    """By what two records look like one person."""

    ID = "id", _("证件号码相同")
    PHONE_NAME = "phone_name", _("电话和姓名相同")
    NAME_BIRTH = "name_birth", _("姓名和出生日期相同")
    PINYIN_TAIL = "pinyin_tail", _("姓名同音且电话尾号相同")
