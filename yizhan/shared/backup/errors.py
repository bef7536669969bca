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


class ServingWhileMoving(Refused):
    """The station is running, and what it writes meanwhile would stay behind."""

    code = "serving_while_moving"
    sentence = _("驿站正在运行，没有搬动任何数据。请先停止 yizhan serve，再运行。")


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


class TargetNotPostgres(Refused):
    """The address does not name a PostgreSQL database."""

    code = "target_not_postgres"
    sentence = _("这不是 PostgreSQL 的地址，没有搬动任何数据。地址的写法：postgres://用户:密码@主机:端口/库名。")


class NothingToMove(Refused):
    """The installation is on PostgreSQL already."""

    code = "nothing_to_move"
    sentence = _("本机现在用的不是 SQLite，没有搬动任何数据。请去掉环境变量 DATABASE_URL 后再运行。")


class TargetNotEmpty(Refused):
    """Somebody works in the target already."""

    code = "target_not_empty"
    sentence = _("目标数据库里已经有账号，没有搬动任何数据。请换一个空的数据库。")


class MovedDiffers(Refused):
    """A table reads otherwise at the other end."""

    code = "moved_differs"

    def __init__(self, table: str) -> None:
        """Name the table."""
        text = _("表 %(table)s 搬过去以后对不上，已全部撤回，两边的数据都没有改变。请把这句话告诉系统管理员。")
        super().__init__(text % {"table": table})


class TargetNotReady(Refused):
    """The tables could not be made in the target."""

    code = "target_not_ready"
    sentence = _(
        "在目标数据库里建不了表，没有搬动任何数据。请核对地址、账号和权限（需要能建扩展 btree_gist、pg_trgm）。"
    )


class LeftBehind(Refused):
    """The database that a command would open was left when the station moved."""

    code = "left_behind"
    sentence = _(
        "这个驿站的数据已经搬到 PostgreSQL，这里的 SQLite 是搬走以前的，没有打开。"
        "请带上 DATABASE_URL 运行（写在 /etc/yizhan/yizhan.env 里）；"
        "确实要用回 SQLite 的，先把数据目录里的 MOVED 文件移走。"
    )
