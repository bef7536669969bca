"""A page that shows every piece, and the least of a sign-in, for tests of templates and of the page's script."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from yizhan.shared.forms import DateInput, DeskForm, YuanField

PAGE = Path(__file__).parent / "pages" / "style.html"
ATTACHED = 'attachment; filename="T2611-0042-7.pdf"'
NOW = dt.datetime(2026, 11, 23, 9, 5, tzinfo=dt.UTC)
#: What the script's tests look at: how often the form came, and whether somebody is signed in.
STATE: dict[str, Any] = {"signed_in": True, "received": [], "fail": 0, "elsewhere": False}


class StyleForm(DeskForm):
    """Every kind of field once."""

    name = forms.CharField(label="姓名", max_length=20)
    id_no = forms.CharField(label="身份证号", required=False, help_text="没有证件时留空，在下面选原因。")
    phone = forms.CharField(label="手机", required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    born = forms.DateField(label="出生日期", required=False, widget=DateInput())
    pay = YuanField(label="最低报酬", required=False)
    unit = forms.ChoiceField(label="单位", choices=[("day", "天"), ("hour", "小时")])
    agree = forms.BooleanField(label="已当面说明并同意", required=False)
    modes = forms.MultipleChoiceField(
        label="愿意做",
        required=False,
        choices=[("gig", "日结零工"), ("short", "短期"), ("long", "长期")],
        widget=forms.CheckboxSelectMultiple,
    )
    sex = forms.ChoiceField(label="性别", choices=[("1", "男"), ("2", "女")], widget=forms.RadioSelect)
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_name(self) -> str:
        """Refuse one name, for the tests of errors."""
        name = str(self.cleaned_data["name"])
        if name == "错":
            raise forms.ValidationError("姓名不能只有这个字，请核对证件。")
        return name


Entry = tuple[str, str, bool, int | None]
ENTRIES: list[tuple[str, str, list[Entry]]] = [
    ("desk", "柜台", [("今天", "house-door", False, None), ("来人登记", "person-plus", True, None)]),
    ("people", "求职者", [("求职者", "people", False, None), ("回访", "telephone", False, 12)]),
    ("jobs", "用工", [("岗位", "briefcase", False, None), ("单位", "building", False, 3)]),
]
MENU = [
    {
        "key": key,
        "title": title,
        "items": [
            {"key": label, "title": label, "url": f"#{picture}", "icon": picture, "active": active, "badge": badge}
            for label, picture, active, badge in entries
        ],
    }
    for key, title, entries in ENTRIES
]
ROWS = [
    {"title": "瓦工", "who": "测试甲建筑队", "min": 18000, "max": 22000, "places": 3, "state": "招人", "kind": "good"},
    {
        "title": "打包工",
        "who": "测试乙仓储",
        "min": 15000,
        "max": 15000,
        "places": 12,
        "state": "待确认",
        "kind": "warn",
    },
    {"title": "月嫂", "who": "测试丙家政", "min": 26000, "max": None, "places": 0, "state": "已满", "kind": "off"},
]


def page_context() -> dict[str, Any]:
    """Return what stands on the style page."""
    user = SimpleNamespace(
        is_authenticated=True,
        public_id="somebody",
        name="测试甲",
        office=SimpleNamespace(name="阳谷零工市场驿站"),
        get_role_display="柜台",
    )
    return {
        "user": user,
        "menu": MENU,
        "is_demo": True,
        "now": NOW,
        "rows": [{**row, "until": NOW.date(), "late": row["places"] == 12} for row in ROWS],
        "tabs": [
            {"url": "#a", "label": "等活儿", "active": True, "count": 31},
            {"url": "#b", "label": "已推荐", "active": False, "count": None},
        ],
        "reasons": [("verify", "核对本人身份"), ("letter", "开介绍信"), ("complaint", "处理投诉")],
    }


@login_not_required
def style(request: HttpRequest) -> HttpResponse:
    """Show the page; take the form as a room's view would."""
    form = StyleForm(request.POST or None, initial={"unit": "day", "pay": 20000})
    if request.method == "POST":
        if STATE["fail"]:
            STATE["fail"] -= 1
            return HttpResponse("no", status=500)
        if not STATE["signed_in"]:
            answer = HttpResponse(status=401)
            answer["X-Sign-In"] = "1"
            return answer
        if form.is_valid() and form.cleaned_data["name"] == "文件":
            return HttpResponse(b"%PDF-", content_type="application/pdf", headers={"Content-Disposition": ATTACHED})
        if form.is_valid():
            STATE["received"].append(dict(request.POST.items()))
            messages.success(request, "已保存。")
            return redirect("/done/")
    template = engines["django"].from_string(PAGE.read_text("utf-8"))
    return HttpResponse(template.render({**page_context(), "form": form}, request))


@login_not_required
def done(request: HttpRequest, public_id: uuid.UUID | None = None) -> HttpResponse:
    """Where a saved form leads."""
    source = '{% extends "shared/page.html" %}{% block heading %}办好了{% endblock heading %}'
    return HttpResponse(engines["django"].from_string(source).render(page_context(), request))


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    """The least sign-in that keeps to what the script expects."""
    if STATE["elsewhere"]:
        STATE["signed_in"] = True
        return HttpResponse(status=204, headers={"X-Signed-In": "somebody"})
    if request.method == "POST" and request.POST.get("password") == "right":
        STATE["signed_in"] = True
        return HttpResponse(status=204, headers={"X-Signed-In": request.POST.get("who", "somebody")})
    source = (
        '<form method="post" action="/accounts/sign-in/?dialog=1">{% csrf_token %}'
        '<label for="pw">密码</label><input type="password" name="password" id="pw">'
        '<label for="who">名字</label><input name="who" id="who" value="somebody">'
        '<button class="btn btn-primary" type="submit">登录</button></form>'
    )
    return HttpResponse(engines["django"].from_string(source).render({}, request))


@login_not_required
def reveal(request: HttpRequest) -> HttpResponse:
    """Answer a lifted mask."""
    if not STATE["signed_in"]:
        return HttpResponse(status=401, headers={"X-Sign-In": "1"})
    source = '{% revealed "3708 3119 9001 0112" %}'
    return HttpResponse(engines["django"].from_string(source).render({"reason": request.POST["reason"]}, request))


urlpatterns = [
    path("", style),
    path("done/", done),
    path("reveal/", reveal),
    path("accounts/sign-in/", sign_in),
    path("panel/<uuid:public_id>/", done, name="style_panel"),
    path("i18n/", include("django.conf.urls.i18n")),
]
