"""The commands: tick, verify-ledger, serve; what they print and how they end."""

from __future__ import annotations

import io
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from jianyan.accounts.models import Zone
from jianyan.ledger import triggers
from jianyan.ledger.actions import seal
from jianyan.ledger.models import Entry, Verification
from jianyan.web import cli, serving, ticking
from jianyan.web.serving import Place, Taken
from tests.fixtures import MONDAY, World
from tests.recruit.acts import opened


def said(command: str, *args: str, **options: Any) -> str:
    """What a command prints."""
    out = io.StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue()


# ------------------------------------------------------------------------------------------------------------- tick


def test_tick_says_what_it_did_zone_by_zone(world: World, elsewhere: World) -> None:
    world.walk(world.lead(), "dispatched")

    assert said("tick", at="2026-03-11T00:00").splitlines() == [
        "东疆：视为签收 1，催办 0，督办 0，提醒填表 0，清理附件 0",
        "高新：视为签收 0，催办 0，督办 0，提醒填表 0，清理附件 0",
    ]
    assert said("tick", "--zone", "dj", at="2026-03-11T00:00+08:00").startswith("东疆：视为签收 0")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"zone": "nowhere"}, "没有代码为 nowhere 的功能区；现有：dj"),
        ({"at": "tomorrow"}, "看不懂这个时刻：tomorrow"),
        ({"loop": True, "zone": "dj"}, "不能与 --zone、--at 同用"),
    ],
)
def test_tick_refuses_what_it_cannot_read(world: World, options: dict[str, Any], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        said("tick", **options)


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tick without waiting between the rounds; the zones that were ticked, in order."""
    monkeypatch.setattr(serving, "EVERY", 0)
    ticked: list[str] = []

    def note(zone: Zone, at: datetime) -> dict[str, int]:
        ticked.append(zone.code)
        return {}

    monkeypatch.setattr(ticking, "PARTS", (note,))
    # The loop closes its connection after each round; the one of a test that rolls back must stay open.
    monkeypatch.setattr(serving.connections, "close_all", lambda: None)
    monkeypatch.setattr(serving, "close_old_connections", lambda: None)
    return ticked


def times(count: int) -> Any:
    """A condition that holds so many times."""
    left = iter([True] * count)
    return lambda: next(left, False)


def test_the_loop_ticks_every_zone_in_each_round(world: World, elsewhere: World, rounds: list[str]) -> None:
    serving.tick_for_ever(times(2))

    assert rounds == ["dj", "gx", "dj", "gx"]


def test_the_clock_ends_the_time_of_application(world: World) -> None:
    round_ = opened(world)  # on a Monday long past
    call_command("tick", "--at", "2026-03-19T12:00")
    round_.refresh_from_db()
    assert round_.step == "recommend"
    call_command("tick", "--at", "2026-03-20T00:05")
    round_.refresh_from_db()
    assert round_.step == "review"


def test_a_zone_in_trouble_does_not_stop_the_others(
    world: World, elsewhere: World, rounds: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(zone: Zone, at: datetime) -> dict[str, int]:
        if zone.code == "dj":
            raise OperationalError("away")
        return {}

    monkeypatch.setattr(ticking, "PARTS", (broken, *ticking.PARTS))
    serving.tick_for_ever(times(1))

    assert rounds == ["dj", "gx"]  # what comes after it is done
    assert "a part of the tick of dj failed" in caplog.text
    with pytest.raises(CommandError, match="有 1 项没有完成"):
        said("tick", "--zone", "dj")


def test_whoever_watches_is_told_when_the_clock_stops(world: World, client: Client) -> None:
    assert client.get("/health/clock/").status_code == 503  # it never went round
    call_command("tick")
    assert client.get("/health/clock/").json() == {"clock": True}
    world.zone.ticked_at = timezone.now() - ticking.STOPPED_AFTER
    world.zone.save()
    assert client.get("/health/clock/").status_code == 503


# ---------------------------------------------------------------------------------------------------- verify-ledger


def test_a_whole_ledger_is_said_to_be_whole(world: World) -> None:
    world.walk(world.lead(), "closed")
    seal(world.zone, MONDAY.date(), at=MONDAY)
    rows = Entry.objects.count()

    assert said("verify_ledger") == f"东疆：核验 {rows} 条记录、1 次封存，完好。\n"
    assert Verification.objects.get().rows == rows


def test_a_changed_row_is_named_and_the_command_fails(world: World) -> None:
    lead = world.walk(world.lead(), "closed")
    seal(world.zone, MONDAY.date(), at=MONDAY)
    row = Entry.objects.get(subject=lead.subject, verb="lead.call")
    triggers.take_down(connection)
    Entry.objects.filter(pk=row.pk).update(actor=world.users["head"])
    triggers.put_up(connection)
    out = io.StringIO()

    with pytest.raises(CommandError, match="台账有 1 处问题") as failed:
        call_command("verify_ledger", stdout=out)

    assert failed.value.returncode == 1
    assert f"{lead.subject} 第 {row.place} 条（记录 {row.pk}）被改动" in out.getvalue()


def test_a_removed_row_and_a_broken_seal_are_named(world: World) -> None:
    lead = world.walk(world.lead(), "closed")
    seal(world.zone, MONDAY.date(), at=MONDAY)
    row = Entry.objects.get(subject=lead.subject, verb="lead.call")
    triggers.take_down(connection)
    Entry.objects.filter(pk=row.pk).delete()
    triggers.put_up(connection)
    out = io.StringIO()

    with pytest.raises(CommandError):
        call_command("verify_ledger", "--zone", "dj", stdout=out)

    assert f"{lead.subject} 第 {row.place} 条被删除" in out.getvalue()
    assert "seal:2026-03-09（第 1 次封存）与当日记录不符" in out.getvalue()


def test_commands_are_typed_with_a_hyphen(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr("django.core.management.execute_from_command_line", seen.append)
    monkeypatch.setattr(sys, "argv", ["jianyan", "verify-ledger", "--zone", "a-b"])

    cli.main()

    assert seen == [["jianyan", "verify_ledger", "--zone", "a-b"]]


# ------------------------------------------------------------------------------------------------------------ serve


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_taken_port_is_said_before_anything_is_loaded(db: None, taken: int, command: str) -> None:
    options = {"serve": True} if command == "demo" else {}

    with pytest.raises(CommandError, match=f"端口 {taken} 已被占用，请换一个：--port {taken + 1}"):
        said(command, port=taken, **options)
    assert not Zone.objects.exists()


@pytest.mark.parametrize("place", [Place("127.0.0.1", 70_000), Place("203.0.113.77", 8000)])
def test_a_place_that_cannot_be_had_is_said_with_the_reason(place: Place) -> None:
    with pytest.raises(Taken) as no:
        serving.check_port(place)
    assert no.value.why


def test_a_database_behind_the_code_is_said(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "migrations_missing", lambda: True)

    for command in ("serve", "tick", "verify_ledger"):
        with pytest.raises(CommandError, match="请先运行 jianyan migrate"):
            said(command, **({"port": 0} if command == "serve" else {}))


def test_static_files_are_gathered_only_when_they_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    source, digests = tmp_path / "app.css", []
    source.write_text("a { color: red }")
    monkeypatch.setattr(serving, "_static_files", lambda: [("app.css", str(source))])
    settings.DATA_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"

    def collect(name: str, **options: Any) -> None:
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
        digests.append(name)

    monkeypatch.setattr(serving, "call_command", collect)
    assert [serving.gather_static(), serving.gather_static()] == [True, False]
    source.write_text("a { color: blue }")
    assert serving.gather_static()
    (settings.STATIC_ROOT / "staticfiles.json").unlink()
    assert serving.gather_static()
    assert digests == ["collectstatic"] * 3


@pytest.mark.slow
@pytest.mark.sqlite
def test_serve_answers_with_the_static_files_and_stops_whole(tmp_path: Path) -> None:
    """In a process of its own, with a database of its own: pages, their style sheets, the clock, and the end of all."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE", "DJANGO"))}
    environment |= {"JIANYAN_DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    jianyan = [sys.executable, "-m", "jianyan.web.cli"]
    subprocess.run([*jianyan, "demo", "--empty"], env=environment, check=True, capture_output=True)
    command = [*jianyan, "serve", "--port", str(port), "--workers", "1"]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert running.stdout is not None
        assert running.stdout.readline() == f"正在运行：http://127.0.0.1:{port}/\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/") as answer:
            page = answer.read().decode()
        assert answer.status == 200 and "建言" in page
        sheet = re.findall(r'href="(/static/[^"]+\.css)"', page)[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{sheet}") as answer:
            assert answer.status == 200 and "immutable" in answer.headers["Cache-Control"]
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=30) == 0
        # The pipe ends when the last process that could write to it has ended: the worker and the clock too.
        assert running.stdout.read() == ""
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
