"""Why a row of a sheet of people is not ready, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yizhan.shared.sheets.kinds import DUPLICATE_IN_FILE, ReasonText

_LEAVE = _("先留空，以后再补")

REASONS: dict[str, ReasonText] = {
    "name_wrong": ReasonText(_("姓名没有填，或里面有数字、符号。请按证件改正。"), refuses=True),
    "digits_lost": ReasonText(
        _("这个长号码在表格里被当成数字，后面几位已经丢失，不能导入。请把这一列设为“文本”重新填写，或在这里改正。"),
        refuses=True,
    ),
    "id_wrong": ReasonText(_("证件号码不对（位数、日期或校验位）。请对照证件改正。"), refuses=True),
    "id_maybe_rounded": ReasonText(
        _("证件号码以 000 结尾，可能是表格把后几位改成了零。请对照证件核对。"), accept=_("已核对，号码无误")
    ),
    "id_missing": ReasonText(_("没有证件号码。请补上，或选没有号码的原因。")),
    "id_elsewhere": ReasonText(
        _("这个证件号码已在别处登记，没有重复登记。请本人到窗口凭证件调阅原来的记录，这里跳过这一行。")
    ),
    DUPLICATE_IN_FILE: ReasonText(_("和前面的一行完全相同。请跳过。")),
    "person_similar": ReasonText(
        _("本站已有看起来是同一个人的记录。请核对：是同一个人就选他，不再登记；不是就按新的人登记。"),
        accept=_("不是同一个人，新登记"),
    ),
    "id_other_name": ReasonText(
        _("这个证件号码在本站已登记在另一个姓名下。请核对证件：是同一个人就选他，不再登记；号码抄错了就改正。")
    ),
    "phone_wrong": ReasonText(_("电话不对（手机应为 11 位）。请改正。"), accept=_LEAVE),
    "birth_wrong": ReasonText(
        _("出生日期没有看懂，或和证件号码不一致。请改正。"), accept=_("以证件号码为准，没有号码则留空")
    ),
    "sex_wrong": ReasonText(
        _("性别没有看懂，或和证件号码不一致。请改正。"), accept=_("以证件号码为准，没有号码则留空")
    ),
    "area_unclear": ReasonText(_("地区没有找到，或有几个地方叫这个名字。请写到县（例如“阳谷县”）。"), accept=_LEAVE),
    "works_missing": ReasonText(_("没有写想干的工种。请补上，或在“整表设置”里填一次。")),
    "works_unclear": ReasonText(_("有的工种不确定对应哪个职业。请选一个最接近的。"), accept=_("只按看懂的工种登记")),
    "works_too_many": ReasonText(_("意向工种超过五个。请删去几个。"), accept=_("只取前五个")),
    "pay_unclear": ReasonText(_("最低报酬没有看懂（缺金额或单位）。请写成“200元/天”这样。"), accept=_LEAVE),
    "group_needs_consent": ReasonText(
        _("“残疾人”属于敏感信息，要先得到本人单独同意。请填“同意处理敏感信息”，或不登记这一类别。"),
        accept=_("不登记这一类别"),
    ),
    "field_unclear": ReasonText(_("这一栏没有看懂。请改正。"), accept=_LEAVE),
}
