"""Words of files that people bring."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """What a file may be, told by its content."""

    JPEG = "jpeg", _("照片（JPEG）")
    PNG = "png", _("图片或截图（PNG）")
    WEBP = "webp", _("图片（WebP）")
    HEIC = "heic", _("照片（HEIC）")
    PDF = "pdf", _("PDF 文件")
    MP3 = "mp3", _("录音（MP3）")
    AMR = "amr", _("录音（AMR）")
    WAV = "wav", _("录音（WAV）")
    M4A = "m4a", _("录音（M4A）")
    MP4 = "mp4", _("视频（MP4）")


#: What a paper may be: the house itself can open each of them and look whether there is a picture in it.
PAPER_KINDS = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.PDF})


class ScanResult(models.TextChoices):
    """What the virus scanner said; a file in which it found something is never kept."""

    CLEAN = "clean", _("查毒通过")
    NOT_SCANNED = "not_scanned", _("没有配置查毒")
