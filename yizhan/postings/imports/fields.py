"""Columns of sheets of postings, by the headings that people give them."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from yizhan.places.queries import find_divisions
from yizhan.postings.reading.dates import parse_day
from yizhan.postings.reading.pay import parse_pay
from yizhan.shared.identifiers.masks import mask_name, mask_phone
from yizhan.shared.sheets.fields import FieldSpec

_UNIT_NAME = re.compile(
    r".{2,}(公司|集团|厂|店|中心|合作社|酒店|宾馆|饭店|医院|学校|幼儿园|事务所|经营部|商行|工作室|委员会|基地|农场|门诊部|工程处)"
    r"([(（].*[)）])?"
)
#: How sheets call the units of pay.
PAY_UNIT_WORDS = {"小时": "hour", "时": "hour", "天": "day", "日": "day", "件": "piece", "个": "piece", "周": "week",
                  "星期": "week", "月": "month", "年": "year", "一口价": "lump", "总价": "lump"}  # fmt: skip
_UNIT_IN_HEADING = re.compile(r"(?:元\s*[/每一]\s*|\(\s*[/每]\s*)(小时|时|天|日|件|个|周|星期|月|年)")
_PAY_FIELDS = frozenset({"pay", "pay_from", "pay_to", "pay_type"})
_BARE_NUMBER = re.compile(r"\d{3,6}(\.0+)?")


def _looks_like_pay(text: str) -> bool:
    return bool(_BARE_NUMBER.fullmatch(text)) or parse_pay(text).understood


def _looks_like_area(text: str) -> bool:
    return len(text) <= 20 and text[-1:] in "省市区县旗州盟" and bool(find_divisions(text, limit=1))


def _looks_like_title(text: str) -> bool:
    return 2 <= len(text) <= 40 and not text[:1].isdigit() and parse_day(text) is None


def unit_in_heading(key: str, heading: str) -> str:
    """Return the unit that the heading of a column of pay states: 报酬（元/天） is by the day."""
    found = _UNIT_IN_HEADING.search(unicodedata.normalize("NFKC", heading)) if key in _PAY_FIELDS else None
    return PAY_UNIT_WORDS[found[1]] if found else ""


#: Order matters for sheets without a heading: the surest looks first.
FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("uscc", _("统一社会信用代码"), ("统一社会信用代码", "社会信用码", "社会信用代码", "信用代码", "税号")),
    FieldSpec(
        "employer",
        _("用工单位"),
        (
            "用工单位",
            "单位名称",
            "企业名称",
            "公司名称",
            "公司全称",
            "公司",
            "雇主",
            "用人单位",
            "招聘单位",
            "招聘企业",
            "用工主体",
            "company",
            "employer",
        ),
        looks=lambda text: bool(_UNIT_NAME.fullmatch(text)),
        hint=_("写全称，与营业执照一致；本站已登记的单位也可以写它的编号。"),
    ),
    FieldSpec("employer_type", _("单位类型"), ("企业类型", "单位类型", "单位性质", "企业性质", "公司类型")),
    FieldSpec("employer_area", _("单位所在地"), ("所属区域", "注册地", "单位所在地", "企业所在地")),
    FieldSpec("employer_address", _("单位地址"), ("办公地址", "单位地址", "企业地址", "公司地址")),
    FieldSpec("industry", _("行业"), ("行业", "所属行业", "industry")),
    FieldSpec("legal_rep", _("法定代表人"), ("法定代表人", "法人代表", "法人"), mask=mask_name),
    FieldSpec(
        "published_on",
        _("发布日期"),
        ("发布时间", "发布日期", "刷新时间", "更新时间", "登记日期"),
        looks=lambda text: parse_day(text) is not None,
    ),
    FieldSpec("pay_month", _("月薪"), ("月薪", "月工资", "月收入", "元月", "每月工资")),
    FieldSpec("pay_day", _("日薪"), ("日薪", "日工资", "日工价", "元天", "每天工资", "一天工资")),
    FieldSpec("pay_hour", _("时薪"), ("时薪", "小时工资", "小时工价", "元小时")),
    FieldSpec(
        "area",
        _("地区"),
        (
            "地区",
            "工作地区",
            "区域",
            "城市",
            "所在城市",
            "工作城市",
            "工作区域",
            "省份",
            "省",
            "市",
            "区县",
            "县",
            "县区",
            "乡镇",
            "街道",
            "area",
            "city",
            "district",
        ),
        joins=True,
        looks=_looks_like_area,
        hint=_("写到县（市、区），例如“聊城市阳谷县”。"),
    ),
    FieldSpec(
        "pay",
        _("报酬"),
        (
            "报酬",
            "工资",
            "薪资",
            "薪资待遇",
            "待遇",
            "工资待遇",
            "薪酬",
            "薪水",
            "薪金",
            "工价",
            "工钱",
            "月薪范围",
            "薪资范围",
            "工资标准",
            "salary",
            "pay",
            "wage",
        ),
        looks=_looks_like_pay,
        hint=_("写金额和单位，例如“200元/天”“5000-6000元/月”。"),
    ),
    FieldSpec("pay_from", _("报酬起"), ("薪资范围起", "最低薪资", "最低工资", "薪资下限", "工资下限", "起薪")),
    FieldSpec("pay_to", _("报酬至"), ("薪资范围至", "最高薪资", "最高工资", "薪资上限", "工资上限")),
    FieldSpec("pay_type", _("薪资类型"), ("薪资类型", "计薪方式")),
    FieldSpec(
        "pay_unit",
        _("计酬单位"),
        ("计酬单位", "薪资单位", "工资单位", "单位元"),
        hint=_("报酬只写了数字时在这里写：小时、天、件、周、月、年、一口价。"),
        in_heading=unit_in_heading,
    ),
    FieldSpec("settle", _("结算方式"), ("结算方式", "结算", "发薪方式", "工资结算")),
    FieldSpec(
        "title",
        _("岗位名称"),
        (
            "岗位名称",
            "岗位",
            "职位",
            "职位名称",
            "工种",
            "招聘岗位",
            "招聘职位",
            "需求工种",
            "用工岗位",
            "title",
            "job",
            "position",
        ),
        looks=_looks_like_title,
        hint=_("必填，不超过 40 个字。"),
        leads=True,
    ),
    FieldSpec("occupation", _("职业"), ("职业", "职业名称", "职业代码", "职业工种", "职位类别", "岗位类别")),
    FieldSpec(
        "content",
        _("工作内容"),
        ("工作内容", "工作职责", "岗位职责", "岗位描述", "职位描述", "职责", "内容", "福利待遇", "description"),
        joins=True,
        long=True,
    ),
    FieldSpec(
        "requirements",
        _("其他条件"),
        (
            "其他条件",
            "任职要求",
            "岗位要求",
            "招聘要求",
            "要求",
            "任职资格",
            "其他要求",
            "工作经验",
            "工作年限",
            "经验",
            "经验要求",
            "exp",
            "experience",
        ),
        joins=True,
        long=True,
    ),
    FieldSpec("education", _("学历"), ("学历", "学历要求", "文化程度", "edu", "education")),
    FieldSpec("skills", _("技能"), ("技能", "技能要求", "技能标签", "职位标签", "skills")),
    FieldSpec(
        "headcount",
        _("人数"),
        (
            "人数",
            "招聘人数",
            "招工人数",
            "需求人数",
            "需要人数",
            "用工人数",
            "招用人数",
            "岗位数",
            "数量",
            "num",
            "headcount",
        ),
        hint=_("1 到 999 的整数；“若干”会请您补上。"),
        shared=False,
    ),
    FieldSpec(
        "kind",
        _("用工期限"),
        ("用工期限", "用工类型", "用工形式", "岗位类型", "岗位性质"),
        hint=_("日工零工、短期用工或长期岗位；不写则按报酬单位和起止日期判断。"),
    ),
    FieldSpec(
        "starts_on",
        _("用工开始"),
        (
            "用工开始",
            "开始日期",
            "用工日期",
            "开工日期",
            "上岗日期",
            "上岗时间",
            "到岗时间",
            "开始用工",
            "用工时间",
            "用工起止",
            "开工时间",
            "工作日期",
        ),
        hint=_("例如 2026-11-25；整张表相同的，上传后统一填一次即可。"),
    ),
    FieldSpec("ends_on", _("用工结束"), ("用工结束", "结束日期", "完工日期", "结束用工")),
    FieldSpec("start_time", _("上工时间"), ("上工时间", "上班时间", "开始时间", "工作时间", "作息时间")),
    FieldSpec("end_time", _("下工时间"), ("下工时间", "下班时间", "收工时间")),
    FieldSpec("hours", _("每日工时"), ("每日工时", "工时", "每天工时", "日工时")),
    FieldSpec(
        "valid_until",
        _("有效期至"),
        ("有效期至", "截止日期", "截止时间", "报名截止", "招聘截止", "有效期", "结束时间", "deadline"),
    ),
    FieldSpec(
        "place", _("工作地点"), ("工作地点", "工作地址", "用工地点", "详细地址", "地点", "地址", "place", "address")
    ),
    FieldSpec("meeting_place", _("集合地点"), ("集合地点", "集合地址", "上车地点", "乘车地点")),
    FieldSpec("meeting_time", _("集合时间"), ("集合时间", "发车时间")),
    FieldSpec("break_time", _("中间休息"), ("中间休息", "午休", "午休时间")),
    FieldSpec("ppe", _("劳动保护"), ("劳动保护", "劳保", "劳保用品", "防护用品")),
    FieldSpec("outdoors", _("露天作业"), ("露天作业", "是否露天", "户外作业")),
    FieldSpec("load_kg", _("最重一件"), ("最重一件", "单件重量")),
    FieldSpec("board", _("食宿"), ("食宿", "食宿情况", "吃住", "包吃住", "管饭")),
    FieldSpec("sex", _("性别要求"), ("性别要求", "性别")),
    FieldSpec("age", _("年龄要求"), ("年龄要求", "年龄")),
    FieldSpec("contact_name", _("联系人"), ("联系人", "联系人姓名", "招聘联系人"), mask=mask_name),
    FieldSpec(
        "contact_phone",
        _("联系电话"),
        ("联系电话", "联系方式", "电话", "手机", "手机号", "手机号码", "phone", "tel"),
        mask=mask_phone,
    ),
)

TEMPLATE = (
    "employer", "uscc", "title", "content", "headcount", "pay", "settle", "kind", "starts_on", "ends_on", "start_time",
    "end_time", "area", "place", "board", "requirements", "sex", "age", "contact_name", "contact_phone", "valid_until",
)  # fmt: skip
#: What a person may say once for the whole sheet.
DEFAULTS = ("employer", "starts_on", "ends_on", "kind", "pay_unit", "area", "headcount", "valid_until")
SHOWN = ("title", "employer", "pay", "headcount", "area", "starts_on")
