"""Code lists from standards that people meet at the desk, and the words of this room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MatchedBy(models.TextChoices):
    """How an occupation was found from what was said."""

    ALIAS = "alias", _("俗称")
    NAME = "name", _("职业名称")
    PINYIN = "pinyin", _("拼音")
    INITIALS = "initials", _("拼音首字母")
    PART = "part", _("部分相同")
    NEAR = "near", _("读音相近")


class Sex(models.TextChoices):
    """GB/T 2261.1."""

    UNKNOWN = "0", _("未知")
    MALE = "1", _("男")
    FEMALE = "2", _("女")
    UNSTATED = "9", _("未说明")


class Education(models.TextChoices):
    """GB/T 4658, first level, in the words that people use."""

    POSTGRADUATE = "10", _("研究生")
    BACHELOR = "20", _("大学本科")
    COLLEGE = "30", _("大学专科")
    VOCATIONAL = "40", _("中专、职高、技校")
    HIGH_SCHOOL = "60", _("高中")
    MIDDLE_SCHOOL = "70", _("初中")
    PRIMARY = "80", _("小学")
    OTHER = "90", _("其他")


class IdDocument(models.TextChoices):
    """Kinds of identity document that a station accepts."""

    RESIDENT = "resident", _("居民身份证")
    HMT_RESIDENCE = "hmt_residence", _("港澳台居民居住证")
    FOREIGN_RESIDENT = "foreign_resident", _("外国人永久居留身份证")
    OTHER = "other", _("其他证件")


class Ethnicity(models.TextChoices):
    """GB/T 3304: the 56 peoples in the order of the standard. Never a criterion of matching."""

    HAN = "01", _("汉族")
    MONGOL = "02", _("蒙古族")
    HUI = "03", _("回族")
    ZANG = "04", _("藏族")
    UYGUR = "05", _("维吾尔族")
    MIAO = "06", _("苗族")
    YI = "07", _("彝族")
    ZHUANG = "08", _("壮族")
    BUYEI = "09", _("布依族")
    CHOSEN = "10", _("朝鲜族")
    MAN = "11", _("满族")
    DONG = "12", _("侗族")
    YAO = "13", _("瑶族")
    BAI = "14", _("白族")
    TUJIA = "15", _("土家族")
    HANI = "16", _("哈尼族")
    KAZAK = "17", _("哈萨克族")
    DAI = "18", _("傣族")
    LI = "19", _("黎族")
    LISU = "20", _("傈僳族")
    VA = "21", _("佤族")
    SHE = "22", _("畲族")
    GAOSHAN = "23", _("高山族")
    LAHU = "24", _("拉祜族")
    SUI = "25", _("水族")
    DONGXIANG = "26", _("东乡族")
    NAXI = "27", _("纳西族")
    JINGPO = "28", _("景颇族")
    KIRGIZ = "29", _("柯尔克孜族")
    TU = "30", _("土族")
    DAUR = "31", _("达斡尔族")
    MULAO = "32", _("仫佬族")
    QIANG = "33", _("羌族")
    BLANG = "34", _("布朗族")
    SALAR = "35", _("撒拉族")
    MAONAN = "36", _("毛南族")
    GELAO = "37", _("仡佬族")
    XIBE = "38", _("锡伯族")
    ACHANG = "39", _("阿昌族")
    PUMI = "40", _("普米族")
    TAJIK = "41", _("塔吉克族")
    NU = "42", _("怒族")
    UZBEK = "43", _("乌孜别克族")
    RUSS = "44", _("俄罗斯族")
    EWENKI = "45", _("鄂温克族")
    DEANG = "46", _("德昂族")
    BONAN = "47", _("保安族")
    YUGUR = "48", _("裕固族")
    GIN = "49", _("京族")
    TATAR = "50", _("塔塔尔族")
    DERUNG = "51", _("独龙族")
    OROQEN = "52", _("鄂伦春族")
    HEZHEN = "53", _("赫哲族")
    MONBA = "54", _("门巴族")
    LHOBA = "55", _("珞巴族")
    JINO = "56", _("基诺族")
    OTHER = "97", _("其他")
    NATURALISED = "98", _("外国血统中国籍人士")


class CertificateKind(models.TextChoices):
    """Who stands behind a certificate, roughly: it decides how it is checked and renewed."""

    SPECIAL_WORK = "special_work", _("特种作业操作证")
    BUILDING_WORK = "building_work", _("建筑施工特种作业资格证")
    SPECIAL_EQUIPMENT = "special_equipment", _("特种设备作业人员证")
    DRIVING = "driving", _("机动车驾驶证")
    FARM_MACHINE = "farm_machine", _("拖拉机和联合收割机驾驶证")
    TRANSPORT = "transport", _("道路和水路运输从业资格")
    HEALTH = "health", _("健康证明")
    SECURITY = "security", _("保安和消防")
    SKILL_LEVEL = "skill_level", _("职业技能等级证书")
    SPECIAL_SKILL = "special_skill", _("专项职业能力证书")
    PROFESSION = "profession", _("职业资格和执业证书")
    SAFETY = "safety", _("安全生产考核合格证")
    FIRST_AID = "first_aid", _("救护员证")


class SourceMark(models.TextChoices):
    """How far a shipped figure has been checked; the letters are those of the domain notes."""

    LAW = "A", _("法规原文")
    OFFICIAL = "B", _("官方材料")
    MIRROR = "C", _("转载，待核实")
    UNVERIFIED = "U", _("未核实")
