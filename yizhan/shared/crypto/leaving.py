"""A key on its way out, written beside the key file until its retirement is through: whoever is killed loses nothing.

Between the two counts of `rotation.retire_key` the key stands in no key file. This note holds it meanwhile, for its
owner only; the next `yizhan keys`, or the next start of the station, takes it back.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

from yizhan.shared.backup.serving_mark import is_alive
from yizhan.shared.crypto import keyring
from yizhan.shared.crypto.keyring import Root

#: No count takes as long; after that another process has the number of the one that was killed.
LONGEST = dt.timedelta(hours=1)


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.leaving")


def note_leaving(path: Path, root: Root, *, place: int, at: dt.datetime) -> None:
    """Write down, before it leaves, which key stood where."""
    document = {"pid": os.getpid(), "at": at.isoformat(), "place": place, "root": keyring.entry_of(root)}
    draft = path.with_name(f"{path.name}.leaving.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        keyring.give_to_owner_of(path, file)
        json.dump(document, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(_note(path))
    keyring.sync_folder(path.parent)


def forget_leaving(path: Path) -> None:
    """Drop the note: the key is gone for good, or on the ring again."""
    _note(path).unlink(missing_ok=True)


def is_left_behind(path: Path) -> bool:
    """Say whether there is a note: a retirement is under way, or was killed."""
    return _note(path).exists()


def bring_back(path: Path, *, at: dt.datetime) -> str | None:
    """Take a key on the ring again whose retirement was killed; return its id, None where there is none.

    One that is under way in another process is left alone.

    :raises KeysBusy: a rotation is under way.
    """
    try:
        document = json.loads(_note(path).read_bytes())
    except FileNotFoundError:
        return None
    began = dt.datetime.fromisoformat(document["at"])
    if document["pid"] != os.getpid() and is_alive(document["pid"]) and at - began < LONGEST:
        return None
    root = keyring.read_root(document["root"], hashes=False)
    if root not in keyring.load_keys(path).roots:
        keyring.put_back(path, root, at=document["place"])
    forget_leaving(path)
    return root.id
