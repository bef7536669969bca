"""密钥：看有哪些（list）、换新的（rotate）、把旧密钥下的内容换过来（reencrypt）、停用旧的（retire）。

Look after the keys: list them, make a new one, bring everything to the newest, drop an old one. No secret is shown but
on the recovery sheet, which `rotate` prints anew: the old sheet does not hold the new key. The station goes on
working; it reads the new key file by itself. Only `rotate --index` wants it stopped.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from yizhan.cli.output import complain, say
from yizhan.cli.setting_up import set_up_django

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yizhan.shared.crypto.reencrypt import Progress
    from yizhan.shared.crypto.rotation import KeyFacts

#: Between two batches beside a station at work, so that whoever wants to save comes in between.
PAUSE_S = 0.05
#: Walks until nothing is left that somebody held under lock.
WALKS, BETWEEN_WALKS_S = 5, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("act", choices=list(ACTS), help="list 查看 · rotate 换新 · reencrypt 重新加密 · retire 停用")
    parser.add_argument("key", nargs="?", help="密钥编号，只用于 retire · id of the key to retire, as `list` shows it")
    parser.add_argument("--index", action="store_true", help="连索引密钥一起换，要先停驿站 · change the index key too")
    parser.add_argument("--batch", type=int, default=200, metavar="N", help="每批多少行 · rows a batch (200)")


def run(args: argparse.Namespace) -> int:
    """Do the one act."""
    if (args.act == "retire") != (args.key is not None):
        complain("retire 要写密钥编号，其他的不写。 `retire` takes the id of a key, nothing else does.")
        return 2
    if not 1 <= args.batch <= 5000:
        complain("每批 1 到 5000 行。 A batch has 1 to 5000 rows.")
        return 2
    set_up_django()
    bring_back_key()
    return ACTS[args.act](args)


def bring_back_key() -> None:
    """Take a key on the ring again whose retirement was killed halfway, and say so."""
    from django.conf import settings
    from django.utils import timezone

    from yizhan.shared.crypto.leaving import bring_back

    if key_id := bring_back(Path(settings.YIZHAN_KEYS_FILE), at=timezone.now()):
        say(f"上次停用 {key_id} 做到一半就断了，这把密钥已放回。 A retirement was cut off; {key_id} is back.")


def _list(_args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils import timezone

    from yizhan.shared.crypto.keyring import ring
    from yizhan.shared.crypto.rotation import is_due, key_facts

    facts, strange = key_facts()
    for key in facts:
        since = f"{timezone.localtime(key.since):%Y-%m-%d %H:%M}" if key.since else "时间不详 since when unknown"
        say(f"{key.id}  {since}  {key.rows} 行 rows  {_uses(key)}")
    if strange:
        say(f"✗ {strange} 行用的密钥本机没有，打不开 rows under keys that are not here: yizhan restore --recovery")
    if is_due(ring(), Path(settings.YIZHAN_KEYS_FILE), at=timezone.now()):
        say(f"! 当前密钥已用满 {settings.YIZHAN_KEY_DAYS} 天 due: yizhan keys rotate")
    if ring().indexing:
        say("! 索引密钥换到一半 the index key is half changed: yizhan keys reencrypt")
    elif any(key.rows for key in facts if not key.encrypts):
        say("下一步 next: yizhan keys reencrypt")
    return 1 if strange else 0


def _uses(key: KeyFacts) -> str:
    words = ["加密 encrypts" if key.encrypts else "只解密 decrypts"]
    if key.indexes:
        words.append("索引 indexes")
    if key.keeps_hashes:
        words.append("核对封存码，不能停用 verifies seals, stays")
    elif not key.encrypts and not key.rows:
        words.append(f"可以停用 may go: yizhan keys retire {key.id}")
    return " · ".join(words)


def _rotate(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from yizhan.cli.commands.init_ import print_recovery_sheet
    from yizhan.shared.backup.serving_mark import is_serving
    from yizhan.shared.crypto.errors import StationRunning
    from yizhan.shared.crypto.rotation import rotate_keys

    if args.index and is_serving():
        raise StationRunning
    ring = rotate_keys(index=args.index, at=timezone.now())
    say(f"新密钥 new key: {ring.current.id}。新内容从现在起用它加密，正在运行的驿站会自己读到，不用重启。")
    print_recovery_sheet()
    say("旧的恢复单没有新密钥：请换上这张。以前的备份，新旧恢复单都能打开。")
    say("The old sheet lacks the new key: replace it by this one. Earlier backups open with either.")
    say("下一步 next: yizhan keys reencrypt" + ("，做完再启动驿站 then start the station" if args.index else ""))
    return 0


def _reencrypt(args: argparse.Namespace) -> int:
    from django.conf import settings

    from yizhan.shared.crypto.keyring import finish_indexing, ring
    from yizhan.shared.crypto.reencrypt import reencrypt_all, rows_by_key

    done, current = 0, ring().current.id
    for walk in range(WALKS):
        if walk:
            time.sleep(BETWEEN_WALKS_S)
        done += _walk(reencrypt_all(args.batch))
        rows = rows_by_key()
        left = rows.total() - rows[current]
        if not left:
            break
    if left:
        complain(f"已换 {done} 行，还有 {left} 行正被占用，没有换。请过一会儿再运行一次。 Rows are held; run it again.")
        return 1
    if ring().indexing:
        finish_indexing(Path(settings.YIZHAN_KEYS_FILE))
    say(f"已换 {done} 行，全部内容都用密钥 {current} 加密。 {done} rows; everything is under {current}.")
    return 0


def _walk(steps: Iterable[Progress]) -> int:
    """Go through the batches, show each, and return how many rows were written."""
    from yizhan.shared.backup.serving_mark import is_serving

    pause = PAUSE_S if is_serving() else 0.0
    done: dict[str, int] = {}
    for step in steps:
        done[step.model] = step.done
        line = f"{step.model} {step.done} / {step.done + step.left}"
        if sys.stderr.isatty():
            print(f"\r{line}", end="\n" if not step.left else "", file=sys.stderr, flush=True)
        elif not step.left:
            complain(line)
        time.sleep(pause)
    return sum(done.values())


def _retire(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from yizhan.cli.commands.init_ import print_recovery_sheet
    from yizhan.shared.crypto.rotation import retire_key

    retire_key(key_id=args.key, at=timezone.now())
    say(f"已停用 retired: {args.key}")
    print_recovery_sheet()
    say("用这把密钥做的备份，要用以前的恢复单才能打开：旧恢复单和那些备份一起留着或一起销毁。")
    say("Backups made under it open with an earlier sheet only: keep both or destroy both.")
    return 0


ACTS = {"list": _list, "rotate": _rotate, "reencrypt": _reencrypt, "retire": _retire}
