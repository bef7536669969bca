"""Why a row of a sheet of postings is not ready, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yizhan.shared.sheets.kinds import DUPLICATE_IN_FILE, ReasonText

_LEAVE = _("先留空，在草稿里补")

REASONS: dict[str, ReasonText] = {
    "title_missing": ReasonText(_("没有岗位名称，不能导入。请补上岗位名称。"), refuses=True),
    "digits_lost": ReasonText(
        _("这个长号码在表格里被当成数字，后面几位已经丢失，不能导入。请把这一列设为“文本”重新填写，或在这里改正。"),
        refuses=True,
    ),
    DUPLICATE_IN_FILE: ReasonText(_("和前面的一行完全相同。请跳过，或改成不同的内容。")),
    "employer_missing": ReasonText(_("没有写用工单位。请补上，或在“整表设置”里填一次。"), fills="employer"),
    "employer_incomplete": ReasonText(
        _("本站没有登记这个单位，表里的信用代码、电话或地区又不齐，不能新建。请补齐，或先登记该单位再重新核对。")
    ),
    "employer_ambiguous": ReasonText(_("本站有几个同名的单位。请选是哪一个。")),
    "employer_name_differs": ReasonText(
        _("信用代码属于本站另一个名称的单位。请核对；确实是同一家就按已登记的单位导入。"),
        accept=_("按已登记的单位导入"),
    ),
    "employer_another": ReasonText(
        _(
            "这一行写的是别的单位，这里只收本单位的招工。请改正或跳过；名称写法不同的，在“整表设置”里把这一列设为不导入。"
        ),
        refuses=True,
    ),
    "employer_not_yours": ReasonText(_("您现在不再受托办理这个单位的事，不能导入。请和单位负责人联系。"), refuses=True),
    "employer_elsewhere": ReasonText(
        _("这个信用代码已在其他驿站登记。请先在“用工主体”里按信用代码办理本站服务，再导入。")
    ),
    "uscc_wrong": ReasonText(_("统一社会信用代码不对（位数或校验位）。请对照营业执照改正。")),
    "household_one_day": ReasonText(_("个人雇主只能发布一天的零工。请把用工期限改为一天的日工零工。")),
    "pay_missing": ReasonText(_("没有写报酬。请补上金额和单位；也可以先留空，提交审核前必须补。"), accept=_LEAVE),
    "pay_not_understood": ReasonText(
        _("报酬没有看懂（缺金额或单位）。请写成“200元/天”这样，或在“整表设置”里选计酬单位。"),
        accept=_("原样记为说明，在草稿里补"),
        fills="pay_unit",
    ),
    "turned_into_date": ReasonText(
        _("这一格被表格软件改成了日期（原来可能是“2-7”这样的范围）。请按原来的意思填一个数。"), accept=_LEAVE
    ),
    "headcount_from_date": ReasonText(
        _("人数被表格软件改成了日期，原来多半是 2-7 这样的范围，先按最少的读。请看对不对：对就确认一次，不对请改正。"),
        accept=_("按最少的人数录入"),
        proposes=True,
    ),
    "headcount_missing": ReasonText(_("没有写清人数。请填 1 到 999 的整数。"), accept=_LEAVE),
    "start_missing": ReasonText(
        _("没有用工开始日期，或没有看懂。请写成 2026-11-23 这样，或在“整表设置”里填一次。"), fills="starts_on"
    ),
    "start_without_year": ReasonText(
        _("用工开始没有写年份，先按离上传那天最近的一天读。请看读得对不对：对就确认一次，不对请改正。"),
        accept=_("按读出的日期录入"),
        proposes=True,
    ),
    "end_without_year": ReasonText(
        _("用工结束没有写年份，先按开始之后最近的一天读。请看读得对不对：对就确认一次，不对请改正。"),
        accept=_("按读出的日期录入"),
        proposes=True,
    ),
    "deadline_without_year": ReasonText(
        _("有效期没有写年份，先按离上传那天最近的一天读。请看读得对不对：对就确认一次，不对请改正。"),
        accept=_("按读出的日期录入"),
        proposes=True,
    ),
    "headcount_between": ReasonText(
        _("人数写的是范围，先按最少的读。请看读得对不对：对就确认一次，不对请改正。"),
        accept=_("按最少的人数录入"),
        proposes=True,
    ),
    "date_unclear": ReasonText(_("日期没有看懂。请写成 2026-11-23 这样。"), accept=_LEAVE),
    "deadline_past": ReasonText(_("日期已经过去。请改日期；仍要录入可以不用这个日期。"), accept=_("不用这个日期")),
    "start_past": ReasonText(_("用工日期已经过去。请改日期；补录旧岗位可以照原日期录入。"), accept=_("照原日期录入")),
    "area_missing": ReasonText(_("没有写地区。请补上，或按本站所在县导入。"), accept=_("按本站所在县")),
    "area_unknown": ReasonText(
        _("没有找到这个地区。请写到县（市、区），或按本站所在县导入。"), accept=_("按本站所在县")
    ),
    "area_ambiguous": ReasonText(_("有几个地方叫这个名字。请选是哪一个。"), accept=_("按本站所在县")),
    "occupation_unclear": ReasonText(_("岗位对应哪个职业不确定。请选一个。"), accept=_LEAVE),
    "phone_unclear": ReasonText(_("联系电话没有看懂。这里只能写一个号码，请改正。"), accept=_LEAVE),
    "phone_rounded": ReasonText(
        _("联系电话被表格软件写成了 1.38E+10 这样，后几位已经丢失。请改正，或把这一列设为“文本”填好后重新上传。"),
        accept=_LEAVE,
    ),
    "text_too_long": ReasonText(_("文字太长，放不下。请缩短。"), accept=_("只保留放得下的部分")),
    "field_unclear": ReasonText(_("这一栏没有看懂。请改正。"), accept=_LEAVE),
}
