"""An office's own words for kinds of work: what people here call a job that the shipped words do not have."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.web.middleware import say
from yizhan.vocabularies.operations import add_local_alias, retire_local_alias
from yizhan.vocabularies.queries import local_aliases, occupation_name
from yizhan.vocabularies.rules import can_keep_words
from yizhan.vocabularies.web.forms import WordForm


def _keeper(request: HttpRequest) -> Any:
    if not can_keep_words(request.user):
        raise NotAllowed
    return request.user


@require_http_methods(["GET", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """Show the own office's words; a POST adds one, which the search knows at once."""
    user = _keeper(request)
    form = WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_local_alias(office=user.office, **form.cleaned_data, by=user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("已加上，现在就能用这个词找到职业。"))
            return redirect("vocabularies:words")
    rows = [{"alias": alias, "name": occupation_name(alias.occupation_code)} for alias in local_aliases(user.office)]
    context = {"form": form, "rows": rows, "office": user.office}
    return render(request, "vocabularies/words.html", context, status=422 if form.errors else 200)


@require_POST
def retire(request: HttpRequest, alias_id: int) -> HttpResponse:
    """Take a word of the own office out of use."""
    user = _keeper(request)
    alias = get_object_or_404(local_aliases(user.office), pk=alias_id)
    retire_local_alias(alias=alias, by=user, at=timezone.now())
    say(request, _("已停用“%(word)s”，记录还在。") % {"word": alias.word})
    return redirect("vocabularies:words")
