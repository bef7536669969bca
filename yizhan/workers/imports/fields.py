"""Columns of sheets of people, by the headings that people give them."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext_lazy as _

from yizhan.shared.identifiers.id_number import read_id
from yizhan.shared.identifiers.masks import mask_id, mask_phone
from yizhan.shared.identifiers.phone import is_mobile
from yizhan.shared.sheets.fields import FieldSpec
from yizhan.shared.text.misread import Misread

_NAME = re.compile(r"[\u3400-\u9fff·]{2,6}")


def _looks_like_id(text: str) -> bool:
    try:
        read_id(text, today=dt.date.max)
    except Misread:
        return False
    return True


FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec(
        "id_no",
        _("身份证号"),
        ("身份证号", "身份证号码", "身份证", "证件号码", "证件号", "公民身份号码", "id"),
        looks=_looks_like_id,
        mask=mask_id,
        hint=_("这一列请设为“文本”格式，否则后几位会丢失。"),
    ),
    FieldSpec(
        "phone",
        _("联系电话"),
        ("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "联系电话1", "phone"),
        looks=is_mobile,
        mask=mask_phone,
    ),
    FieldSpec("phone_2", _("备用电话"), ("备用电话", "固定电话", "座机", "联系电话2", "家庭电话"), mask=mask_phone),
    FieldSpec(
        "name",
        _("姓名"),
        ("姓名", "求职者姓名", "求职人姓名", "求职者", "名字", "name"),
        looks=lambda text: bool(_NAME.fullmatch(text)),
        hint=_("必填，与证件一致。"),
        leads=True,
    ),
    FieldSpec(
        "no_id_reason",
        _("没有号码的原因"),
        ("没有号码的原因", "无证件原因"),
        hint=_("没有身份证号时写：没带证件、证件遗失，正在补办、本人暂不提供、没有证件、电话登记，未见证件。"),
    ),
    FieldSpec("sex", _("性别"), ("性别", "sex")),
    FieldSpec("birth_on", _("出生日期"), ("出生日期", "出生年月日", "生日"), hint=_("有身份证号时不用写。")),
    FieldSpec("ethnicity", _("民族"), ("民族",)),
    FieldSpec("education", _("学历"), ("学历", "文化程度", "文化水平")),
    FieldSpec("huji", _("户籍所在地"), ("户籍所在地", "户籍", "户口所在地", "籍贯")),
    FieldSpec("resid", _("常住地区"), ("常住地区", "居住地区", "现居住地区")),
    FieldSpec(
        "resid_place",
        _("常住地址"),
        ("常住地址", "现住址", "住址", "家庭住址", "居住地址", "居住地", "地址", "村庄", "村"),
    ),
    FieldSpec("groups", _("人员类别"), ("人员类别", "人员身份", "身份类别", "就业困难类别")),
    FieldSpec("proxy_name", _("代收人"), ("代收人", "代收人姓名", "紧急联系人")),
    FieldSpec("proxy_relation", _("与代收人关系"), ("与代收人关系", "代收人关系", "紧急联系人关系")),
    FieldSpec("proxy_number", _("代收人电话"), ("代收人电话", "紧急联系人电话"), mask=mask_phone),
    FieldSpec(
        "works",
        _("意向工种"),
        (
            "意向工种",
            "求职意向",
            "意向岗位",
            "求职工种",
            "想干的工种",
            "意向职业",
            "求职岗位",
            "工种",
            "意向",
            "从事工作",
            "岗位",
        ),
        hint=_("必填，几个工种用顿号隔开，最多五个，例如“装卸工、保洁”。"),
    ),
    FieldSpec(
        "pay",
        _("最低报酬"),
        ("最低报酬", "期望薪资", "期望工资", "期望报酬", "薪资要求", "工资要求", "期望待遇"),
        hint=_("写金额和单位，例如“200元/天”；没有要求就留空。"),
    ),
    FieldSpec("pay_unit", _("报酬单位"), ("报酬单位", "薪资单位")),
    FieldSpec(
        "max_km",
        _("最远路程"),
        ("最远路程", "最远距离", "可接受距离", "距离", "路程公里", "通勤距离"),
        hint=_("公里数；多远都行就留空。"),
    ),
    FieldSpec("party_size", _("结伴人数"), ("结伴人数", "同行人数", "一起来的人数"), hint=_("连本人在内，1 到 20。")),
    FieldSpec("work_modes", _("用工形式"), ("用工形式", "求职类型", "工作形式", "用工期限")),
    FieldSpec("settle", _("结算偏好"), ("结算偏好", "结算方式", "工资结算")),
    FieldSpec("transport", _("交通方式"), ("交通方式", "交通工具", "出行方式")),
    FieldSpec("board_lodging", _("食宿要求"), ("食宿要求", "食宿")),
    FieldSpec("tools", _("自带工具"), ("自带工具", "工具")),
    FieldSpec("languages", _("语言"), ("语言", "方言")),
    FieldSpec("valid_days", _("有效天数"), ("有效天数", "有效期天")),
    FieldSpec("smartphone", _("会用智能手机"), ("会用智能手机", "有无智能手机", "智能手机")),
    FieldSpec("push_ok", _("同意接收岗位推送"), ("同意接收岗位推送", "同意推送", "接收推送")),
    FieldSpec("sensitive_ok", _("同意处理敏感信息"), ("同意处理敏感信息",)),
)

TEMPLATE = (
    "name", "id_no", "no_id_reason", "phone", "works", "pay", "max_km", "work_modes", "settle", "party_size",
    "transport", "board_lodging", "education", "resid", "resid_place", "groups", "proxy_name", "proxy_relation",
    "proxy_number", "smartphone", "push_ok", "sensitive_ok",
)  # fmt: skip
DEFAULTS = ("works", "no_id_reason", "pay_unit", "work_modes", "settle", "resid", "valid_days")
SHOWN = ("name", "id_no", "phone", "works", "pay", "resid_place")
