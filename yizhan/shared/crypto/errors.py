"""What can go wrong with keys and ciphertext, in words for the person who has to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yizhan.shared.errors import Refused


class KeysMissing(Refused):
    """There is no key file where the settings say."""

    code = "keys_missing"
    sentence = _(
        "找不到密钥文件，加密的内容打不开，也没有写入任何内容。新安装请运行 yizhan init；换了电脑请用恢复单恢复密钥。"
    )
    status = 503


class KeysDamaged(Refused):
    """The key file cannot be read as one."""

    code = "keys_damaged"
    sentence = _("密钥文件已损坏，没有改动它。请用恢复单重新生成密钥文件。")
    status = 503


class KeysExist(Refused):
    """A key file is never overwritten: that would make every encrypted record unreadable."""

    code = "keys_exist"
    sentence = _("密钥文件已经存在，没有覆盖。覆盖会使已加密的记录全部打不开。")


class KeysBusy(Refused):
    """Another rotation holds the lock file, or was killed while holding it."""

    code = "keys_busy"
    sentence = _("另一个程序正在更换密钥，原密钥没有改变。如果确定没有，请删除密钥文件旁边以 .new 结尾的文件后重试。")


class TooManyKeys(Refused):
    """The recovery sheet has room for fifteen keys."""

    code = "too_many_keys"
    sentence = _("密钥已有 15 把，不能再加，原密钥没有改变。请先重新加密全部记录并停用旧密钥。")


class KeyInUse(Refused):
    """The newest key cannot be dropped."""

    code = "key_in_use"
    sentence = _("这把密钥正在使用或不存在，没有停用任何密钥。")


class KeyUnfit(Refused):
    """A key that cannot be dropped yet, or never."""

    code = "key_unfit"


class KeyHoldsRows(KeyUnfit):
    """Rows are still encrypted under it."""

    code = "key_holds_rows"

    def __init__(self, rows: int) -> None:
        """Say how many."""
        super().__init__(
            _("还有 %(rows)s 行用这把密钥加密，没有停用。请先运行 yizhan keys reencrypt，再停用。") % {"rows": rows}
        )
        self.rows = rows


class KeyKeepsHashes(KeyUnfit):
    """Hashes were made of it that are never made anew."""

    code = "key_keeps_hashes"
    sentence = _(
        "这把密钥是索引密钥，或者做过：审计封存码、证据的校验码和恢复码要靠它核对，所以一直保留，没有停用。新内容已不用它加密。"
    )


class KeyTooFresh(KeyUnfit):
    """Somebody may still be about to commit a row under it."""

    code = "key_too_fresh"
    sentence = _("换下这把密钥还不到一小时，可能还有没写完的记录用着它，没有停用。请过一小时再运行。")


class KeyNotPutBack(Refused):
    """A key was dropped, it turned out too early, and the key file cannot be written."""

    code = "key_not_put_back"
    sentence = _(
        "停用没做完，这把密钥已从密钥文件去掉，一时没能放回。"
        "请运行 yizhan keys list，它会放回；还不行就用停用前的恢复单恢复。"
    )


class StationRunning(Refused):
    """Something for which the station must stand still."""

    code = "station_running"
    sentence = _("驿站正在运行，索引密钥没有更换。请先停下 yizhan serve（systemctl stop yizhan），换完再启动。")


class IndexesHalfDone(Refused):
    """The index key was changed and rows with old indexes are left."""

    code = "indexes_half_done"
    sentence = _("索引密钥换到一半，还没有启动。请先运行 yizhan keys reencrypt，做完再启动 yizhan serve。")


class KeyUnknown(Refused):
    """A ciphertext names a key that is not on this ring."""

    code = "key_unknown"
    sentence = _("这条内容用另一把密钥加密，本机没有那把密钥，内容保留未动。请用最近一次打印的恢复单恢复密钥。")
    status = 503


class Undecryptable(Refused):
    """The ciphertext was changed, cut, or moved from another column."""

    code = "undecryptable"
    sentence = _("这条加密内容被改动过或已损坏，打不开，内容保留未动。请从备份中恢复这条记录。")
    status = 500


class RecoveryWrong(Refused):
    """What was typed from the recovery sheet is not a recovery code."""

    code = "recovery_wrong"
    sentence = _("恢复单录入有误，没有生成密钥。请从第一行起重新核对。")

    #: 1-based number of the line to look at; 0 where no single line is to blame.
    line: int = 0


class RecoveryLineWrong(RecoveryWrong):
    """One line does not agree with its check symbol."""

    code = "recovery_line_wrong"

    def __init__(self, line: int) -> None:
        """Name the line, counted from 1."""
        super().__init__(_("恢复单第 %(line)s 行录入有误，没有生成密钥。请核对这一行后重试。") % {"line": line})
        self.line = line


class RecoveryIncomplete(RecoveryWrong):
    """Each line is right, together they are not a ring: lines are missing or come from two sheets."""

    code = "recovery_incomplete"
    sentence = _("恢复单不完整，或几行来自不同的恢复单，没有生成密钥。请按顺序录入同一张恢复单的全部行。")
