"""The wordings of consents, with their history, and the form for a new one."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yizhan.accounts.queries import actor
from yizhan.people.enums import ConsentPurpose
from yizhan.people.operations import word_consent
from yizhan.people.operations.wordings import LONGEST
from yizhan.people.queries import all_texts
from yizhan.people.rules import may_word_consents
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.forms import DeskForm
from yizhan.shared.web.middleware import say


class WordingForm(DeskForm):
    """A new wording, over the one that was read."""

    purpose = forms.ChoiceField(choices=ConsentPurpose.choices, widget=forms.HiddenInput())
    version = forms.IntegerField(min_value=0, max_value=9999, widget=forms.HiddenInput())
    text = forms.CharField(
        label=gettext_lazy("新文本"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("写明用途、给谁、怎样撤回。保存后是新版本，以后按它征求同意。"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def wordings(request: HttpRequest) -> HttpResponse:
    """Show the wording of each purpose with those before it; a POST adds a version."""
    user = actor(request)
    if not may_word_consents(user):
        raise NotAllowed
    sent = WordingForm(request.POST or None, prefix=request.POST.get("prefix") or None)
    if request.method == "POST" and sent.is_valid():
        typed = sent.cleaned_data
        try:
            row = word_consent(
                purpose=ConsentPurpose(typed["purpose"]), text=typed["text"], seen_version=typed["version"], by=user,
                at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            sent.add_error(None, str(refusal))
        else:
            say(request, _("已保存为第 %(version)s 版，以后按它征求同意。") % {"version": row.version})
            return redirect("people:wordings")
    chosen = request.POST.get(f"{sent.prefix}-purpose", "") if sent.is_bound else ""
    sections, known = [], all_texts()
    for value, label in ConsentPurpose.choices:
        texts = known[value]
        version = texts[0].version if texts else 0
        first = {"purpose": value, "version": version, "text": texts[0].text if texts else ""}
        form = sent if chosen == value else WordingForm(initial=first, prefix=value)
        sections.append({"value": value, "label": label, "texts": texts, "form": form})
    return render(request, "people/wordings.html", {"sections": sections}, status=422 if sent.errors else 200)
