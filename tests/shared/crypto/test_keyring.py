"""The key ring, its file and its recovery sheet."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.shared.crypto import keyring
from yizhan.shared.crypto.errors import (
    KeyInUse,
    KeysBusy,
    KeysDamaged,
    KeysExist,
    KeysMissing,
    KeyUnknown,
    RecoveryIncomplete,
    RecoveryLineWrong,
    RecoveryWrong,
    TooManyKeys,
    Undecryptable,
)
from yizhan.shared.crypto.keyring import KeyRing, Root, create_keys, load_keys, new_ring, retire, rotate
from yizhan.shared.crypto.recovery import recovery_code, ring_from_recovery

RING = new_ring()
SECRETS = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=4, unique=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a key file may be made."""
    return tmp_path / "keys.json"


def test_a_new_key_file_is_private_and_reads_back(path: Path) -> None:
    ring = create_keys(path)
    assert load_keys(path) == ring
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600
    assert keyring.is_private(path)
    assert list(path.parent.iterdir()) == [path], "no scratch file is left"


def test_a_key_file_is_never_overwritten(path: Path) -> None:
    create_keys(path)
    before = path.read_bytes()
    with pytest.raises(KeysExist):
        create_keys(path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_others_can_read_is_seen(path: Path) -> None:
    create_keys(path)
    path.chmod(0o640)
    assert not keyring.is_private(path)


def test_a_missing_file_says_what_to_do(path: Path) -> None:
    with pytest.raises(KeysMissing, match="yizhan init"):
        load_keys(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[1]", b"\xff\xfe", b'{"format": "yizhan-keys/1", "roots": [], "index": "x"}', b'"yizhan-keys/1"'],
)
def test_a_damaged_file_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(KeysDamaged):
        load_keys(path)


def test_a_file_with_one_changed_letter_is_refused(path: Path) -> None:
    create_keys(path)
    document = json.loads(path.read_text())
    root = document["roots"][0]["root"]
    document["roots"][0]["root"] = ("A" if root[0] != "A" else "B") + root[1:]
    path.write_text(json.dumps(document))
    with pytest.raises(KeysDamaged):
        load_keys(path)


@given(st.text(max_size=300))
def test_what_is_encrypted_decrypts(text: str) -> None:
    token = RING.encrypt(text, "people.person.id_no")
    assert token.startswith(RING.current_prefix)
    assert RING.decrypt(token, "people.person.id_no") == text


def test_the_same_text_never_gives_the_same_token() -> None:
    assert RING.encrypt("甲", "a.b.c") != RING.encrypt("甲", "a.b.c")


def test_a_token_does_not_open_in_another_column() -> None:
    with pytest.raises(Undecryptable):
        RING.decrypt(RING.encrypt("甲", "a.b.c"), "a.b.d")


@given(st.data())
def test_a_changed_token_does_not_open(data: st.DataObject) -> None:
    token = RING.encrypt("测试甲", "a.b.c")
    at = data.draw(st.integers(0, len(token) - 1))
    sign = data.draw(st.sampled_from("AZaz09-_:=你 "))
    if at == len(token) - 1:  # the last sign has bits that stand for nothing
        at -= 1
    changed = token[:at] + sign + token[at + 1 :]
    if changed != token:
        with pytest.raises((Undecryptable, KeyUnknown)):
            RING.decrypt(changed, "a.b.c")


@pytest.mark.parametrize("token", ["", "y1", "y1:x", "y2:a:b", "y1:a:b:c", "plain text"])
def test_what_is_no_token_does_not_open(token: str) -> None:
    with pytest.raises(Undecryptable):
        RING.decrypt(token, "a.b.c")


def test_a_token_of_a_foreign_key_says_so() -> None:
    with pytest.raises(KeyUnknown):
        RING.decrypt(new_ring().encrypt("甲", "a.b.c"), "a.b.c")


def test_rotation_keeps_old_tokens_readable_and_indexes_the_same(path: Path) -> None:
    old = create_keys(path)
    token, index = old.encrypt("甲", "a.b.c"), old.index("甲", "a.b.c")
    new = rotate(path)
    assert new == load_keys(path)
    assert new.decrypt(token, "a.b.c") == "甲"
    assert not token.startswith(new.current_prefix)
    assert new.indexes("甲", "a.b.c") == [index]
    assert new.keyed_hash("slip", "x") == old.keyed_hash("slip", "x")
    assert new.audit_matches("x", old.audit_hash("x"))
    assert not new.audit_matches("y", old.audit_hash("x"))
    assert new.backup_key()[0] == new.current.id
    assert new.backup_key_by_id(old.current.id) == old.backup_key()[1]
    assert keyring.is_private(path)


def test_rotating_the_index_gives_both_versions_current_first(path: Path) -> None:
    old = create_keys(path)
    new = rotate(path, index=True)
    assert new.indexes("甲", "a.b.c") == [new.index("甲", "a.b.c"), old.index("甲", "a.b.c")]
    assert new.index("甲", "a.b.c") != old.index("甲", "a.b.c")
    assert new.keyed_matches("slip", "x", old.keyed_hash("slip", "x"))
    assert not new.keyed_matches("slip", "y", old.keyed_hash("slip", "x"))


def test_an_index_is_bound_to_its_column_and_to_its_value() -> None:
    assert len({RING.index("甲", "a.b.c"), RING.index("甲", "a.b.d"), RING.index("乙", "a.b.c")}) == 3
    assert len(RING.index("甲", "a.b.c")) == 32


def test_a_second_rotation_at_the_same_time_is_refused(path: Path) -> None:
    ring = create_keys(path)
    path.with_name("keys.json.new").touch()
    with pytest.raises(KeysBusy):
        rotate(path)
    assert load_keys(path) == ring


def test_a_rotation_that_fails_leaves_no_lock(path: Path) -> None:
    path.write_bytes(b"{}")
    with pytest.raises(KeysDamaged):
        rotate(path)
    assert list(path.parent.iterdir()) == [path]


def test_only_an_old_key_can_be_retired(path: Path) -> None:
    old = create_keys(path)
    new = rotate(path)
    for key_id in (new.current.id, old.current.id, "nosuch"):  # current, index key, unknown
        with pytest.raises(KeyInUse):
            retire(path, key_id)
    newest = rotate(path, index=True)
    left = retire(path, old.current.id)
    assert left.roots == newest.roots[1:]
    assert left.index("甲", "a.b.c") == newest.index("甲", "a.b.c")
    with pytest.raises(KeyUnknown):
        left.decrypt(old.encrypt("甲", "a.b.c"), "a.b.c")
    with pytest.raises(KeyUnknown):
        left.backup_key_by_id(old.current.id)


def test_fifteen_keys_are_the_most() -> None:
    ring = new_ring()
    for _ in range(14):
        ring = ring.with_new_root(index=False)
    with pytest.raises(TooManyKeys):
        ring.with_new_root(index=False)
    assert ring_from_recovery(recovery_code(ring)) == ring


def test_secrets_are_in_no_repr() -> None:
    root = RING.roots[0]
    assert repr(root.secret) not in repr(RING) + repr(root)
    assert repr(RING) == f"KeyRing({root.id})"


def test_another_process_rotating_is_noticed(path: Path, settings: pytest.FixtureRequest) -> None:
    settings.YIZHAN_KEYS_FILE = path  # type: ignore[attr-defined]
    create_keys(path)
    try:
        assert keyring.decrypt(keyring.ring().encrypt("甲", "a.b.c"), "a.b.c") == "甲"
        stale = keyring._cached
        token = rotate(path).encrypt("乙", "a.b.c")
        keyring._cached = stale
        assert keyring.decrypt(token, "a.b.c") == "乙"
        with pytest.raises(KeyUnknown):
            keyring.decrypt(new_ring().encrypt("丙", "a.b.c"), "a.b.c")
    finally:
        keyring.forget_ring()


@given(SECRETS, st.integers(0, 3))
def test_the_recovery_sheet_restores_the_whole_ring(secrets: list[bytes], index_at: int) -> None:
    ring = KeyRing(tuple(Root(secret) for secret in secrets), index_at=min(index_at, len(secrets) - 1))
    assert ring_from_recovery(recovery_code(ring)) == ring


def test_a_new_sheet_has_four_short_lines_and_is_read_however_it_is_typed() -> None:
    lines = recovery_code(RING)
    assert len(lines) == 4
    assert all(len(line) == len("7ZK4 0QXM 9T2B HC51 G") for line in lines)
    typed = [line.lower().replace(" ", "-").replace("0", "o").replace("1", "l") for line in lines]
    assert ring_from_recovery(["", *typed, "  "]) == RING
    assert ring_from_recovery(["".join(chr(ord(c) + 0xFEE0) if c != " " else c for c in x) for x in lines]) == RING


@given(st.data())
def test_every_wrong_symbol_on_the_sheet_is_caught_in_its_line(data: st.DataObject) -> None:
    lines = recovery_code(RING)
    line = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(st.integers(0, len(lines[line]) - 1).filter(lambda i: lines[line][i] != " "))
    sign = data.draw(st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ?好"))
    if sign == lines[line][at]:
        return
    lines[line] = lines[line][:at] + sign + lines[line][at + 1 :]
    with pytest.raises(RecoveryLineWrong) as caught:
        ring_from_recovery(lines)
    assert caught.value.line == line + 1
    assert f"第 {line + 1} 行" in str(caught.value)


def test_swapped_and_missing_lines_are_caught() -> None:
    lines = recovery_code(RING)
    for wrong in ([lines[1], lines[0], *lines[2:]], lines[:-1], lines[1:], [*lines, lines[3]], []):
        with pytest.raises(RecoveryWrong):
            ring_from_recovery(wrong)


def test_lines_of_two_sheets_are_caught() -> None:
    with pytest.raises(RecoveryIncomplete):
        ring_from_recovery(recovery_code(RING)[:2] + recovery_code(new_ring())[2:])


def test_a_ring_restored_from_the_sheet_can_be_stored_and_opens_old_tokens(path: Path) -> None:
    token = RING.encrypt("甲", "a.b.c")
    keyring.store_recovered(path, ring_from_recovery(recovery_code(RING)))
    assert load_keys(path).decrypt(token, "a.b.c") == "甲"
