"""Write the table of docs/rulebook.md from the book's data: `python scripts/rulebook_page.py [--check]`.

What judges a rule, and the test that would fail without it, are named in `ENFORCED`; a rule without an entry is
written down as not enforced.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "rulebook.md"
BEGIN, END = "<!-- table -->", "<!-- /table -->"
BOOK = "rule book at submission, approval and in `yizhan check posting`"
FACTS = "tests/postings/rulebook/test_fact_rules.py"
READ = "tests/postings/rulebook/test_text_rules.py::test_precision_and_recall_of_each_rule_are_at_least_95_percent"
BORDER = f"{FACTS}::test_each_change_brings_its_rule_and_nothing_else"
CONDUCT = f"{FACTS}::test_conduct_and_mandate_of_the_employer_are_judged"
TOLD = "rule book, where the caller hands in the fact; the product does not gather it yet"

ENFORCED: dict[str, tuple[str, str]] = {
    **{f"CR-00{n}": (BOOK, f"{FACTS}::test_who_may_not_post_is_blocked") for n in (1, 2, 3, 4)},
    "CR-005": (f"{BOOK}, by the text", READ),
    "CR-006": (TOLD, CONDUCT),
    "CR-007": (BOOK, f"{FACTS}::test_a_household_wants_ten_people_at_most"),
    "CR-008": (f"{BOOK}, where an agent is on record", CONDUCT),
    "CR-010": (BOOK, f"{FACTS}::test_everything_missing_is_listed_once_in_both_languages"),
    "CR-011": (BOOK, f"{FACTS}::test_pay_that_is_negotiable_zero_or_without_unit_is_blocked"),
    "CR-013": (f"{BOOK}, by words and by comparable pay", READ),
    "CR-014": (BOOK, f"{FACTS}::test_the_period_of_validity_is_judged_by_kind"),
    "CR-015": (BOOK, f"{FACTS}::test_work_in_the_past_or_backwards_is_blocked"),
    "CR-018": (
        "list of those to ask again (`postings.queries.unconfirmed`)",
        "tests/postings/test_operations.py::test_employers_are_asked_again_after_48_hours_or_7_days",
    ),
    "CR-019": (
        "`Posting.objects.live`, at the moment of reading",
        f"{FACTS}::test_what_expired_or_is_filled_leaves_by_itself",
    ),
    "CR-020": (TOLD, BORDER),
    **{f"CR-{n:03}": (BOOK, BORDER) for n in (12, 16, 17, 39, 53, 54, 55, 56)},
    **{
        f"CR-{n:03}": (f"{BOOK}, by the text", READ)
        for n in (21, 30, 32, 33, 34, 35, 37, 38, 50, 51, 52, 57, 58, 70, 72)
    },
    **{f"CR-{n:03}": (f"{BOOK}, by field and text", READ) for n in (31, 36, 40, 59)},
    "CR-041": (
        "issuing of a letter refuses; recommendations leave it out",
        "tests/referrals/test_operations.py::test_minors_are_kept_from_barred_work_only",
    ),
    "CR-044": (
        "issuing of a letter refuses; recommendations leave it out",
        "tests/referrals/test_operations.py::test_special_work_needs_its_certificate",
    ),
    "CR-047": (TOLD, BORDER),
    "CR-071": (f"{BOOK}, by the text; the distance where the caller hands it in", READ),
    "CR-073": (
        "`employers.record_conduct` marks for review",
        "tests/employers/test_operations.py::test_conduct_marks_for_review_where_it_must",
    ),
    "CR-074": (
        "`employers.record_conduct` marks for review; it does not stop publishing yet",
        "tests/employers/test_operations.py::test_conduct_marks_for_review_where_it_must",
    ),
    "CR-081": (
        "`people` and `workers` keep health and disability only with consent",
        "tests/people/test_operations.py::test_disability_is_kept_only_with_consent",
    ),
    "CR-082": (
        f"{BOOK}: ID and bank card numbers in texts that boards would show",
        "tests/postings/rulebook/test_numbers_in_texts.py::test_an_id_number_in_a_text_is_shown_to_nobody",
    ),
    "CR-087": (
        "a withdrawn consent stops at once; the retention job is still to come",
        "tests/people/test_operations.py::test_a_consent_stands_until_it_is_withdrawn",
    ),
    "CR-088": (
        "recommendation switch: newest first, no points",
        "tests/matching/test_queries.py::test_recommendation_off_gives_the_newest_first_without_points",
    ),
}


def table() -> str:
    """Return the lines of the table, one rule each."""
    text = (ROOT / "yizhan/postings/rulebook/data/rules.toml").read_text(encoding="utf-8")
    lines = ["| rule | level | moment | rests on | enforced by | test |", "|---|---|---|---|---|---|"]
    for rule in tomllib.loads(text)["rule"]:
        where, test = ENFORCED.get(rule["code"], ("**not enforced yet**", "—"))
        shown = f"`{test.removeprefix('tests/')}`" if test != "—" else test
        lines.append(f"| {rule['code']} | {rule['level']} | {rule['moment']} | {rule['source']} | {where} | {shown} |")
    return "\n".join(lines)


def page(written: str) -> str:
    """Return the page with its table renewed."""
    before, _old, rest = written.partition(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"


def main() -> int:
    written = PAGE.read_text(encoding="utf-8")
    renewed = page(written)
    if "--check" in sys.argv:
        return int(written != renewed)
    PAGE.write_text(renewed, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
