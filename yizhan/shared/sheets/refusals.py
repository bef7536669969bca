"""Why a file as a whole is not taken: one sentence each, on what is wrong, what was kept and what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yizhan.shared.errors import Refused


class SheetRefused(Refused):
    """The file as a whole cannot be taken."""

    code = "sheet_unreadable"
    sentence = _("这个文件打不开，没有导入任何内容。请用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV 后重新上传。")
    status = 422


class SheetTooLarge(SheetRefused):
    """More bytes than one upload takes."""

    code = "sheet_too_large"
    sentence = _("文件超过 20 MB，没有导入任何内容。请删去图片或分成几个文件后重新上传。")


class SheetTooLong(SheetRefused):
    """More rows than one upload takes."""

    code = "sheet_too_long"
    sentence = _("表格超过 20000 行，没有导入任何内容。请分成几个文件，每个不超过 20000 行。")


class SheetTooWide(SheetRefused):
    """More columns than anybody can look at."""

    code = "sheet_too_wide"
    sentence = _("表格超过 200 列，没有导入任何内容。请只留需要的列后重新上传。")


class SheetEmpty(SheetRefused):
    """No row in it."""

    code = "sheet_empty"
    sentence = _("表格里没有数据行，没有导入任何内容。请确认选对了文件和工作表。")


class SheetLocked(SheetRefused):
    """A workbook with a password."""

    code = "sheet_locked"
    sentence = _("工作簿设了打开密码，没有导入任何内容。请去掉密码另存后重新上传。")


class SheetBroken(SheetRefused):
    """Begins or is named like a workbook and cannot be opened as one."""

    code = "sheet_broken"
    sentence = _("文件打不开，可能没传完或已损坏，没有导入任何内容。请用 Excel 或 WPS 打开，另存一份再上传。")


class SheetTooVast(SheetRefused):
    """More cells between the first and the last than there is memory for; nearly all of them empty."""

    code = "sheet_too_vast"
    sentence = _(
        "表格范围太大，多半是很远的格子里有空格，没有导入任何内容。请把有用的几行复制到一张新表里，存成 .xlsx 再上传。"
    )


class SheetNothing(SheetEmpty):
    """A file of no bytes."""

    sentence = _("文件是空的，一个字也没有，没有导入任何内容。请打开看看是否存好了，再重新上传。")


class SheetUncalculated(SheetEmpty):
    """Only formulas, and no results of them: a program wrote it and no spreadsheet has opened it since."""

    code = "sheet_uncalculated"
    sentence = _("表里只有没算出结果的公式，没有导入任何内容。请用 Excel 或 WPS 打开，保存一次后重新上传。")


class SheetSideways(SheetRefused):
    """Headings in a column, one record a column."""

    code = "sheet_sideways"
    sentence = _(
        "这张表的项目名写在一列里，每条记录占一列，没有导入任何内容。"
        "请在 Excel 或 WPS 里复制，“选择性粘贴”时勾“转置”，存好后重新上传。"
    )


class SheetIsText(SheetRefused):
    """Sentences, not columns."""

    code = "sheet_is_text"
    sentence = _("这是一段文字，不是表格，没有导入任何内容。招工消息请用“粘贴群消息”；名单请填进模板后上传。")


class SheetGarbled(SheetRefused):
    """Read once in a wrong encoding and saved so."""

    code = "sheet_garbled"
    sentence = _("文件里的字是乱码，没有导入任何内容。请从原来的系统重新导出，打开看过没有乱码再上传。")


class IsDocument(SheetRefused):
    """A document of a word processor."""

    code = "sheet_is_document"
    sentence = _(
        "这是 Word 文档，不是表格，没有导入任何内容。请把里面的表格复制到 Excel 或 WPS 表格里，存成 .xlsx 后上传。"
    )


class IsPdf(SheetRefused):
    """A PDF."""

    code = "sheet_is_pdf"
    sentence = _("这是 PDF，不是表格，没有导入任何内容。请向对方要 Excel 原表，或照着填进模板后上传。")


class IsPicture(SheetRefused):
    """A picture."""

    code = "sheet_is_picture"
    sentence = _("这是图片，图片里的字不会读，没有导入任何内容。请向对方要 Excel 原表，或照着填进模板后上传。")


class IsArchive(SheetRefused):
    """An archive with something in it."""

    code = "sheet_is_archive"
    sentence = _("这是压缩包，不是表格，没有导入任何内容。请先解压，再上传里面的表格。")


class WebPageOnly(SheetRefused):
    """A web page, or a workbook's XML, without a table that can be read."""

    code = "sheet_is_web_page"
    sentence = _("这是网页存成的 .xls，里面没有读到表格，没有导入任何内容。请用 WPS 或 Excel 打开后另存为 .xlsx 再传。")


class NoSuchSheet(SheetRefused):
    """The workbook has no sheet of that number."""

    code = "no_such_sheet"
    sentence = _("工作簿里没有这个序号的工作表，没有导入任何内容。请核对工作表的序号。")


class NotTextAtAll(SheetRefused):
    """Bytes of no text; the sentence is that of whoever tried to read it."""
