"""The key ring of an installation.

A ring is a list of *roots*, 32 random bytes each, oldest first. Everything that is really used as a
key is derived from a root with HKDF-SHA256 under a label, so that one short recovery sheet brings back
all of them:

- the data keys (AES-256-GCM): the current one encrypts, all of them decrypt;
- the index key (HMAC-SHA256) behind blind indexes, versioned by itself: changing it means touching every row;
- the backup key and the audit key.

An id of a key is derived from its root: it identifies the key and says nothing about it.
A token is `y1:<key id>:<base64url of nonce + ciphertext + tag>`. The associated data is the column
("app.model.field"), so a ciphertext copied to another column does not open there.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import json
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TextIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from yizhan.shared.crypto.errors import (
    KeyInUse,
    KeysBusy,
    KeysDamaged,
    KeysExist,
    KeysMissing,
    KeyUnknown,
    TooManyKeys,
    Undecryptable,
)

FILE_FORMAT = "yizhan-keys/1"
TOKEN_VERSION = "y1"  # noqa: S105
ROOT_BYTES = 32
NONCE_BYTES = 12
#: Four bits on the recovery sheet say which root is current.
MOST_ROOTS = 15
ID_LENGTH = 6
_ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def _derive(root: bytes, label: str) -> bytes:
    """Return 32 bytes for one use of a root."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"yizhan/{label}".encode()).derive(root)


def _mac(key: bytes, text: str) -> str:
    """Return a 16-byte HMAC-SHA256 as 32 hex digits."""
    return hmac.new(key, text.encode(), hashlib.sha256).digest()[:16].hex()


def prefix_of(key_id: str) -> str:
    """Return what every token under a key begins with."""
    return f"{TOKEN_VERSION}:{key_id}:"


@dataclass(frozen=True, repr=False)
class Root:
    """One secret of 32 bytes and the keys derived from it.

    :param since: when it became the one that encrypts; None where nobody wrote that down (the recovery sheet does not).
    :param hashes: keyed hashes may have been made of it that are never made anew: seals and fingerprints of the audit
        log, digests of evidence. Such a root stays, so that they can be verified.
    """

    secret: bytes
    since: dt.datetime | None = field(default=None, compare=False)
    hashes: bool = field(default=True, compare=False)

    def __repr__(self) -> str:
        """Show the id only: a repr ends up in logs."""
        return f"Root({self.id})"

    @cached_property
    def id(self) -> str:
        """Six characters that name the root and reveal nothing of it."""
        number = int.from_bytes(_derive(self.secret, "id")[:4], "big")
        return "".join(_ID_ALPHABET[(number >> (5 * i)) & 31] for i in range(ID_LENGTH))

    @cached_property
    def cipher(self) -> AESGCM:
        """AES-256-GCM under the data key of this root."""
        return AESGCM(_derive(self.secret, "data"))

    @cached_property
    def index_key(self) -> bytes:
        """Key of blind indexes."""
        return _derive(self.secret, "index")

    @cached_property
    def audit_key(self) -> bytes:
        """Key of the hashes in the audit log."""
        return _derive(self.secret, "audit")

    @cached_property
    def backup_key(self) -> bytes:
        """Key of backups, 32 bytes for AES-256."""
        return _derive(self.secret, "backup")


@dataclass(frozen=True, repr=False)
class KeyRing:
    """All keys of an installation.

    :param roots: oldest first, at least one, at most 15. The last one encrypts data and backups.
    :param index_at: position of the root whose index key writes blind indexes.
    :param indexing: rows may carry indexes of an older index key (it was changed and they were not reached yet, or they
        came with a backup of before): a unique index does not see all.
    """

    roots: tuple[Root, ...]
    index_at: int = 0
    indexing: bool = field(default=False, compare=False)
    _by_id: dict[str, Root] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Check the shape.

        :raises KeysDamaged: no roots, too many, two with one id, wrong lengths, or no such index root.
        """
        by_id = {root.id: root for root in self.roots}
        right = (
            0 < len(self.roots) <= MOST_ROOTS
            and len(by_id) == len(self.roots)
            and all(len(root.secret) == ROOT_BYTES for root in self.roots)
            and 0 <= self.index_at < len(self.roots)
        )
        if not right:
            raise KeysDamaged
        object.__setattr__(self, "_by_id", by_id)

    def __repr__(self) -> str:
        """Show ids only."""
        return f"KeyRing({', '.join(root.id for root in self.roots)})"

    @property
    def current(self) -> Root:
        """The root that encrypts."""
        return self.roots[-1]

    @property
    def current_prefix(self) -> str:
        """What every token under the current key begins with."""
        return prefix_of(self.current.id)

    def encrypt(self, text: str, context: str) -> str:
        """Encrypt a text for one column.

        :param context: "app.model.field"; the same is needed to decrypt.
        """
        nonce = os.urandom(NONCE_BYTES)
        sealed = self.current.cipher.encrypt(nonce, text.encode(), context.encode())
        return self.current_prefix + base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()

    def decrypt(self, token: str, context: str) -> str:
        """Open a token.

        :raises KeyUnknown: the token's key is not on this ring.
        :raises Undecryptable: not a token, changed, cut, or made for another column.
        """
        parts = token.split(":")
        if len(parts) != 3 or parts[0] != TOKEN_VERSION:
            raise Undecryptable
        root = self._by_id.get(parts[1])
        if root is None:
            raise KeyUnknown
        try:
            raw = base64.b64decode(parts[2] + "=" * (-len(parts[2]) % 4), altchars=b"-_", validate=True)
            return root.cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode()).decode()
        except (InvalidTag, ValueError) as error:  # binascii.Error and UnicodeDecodeError are ValueErrors
            raise Undecryptable from error

    def index(self, text: str, context: str) -> str:
        """Return the blind index of a normalised text, 32 hex digits, under the current index key."""
        return _mac(self.roots[self.index_at].index_key, f"{context}\0{text}")

    def indexes(self, text: str, context: str) -> list[str]:
        """Return the blind index under the current index key and then under every other one of the ring.

        Rows that re-encryption has not reached yet still carry an older one.
        """
        keys = [self.roots[self.index_at]]
        # Roots newer than the index root never wrote an index.
        keys += [root for at, root in enumerate(self.roots) if at < self.index_at]
        return [_mac(root.index_key, f"{context}\0{text}") for root in keys]

    def audit_hash(self, text: str) -> str:
        """Return the keyed hash that may stand in the audit log in place of a value.

        Never made anew, so it is made of a root that is never retired.
        """
        return _mac(self.roots[self.index_at].audit_key, text)

    def audit_matches(self, text: str, digest: str) -> bool:
        """Say whether a hash in the audit log was made of this text, under any key of the ring."""
        return any(hmac.compare_digest(_mac(root.audit_key, text), digest) for root in self.roots)

    def keyed_hash(self, label: str, text: str) -> str:
        """Return a keyed hash for a use of the caller's own, such as the secret on a printed slip.

        Does not change when only data keys rotate.
        """
        return _mac(_derive(self.roots[self.index_at].secret, f"own/{label}"), text)

    def keyed_hashes(self, label: str, text: str) -> list[str]:
        """Return the keyed hash under the current index key and then under every older one of the ring.

        What was written before the key changed still carries an older one.
        """
        keys = [self.roots[self.index_at], *self.roots[: self.index_at]]
        return [_mac(_derive(root.secret, f"own/{label}"), text) for root in keys]

    def keyed_matches(self, label: str, text: str, digest: str) -> bool:
        """Say whether `digest` was made of this text, under any key of the ring."""
        made = (_mac(_derive(root.secret, f"own/{label}"), text) for root in self.roots)
        return any(hmac.compare_digest(one, digest) for one in made)

    def backup_key(self) -> tuple[str, bytes]:
        """Return the id and the 32 bytes with which a new backup is encrypted."""
        return self.current.id, self.current.backup_key

    def backup_key_by_id(self, key_id: str) -> bytes:
        """Return the key of a backup that names `key_id`.

        :raises KeyUnknown: not on this ring.
        """
        if key_id not in self._by_id:
            raise KeyUnknown
        return self._by_id[key_id].backup_key

    def with_new_root(self, *, index: bool, at: dt.datetime | None = None) -> KeyRing:
        """Return a ring with one more root, which becomes current (and writes the indexes, if `index`).

        :raises TooManyKeys: there are fifteen already.
        """
        if len(self.roots) >= MOST_ROOTS:
            raise TooManyKeys
        new = replace(_new_root(taken=set(self._by_id)), since=at, hashes=index)
        roots = (*self.roots, new)
        return KeyRing(roots, index_at=len(roots) - 1 if index else self.index_at, indexing=index or self.indexing)

    def with_old_root(self, root: Root, *, at: int) -> KeyRing:
        """Return a ring with a root back at its former position."""
        roots = (*self.roots[:at], root, *self.roots[at:])
        return replace(self, roots=roots, index_at=self.index_at + (1 if at <= self.index_at else 0))

    def without(self, key_id: str) -> KeyRing:
        """Return a ring without an old root. What is still encrypted under it is lost: re-encrypt first.

        :raises KeyInUse: it is the current one, writes the indexes, or is not on the ring.
        """
        at = next((i for i, root in enumerate(self.roots) if root.id == key_id), None)
        if at is None or at in (self.index_at, len(self.roots) - 1):
            raise KeyInUse
        roots = self.roots[:at] + self.roots[at + 1 :]
        return replace(self, roots=roots, index_at=self.index_at - (1 if at < self.index_at else 0))


def _new_root(taken: set[str]) -> Root:
    """Draw a root whose id differs from those on the ring."""
    while True:
        root = Root(secrets.token_bytes(ROOT_BYTES))
        if root.id not in taken:
            return root


def new_ring(at: dt.datetime | None = None) -> KeyRing:
    """Return a ring with one fresh root, not stored anywhere."""
    return KeyRing((replace(_new_root(set()), since=at),))


# --- the key file -----------------------------------------------------------------------------------------


def create_keys(path: Path, *, at: dt.datetime | None = None) -> KeyRing:
    """Make the key file of a new installation, readable by its owner only.

    :raises KeysExist: there is one; it is left alone.
    """
    ring_ = new_ring(at)
    store_recovered(path, ring_)
    return ring_


def store_recovered(path: Path, ring_: KeyRing) -> None:
    """Write a ring where there is no key file yet: a new one, or one restored from the recovery sheet.

    The file appears whole or not at all.

    :raises KeysExist: there is one; it is left alone.
    """
    path = Path(path)
    scratch = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # private from its first moment
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            _write(file, ring_)
        os.link(scratch, path)  # unlike rename, never replaces
    except FileExistsError as error:
        raise KeysExist from error
    finally:
        scratch.unlink()
    sync_folder(path.parent)


def load_keys(path: Path) -> KeyRing:
    """Read a key file.

    :raises KeysMissing: none there.
    :raises KeysDamaged: not a key file of this format.
    """
    try:
        document = json.loads(Path(path).read_bytes())
    except FileNotFoundError as error:
        raise KeysMissing from error
    except ValueError as error:
        raise KeysDamaged from error
    try:
        if document["format"] != FILE_FORMAT:
            raise KeysDamaged
        ids = [entry["id"] for entry in document["roots"]]
        index_at = ids.index(document["index"])
        roots = tuple(read_root(entry, hashes=at <= index_at) for at, entry in enumerate(document["roots"]))
        indexing = bool(document.get("indexing", False))
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise KeysDamaged from error
    if [root.id for root in roots] != ids:
        raise KeysDamaged
    return KeyRing(roots, index_at=index_at, indexing=indexing)


def entry_of(root: Root) -> dict[str, Any]:
    """Return a root as the file has it."""
    return {
        "id": root.id,
        "root": base64.b64encode(root.secret).decode(),
        "since": root.since.isoformat() if root.since else None,
        "hashes": root.hashes,
    }


def read_root(entry: dict[str, Any], *, hashes: bool) -> Root:
    """Read one entry; files of earlier versions say neither since when nor whether hashes were made of it."""
    since = entry.get("since")
    return Root(
        base64.b64decode(entry["root"], validate=True),
        since=dt.datetime.fromisoformat(since) if since else None,
        hashes=bool(entry.get("hashes", hashes)),
    )


def rotate(path: Path, *, index: bool = False, at: dt.datetime | None = None) -> KeyRing:
    """Add a fresh root to the key file and make it current. Old roots stay and decrypt.

    Afterwards run `reencrypt_all` and print a new recovery sheet: the old sheet does not hold the new root.

    :param index: also change the key of the blind indexes. Do this with the service stopped and re-encrypt before
        starting it again: until then a unique index does not see that an old and a new row say the same.
    :raises KeysBusy: another rotation is under way.
    """
    return _replace(Path(path), lambda old: old.with_new_root(index=index, at=at))


def begin_indexing(path: Path) -> KeyRing:
    """Note that rows may carry indexes of an older index key.

    :raises KeysBusy: a rotation is under way.
    """
    return _replace(Path(path), lambda old: replace(old, indexing=True))


def finish_indexing(path: Path) -> KeyRing:
    """Note that every row carries indexes of the newest index key.

    :raises KeysBusy: a rotation is under way.
    """
    return _replace(Path(path), lambda old: replace(old, indexing=False))


def put_back(path: Path, root: Root, *, at: int) -> KeyRing:
    """Take an old root on the ring again, where it stood."""
    return _replace(Path(path), lambda now: now.with_old_root(root, at=at))


def retire(path: Path, key_id: str) -> KeyRing:
    """Drop an old root from the key file, after re-encryption. Backups made under it need an older
    recovery sheet.

    :raises KeyInUse: it is current or unknown.
    :raises KeysBusy: another rotation is under way.
    """
    return _replace(Path(path), lambda old: old.without(key_id))


def is_private(path: Path) -> bool:
    """Say whether nobody but its owner can read the key file (always true on Windows, which has no
    such bits).
    """
    return os.name == "nt" or Path(path).stat().st_mode & 0o077 == 0


def _replace(path: Path, change: Callable[[KeyRing], KeyRing]) -> KeyRing:
    """Put a changed ring in the place of the old one, in one step.

    The new file is also the lock: it is taken before the old one is read, so that two rotations cannot
    lose a root.
    """
    scratch = path.with_name(f"{path.name}.new")
    try:
        handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeysBusy from error
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            ring_ = change(load_keys(path))
            give_to_owner_of(path, file)
            _write(file, ring_)
        os.replace(scratch, path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    forget_ring()
    return ring_


def give_to_owner_of(path: Path, file: TextIO) -> None:
    """Let the new file be the old one's owner's, for whoever runs the command as root: the station must read it."""
    if os.name != "nt" and os.geteuid() == 0:
        old = path.stat()
        os.fchown(file.fileno(), old.st_uid, old.st_gid)


def _write(file: TextIO, ring_: KeyRing) -> None:
    """Write the document and sync it."""
    document: dict[str, Any] = {
        "format": FILE_FORMAT,
        "index": ring_.roots[ring_.index_at].id,
        "roots": [
            entry_of(root) | {"hashes": root.hashes or at == ring_.index_at} for at, root in enumerate(ring_.roots)
        ],
    }
    if ring_.indexing:
        document["indexing"] = True
    json.dump(document, file, indent=1)
    file.write("\n")
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a new name durable; Windows has no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- the installation's ring ------------------------------------------------------------------------------

Stamp = tuple[int, int, int]
#: A page opens a hundred values: the file is not looked at for each of them. `rotation.LATE_COMMITS` covers it.
LOOK_EVERY_S = 0.05
#: path, what tells this file from the next, the ring, and when the file was looked at.
_cached: tuple[Path, Stamp, KeyRing, float] | None = None


def ring() -> KeyRing:
    """Return the installation's ring, read again when the key file is another one.

    So a process at work encrypts under the new root from the moment of a rotation on, and nobody restarts it. Where
    the file cannot be read any more, the ring of before goes on to serve.

    :raises KeysMissing: there is no key file.
    :raises KeysDamaged: it cannot be read.
    """
    global _cached
    path: Path = settings.YIZHAN_KEYS_FILE
    known = _cached
    if known is None or (known[0] is not path and known[0] != path):
        return _read_again(path)
    now = time.perf_counter()
    if now - known[3] < LOOK_EVERY_S:
        return known[2]
    try:
        if known[1] != _stamp(path):
            return _read_again(path)
    except (OSError, KeysMissing, KeysDamaged):
        pass
    _cached = (*known[:3], now)
    return known[2]


def forget_ring() -> None:
    """Read the key file again at the next use."""
    global _cached
    _cached = None


def decrypt(token: str, context: str) -> str:
    """Open a token with the installation's ring; one of a key that was made this very moment opens, too.

    :raises KeyUnknown: the key is not in the file.
    :raises Undecryptable: changed, cut, or made for another column.
    """
    try:
        return ring().decrypt(token, context)
    except KeyUnknown:
        known = _cached
        if known is None or known[1] == _stamp(known[0]):
            raise
        return _read_again(known[0]).decrypt(token, context)


def _stamp(path: Path) -> Stamp:
    """Return what tells one key file from the next, which is always another file."""
    found = os.stat(path)
    return found.st_mtime_ns, found.st_ino, found.st_size


def _read_again(path: Path) -> KeyRing:
    """Read the file and remember the ring; the stamp first, so that a change in between is seen the next time."""
    global _cached
    try:
        stamp = _stamp(path)
    except FileNotFoundError as error:
        raise KeysMissing from error
    ring_ = load_keys(path)
    _cached = (path, stamp, ring_, time.perf_counter())
    return ring_
