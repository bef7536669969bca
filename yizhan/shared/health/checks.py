"""The examination behind `yizhan doctor`: every check gives a fact and, where needed, the way to mend it."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import stat
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host
from django.utils.translation import gettext as _

State = Literal["ok", "warn", "bad"]

#: Below this a station may not finish its day; below the second one it may not even write the next record.
LOW_DISK_BYTES = 2 * 1024**3
NO_DISK_BYTES = 200 * 1024**2
BACKUP_OVERDUE = dt.timedelta(days=2)
#: A clock before this version was written is wrong.
EARLIEST_TRUE_DAY = dt.date(2026, 11, 1)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    :param mend: what to do; empty when all is well.
    """

    key: str
    title: str
    state: State
    fact: str
    mend: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return it as plain data."""
        return asdict(self)


def examine(*, at: dt.datetime, audit: bool) -> list[Finding]:
    """Run every check.

    :param audit: also verify the whole audit log, which reads every row of it.
    """
    database = check_database()
    findings = [check_home(), database, check_keys(at), check_disk(), check_clock(at), check_fonts(), check_tools()]
    findings.append(check_public_address())
    if database.state == "ok":
        findings += [check_migrations(), check_durability(), check_queue(at), check_backups(at)]
        if audit:
            findings.append(_check_audit())
    return findings


def check_home() -> Finding:
    """The data directory is there and nobody else's."""
    home = Path(settings.YIZHAN_HOME)
    title = _("数据目录")
    if not home.is_dir():
        return Finding("home", title, "bad", _("没有数据目录"), _("运行 yizhan init。"))
    if os.name == "posix" and home.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Finding("home", title, "warn", _("其他用户可以进入"), f"chmod 700 {home}")
    return Finding("home", title, "ok", str(home))


def check_database() -> Finding:
    """The database answers."""
    title = _("数据库")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Finding(
            "database", title, "bad", _("连接不上"), _("核对 DATABASE_URL 和数据库服务；SQLite 请核对数据目录的权限。")
        )
    return Finding("database", title, "ok", connection.vendor)


def check_durability() -> Finding:
    """What was acknowledged survives a power cut."""
    title = _("断电保护")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            journal = cursor.fetchone()[0]
            cursor.execute("PRAGMA synchronous")
            synchronous = cursor.fetchone()[0]
            fact = f"journal_mode={journal} synchronous={synchronous}"
            if journal != "wal" or synchronous < 2:
                mend = _("请把数据目录放在本机磁盘（不要放在网络盘），然后重启 yizhan serve。")
                return Finding("durability", title, "bad", fact, mend)
            return Finding("durability", title, "ok", fact)
        cursor.execute("SHOW fsync")
        fsync = cursor.fetchone()[0]
        cursor.execute("SHOW synchronous_commit")
        commit = cursor.fetchone()[0]
        cursor.execute("SELECT datctype FROM pg_database WHERE datname = current_database()")
        ctype = cursor.fetchone()[0]
    fact = f"fsync={fsync} synchronous_commit={commit} lc_ctype={ctype}"
    if fsync != "on" or commit == "off":
        return Finding("durability", title, "bad", fact, _("在 postgresql.conf 里设 fsync=on、synchronous_commit=on。"))
    return Finding("durability", title, "ok", fact)


def check_keys(at: dt.datetime) -> Finding:
    """The key file is whole, readable by its owner only, and its newest key is not too old."""
    from yizhan.shared.crypto.keyring import is_private, load_keys
    from yizhan.shared.crypto.leaving import is_left_behind
    from yizhan.shared.crypto.rotation import in_use_since, is_due
    from yizhan.shared.errors import Refused

    title = _("密钥")
    path = Path(settings.YIZHAN_KEYS_FILE)
    try:
        ring = load_keys(path)
    except Refused as error:
        mend = _("从恢复单恢复密钥：yizhan restore 备份文件 --recovery。没有密钥的新机器：yizhan init。")
        return Finding("keys", title, "bad", str(error), mend)
    if not is_private(path):
        return Finding("keys", title, "bad", _("其他用户可以读取密钥文件"), f"chmod 600 {path}")
    fact = _("%(count)d 把，当前 %(id)s") % {"count": len(ring.roots), "id": ring.current.id}
    if is_left_behind(path):
        return Finding(
            "keys", title, "warn", _("停用密钥做到一半"), _("没有人正在停用的话，运行 yizhan keys list，它会放回。")
        )
    if ring.indexing:
        return Finding("keys", title, "bad", _("索引密钥换到一半"), _("运行 yizhan keys reencrypt，做完再启动驿站。"))
    if is_due(ring, path, at=at):
        days = (at - in_use_since(ring, path)).days
        fact = _("当前 %(id)s 已用 %(days)d 天") % {"id": ring.current.id, "days": days}
        return Finding("keys", title, "warn", fact, _("运行 yizhan keys rotate，再运行 yizhan keys reencrypt。"))
    return Finding("keys", title, "ok", fact)


def check_disk() -> Finding:
    """There is room to go on."""
    title = _("磁盘")
    home = Path(settings.YIZHAN_HOME)
    if not home.exists():
        return Finding("disk", title, "bad", _("没有数据目录"), _("运行 yizhan init。"))
    free = shutil.disk_usage(home).free
    fact = _("剩余 %(free).1f GB") % {"free": free / 1e9}
    mend = _("请清理磁盘，或把旧备份移到别处。")
    if free < NO_DISK_BYTES:
        return Finding("disk", title, "bad", fact, mend)
    low = free < LOW_DISK_BYTES
    return Finding("disk", title, "warn" if low else "ok", fact, mend if low else "")


def check_clock(at: dt.datetime) -> Finding:
    """The clock is possible, and not behind what the audit log has already seen."""
    title = _("时钟")
    fact = at.astimezone(dt.timezone(dt.timedelta(hours=8))).strftime("%Y-%m-%d %H:%M:%S +08:00")
    mend = _("请校准电脑的日期和时间：期限和有效期都按它计算。")
    if at.date() < EARLIEST_TRUE_DAY:
        return Finding("clock", title, "bad", fact, mend)
    try:
        from yizhan.shared.audit.models import AuditEntry

        newest = AuditEntry.objects.order_by("-id").values_list("at", flat=True).first()
    except DatabaseError:
        newest = None
    if newest and newest > at + dt.timedelta(minutes=5):
        return Finding("clock", title, "bad", _("比最近一条记录还早：%(fact)s") % {"fact": fact}, mend)
    return Finding("clock", title, "ok", fact)


def check_fonts() -> Finding:
    """The letters' type is shipped and whole."""
    title = _("字体")
    folder = Path(__file__).resolve().parents[1] / "documents" / "fonts"
    fonts = sorted(path.name for path in folder.glob("*.ttf")) if folder.is_dir() else []
    if len(fonts) < 2:
        return Finding("fonts", title, "bad", _("缺少随程序附带的中文字体"), _("请重新安装程序。"))
    return Finding("fonts", title, "ok", "、".join(fonts))


def check_tools() -> Finding:
    """PostgreSQL's backup tools are there where they are needed."""
    title = _("备份工具")
    if connection.vendor == "sqlite" or shutil.which("pg_dump"):
        return Finding("tools", title, "ok", _("齐全"))
    return Finding("tools", title, "warn", _("没有 pg_dump"), "apt-get install postgresql-client")


def check_public_address() -> Finding:
    """What is printed and sent out leads to a page that others reach."""
    title = _("公开网址")
    address = settings.YIZHAN_PUBLIC_URL
    if not address:
        fact = _("没有设置：二维码和订阅用打开页面时的网址，本机网址不印")
        return Finding("public_address", title, "ok", fact, _("有公开网址时，设 YIZHAN_PUBLIC_URL=https://主机名。"))
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or parts.fragment:
        mend = _("YIZHAN_PUBLIC_URL 只写协议和主机名，例如 https://lg.example.gov.cn，后面不带路径。")
        return Finding("public_address", title, "bad", address, mend)
    if not validate_host(parts.hostname, settings.ALLOWED_HOSTS):
        mend = _("请把这个主机名加进 YIZHAN_HOSTS，否则打不开公开页面。")
        return Finding("public_address", title, "warn", address, mend)
    return Finding("public_address", title, "ok", address)


def check_migrations() -> Finding:
    """The database is at this program's version."""
    title = _("数据库版本")
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        fact = _("有 %(count)d 步没有更新") % {"count": len(plan)}
        return Finding("migrations", title, "bad", fact, _("运行 yizhan init。"))
    return Finding("migrations", title, "ok", _("最新"))


def check_queue(at: dt.datetime) -> Finding:
    """Background work is being done."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    title = _("后台任务")
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, enqueued_at__lt=at - dt.timedelta(minutes=10)
    ).count()
    if waiting:
        fact = _("%(count)d 个任务等了十分钟以上") % {"count": waiting}
        return Finding("queue", title, "warn", fact, _("请确认 yizhan serve 正在运行。"))
    return Finding("queue", title, "ok", _("没有积压"))


def check_backups(at: dt.datetime) -> Finding:
    """There is a recent backup."""
    title = _("备份")
    folder = Path(settings.YIZHAN_HOME) / "backups"
    newest = max((path.stat().st_mtime for path in folder.glob("*.yzb")), default=None) if folder.is_dir() else None
    mend = _("运行 yizhan backup，并把备份抄到另一处。")
    if newest is None:
        return Finding("backups", title, "warn", _("数据目录里还没有备份"), mend)
    age = at - dt.datetime.fromtimestamp(newest, tz=dt.UTC)
    fact = _("最近一份在 %(hours)d 小时前") % {"hours": age.total_seconds() // 3600}
    overdue = age > BACKUP_OVERDUE
    return Finding("backups", title, "warn" if overdue else "ok", fact, mend if overdue else "")


def _check_audit() -> Finding:
    """The audit log is what it was when it was sealed."""
    from yizhan.shared.audit.sealing import verify_all

    title = _("审计链")
    report = verify_all()
    if report.faults:
        mend = _("审计记录与封存时不同。请保留现场，不要恢复备份，马上报告上级和公安机关网安部门。")
        return Finding("audit", title, "bad", "；".join(str(fault) for fault in report.faults[:5]), mend)
    return Finding("audit", title, "ok", _("%(count)d 个封存点全部一致") % {"count": report.seals})
