"""docs/rulebook.md says what is enforced, and by which test; both have to be there."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from yizhan.postings.rulebook.book import RULES

ROOT = Path(__file__).parents[3]
_spec = importlib.util.spec_from_file_location("rulebook_page", ROOT / "scripts" / "rulebook_page.py")
assert _spec is not None
assert _spec.loader is not None
rulebook_page = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(rulebook_page)


def test_the_table_is_the_books() -> None:
    written = (ROOT / "docs" / "rulebook.md").read_text(encoding="utf-8")
    assert rulebook_page.page(written) == written
    assert set(rulebook_page.ENFORCED) <= set(RULES)


@pytest.mark.parametrize("test", sorted({test for _where, test in rulebook_page.ENFORCED.values()}))
def test_no_rule_is_called_enforced_without_its_test(test: str) -> None:
    path, name = test.split("::")
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")
