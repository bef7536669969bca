"""Letting a colleague assist in a case, and letting them go."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yizhan.rights.operations import add_helper, remove_helper
from yizhan.rights.queries import could_help, helpers_of
from yizhan.rights.web.common import posted
from yizhan.rights.web.forms import HelperForm
from yizhan.shared.errors import Incomplete
from yizhan.shared.web.middleware import say


@require_POST
def add(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let a colleague in."""
    user, case = posted(request, public_id)
    colleagues = {one.pk: one for one in could_help(case)}
    form = HelperForm(request.POST, colleagues=list(colleagues.values()))
    if not form.is_valid():
        raise Incomplete
    to = colleagues[form.cleaned_data["to"]]
    add_helper(case=case, to=to, by=user, at=timezone.now(), seen_version=form.cleaned_data["version"])
    say(request, _("%(name)s已加入协办，能看到并办理这个案件。") % {"name": to.name})
    return redirect("rights:case", public_id)


@require_POST
def remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let somebody go, or go oneself."""
    user, case = posted(request, public_id)
    helpers = {row.user_id: row.user for row in helpers_of(case)}
    form = HelperForm(request.POST, colleagues=list(helpers.values()))
    if not form.is_valid():
        raise Incomplete
    who = helpers[form.cleaned_data["to"]]
    remove_helper(case=case, who=who, by=user, at=timezone.now(), seen_version=form.cleaned_data["version"])
    say(request, _("%(name)s已退出协办，不再看到这个案件。") % {"name": who.name})
    return redirect("rights:cases") if who.pk == user.pk else redirect("rights:case", public_id)
