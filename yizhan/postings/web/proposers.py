"""The head's page on which an office has pasted texts looked through by a model, or does not."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizhan.accounts.queries import actor, can_manage_station
from yizhan.postings.operations import set_proposer
from yizhan.postings.proposers import Proposer
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.forms import DeskForm
from yizhan.shared.web.middleware import say


class ProposerForm(DeskForm):
    """Where to ask, and what may be sent."""

    address = forms.CharField(
        label=gettext_lazy("接口地址"), max_length=300, required=False,
        help_text=gettext_lazy("兼容 OpenAI 的接口，到 /v1 为止；用 https，或本站内网的 IP。"),
    )  # fmt: skip
    model = forms.CharField(label=gettext_lazy("模型名称"), max_length=80, required=False)
    key = forms.CharField(
        label=gettext_lazy("密钥"), max_length=300, required=False, help_text=gettext_lazy("不改就留空。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    is_on = forms.BooleanField(label=gettext_lazy("启用"), required=False)
    sends_persons = forms.BooleanField(
        label=gettext_lazy("连同联系方式一起发送"), required=False,
        help_text=gettext_lazy("不勾选时，电话、微信号和联系人姓名先抹去再发。"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@require_http_methods(["GET", "POST"])
@never_cache
def proposer(request: HttpRequest) -> HttpResponse:
    """Show and change the setting of the own office."""
    user = actor(request)
    if not can_manage_station(user):
        raise NotAllowed
    row = Proposer.objects.filter(office=user.office).first()
    names = ("address", "model", "is_on", "sends_persons", "version")
    form = ProposerForm(request.POST or None, initial={name: getattr(row, name) for name in names} if row else {})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            set_proposer(
                address=data["address"].strip(), model=data["model"].strip(), key=data["key"] or None,
                is_on=data["is_on"], sends_persons=data["sends_persons"], seen_version=data["version"], by=user,
                at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("已保存。"))
            return redirect("postings:paste")
    return render(request, "postings/proposer.html", {"form": form}, status=422 if form.errors else 200)
