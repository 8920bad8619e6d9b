"""Replaying messages: what is used and what is left out, nothing filed twice, and deadlines worked out by hand."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from jianyan.accounts.models import Zone
from jianyan.core.opinion import TITLE_MAX
from jianyan.leads.models import Clock, Lead, OpinionForm
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.rules.queries import calendar_of
from jianyan.web.replay.people import set_stage
from jianyan.web.replay.reading import COLUMNS, Message, Unreadable, read
from jianyan.web.replay.running import key_of, run, steps
from tests.fixtures import World, when

BODY = "路口的信号灯坏了三天，早晚高峰堵得厉害，请尽快修好。"
ANSWER = "已安排抢修，当日恢复正常，感谢您的反映。"


def row(key: str, filed: str, replied: str, **changes: str) -> dict[str, str]:
    """One row of the file."""
    first = {"id": key, "author": "A001", "title": "路口信号灯坏了", "body": BODY, "reply": ANSWER}
    return {**first, "time": filed, "reply_time": replied, **changes}


def written(folder: Path, *rows: dict[str, str]) -> Path:
    """A file of these rows."""
    path = folder / "messages.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def replay(path: Path, **options: Any) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("replay", str(path), zone="replay", stdout=out, **options)
    return out.getvalue()


# ------------------------------------------------------------------------------------------------------ the command


@pytest.mark.django_db
def test_a_message_goes_through_the_real_actions_at_its_own_times(tmp_path: Path) -> None:
    said = replay(written(tmp_path, row("7", "2019-04-25 09:32:09", "2019-05-10 14:56:53")))

    lead = Lead.objects.get()
    rows = Entry.objects.filter(subject=lead.subject).order_by("place")
    assert [(entry.verb, entry.at) for entry in rows] == [
        ("lead.file", when("2019-04-25 09:32:09")),
        ("lead.call", when("2019-04-26 09:30")),
        ("lead.dispatch", when("2019-04-28 09:30")),  # a Sunday that was worked for Labour Day
        ("lead.accept", when("2019-04-28 14:00")),
        ("lead.reply", when("2019-05-10 14:56:53")),
    ]
    assert lead.no.endswith("2019-0001") and lead.state == "replied" and lead.title == "路口信号灯坏了"
    assert "可用 1（新录入 1，已有 0），不可用 0" in said
    assert verify(lead.zone, at=when("2026-01-01 00:00")).findings == []


@pytest.mark.django_db
def test_the_same_file_twice_files_nothing_twice(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        row("1", "2019-03-04 10:00:00", "2019-03-20 10:00:00"),
        row("2", "2019-03-05 10:00:00", "2019-04-30 9:00"),
    )
    replay(path, limit=1)
    first = replay(path)
    rows = Entry.objects.count()

    again = replay(path)

    assert "新录入 1，已有 1" in first and "新录入 0，已有 2" in again
    assert Entry.objects.count() == rows and Lead.objects.count() == 2
    assert "每秒" not in again


@pytest.mark.django_db
def test_an_author_with_two_messages_a_month_files_from_two_accounts(tmp_path: Path) -> None:
    replay(
        written(
            tmp_path,
            row("1", "2019-03-04 10:00:00", "2019-03-20 10:00:00"),
            row("2", "2019-03-05 10:00:00", "2019-03-21 10:00:00"),
            row("3", "2019-04-05 10:00:00", "2019-04-21 10:00:00"),
        )
    )

    files = OpinionForm.objects.order_by("submitted_at").values_list("submitted_by__username", flat=True)
    assert list(files) == ["replay:a001", "replay:a001-2", "replay:a001"]


@pytest.mark.django_db
def test_rows_that_cannot_be_used_are_named_and_counted(tmp_path: Path) -> None:
    said = replay(
        written(
            tmp_path,
            row("1", "2019-03-04 10:00:00", "2019-03-20 10:00:00"),
            row("2", "2019-03-04 10:00:00", "2019-03-04 09:59:59"),
            row("3", "2019-03-04 10:00:00", "2019-03-20 10:00:00", body="  "),
            row("4", "2019-03-04 10:00:00", "2019-03-20 10:00:00", reply="\x00\n"),
            row("5", "yesterday", "2019-03-20 10:00:00"),
            row("6", "2003-12-31 10:00:00", "2019-03-20 10:00:00"),
            row("7", "2019-03-04 10:00:00", "2019-03-20 10:00:00", body="长" * 5001),
            row("1", "2019-05-04 10:00:00", "2019-05-20 10:00:00"),
            row("", "2019-05-04 10:00:00", "2019-05-20 10:00:00"),
        )
    )

    assert "读入 9 条：可用 1（新录入 1，已有 0），不可用 8" in said
    for reason in (
        "第 3 行 编号 2：答复不晚于提交",
        "第 4 行 编号 3：正文不在 10 到 5000 字之间",
        "编号 4：没有答复",
        "编号 5：时间看不懂",
        "编号 6：时间看不懂，或在工作日历的范围之外",
        "编号 7：正文不在",
        "编号 1：编号重复",
        "编号 —：没有编号或作者",
    ):
        assert reason in said
    assert Lead.objects.count() == 1


@pytest.mark.django_db
def test_grades_and_rates_come_with_numerator_and_denominator(tmp_path: Path) -> None:
    said = replay(
        written(
            tmp_path,
            # dispatched on Wednesday 6 March 2019: C is due on the 13th, B on the 27th, A on Monday 8 April
            row("1", "2019-03-04 10:00:00", "2019-03-13 23:59:59"),
            row("2", "2019-03-04 10:00:00", "2019-03-14 00:00:00", author="A002"),
            row("3", "2019-03-04 10:00:00", "2019-03-28 08:00:00", author="A003"),
            row("4", "2019-03-04 10:00:00", "2019-04-09 00:00:00", author="A004"),
        )
    )

    lines = {line.split("）")[0] + "）" for line in said.splitlines()}
    assert {"   75.0%（3/4）", "   50.0%（2/4）", "   25.0%（1/4）"} <= lines  # A, B, C
    assert "系统时钟（B 级）： 50.0%（2/4）\n" in said
    assert "50.0%（2/4）  按时答复率" in said


@pytest.mark.django_db
def test_what_was_filed_before_the_rules_is_left_out(world: World, tmp_path: Path) -> None:
    path = written(tmp_path, row("1", "2019-03-04 10:00:00", "2019-03-20 10:00:00"))
    zone = Zone.objects.create(code="late", name="新区", short_name="新监", office_name="新区营商环境办")
    with pytest.raises(CommandError, match="没有规则"):
        call_command("replay", str(path), zone=zone.code)

    out = io.StringIO()
    call_command("replay", str(path), zone=world.zone.code, stdout=out)

    assert "新录入 1" in out.getvalue()
    assert Lead.objects.get().zone == world.zone


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"id,author\n1,2\n", "缺少列：title、time、body、reply、reply_time"),
        ("id,author,title\n说明".encode("gb18030"), "不是 UTF-8"),
        (None, "打不开文件"),
    ],
)
@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(tmp_path: Path, content: bytes | None, why: str) -> None:
    path = tmp_path / "bad.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=why):
        call_command("replay", str(path), zone="replay")
    assert not Zone.objects.filter(code="replay").exists()


# ---------------------------------------------------------------------------------------------------------- reading


def test_a_title_that_is_too_long_is_cut_and_stands_whole_in_the_text(tmp_path: Path) -> None:
    title = "请" + "尽快" * 40 + "修好"
    (message,), _ = read(written(tmp_path, row("1", "2019-03-04 10:00:00", "2019-03-20 10:00:00", title=title)))

    assert len(message.title) == TITLE_MAX and message.title.endswith("…")
    assert message.body == f"{title}\n{BODY}"


def test_control_characters_are_cleaned_and_slashes_read(tmp_path: Path) -> None:
    dirty = row("1", "2019/3/4 9:05", "2019/3/20", title="坏\x07了\n三天", body=f"\x00{BODY}\r\n谢谢", author=" A9 ")
    (message,), _ = read(written(tmp_path, dirty))

    assert (message.title, message.body, message.author) == ("坏了 三天", f"{BODY}\n谢谢", "A9")
    assert (message.filed, message.replied) == (when("2019-03-04 09:05"), when("2019-03-20 00:00"))


def test_messages_come_by_time_and_the_limit_counts_rows_of_the_file(tmp_path: Path) -> None:
    path = written(
        tmp_path, *(row(str(n), f"2019-03-{20 - n:02d} 10:00:00", "2019-04-20 10:00:00") for n in range(1, 6))
    )

    assert [message.id for message in read(path)[0]] == ["5", "4", "3", "2", "1"]
    assert [message.id for message in read(path, limit=2)[0]] == ["2", "1"]


def test_a_file_that_is_a_folder_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="打不开文件"):
        read(tmp_path)


@pytest.mark.django_db
def test_a_quick_reply_squeezes_the_steps_in_between(world: World) -> None:
    filed = when("2019-03-04 10:00")
    message = Message("1", "A", "标题", BODY, ANSWER, filed, filed + timedelta(hours=4))

    at = steps(message, calendar_of(world.zone))

    assert (at.called, at.dispatched, at.accepted) == tuple(filed + timedelta(hours=n) for n in (1, 2, 3))


# ------------------------------------------------------------------------------------ real messages, counted by hand

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "replied.csv"

#: id of a message, clock, and the last day that is in time. Every count is by the State Council's notice of the year;
#: “1 6.4” is day 1 on 6 April. Calls have 3 working days from filing, dispatch 7, replies (grade B) 15 from dispatch,
#: and the replay dispatches on the second working day after filing.
BY_HAND = [
    # Saturday 2011-04-02 was worked for Qingming (3–5 off), and is the day of filing itself: 1 6.4, 2 7.4, 3 8.4.
    ("165105", "call", "2011-04-08"),
    # Saturday 2012-09-29 was worked; off 30.9–7.10. Filed that morning: 1 8.10, 2 9.10, 3 10.10.
    ("92476", "call", "2012-10-10"),
    # Filed on holiday, Monday 2013-10-07; Saturday 12.10 worked, Sunday 13 off:
    # 1 8.10, 2 9.10, 3 10.10, 4 11.10, 5 12.10, 6 14.10, 7 15.10.
    ("106318", "dispatch", "2013-10-15"),
    # Filed on holiday, Thursday 2014-10-02; off 1–7.10, Saturday 11.10 worked. Second working day: 9.10. From there
    # 1 10.10, 2 11.10, 3–7 13–17.10, 8–12 20–24.10, 13 27.10, 14 28.10, 15 29.10.
    ("11927", "reply", "2014-10-29"),
    # Filed Thursday 2015-02-12; Sunday 15.2 worked, off 18–24.2 for Spring Festival, Saturday 28.2 worked:
    # 1 13.2, 2 15.2, 3 16.2, 4 17.2, 5 25.2, 6 26.2, 7 27.2.
    ("19123", "dispatch", "2015-02-27"),
    # Filed Wednesday 2015-09-02; off 3–5.9 for the 70th anniversary, Sunday 6.9 worked: 1 6.9, 2 7.9, 3 8.9.
    ("18674", "call", "2015-09-08"),
    # Filed Monday 2016-02-01, dispatched on Wednesday 3.2; Saturday 6.2 worked, off 7–13.2, Sunday 14.2 worked:
    # 1 4.2, 2 5.2, 3 6.2, 4 14.2, 5–9 15–19.2, 10–14 22–26.2, 15 29.2 (a leap day).
    ("10597", "reply", "2016-02-29"),
    # Filed on holiday, Tuesday 2016-10-04 at night; Saturday 8.10 and Sunday 9.10 both worked: 1 8.10, 2 9.10, 3 10.10.
    ("25306", "call", "2016-10-10"),
    # Filed Thursday 2017-09-21; Saturday 30.9 worked before National Day: 1 22.9, 2 25.9, 3–6 26–29.9, 7 30.9.
    ("119739", "dispatch", "2017-09-30"),
    # Filed Friday 2018-02-09; Sunday 11.2 worked (1st), dispatched on Monday 12.2 (2nd); off 15–21.2, Saturday 24.2
    # worked: 1 13.2, 2 14.2, 3 22.2, 4 23.2, 5 24.2, 6–10 26.2–2.3, 11–15 5–9.3.
    ("119730", "reply", "2018-03-09"),
    # Filed Friday 2018-12-21; Saturday 29.12 worked, off 30.12–1.1: 1–5 24–28.12, 6 29.12, 7 2.1 of the next year.
    ("3788", "dispatch", "2019-01-02"),
    # Filed on Sunday 2019-04-28, itself worked; off 1–4.5, Sunday 5.5 worked: 1 29.4, 2 30.4, 3 5.5.
    ("120293", "call", "2019-05-05"),
    # Filed Tuesday 2020-01-07, answered the next day, so dispatched in between, on Wednesday 8.1. Sunday 19.1 worked;
    # Spring Festival 24–30.1 prolonged to 2.2: 1 9.1, 2 10.1, 3–7 13–17.1, 8 19.1, 9–12 20–23.1, 13–15 3–5.2.
    ("87827", "reply", "2020-02-05"),
]

#: Those that were answered too late for grade B: on 5 November 2014 (due 29 October) and 16 March 2018 (due 9 March);
#: the one of April 2011 after two years.
LATE = {"11927", "119730", "165105"}


@pytest.fixture
def real() -> dict[str, Message]:
    """The messages that were counted by hand, by id."""
    if not REAL.exists():
        pytest.skip(f"the real messages are not beside the repository ({REAL.parent.name}/{REAL.name})")
    wanted = {key for key, _, _ in BY_HAND}
    return {message.id: message for message in read(REAL)[0] if message.id in wanted}


@pytest.mark.django_db
@pytest.mark.clause("5.1.g", "5.1.h")
def test_the_deadlines_of_real_messages_are_those_counted_by_hand(real: dict[str, Message]) -> None:
    stage = set_stage("replay")

    run(stage, list(real.values()), "B", lambda n: None)

    for key, kind, day in BY_HAND:
        clock = Clock.objects.get(lead__form__key=key_of(stage, real[key]), kind=kind)
        assert str(clock.due_on) == day, (key, kind)
    replies = Clock.objects.filter(kind="reply").values_list("lead__form__key", "on_time")
    late = {key for key, on_time in replies if not on_time}
    assert late == {key_of(stage, real[key]) for key in LATE}
