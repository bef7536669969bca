"""What can be wrong with a backup or the place it is restored to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yizhan.shared.errors import Refused


class BackupDamaged(Refused):
    """A bit is wrong, the end is missing, or it is no backup of ours."""

    code = "backup_damaged"
    sentence = _("备份文件损坏、不完整，或不是驿站的备份，没有恢复任何内容，现有数据没有改变。请换一份备份。")


class BackupOfNewerVersion(Refused):
    """Made by a version of the program that knows tables which this one does not."""

    code = "backup_newer"
    sentence = _("这份备份来自更新版本的程序，没有恢复，现有数据没有改变。请先升级程序。")


class BackupOfOtherDatabase(Refused):
    """Made on SQLite and restored to PostgreSQL, or the reverse."""

    code = "backup_other_database"
    sentence = _("备份与现在使用的数据库种类不同，没有恢复，现有数据没有改变。请用同一种数据库恢复。")


class StillServing(Refused):
    """The station is running."""

    code = "still_serving"
    sentence = _("驿站正在运行，没有恢复。请先停止 yizhan serve，再恢复。")


class WouldOverwrite(Refused):
    """There is data where the backup should go."""

    code = "would_overwrite"
    sentence = _("这里已经有数据，没有恢复。确实要替换时请加 --replace，现有数据会先另存一份。")


class ToolMissing(Refused):
    """PostgreSQL's own tools are not on this machine."""

    code = "tool_missing"
    sentence = _("找不到 PostgreSQL 的 pg_dump / pg_restore，没有备份。请安装 postgresql-client 后再试。")


class ToolFailed(Refused):
    """PostgreSQL's own tool ended with an error."""

    code = "tool_failed"
    sentence = _("PostgreSQL 的备份工具报告错误，没有完成。请核对数据库版本和磁盘空间后再试。")
