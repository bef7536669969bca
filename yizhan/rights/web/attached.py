"""What hangs on a case: its evidence, and the times in which limits stood still."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.rights.enums import RemoveReason, StillGround
from yizhan.rights.operations import (
    MOST_BYTES,
    TooLarge,
    add_evidence,
    end_standstill,
    hand_out_evidence,
    note_standstill,
    remove_evidence,
    withdraw_standstill,
)
from yizhan.rights.queries import get_evidence, get_standstill
from yizhan.rights.web.common import case_user, posted
from yizhan.rights.web.forms import EvidenceForm, RemoveForm, StandstillEndForm, StandstillForm
from yizhan.shared.errors import Incomplete, Refused
from yizhan.shared.files.enums import FileKind
from yizhan.shared.files.sniffing import SORTS
from yizhan.shared.web.handing import handed_out
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_FILES = 10


class NoFile(Refused):
    """Nothing was chosen, or too much."""

    code = "no_file"
    status = 422
    sentence = gettext_lazy("没有收到文件，或一次超过 10 个，没有保存。请重新选择。")


@require_POST
def add(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take files into a case; each by itself, so that one that is refused does not hold up the others."""
    user, case = posted(request, public_id)
    form = EvidenceForm(request.POST)
    files = request.FILES.getlist("file")
    if not form.is_valid():
        raise Incomplete
    if not 0 < len(files) <= MOST_FILES:
        raise NoFile
    kept, refused = 0, []
    for number, file in enumerate(files, start=1):
        try:
            add_evidence(case=case, name=form.cleaned_data["name"], data=_read(file), by=user, at=timezone.now())
            kept += 1
        except Refused as refusal:
            if len(files) == 1:
                raise
            # The name of a file may name somebody; its place among the chosen ones does not.
            refused.append(_("第 %(n)s 个文件：%(why)s") % {"n": number, "why": refusal})
    if kept:
        say(request, _("已加密存入 %(n)s 份证据，只有办理的人能打开。") % {"n": kept})
    for words in refused:
        say(request, words, level=messages.WARNING)
    return redirect("rights:case", public_id)


def _read(file: UploadedFile[Any]) -> bytes:
    if (file.size or 0) > MOST_BYTES:
        raise TooLarge
    data: bytes = file.read()
    return data


@never_cache
@require_GET
def hand_out(request: HttpRequest, public_id: uuid.UUID, evidence_id: uuid.UUID) -> HttpResponse:
    """Hand a file out as it came, to be kept and never to be run: as an attachment, of no type, in a sandbox."""
    user = case_user(request)
    evidence = get_evidence(user, public_id, evidence_id)
    data = hand_out_evidence(evidence=evidence, by=user, at=timezone.now())
    name = f"{evidence.case.number}-{evidence.number}.{SORTS[FileKind(evidence.kind)].ending}"
    return handed_out(data, name)


@require_POST
def remove(request: HttpRequest, public_id: uuid.UUID, evidence_id: uuid.UUID) -> HttpResponse:
    """Destroy a file that does not belong into the case."""
    user = case_user(request)
    evidence = get_evidence(user, public_id, evidence_id)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        raise Incomplete
    remove_evidence(evidence=evidence, reason=RemoveReason(form.cleaned_data["reason"]), by=user, at=timezone.now())
    say(request, _("证据 %(n)s 已销毁，只留下记录。") % {"n": evidence.number})
    return redirect("rights:case", public_id)


@require_POST
def standstill(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note a time in which the person could not act."""
    user, case = posted(request, public_id)
    form = StandstillForm(request.POST)
    if not form.is_valid():
        raise Incomplete
    data = form.cleaned_data
    note_standstill(
        case=case, from_on=data["from_on"], until_on=data["until_on"], ground=StillGround(data["ground"]),
        note=data["note"], by=user, at=timezone.now(), seen_version=data["version"],
    )  # fmt: skip
    say(request, _("已登记中止，期限已重新计算。"))
    return redirect("rights:case", public_id)


@require_POST
def end_or_withdraw(request: HttpRequest, public_id: uuid.UUID, standstill_id: uuid.UUID) -> HttpResponse:
    """Let time run on, or say that it never stood still."""
    user = case_user(request)
    row = get_standstill(user, public_id, standstill_id)
    form = StandstillEndForm(request.POST)
    if not form.is_valid():
        raise Incomplete
    at, until_on = timezone.now(), form.cleaned_data["until_on"]
    if form.cleaned_data["act"] == "withdraw":
        withdraw_standstill(standstill=row, by=user, at=at)
    elif until_on is None:
        raise Incomplete
    else:
        end_standstill(standstill=row, until_on=until_on, by=user, at=at)
    say(request, _("期限已重新计算。"))
    return redirect("rights:case", public_id)
