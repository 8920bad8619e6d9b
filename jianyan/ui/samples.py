"""What the components page shows: made-up values, in every state. Not translated: only developers see it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from jianyan.ui.formats import SHANGHAI
from jianyan.ui.shapes import Clock, Event, NavItem, Step, SummaryRow, Tab, Tile
from jianyan.ui.widgets import DayInput, MomentInput, MonthInput

KINDS = {"policy": "政策落实", "service": "政务服务", "market": "市场秩序", "trend": "行业动态"}
EXAMPLES = {
    "policy": "某项补贴公布三个月仍没有申报入口",
    "service": "窗口要求重复提交已在系统中的材料",
    "market": "同一项检查一个月内来了三次",
    "trend": "新能源车出口订单增长，滚装舱位紧张",
}


class SampleForm(forms.Form):
    """One field of each kind of input."""

    kind = forms.ChoiceField(label="这是哪一类意见", choices=list(KINDS.items()), widget=forms.RadioSelect)
    title = forms.CharField(label="标题", max_length=30, help_text="一事一条，一句话说清楚")
    text = forms.CharField(
        label="发生了什么", max_length=500, widget=forms.Textarea(attrs={"rows": 5}), help_text="时间、地点、经过"
    )
    day = forms.DateField(label="发生日期", widget=DayInput, required=False)
    month = forms.DateField(label="月份", widget=MonthInput, required=False, input_formats=["%Y-%m"])
    moment = forms.DateTimeField(label="座谈时间", widget=MomentInput, required=False)
    department = forms.ChoiceField(
        label="涉及部门", choices=[("", "请选择"), ("market", "市场监管局"), ("trade", "商务和金融局")]
    )
    days = forms.IntegerField(label="申请延长", required=False, min_value=1, max_value=30)
    channels = forms.MultipleChoiceField(
        label="方便联系的方式",
        choices=[("phone", "电话"), ("wechat", "微信"), ("visit", "面谈")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    photos = forms.FileField(label="照片", required=False, help_text="不超过 10 MB 的 JPG 或 PNG")
    hidden_name = forms.BooleanField(
        label="对承办部门隐去我的姓名", required=False, help_text="部门看到的内容中不会出现您的姓名和单位"
    )
    identity = forms.CharField(widget=forms.HiddenInput, initial="social")


def clocks(today: date) -> list[Clock]:
    """Every reading of a deadline."""

    def midnight(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(days=1)

    def clock(days: int, left: int, light: str, **more: Any) -> Clock:
        on = today + timedelta(days=days)
        return Clock(on=on, at=midnight(on), left=left, light=light, url="#rule", **more)

    return [
        clock(7, 5, "green"),
        clock(2, 2, "yellow", provisional=True),
        clock(0, 0, "yellow"),
        clock(-1, -1, "red"),
        Clock(on=today, at=midnight(today) - timedelta(hours=6, minutes=30), left=0, light="red"),
        clock(3, 3, "green", stopped_at=timezone.now(), on_time=True),
        clock(-3, -3, "red", stopped_at=timezone.now(), on_time=False),
    ]


def events(now: datetime) -> list[Event]:
    """A ledger over two months."""
    return [
        Event(
            at=now,
            who="李敏（专员）",
            what="转办至商务和金融局",
            note="主办：商务和金融局　协办：海关窗口",
            icon="send",
            tone="info",
        ),
        Event(
            at=now - timedelta(hours=3),
            who="李敏（专员）",
            what="电话沟通 6 分钟，已核实",
            icon="phone-call",
            tone="ok",
        ),
        Event(
            at=now - timedelta(days=1, hours=2), who="李敏（专员）", what="电话未接通", icon="phone-off", tone="warn"
        ),
        Event(at=now - timedelta(days=3), who="王建国", what="提交线索 东监 2026-0123", icon="writing", url="#"),
        Event(
            at=now - timedelta(days=33), who="系统", what="10 月意见表逾期未提交", icon="clock-exclamation", tone="bad"
        ),
    ]


def navigation() -> list[NavItem]:
    """A rail with more entries than a bottom bar holds."""
    return [
        NavItem(url="#", label="工作台", icon="layout-dashboard", active=True, count=12),
        NavItem(url="#", label="线索", icon="inbox"),
        NavItem(url="#", label="意见表", icon="clipboard-text", count=3),
        NavItem(url="#", label="会议", icon="calendar-event"),
        NavItem(url="#", label="监督员", icon="users"),
        NavItem(url="#", label="通报与专报", icon="report"),
        NavItem(url="#", label="规则", icon="book"),
    ]


def sample_context(*, checked: bool, few: bool) -> dict[str, Any]:
    """The context of the components page: `checked`, a form that comes back with errors; `few`, a menu without rail."""
    now = timezone.now().astimezone(SHANGHAI)
    form = SampleForm({"title": "窗口重复要材料" * 6, "days": "40", "identity": "social"} if checked else None)
    return {
        "nav": navigation()[:4] if few else navigation(),
        "zone_name": "东疆",
        "user_name": "李敏",
        "role_name": "营商环境专员",
        "calendar_note": "2027 年放假安排尚未公布，2027 年的日期为暂定，公布后会重新计算。",
        "today": now.date(),
        "now": now,
        "form": form,
        "filters": SampleForm(prefix="filter"),
        "examples": EXAMPLES,
        "clocks": clocks(now.date()),
        "events": events(now),
        "tiles": [
            Tile(url="#", label="待沟通", count=12, red=2, yellow=3, active=True),
            Tile(url="#", label="待转办", count=7, yellow=2),
            Tile(url="#", label="待签收", count=3),
            Tile(url="#", label="待答复", count=41, red=1, yellow=6),
            Tile(url="#", label="待回访", count=0),
        ],
        "tab_items": [
            Tab(url="#", label="待签收", active=True, count=3),
            Tab(url="#", label="待答复", count=41),
            Tab(url="#", label="已答复", count=0),
            Tab(url="#", label="全部"),
        ],
        "queue": [
            {
                "url": "#",
                "number": f"东监 2026-012{number}",
                "title": "窗口要求重复提交已在系统中的材料",
                "clock": clock,
                "mark": "待沟通",
                "tone": "info",
                "meta": "王建国 · 政务服务",
                "active": number == 2,
            }
            for number, clock in enumerate(clocks(now.date())[:4], start=1)
        ],
        "summary": [
            SummaryRow(label="类别", value="政务服务", change_url="#"),
            SummaryRow(label="标题", value="窗口要求重复提交已在系统中的材料", change_url="#"),
            SummaryRow(
                label="情况描述",
                value="11 月 18 日办理变更时被要求再次提交营业执照复印件。\n同一材料上月已提交。",
                change_url="#",
            ),
            SummaryRow(label="涉及企业", value="", change_url="#"),
        ],
        "steps": [
            Step(label="提交", on=now.date() - timedelta(days=5)),
            Step(label="沟通", on=now.date() - timedelta(days=4)),
            Step(label="转办"),
            Step(label="答复"),
        ],
        "page": Paginator(range(200), 20).page(5),
    }
