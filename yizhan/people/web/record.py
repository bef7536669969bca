"""Correcting a record: identity, contacts, age, household, consent."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.people.enums import (
    CHANNELS_AT_COUNTER,
    NAMED_RECIPIENT,
    AgeDocument,
    Channel,
    ConsentPurpose,
    HouseholdRole,
)
from yizhan.people.models import Consent
from yizhan.people.operations import (
    ConsentFacts,
    IdTaken,
    TooManyLookups,
    change_person,
    confirm_age,
    give_consent,
    leave_household,
    link_household,
    look_up_elsewhere,
    set_contacts,
    withdraw_consent,
)
from yizhan.people.queries import (
    consents_of,
    contact_line,
    current_contacts,
    household_of,
    newest_texts,
    people_visible_to,
    sharing_phone,
    standing_purposes,
)
from yizhan.people.rules import may_change
from yizhan.people.web._common import note_look, person_for
from yizhan.people.web.forms import (
    AgeForm,
    ConsentForm,
    ContactsForm,
    FactsForm,
    HouseholdForm,
    renew_version,
    saved_meanwhile,
)
from yizhan.people.web.tabs import person_tabs
from yizhan.shared.errors import Refused
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def _counted(refusal: Refused, id_no: str, user: User) -> Refused:
    """Return what to say of a refusal. "On record elsewhere" answers a question, which is counted and logged."""
    if isinstance(refusal, IdTaken):
        try:
            look_up_elsewhere(id_no=id_no, by=user, at=timezone.now())
        except TooManyLookups as too_many:
            return too_many
    return refusal


@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Correct identity and places."""
    user, person = person_for(request, public_id, may_change)
    form = FactsForm(request.POST or None, person=person, today=timezone.localdate())
    status, meanwhile = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid() and form.facts is not None:
            try:
                change_person(
                    person=person, facts=form.facts, seen_version=form.cleaned_data["version"], by=user,
                    at=timezone.now(),
                )  # fmt: skip
            except Refused as refusal:
                form.add_error(None, str(_counted(refusal, form.facts.id_no, user)))
                status = refusal.status
                meanwhile = saved_meanwhile(form, person)
                renew_version(form, person.version)
            else:
                say(request, _("更正已保存。"))
                return redirect("people:person", person.public_id)
    note_look(user, person, "person.viewed_to_change", "name", "birth_on")
    context = {
        "form": form, "person": person, "tabs": person_tabs(person, user, "change"), "meanwhile": meanwhile,
    }  # fmt: skip
    return render(request, "people/change.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def contacts(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End contacts and add new ones."""
    user, person = person_for(request, public_id, may_change)
    lines = [f"{row.get_kind_display()} {contact_line(row)}" for row in current_contacts(person)]
    form = ContactsForm(request.POST or None, person=person, lines=lines)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                set_contacts(
                    person=person, contacts=form.contacts, seen_version=form.cleaned_data["version"], by=user,
                    at=timezone.now(),
                )  # fmt: skip
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
                renew_version(form, person.version, forget="over")
            else:
                say(request, _("联系方式已保存。"))
                return redirect("people:person", person.public_id)
    note_look(user, person, "person.viewed_contacts", "contacts")
    context = {"form": form, "person": person, "tabs": person_tabs(person, user, "contacts"), "lines": lines}
    return render(request, "people/contacts.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def age(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Confirm the age by another document."""
    user, person = person_for(request, public_id, may_change)
    form = AgeForm(request.POST or None, today=timezone.localdate(), initial={"version": person.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                confirm_age(
                    person=person, birth_on=form.cleaned_data["birth_on"],
                    basis=AgeDocument(form.cleaned_data["basis"]), seen_version=form.cleaned_data["version"], by=user,
                    at=timezone.now(),
                )  # fmt: skip
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
                renew_version(form, person.version)
            else:
                say(request, _("年龄已凭证件确认，可以推荐工作。"))
                return redirect("people:person", person.public_id)
    note_look(user, person, "person.viewed_age", "birth_on")
    tabs = person_tabs(person, user, "person")
    return render(request, "people/age.html", {"form": form, "person": person, "tabs": tabs}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def household(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show who lives with the person, and link somebody by registration number."""
    user, person = person_for(request, public_id, may_change)
    couple = {"role": HouseholdRole.SPOUSE, "other_role": HouseholdRole.SPOUSE}
    form = HouseholdForm(request.POST or None, initial=couple)
    if request.method == "POST" and form.is_valid():
        other = people_visible_to(user).filter(number=form.cleaned_data["number"].strip().upper()).first()
        try:
            if other is None:
                form.add_error("number", _("没有找到这个登记号的人，没有关联。请核对登记号，或先为对方登记。"))
            else:
                link_household(
                    person=person, other=other, role=HouseholdRole(form.cleaned_data["role"]),
                    other_role=HouseholdRole(form.cleaned_data["other_role"]), by=user, at=timezone.now(),
                )  # fmt: skip
                say(request, _("家庭关系已保存。"))
                return redirect("people:household", person.public_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    note_look(user, person, "person.viewed_household", "household")
    context = {
        "form": form,
        "person": person,
        "links": household_of(user, person),
        "sharing": sharing_phone(user, person),
        "tabs": person_tabs(person, user, "household"),
    }
    return render(request, "people/household.html", context, status=422 if form.errors else 200)


@require_POST
def leave(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the person out of the household."""
    user, person = person_for(request, public_id, may_change)
    leave_household(person=person, by=user, at=timezone.now())
    say(request, _("已移出家庭。"))
    return redirect("people:household", person.public_id)


@never_cache
@require_http_methods(["GET", "POST"])
def consents(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what was agreed to, and give a consent in one step."""
    user, person = person_for(request, public_id, may_change)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            give_consent(
                person=person, channel=Channel(cleaned["channel"]), by=user, at=timezone.now(),
                consent=ConsentFacts(
                    cleaned["purpose"], cleaned["recipient"], cleaned["evidence"], seen_version=cleaned["version"]
                ),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("同意已记录。"))
            return redirect("people:consents", person.public_id)
    rows = list(consents_of(person))
    texts = newest_texts()
    standing = standing_purposes(rows, texts, timezone.now())
    offers = [
        {"purpose": purpose, "text": texts[purpose], "stands": purpose in standing,
         "named": purpose in NAMED_RECIPIENT}
        for purpose in ConsentPurpose if purpose in texts
    ]  # fmt: skip
    note_look(user, person, "person.viewed_consents", "consents")
    context = {"form": form, "person": person, "rows": rows, "offers": offers, "channels": CHANNELS_AT_COUNTER,
               "tabs": person_tabs(person, user, "consents")}  # fmt: skip
    return render(request, "people/consents.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, public_id: uuid.UUID, consent_id: uuid.UUID) -> HttpResponse:
    """Take a consent back: one press, no reason asked."""
    user, person = person_for(request, public_id, may_change)
    consent = get_object_or_404(Consent.objects.filter(person=person), public_id=consent_id)
    withdraw_consent(consent=consent, by=user, at=timezone.now())
    say(request, _("同意已撤回，从现在起不再用于这一项。"))
    return redirect("people:consents", person.public_id)
