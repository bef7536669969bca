"""Channels to begin with. The real formats of 职工之家 and 齐鲁工惠 are not known: the columns are a guess."""

from __future__ import annotations

from typing import Any

from yizhan.channels.enums import ChannelKind, Encoding


def _columns(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"title": title, "field": field, "value": ""} for title, field in pairs]


_GUESS = "示例：对方的真实模板未取得，列名和顺序是估计的。请照对方给的模板改列，核对后在下面打勾。"

EXAMPLES: tuple[dict[str, Any], ...] = (
    {
        "name": "职工之家",
        "kind": ChannelKind.XLSX.value,
        "encoding": Encoding.UTF8_BOM.value,
        "note": _GUESS,
        "columns": _columns(
            ("岗位名称", "title"), ("用工单位", "employer"), ("招聘人数", "places_left"), ("薪资待遇", "pay"),
            ("结算方式", "settle"), ("工作时间", "when"), ("工作地点", "place"), ("岗位描述", "content"),
            ("福利待遇", "benefits"), ("任职要求", "requirements"), ("联系单位", "station"),
            ("联系电话", "station_phone"), ("截止日期", "valid_until"), ("岗位编号", "number"),
        ),
    },
    {
        "name": "齐鲁工惠",
        "kind": ChannelKind.CSV.value,
        "encoding": Encoding.GB18030.value,
        "note": _GUESS,
        "columns": _columns(
            ("编号", "number"), ("职位", "title"), ("职业代码", "occupation_code"), ("单位名称", "employer"),
            ("统一社会信用代码", "employer_code"), ("人数", "places_left"), ("最低薪资", "pay_min"),
            ("最高薪资", "pay_max"), ("薪资单位", "pay_unit"), ("行政区划代码", "area_code"), ("地址", "place"),
            ("开始日期", "starts_on"), ("有效期至", "valid_until"), ("联系电话", "station_phone"), ("链接", "url"),
        ),
    },
    {"name": "微信群", "kind": ChannelKind.TEXT.value, "note": "复制当天清单或单条文字，发到群里后在这里登记。"},
    {"name": "村村响广播", "kind": ChannelKind.TEXT.value, "note": "广播稿一分钟以内；播出后在这里登记。"},
)  # fmt: skip
