"""What the tags and filters show."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.html import strip_tags
from django.utils.translation import override

from jianyan.ui import formats
from jianyan.ui.shapes import Clock, Event, SummaryRow, Tile
from jianyan.ui.templatetags.ui import ICONS

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=formats.SHANGHAI)
MONDAY = NOON.date()


@pytest.fixture(autouse=True)
def in_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "this_year", lambda: 2026)


def show(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def text(source: str, **context: Any) -> str:
    """What a person reads: no tags, single spaces."""
    return " ".join(strip_tags(show(source, **context)).split())


def clock(days: int, left: int, light: str, **more: Any) -> Clock:
    on = MONDAY + timedelta(days=days)
    at = datetime(on.year, on.month, on.day, tzinfo=formats.SHANGHAI) + timedelta(days=1)
    return Clock(on=on, at=at, left=left, light=light, **more)


class TestDates:
    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ("cdate", "2026年11月23日（周一）"),
            ('cdate:"table"', "11-23"),
            ('cdate:"words"', "11月23日 周一"),
            ('cdate:"month"', "2026年11月"),
            ("cdatetime", "2026年11月23日（周一）12:00"),
            ('cdatetime:"table"', "11-23 12:00"),
            ('cdatetime:"words"', "11月23日 周一 12:00"),
            ('cdatetime:"time"', "12:00"),
        ],
    )
    def test_styles(self, filters: str, expected: str) -> None:
        assert text("{{ value|" + filters + " }}", value=NOON) == expected

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ("cdate", "Mon 23 November 2026"),
            ('cdate:"words"', "Mon 23 Nov"),
            ('cdate:"month"', "November 2026"),
            ("cdatetime", "Mon 23 November 2026 12:00"),
        ],
    )
    def test_english(self, filters: str, expected: str) -> None:
        with override("en"):
            assert text("{{ value|" + filters + " }}", value=NOON) == expected

    def test_another_year_is_named(self) -> None:
        assert text('{{ day|cdate:"table" }} {{ day|cdate:"words" }}', day=date(2027, 1, 4)) == (
            "2027-01-04 2027年1月4日 周一"
        )

    def test_the_day_is_that_of_shanghai(self) -> None:
        late_in_utc = datetime.fromisoformat("2026-11-23T17:30:00+00:00")
        assert text("{{ value|cdatetime }}", value=late_in_utc) == "2026年11月24日（周二）01:30"

    def test_nothing(self) -> None:
        assert text("{{ value|cdate }}{{ value|cdatetime }}", value=None) == "——"

    def test_a_naive_time_is_refused(self) -> None:
        with pytest.raises(ValueError, match="naive"):
            show("{{ value|cdatetime }}", value=NOON.replace(tzinfo=None))


class TestDue:
    @pytest.mark.parametrize(
        ("shown", "expected"),
        [
            (clock(2, 2, "yellow"), "▲ 还剩 2 个工作日（11月25日 周三 24:00 前）"),
            (clock(0, 0, "yellow"), "▲ 今天到期（11月23日 周一 24:00 前）"),
            (clock(-3, -1, "red"), "■ 已逾期 1 个工作日（11月20日 周五 24:00 到期）"),
            (clock(-1, 0, "red"), "■ 已逾期（11月22日 周日 24:00 到期）"),
            (clock(60, 40, "green", provisional=True), "● 还剩 40 个工作日（2027年1月22日 周五 24:00 前）暂定"),
            (
                clock(2, 2, "green", stopped_at=NOON, on_time=True),
                "✓ 按时完成（11月23日 周一 12:00，期限 11月25日 周三 24:00）",
            ),
            (
                clock(-3, -1, "red", stopped_at=NOON, on_time=False),
                "✕ 超时完成（11月23日 周一 12:00，期限 11月20日 周五 24:00）",
            ),
        ],
    )
    def test_reading(self, shown: Clock, expected: str) -> None:
        assert text("{% due shown %}", shown=shown) == expected

    def test_close_of_business(self) -> None:
        shown = Clock(on=MONDAY, at=NOON.replace(hour=17, minute=30), left=0, light="yellow")
        assert text("{% due shown %}", shown=shown) == "▲ 今天到期（11月23日 周一 17:30 前）"

    def test_single_values_and_rule(self) -> None:
        shown = show('{% due on=day left=1 light="yellow" url="/rules/#call" short=True %}', day=MONDAY)
        assert shown.startswith('<a href="/rules/#call"')
        assert shown.endswith("</a>")
        assert strip_tags(shown) == "▲ 还剩 1 个工作日11-23"

    def test_without_a_rule_there_is_no_link(self) -> None:
        assert "<a" not in show("{% due shown %}", shown=clock(2, 2, "green"))

    def test_none(self) -> None:
        assert text("{% due None %}") == "—"


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (25, 30, "83%（25/30）"),
        (0, 30, "0%（0/30）"),
        (30, 30, "100%（30/30）"),
        (999, 1000, "99%（999/1000）"),
        (1, 1000, "&lt;1%（1/1000）"),
        (0, 0, "— 无数据"),
    ],
)
def test_rate(part: int, whole: int, expected: str) -> None:
    assert text("{% rate part whole %}", part=part, whole=whole) == expected


def test_rate_says_what_was_left_out() -> None:
    assert text('{% rate 25 30 note="另有 5 件未到期" %}') == "83%（25/30） 另有 5 件未到期"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("green", "● 正常"), ("yellow", "▲ 临期"), ("red", "■ 逾期"), ("met", "✓ 按时"), ("missed", "✕ 超时")],
)
def test_light_is_shape_and_word(value: str, expected: str) -> None:
    assert text("{% light value %}", value=value) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [("13812341234", "138****1234"), ("022-2560 1234", "022****1234"), ("12345", "****45"), ("", "—")],
)
def test_masked(number: str, expected: str) -> None:
    assert text("{{ number|masked }}", number=number) == expected


def test_an_unknown_icon_or_tone_is_an_error() -> None:
    assert "phone" in ICONS
    with pytest.raises(ValueError, match=r"icons\.txt"):
        show('{% icon "nosuchicon" %}')
    with pytest.raises(ValueError, match="tone"):
        show('{% badge "已转办" tone="purple" %}')


def test_texts_are_escaped() -> None:
    shown = show("{% badge t %}{% person name=t note=t %}{% empty t t %}{% track 1 where=t %}", t="<b>粗</b>")
    assert "<b>" not in shown


def test_track() -> None:
    shown = show('{% track 2 where="市场监管局" %}')
    assert shown.count("track-done") == 2
    assert 'track-now" aria-current="step"' in shown
    halted = show('{% track 2 halted="已撤回" %}')
    assert "track-now" not in halted
    assert "已撤回" in halted


def test_timeline_groups_by_month_and_day() -> None:
    events = [Event(at=NOON - timedelta(days=n), what=f"第{n}件") for n in (0, 0, 1, 30)]
    shown = show("{% timeline events %}", events=events)
    assert shown.count("ledger-month-title") == 2
    assert shown.count("ledger-day-title") == 3
    assert shown.count('class="ledger-event"') == 4


def test_counts_share() -> None:
    shown = show("{% counts tiles %}", tiles=[Tile(url="/q/", label="待沟通", count=12, red=3, yellow=6)])
    assert '<rect class="share-red" width="25"' in shown
    assert '<rect class="share-yellow" x="25" width="50"' in shown
    assert "逾期 3" in shown


def test_summary_list_names_what_is_empty() -> None:
    rows = [SummaryRow(label="标题", value="一\n二", change_url="/t/"), SummaryRow(label="企业", value="")]
    assert text("{% summary_list rows %}", rows=rows) == "标题 一二 更改标题 企业 未填写"


class TestPages:
    def request(self, query: str) -> HttpRequest:
        return RequestFactory().get(f"/leads/?{query}")

    def test_other_parameters_stay(self) -> None:
        page = Paginator(range(100), 10).page(5)
        shown = show("{% pagination page %}", page=page, request=self.request("state=open&page=5"))
        assert 'href="?state=open&amp;page=6"' in shown
        assert 'aria-current="page">5<' in shown
        assert "共 100 条" in shown

    def test_one_page_has_no_links(self) -> None:
        page = Paginator(range(3), 10).page(1)
        assert "href" not in show("{% pagination page %}", page=page, request=self.request(""))

    def test_cursor(self) -> None:
        shown = show('{% keyset after="b9" %}', request=self.request("kind=a&before=x"))
        assert 'href="?kind=a&amp;after=b9"' in shown
        assert "上一页" not in shown


class SampleForm(forms.Form):
    title = forms.CharField(label="标题", max_length=10, help_text="一句话")
    body = forms.CharField(label="经过", max_length=20, widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    hide = forms.BooleanField(label="隐名", required=False)
    token = forms.CharField(widget=forms.HiddenInput)


class TestFields:
    def test_label_hint_and_error_belong_to_the_input(self) -> None:
        shown = show("{% field form.title %}", form=SampleForm({"title": "长" * 11}))
        assert '<label class="field-label" for="id_title">' in shown
        assert 'aria-describedby="id_title_hint id_title_error"' in shown
        assert 'id="id_title_hint"' in shown
        assert 'id="id_title_error"' in shown
        assert 'aria-invalid="true"' in shown
        assert "最多 10 字，现在有 11 字，请删减" in shown
        assert "长" * 11 in shown

    def test_a_text_area_counts_and_cuts_nothing_off(self) -> None:
        shown = show("{% field form.body rows=8 %}", form=SampleForm())
        assert 'data-count-max="20"' in shown
        assert "maxlength" not in shown
        assert 'rows="8"' in shown
        assert "（选填）" in shown

    def test_cards_with_examples(self) -> None:
        shown = show(
            "{% field form.kind cards=True examples=examples %}", form=SampleForm({"kind": "b"}), examples={"a": "例如"}
        )
        assert "<fieldset" in shown
        assert "choices-cards" in shown
        assert "例如" in shown
        assert shown.count("checked") == 1

    def test_a_tick_and_a_hidden_value(self) -> None:
        assert text("{% field form.hide %}", form=SampleForm()) == "隐名"
        assert show("{% field form.token %}", form=SampleForm(initial={"token": "t"})).startswith("<input type=")

    def test_summary_links_to_each_field(self) -> None:
        shown = show("{% error_summary form %}", form=SampleForm({"title": ""}))
        assert "有 3 处需要修改" in shown
        assert 'href="#id_title">标题：请填写这一项' in shown
        assert 'href="#id_kind_0">类别：请选择一项' in shown
        assert 'href="#id_token"' not in shown

    def test_summary_of_a_formset(self) -> None:
        formset_class = forms.formset_factory(SampleForm, extra=0, min_num=1, validate_min=True)
        data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": "", "form-0-body": "经过"}
        shown = show("{% error_summary formset %}", formset=formset_class(data))
        assert 'href="#id_form-0-title"' in shown

    def test_no_summary_without_errors(self) -> None:
        assert text("{% error_summary form %}", form=SampleForm()) == ""
