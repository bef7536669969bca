"""What pages may ask about a person: each kind of data in the forms whose purpose needs it and in no other (CR-080).

And that nobody's face is asked for: not to sign in, not to prove who one is (CR-086).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.forms.forms import BaseForm
from django.urls import get_resolver

from yizhan.employers.enums import HOUSEHOLD_BASES, UNIT_BASES, VerifyBasis
from yizhan.people.enums import PROVEN_BIRTH, BirthBasis

PACKAGE = Path(__file__).parents[1] / "yizhan"
#: Kind of data -> how its fields are called.
KINDS = {
    "identity": r"^(?:person_|owner_)?id(?:_no)?$|^owner_id$",
    "telephone": r"mobile|landline|(?<!smart)phone$|proxy_number",
    "birth": r"birth",
    "ethnicity": r"ethnic",
    "origin": r"huji",
    "home": r"resid|^home",
    "groups": r"groups",
    "health": r"work_limit|health|disab|illness",
}
#: Never asked: no purpose of a station needs it (PIPL art. 6; 就业促进法 art. 27–30; domain §2.1).
NEVER = re.compile(r"photo|face|finger|religion|marri|marital|pregnan|political|party_member|blood|bank|card_no")
#: Form -> the kinds that its purpose needs.
NEEDS = {
    "people.FactsForm": {"identity", "birth", "ethnicity", "origin", "home", "groups"},  # who is served (§2.1)
    "people.ContactsForm": {"telephone"},
    "people.AgeForm": {"birth"},  # CR-040: an age is proven before anybody is sent
    "people.OpenForm": {"identity"},  # found by the exact number
    "workers.RegisterForm": {
        "identity", "telephone", "birth", "ethnicity", "origin", "home", "groups", "health",
    },  # health only with its own consent (CR-081)
    "workers.WishFields": {"home", "health"},  # how far work may be; what one cannot do
    "workers.WishForm": {"home", "health"},
    "employers.EmployerForm": {"identity", "telephone"},  # real names of who posts (CR-001)
    "employers.AgentForm": {"identity", "telephone"},  # CR-008
    "postings.OfferForm": {"telephone"},  # whom the station calls
    "postings.HouseholdForm": {"identity", "telephone"},
    "postings.PastedJobForm": {"telephone"},  # the same of a pasted job
    "employers.AdmitForm": {"identity"},  # staff compare the papers of who wants to begin (CR-001)
    "portals.SignUpForm": {"identity", "telephone"},  # the same, asked by themselves; the station calls back
    "portals.PhoneWishForm": {"home", "health"},  # the same as workers.WishForm, by themselves
    "portals.InviteForm": {"telephone"},  # whom a member asks in
    "portals.PastedJobForm": {"telephone"},  # the same of a pasted job
    "portals.JobForm": {"telephone"},  # whom the station calls about a job
    "accounts.OfficeForm": {"telephone"},  # an office's own number
    "accounts.NewOfficeForm": {"telephone"},
    "accounts.ChangeOfficeForm": {"telephone"},
}  # fmt: skip


def forms() -> Iterator[tuple[str, list[str]]]:
    """Yield every form of the house: ``room.Class`` and the names of its fields."""
    list(get_resolver().url_patterns)  # loads every page and its forms
    seen, found = set(), [BaseForm]
    while found:
        for form in found.pop().__subclasses__():
            found.append(form)
            if form.__module__.startswith("yizhan.") and form not in seen:
                seen.add(form)
                yield f"{form.__module__.split('.')[1]}.{form.__name__}", list(getattr(form, "base_fields", {}))


def test_every_form_asks_only_what_its_purpose_needs() -> None:
    beyond = [
        f"{form} asks {name} ({kind})"
        for form, names in forms()
        for name in names
        for kind, pattern in KINDS.items()
        if re.search(pattern, name) and kind not in NEEDS.get(form, set())
    ]
    assert not beyond, beyond


def test_no_form_asks_what_no_purpose_needs() -> None:
    assert [(form, name) for form, names in forms() for name in names if NEVER.search(name)] == []


def test_the_table_names_forms_that_there_are() -> None:
    assert set(NEEDS) <= {form for form, _names in forms()}


def test_nobody_signs_in_with_a_face() -> None:
    assert settings.AUTHENTICATION_BACKENDS
    assert not [way for way in settings.AUTHENTICATION_BACKENDS if re.search("face|bio", way, re.I)]


@pytest.mark.parametrize("ways", [HOUSEHOLD_BASES, UNIT_BASES, PROVEN_BIRTH])
def test_who_one_is_can_be_shown_without_a_face(ways: frozenset[VerifyBasis] | frozenset[BirthBasis]) -> None:
    assert [way for way in ways if not re.search("face|人脸|刷脸", f"{way.value} {way.label}")]


def test_no_page_takes_a_picture_of_anybody() -> None:
    camera = re.compile(r"getUserMedia|FaceDetector|<input[^>]+capture|faceapi|刷脸|人脸")
    found = [
        str(path.relative_to(PACKAGE))
        for pattern in ("**/*.html", "**/static/*/*.js")
        for path in PACKAGE.glob(pattern)
        if "vendor" not in path.parts and camera.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
