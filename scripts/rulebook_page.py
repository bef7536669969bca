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
LIMITS, END_LIMITS = "<!-- limits -->", "<!-- /limits -->"
BOOK = "rule book at submission, approval and in `yizhan check posting`"
FACTS = "tests/postings/rulebook/test_fact_rules.py"
READ = "tests/postings/rulebook/test_text_rules.py::test_precision_and_recall_of_each_rule_are_at_least_95_percent"
BORDER = f"{FACTS}::test_each_change_brings_its_rule_and_nothing_else"
CONDUCT = f"{FACTS}::test_conduct_and_mandate_of_the_employer_are_judged"
MET = "tests/referrals/test_cautions.py"
COUNTY = "tests/postings/test_county.py"

ENFORCED: dict[str, tuple[str, str]] = {
    **{f"CR-00{n}": (BOOK, f"{FACTS}::test_who_may_not_post_is_blocked") for n in (1, 2, 3, 4)},
    "CR-005": (f"{BOOK}, by the text", READ),
    "CR-006": (f"{BOOK}, while a suspension is in force", CONDUCT),
    "CR-007": (BOOK, f"{FACTS}::test_a_household_wants_ten_people_at_most"),
    "CR-008": (f"{BOOK}, where an agent is on record", CONDUCT),
    "CR-010": (BOOK, f"{FACTS}::test_everything_missing_is_listed_once_in_both_languages"),
    "CR-011": (
        f"{BOOK}, by field, by the text where the field is empty",
        f"{FACTS}::test_pay_that_is_negotiable_zero_or_without_unit_is_blocked",
    ),
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
    "CR-020": (f"{BOOK}, by other postings with the telephone (`postings.standing`)", BORDER),
    **{f"CR-{n:03}": (BOOK, BORDER) for n in (17, 39, 53, 54, 55)},
    **{f"CR-{n:03}": (f"{BOOK}, by field and text", BORDER) for n in (12, 16, 56)},
    **{
        f"CR-{n:03}": (f"{BOOK}, by the text", READ)
        for n in (21, 30, 32, 33, 34, 35, 37, 38, 50, 51, 52, 57, 58, 60, 70, 72)
    },
    **{f"CR-{n:03}": (f"{BOOK}, by field and text", READ) for n in (31, 36, 40, 59)},
    "CR-041": (
        "issuing of a letter refuses; recommendations leave it out; what a text offers is read like any posting",
        "tests/referrals/test_operations.py::test_minors_are_kept_from_barred_work_only",
    ),
    "CR-042": (
        "a hire makes the call to the employer due (follow-up `hire.minor`)",
        f"{MET}::test_a_minor_who_is_hired_makes_the_call_about_papers_due",
    ),
    "CR-043": (
        "shown on the referral's page and on the letter to both sides",
        f"{MET}::test_a_woman_at_barred_work_is_warned_on_page_and_letter",
    ),
    "CR-045": (
        "shown on the referral's page and on the letter to both sides",
        f"{MET}::test_past_the_age_of_retirement_is_warned_and_sent",
    ),
    "CR-046": (
        "where the county named an age: no letter without a coded answer",
        f"{MET}::test_a_building_site_asks_from_the_countys_age_on",
    ),
    "CR-044": (
        "issuing of a letter refuses; recommendations leave it out; what a text offers is read like any posting",
        "tests/referrals/test_operations.py::test_special_work_needs_its_certificate",
    ),
    "CR-047": (
        f"{BOOK}, by the weather that the county wrote down",
        f"{COUNTY}::test_announced_weather_warns_where_work_is_outdoors",
    ),
    "CR-071": (f"{BOOK}, by the text and by the distance of the meeting place", READ),
    "CR-073": (
        "`employers.record_conduct` marks for review",
        "tests/employers/test_operations.py::test_conduct_marks_for_review_where_it_must",
    ),
    "CR-074": (
        "`employers.verify_conduct` suspends: nothing of the employer is shown or published until it is lifted",
        "tests/employers/test_conduct.py::test_only_verified_missing_pay_and_kept_documents_suspend",
    ),
    "CR-080": (
        "exports give whole numbers for few purposes only; a test holds what each form may ask",
        "tests/test_purposes.py::test_every_form_asks_only_what_its_purpose_needs",
    ),
    "CR-081": (
        "`people` and `workers` keep health and disability only with consent",
        "tests/people/test_operations.py::test_disability_is_kept_only_with_consent",
    ),
    "CR-082": (
        f"{BOOK}: ID and bank card numbers in texts that boards would show",
        "tests/postings/rulebook/test_numbers_in_texts.py::test_an_id_number_in_a_text_is_shown_to_nobody",
    ),
    "CR-083": (
        "`yizhan check notice`; sheets to others refuse a text that shows a number or an address; notices in postings",
        "tests/postings/rulebook/test_publication.py::test_only_what_concerns_a_person_is_objected_to",
    ),
    "CR-084": (
        "a letter is refused until a consent to be named to that employer stands; asked once, in the form; by the text",
        "tests/referrals/test_consent.py::test_no_letter_names_somebody_who_has_not_agreed",
    ),
    "CR-085": (
        "more than 500 rows, or between 22:00 and 6:00: a line of its own in the log, and a notice",
        "tests/shared/sheets/test_noted_exports.py::test_a_large_or_nightly_list_is_noted",
    ),
    "CR-086": (
        "there is no way in by a face, and a test keeps it so; in employers' texts by the rule book",
        "tests/test_purposes.py::test_who_one_is_can_be_shown_without_a_face",
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


def limits() -> str:
    """Return the lines of the table of thresholds."""
    sys.path.insert(0, str(ROOT))
    from yizhan.postings.rulebook.limits import BOUNDS, SHIPPED

    lines = ["| limit | rule | shipped | a county may set |", "|---|---|---|---|"]
    for name, bound in BOUNDS.items():
        shipped = getattr(SHIPPED, name)
        value = "off" if shipped is None else shipped
        lines.append(f"| `{name}` | {bound.rule} | {value} | {bound.least} – {bound.most} |")
    return "\n".join(lines)


def page(written: str) -> str:
    """Return the page with its two tables renewed."""
    for begin, end, lines in ((BEGIN, END, table()), (LIMITS, END_LIMITS, limits())):
        before, _old, rest = written.partition(begin)
        written = f"{before}{begin}\n{lines}\n{end}{rest.partition(end)[2]}"
    return written


def main() -> int:
    written = PAGE.read_text(encoding="utf-8")
    renewed = page(written)
    if "--check" in sys.argv:
        return int(written != renewed)
    PAGE.write_text(renewed, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
