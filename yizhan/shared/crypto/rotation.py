"""The life of keys, for whoever looks after the machine: which there are, a new one, dropping an old one.

The order is `rotate_keys`, `reencrypt_all`, an hour later `retire_key`. A station at work reads the new key file by
itself (`keyring.ring`), so that data keys change while people work; the index key changes while it stands still.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from yizhan.shared.audit.operations import write_audit
from yizhan.shared.crypto import keyring
from yizhan.shared.crypto.errors import (
    KeyHoldsRows,
    KeyInUse,
    KeyKeepsHashes,
    KeyNotPutBack,
    KeysBusy,
    KeyTooFresh,
)
from yizhan.shared.crypto.keyring import KeyRing, Root
from yizhan.shared.crypto.leaving import forget_leaving, note_leaving
from yizhan.shared.crypto.reencrypt import rows_by_key

#: A transaction that began before the rotation commits within this, or never.
LATE_COMMITS = dt.timedelta(hours=1)
#: Whoever else changes the key file holds its lock for a moment; a key that has to come back tries again so often.
TRIES, BETWEEN_TRIES_S = 20, 0.25


@dataclass(frozen=True)
class KeyFacts:
    """What may be said of a key.

    :param since: when it began to encrypt; None where nobody wrote it down.
    :param encrypts: new values are encrypted under it. :param indexes: numbers are found by it.
    :param keeps_hashes: seals and digests are verified by it, so it stays for ever.
    :param rows: rows that hold a value under it.
    """

    id: str
    since: dt.datetime | None
    encrypts: bool
    indexes: bool
    keeps_hashes: bool
    rows: int


def key_facts() -> tuple[list[KeyFacts], int]:
    """Return the keys, oldest first, and how many rows are under keys that are not on the ring. Reads whole tables."""
    ring = keyring.ring()
    rows = rows_by_key()
    facts = [
        KeyFacts(
            id=root.id,
            since=root.since,
            encrypts=root == ring.current,
            indexes=at == ring.index_at,
            keeps_hashes=root.hashes or at == ring.index_at,
            rows=rows[root.id],
        )
        for at, root in enumerate(ring.roots)
    ]
    return facts, rows[""]


def in_use_since(ring: KeyRing, path: Path) -> dt.datetime:
    """Return since when the current key encrypts; where nobody wrote it down, when the key file was last written."""
    return _since(ring.current, path)


def is_due(ring: KeyRing, path: Path, *, at: dt.datetime) -> bool:
    """Say whether the current key has encrypted for longer than the office wants; 0 days mean for ever."""
    days: int = settings.YIZHAN_KEY_DAYS
    return days > 0 and at - in_use_since(ring, path) > dt.timedelta(days=days)


def rotate_keys(*, index: bool, at: dt.datetime) -> KeyRing:
    """Make a new key and note it in the log, by its id.

    :param index: change the index key too; the caller has made sure that the station stands still.
    :raises KeysBusy, TooManyKeys: nothing was changed.
    """
    ring = keyring.rotate(Path(settings.YIZHAN_KEYS_FILE), index=index, at=at)
    write_audit(action="keys.rotated", by=None, at=at, obj=None, reason=ring.current.id, office_id=0)
    return ring


def retire_key(*, key_id: str, at: dt.datetime) -> KeyRing:
    """Drop an old key under which nothing is left. Backups made under it need an older recovery sheet from now on.

    :raises KeyInUse: it encrypts, or is not on the ring.
    :raises KeyKeepsHashes: it is or was the index key. :raises KeyTooFresh: it was replaced less than an hour ago.
    :raises KeyHoldsRows: rows are left under it. :raises KeyNotPutBack: as its sentence says.
    """
    path = Path(settings.YIZHAN_KEYS_FILE)
    ring = keyring.load_keys(path)
    place = next((place for place, root in enumerate(ring.roots) if root.id == key_id), None)
    if place is None or place == len(ring.roots) - 1:
        raise KeyInUse
    root, next_root = ring.roots[place], ring.roots[place + 1]
    if root.hashes or place == ring.index_at:
        raise KeyKeepsHashes
    if at - _since(next_root, path) < LATE_COMMITS:
        raise KeyTooFresh
    _demand_nothing_left(key_id)
    try:
        note_leaving(path, root, place=place, at=at)
        left = keyring.retire(path, key_id)
        _demand_nothing_left(key_id)
        write_audit(action="keys.retired", by=None, at=at, obj=None, reason=key_id, office_id=0)
    except BaseException:
        # Somebody was slower than an hour, or nobody knows: the count or the log broke off. A process that is killed
        # in here leaves its note: the next command takes the key back (`leaving.bring_back`).
        _put_back(path, root, at=place)
        forget_leaving(path)
        raise
    forget_leaving(path)
    return left


def _put_back(path: Path, root: Root, *, at: int) -> None:
    """Take a root on the ring again, unless it never left.

    :raises KeyNotPutBack: it cannot be written.
    """
    if root in keyring.load_keys(path).roots:
        return
    for left in reversed(range(TRIES)):
        try:
            keyring.put_back(path, root, at=at)
        except (KeysBusy, OSError) as error:
            if not left:
                raise KeyNotPutBack from error
            time.sleep(BETWEEN_TRIES_S)
        else:
            return


def settle_indexes() -> bool:
    """After a restore: note whether rows carry indexes of an older index key; return that. Reads whole tables.

    What was last encrypted under a root from before the index key was last indexed by the key before it, too. Roots
    since then never wrote an index.
    """
    ring, path = keyring.ring(), Path(settings.YIZHAN_KEYS_FILE)
    older = [root.id for root in ring.roots[: ring.index_at]]
    rows = rows_by_key() if older else {}
    half_done = any(rows[key_id] for key_id in older)
    if half_done != ring.indexing:
        (keyring.begin_indexing if half_done else keyring.finish_indexing)(path)
    return half_done


def _demand_nothing_left(key_id: str) -> None:
    rows = rows_by_key(also=[key_id])[key_id]
    if rows:
        raise KeyHoldsRows(rows)


def _since(root: Root, path: Path) -> dt.datetime:
    return root.since or dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC)
