"""The house's tags, forms and error pages say the right words in clean markup."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.forms.renderers import DjangoTemplates
from django.http import HttpResponse
from django.template import TemplateSyntaxError, engines
from django.template.loader import get_template
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from tests.conftest import check_html
from tests.shared.style_urls import StyleForm
from yizhan.shared import display, panels
from yizhan.shared.forms import DeskForm, YuanField
from yizhan.shared.templatetags.yizhan import _icons
from yizhan.shared.web.keep import keep_typed


def render(source: str, **context: Any) -> str:
    """Render a piece of template as a page would."""
    request = context.pop("request", RequestFactory().get("/"))
    return str(engines["django"].from_string(source).render(context, request))


def words(html: str) -> str:
    """Return the text of a piece of HTML without blanks."""
    return "".join(re.sub(r"<[^>]+>", "", html).split())


@pytest.mark.parametrize(
    ("fen", "unit", "text"),
    [
        (20000, "day", "200元/天"),
        (2050, "hour", "20.50元/小时"),
        (35000, "piece", "0.35元/件"),
        (12345, "piece", "0.12345元/件"),
        (500000, "month", "5,000元/月"),
        (80000, "lump_sum", "800元（一口价）"),
        (20000, "", "200元"),
        (None, "day", "未写明"),
    ],
)
def test_money_is_written_with_its_unit(fen: int | None, unit: str, text: str) -> None:
    assert display.money_text(fen, unit) == text
    assert render("{{ fen|money:unit }}", fen=fen, unit=unit) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (18000, 22000, "180–220元/天"),
        (20000, 20000, "200元/天"),
        (20000, None, "200元/天以上"),
        (None, 22000, "最高220元/天"),
        (None, None, "报酬未写明"),
    ],
)
def test_span_of_pay_is_never_invented(low: int | None, high: int | None, text: str) -> None:
    assert words(render("{% pay low high 'day' %}", low=low, high=high)) == text


def test_days_and_times_are_those_of_the_station() -> None:
    late = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)
    assert display.when_text(late) == "2026-11-23 07:30"
    assert words(render("{{ t|when:'clock' }}", t=late)) == "07:30"
    assert words(render("{{ t|when }}{{ d|day }}", t=None, d=None)) == "——"
    midnight = dt.datetime(2026, 11, 30, 16, tzinfo=dt.UTC)
    assert words(render("{{ t|until }}", t=midnight)) == "2026-11-3024:00"
    assert words(render("{{ t|until:'short' }}", t=midnight - dt.timedelta(minutes=1))) == "11-3023:59"
    day = dt.date(2026, 11, 23)
    assert display.day_text(day) == "2026-11-23"
    assert display.day_text(day, "short") == "11-23 周一"
    assert display.day_text(day, "long") == "2026年11月23日 周一"


def test_day_of_a_moment_is_the_stations_day() -> None:
    late = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)
    assert words(render("{{ t|day }}", t=late)) == "2026-11-23"


def test_numbers_are_grouped_as_they_are_read_aloud() -> None:
    assert display.phone_text("13800138000") == "138 0013 8000"
    assert display.phone_text("138****8000") == "138 **** 8000"
    assert display.phone_text("0635-6100000") == "0635-6100000"
    assert display.id_text("37083119900101123X") == "370831 19900101 123X"
    assert display.distance_text(None) == "距离不详"
    assert display.distance_text(850) == "850米"
    assert display.distance_text(7640) == "7.6公里"


def test_an_icon_that_does_not_exist_fails_and_one_with_a_label_is_spoken() -> None:
    with pytest.raises(TemplateSyntaxError):
        render("{% icon 'no-such-icon' %}")
    assert 'aria-hidden="true"' in render("{% icon 'person' %}")
    assert 'role="img" aria-label="显示"' in render("{% icon 'eye' label='显示' %}")


def test_every_icon_named_in_a_template_exists() -> None:
    used = {
        name
        for path in Path(settings.PACKAGE_DIR).rglob("templates/**/*.html")
        for name in re.findall(r"""{% icon ["']([^"']+)["']""", path.read_text("utf-8"))
    }
    assert used - set(_icons()) == set()


def test_status_is_icon_and_words() -> None:
    html = render("{% status_badge '已录用' 'good' %}")
    assert words(html) == "已录用"
    assert "<svg" in html
    with pytest.raises(TemplateSyntaxError):
        render("{% status_badge 'x' 'purple' %}")


def test_text_from_people_is_escaped_everywhere() -> None:
    bad = "<script>alert(1)</script>"
    html = render(
        "{% status_badge bad %}{% empty bad %}{% tile bad bad bad %}{% notice bad %}{{ bad|phone }}{{ bad|idno }}"
        "{% masked bad '/x/' field=bad label=bad %}{% revealed bad %}{% icon 'person' label=bad %}",
        bad=bad,
    )
    assert "<script" not in html


def test_pages_keep_the_query_and_ask_for_no_count() -> None:
    request = RequestFactory().get("/list/", {"state": "open", "page": "2"})
    html = render("{% pages 2 more %}", more=True, request=request)
    assert 'href="?state=open&amp;page=1"' in html
    assert 'href="?state=open&amp;page=3"' in html
    assert render("{% pages 1 more %}", more=False).strip() == ""


def test_masked_value_without_a_way_to_lift_it_shows_no_button() -> None:
    assert words(render("{% masked '3708**********1234' %}")) == "3708**********1234"
    html = render("{% masked '3708**1234' '/reveal/' reasons=r field='id_no' %}", r=[("letter", "开介绍信")])
    assert 'hx-post="/reveal/"' in html
    assert 'value="letter"' in html
    check_html(html)


@override_settings(ROOT_URLCONF="tests.shared.style_urls")
def test_panels_of_rooms_above_load_by_themselves_for_those_who_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(panels, "_panels", defaultdict(dict))
    panels.register_panel(panels.Panel("tests:place", "a", "给看的", "style_panel", 1, lambda user: True))
    panels.register_panel(panels.Panel("tests:place", "b", "不给看的", "style_panel", 2, lambda user: False))
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    public_id = uuid4()
    html = render("{% panels 'tests:place' id %}", id=public_id, request=request)
    assert f'hx-get="/panel/{public_id}/"' in html
    assert "给看的" in html
    assert "不给看的" not in html


def test_a_form_field_ties_label_hint_and_error_together() -> None:
    form = StyleForm({"name": "错", "id_no": "1", "unit": "day", "sex": "", "pay": "abc"})
    html = render(
        "{% error_summary form %}{% field form.name hint='照证件写' %}{% field form.sex %}{% field form.pay %}",
        form=form,
    )
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "<fieldset" in html
    assert 'href="#id_name"' in html
    assert "金额没有看懂" in html
    check_html(html)


def test_as_desk_is_the_whole_form_and_so_is_a_plain_form() -> None:
    class Plain(forms.Form):
        word = forms.CharField(label="词")
        version = forms.IntegerField(widget=forms.HiddenInput, initial=3)

    class Desk(DeskForm, Plain):
        pass

    for html in (str(Plain()), str(Desk().as_desk())):
        assert 'class="field field-line' in html
        assert '<input type="hidden" name="version" value="3"' in html
    assert "data-error-summary" in str(Desk({}).as_desk())


@pytest.mark.parametrize(
    ("typed", "fen"), [("200", 20000), ("10.5", 1050), ("1,200元", 120000), (" 8。5 ", 850), ("１２", 1200), ("", None)]
)
def test_yuan_as_typed_become_fen(typed: str, fen: int | None) -> None:
    assert YuanField(required=False).clean(typed) == fen


@pytest.mark.parametrize("typed", ["二百", "1.005", "-1", "1e99", "NaN", "Infinity", "99999999999"])
def test_what_is_no_amount_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(forms.ValidationError) as refusal:
        YuanField(required=False).clean(typed)
    assert refusal.value.messages[0].endswith("。")


def test_amount_is_shown_in_yuan_and_a_refused_one_as_typed() -> None:
    class Pay(DeskForm):
        pay = YuanField()

    assert 'value="10.5"' in str(Pay(initial={"pay": 1050})["pay"])
    assert 'value="abc"' in str(Pay({"pay": "abc"})["pay"])
    assert not Pay({"pay": "10.50"}, initial={"pay": 1050}).has_changed()
    assert Pay({"pay": "11"}, initial={"pay": 1050}).has_changed()


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_page_needs_nothing_and_says_what_happened_what_was_kept_and_what_to_do(name: str) -> None:
    html = get_template(f"{name}.html").render({})
    check_html(html)
    assert len(re.findall(r"<p>[^<]+。</p>", html)) == 2
    assert 'href="/"' in html
    assert "UNKNOWN TEMPLATE VARIABLE" not in html


def test_a_refusal_is_a_page_or_a_piece_with_the_same_sentence() -> None:
    context = {"title": "没有做成", "sentence": "名额已满，记录没有改变。请换一个班次。"}
    for name in ("shared/refused.html", "shared/_refused.html"):
        html = get_template(name).render(context, RequestFactory().get("/"))
        check_html(html)
        assert "没有做成名额已满，记录没有改变。请换一个班次。" in words(html)


def test_a_sheet_for_the_printer_is_clean() -> None:
    html = render(
        '{% extends "shared/print.html" %}{% block title %}今日回访{% endblock %}{% block sheet %}表{% endblock %}'
    )
    check_html(html)
    assert "今日回访" in html
    assert "data-print" in html


@override_settings(ROOT_URLCONF="tests.shared.style_urls")
def test_base_page_is_clean_in_both_languages(client: Client) -> None:
    for code, lang in (("zh-hans", "zh-CN"), ("en", "en")):
        with translation.override(code):
            html = client.get("/", headers={"accept-language": code}).content.decode()
        assert f'<html lang="{lang}"' in html
        assert "UNKNOWN TEMPLATE VARIABLE" not in html
        assert html.index("<title>") < html.index("<header") < html.index("<main") < html.index('id="messages"')
        assert "allowEval&quot;:false" in html or '"allowEval":false' in html


@override_settings(ROOT_URLCONF="tests.shared.style_urls")
def test_a_redirect_becomes_an_address_for_the_pages_script_only(client: Client) -> None:
    form = {"name": "测试乙", "unit": "day", "sex": "1"}
    plain = client.post("/", form)
    assert (plain.status_code, plain["Location"]) == (302, "/done/")
    kept = client.post("/", form, headers={"X-Keep": "1"})
    assert (kept.status_code, kept["X-Location"]) == (204, "/done/")
    assert "Location" not in kept


def test_other_answers_pass_the_keeper_unchanged() -> None:
    request = RequestFactory().post("/", headers={"X-Keep": "1"})
    answer = keep_typed(lambda _request: HttpResponse("错", status=422))(request)
    assert (answer.status_code, answer.content.decode()) == (422, "错")


def test_stylesheet_and_script_use_nothing_newer_than_chrome_86() -> None:
    folder = Path(settings.PACKAGE_DIR) / "shared" / "static" / "shared"
    css = (folder / "yizhan.css").read_text("utf-8")
    for newer in (":has(", ":where(", ":is(", "@container", "aspect-ratio", "inset:", "@layer", "color-mix", "dvh"):
        assert newer not in css, newer
    script = (folder / "yizhan.js").read_text("utf-8")
    for newer in (
        ".at(",
        "structuredClone",
        "??=",
        "||=",
        "&&=",
        "replaceAll",
        "Object.hasOwn",
        "localStorage",
        "sessionStorage",
    ):
        assert newer not in script, newer


class _AllWidgets(DeskForm):
    """Every field that the house draws itself."""

    text = forms.CharField(initial='<"&\'>', help_text="<b>", widget=forms.TextInput(attrs={"data-x": True, "min": 3}))
    pay = YuanField(initial=1050)
    long = forms.CharField(widget=forms.Textarea, initial="<一>\n")
    nothing = forms.CharField(widget=forms.Textarea, required=False)
    many = forms.IntegerField(initial=12345)
    on = forms.DateField(initial=dt.date(2026, 11, 27))
    yes = forms.BooleanField(initial=True)
    one = forms.ChoiceField(choices=[("", "—"), ("组", [("a", "<甲>"), ("b", "乙")]), (1000, 1000)], initial="b")
    some = forms.MultipleChoiceField(
        choices=[("a", "<甲>"), ("b", "乙")], widget=forms.CheckboxSelectMultiple, initial=["b"]
    )
    radio = forms.ChoiceField(choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect, initial="a")
    hidden = forms.CharField(widget=forms.HiddenInput, initial="x")
    secret = forms.CharField(widget=forms.PasswordInput)


def test_fields_are_drawn_as_django_draws_them() -> None:
    for form in (_AllWidgets(), _AllWidgets({"text": "", "one": "nobody", "many": "x", "some": ["a"]})):
        ours = [str(bound).split() for bound in form]
        form.renderer = DjangoTemplates()
        assert ours == [str(bound).split() for bound in form]
