"""When the calendar changes, open clocks follow: in one transaction, with a row in the ledger for each that moved."""

from __future__ import annotations

import importlib
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError

from jianyan.accounts.models import Zone
from jianyan.core import clocks
from jianyan.core.flow import Refused
from jianyan.core.notice import parse
from jianyan.core.workdays import Day
from jianyan.leads import actions
from jianyan.leads.actions.notice import Imported, import_notice
from jianyan.leads.models import Clock, Lead
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.rules.actions import packaged_rulebook, store_rulebook
from jianyan.rules.models import CalendarNotice
from jianyan.rules.queries import book, calendar_of
from tests.fixtures import MONDAY, World, when
from tests.leads.walks import wander

#: Some days of a notice for 2027 as one may look: off on New Year, off for Spring Festival, a Sunday worked for it.
NOTICE = "2027-01-01,放假,元旦\n2027-02-05~2027-02-11,放假,春节\n2027-02-14,上班,春节调休"


def bring_in(world: World, text: str, year: int | None, at: datetime, name: str = "放假通知") -> Imported:
    return import_notice(world.actor("head"), at=at, name=name, days=parse(text).days, year=year)


def due(lead: Lead) -> dict[str, tuple[date, bool]]:
    return {c.kind: (c.due_on, c.provisional) for c in Clock.objects.filter(lead=lead, stopped_at__isnull=True)}


def moves(lead: Lead) -> list[tuple[str, list[str]]]:
    rows = Entry.objects.filter(subject=lead.subject, verb="clock.move").order_by("place")
    return [(row.data["clock"], row.data["due"]) for row in rows]


@pytest.mark.clause("5.1.g", "5.1.h")
def test_provisional_dates_become_certain_and_clocks_move(world: World) -> None:
    # A Wednesday: three working days end on Monday the 8th by weekdays alone, seven on Friday the 12th.
    lead = world.lead("social", when("2027-02-03 10:00"))
    assert due(lead) == {"call": (date(2027, 2, 8), True), "dispatch": (date(2027, 2, 12), True)}

    done = bring_in(world, NOTICE, 2027, when("2027-02-03 15:00"))

    # Working are Thursday the 4th, Friday the 12th, Sunday the 14th, and Monday to Thursday after it.
    assert due(lead) == {"call": (date(2027, 2, 14), False), "dispatch": (date(2027, 2, 18), False)}
    assert done.moved == 2
    assert moves(lead) == [("call", ["2027-02-08", "2027-02-14"]), ("dispatch", ["2027-02-12", "2027-02-18"])]
    row = Entry.objects.get(verb="calendar.notice")
    assert (row.data["year"], row.data["notice"], len(row.data["off"])) == (2027, done.notice.pk, 8)
    assert {e.data["notice"] for e in Entry.objects.filter(verb="clock.move")} == {done.notice.pk}
    assert {e.dossier for e in Entry.objects.filter(verb="clock.move")} == {world.supervisors["social"].pk}
    assert verify(world.zone, at=when("2027-02-03 16:00")).findings == []
    world.zone.refresh_from_db()
    assert not calendar_of(world.zone).provisional(date(2027, 2, 8))


def test_a_day_off_at_short_notice_moves_what_is_due(world: World) -> None:
    lead = world.lead("social", MONDAY)  # Monday 9 March 2026
    before = due(lead)

    done = bring_in(world, "2026-03-11,放假,台风停工", None, when("2026-03-10 18:00"))

    assert before["call"][0] == date(2026, 3, 12)
    assert due(lead)["call"] == (date(2026, 3, 13), False)
    assert done.moved == 2
    told = set(Notice.objects.filter(kind="calendar.notice").values_list("user", flat=True))
    assert told == {world.users[key].pk for key in ("officer", "liaison", "liaison_b")}


def test_an_overdue_clock_follows_and_a_stopped_one_stays(world: World) -> None:
    lead = world.lead("social", MONDAY)
    actions.log_call(world.actor("officer"), lead.pk, at=when("2026-03-12 09:00"), verified="属实。")
    called = Clock.objects.get(lead=lead, kind="call")

    bring_in(world, "2026-03-11,放假,台风停工", None, when("2026-03-20 18:00"))

    called.refresh_from_db()
    assert (called.due_on, called.on_time) == (date(2026, 3, 12), True)
    assert due(lead) == {"dispatch": (date(2026, 3, 19), False)}


def test_a_granted_day_stays_but_its_warning_follows(world: World) -> None:
    lead = world.walk(world.lead("social"), "accepted")
    until = date(2026, 4, 10)
    actions.ask_extension(world.actor("liaison"), lead.pk, at=MONDAY, until=until, reason="需会商。")
    actions.decide_extension(world.actor("head"), lead.pk, at=MONDAY, grant=True)
    before = Clock.objects.get(lead=lead, kind="reply")

    done = bring_in(world, "2026-04-09,放假,停工", None, MONDAY)

    after = Clock.objects.get(lead=lead, kind="reply")
    assert done.moved == 0 and moves(lead) == []
    assert after.due_on == before.due_on == until
    assert after.warn_at == before.warn_at - timedelta(days=1)


def test_a_lead_keeps_the_version_it_was_submitted_under(world: World) -> None:
    lead = world.lead("social", MONDAY)
    # From the next day on, five working days to the call instead of three.
    text = packaged_rulebook().replace("number = 1", "number = 2", 1).replace("amount = 3", "amount = 5", 1)
    store_rulebook(world.system, text, at=MONDAY, effective_on=date(2026, 3, 10))
    world.supervisor("later")
    later = world.lead("later", when("2026-03-10 10:00"))
    assert (book(lead.rules_id).number, book(later.rules_id).number) == (1, 2)
    assert due(later)["call"] == (date(2026, 3, 17), False)

    bring_in(world, "2026-03-11,放假,台风停工", None, when("2026-03-10 18:00"))

    assert due(lead)["call"] == (date(2026, 3, 13), False)
    assert due(later)["call"] == (date(2026, 3, 18), False)
    assert {row.rules for row in Entry.objects.filter(subject=lead.subject, verb="clock.move")} == {"v1"}
    assert {row.rules for row in Entry.objects.filter(subject=later.subject, verb="clock.move")} == {"v2"}


def test_of_two_notices_the_latest_holds(world: World) -> None:
    lead = world.lead("social", MONDAY)

    bring_in(world, "2026-03-11,放假,台风停工", None, when("2026-03-10 18:00"))
    bring_in(world, "2026-03-11,上班,台风已过", None, when("2026-03-11 07:00"))

    assert due(lead)["call"] == (date(2026, 3, 12), False)
    assert [move for move in moves(lead) if move[0] == "call"] == [
        ("call", ["2026-03-12", "2026-03-13"]),
        ("call", ["2026-03-13", "2026-03-12"]),
    ]


def test_the_same_notice_twice_moves_nothing_more(world: World) -> None:
    world.lead("social", MONDAY)
    bring_in(world, "2026-03-11,放假,台风停工", None, MONDAY)

    assert bring_in(world, "2026-03-11,放假,台风停工", None, MONDAY).moved == 0


@pytest.mark.clause("5.3.b")
def test_a_notice_of_one_zone_leaves_the_others_alone(world: World, elsewhere: World) -> None:
    other = elsewhere.lead("social", MONDAY)

    bring_in(world, "2026-03-11,放假,台风停工", None, MONDAY)

    elsewhere.zone.refresh_from_db()
    assert due(other)["call"] == (date(2026, 3, 12), False)
    assert calendar_of(elsewhere.zone).is_working(date(2026, 3, 11))


def test_only_head_and_system_administrator_may(world: World) -> None:
    days = [Day(date(2026, 3, 11), False, "停工")]
    for key in ("officer", "leader", "liaison", "social", "secadmin", "auditor"):
        with pytest.raises(Refused, match="wrong_hat"):
            import_notice(world.actor(key), at=MONDAY, name="通知", days=days, year=None)
    assert not CalendarNotice.objects.filter(zone=world.zone).exists()


def test_somebody_was_faster(world: World) -> None:
    seen = world.zone.calendar_revision
    bring_in(world, "2026-03-11,放假,台风停工", None, MONDAY)

    days = [Day(date(2026, 3, 12), False, "停工")]
    with pytest.raises(Refused, match="calendar_changed"):
        import_notice(world.actor("head"), at=MONDAY, name="通知", days=days, year=None, seen=seen)


def test_nothing_is_half_saved_and_nothing_wrong_is_remembered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = world.lead("social", MONDAY)

    def fail(*args: object, **kwargs: object) -> None:
        raise DatabaseError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(importlib.import_module("jianyan.leads.actions.recompute"), "record", fail)
        with pytest.raises(DatabaseError):
            bring_in(world, "2026-03-11,放假,台风停工", None, MONDAY)
    assert not CalendarNotice.objects.filter(zone=world.zone).exists()
    assert not Entry.objects.filter(verb="calendar.notice").exists()
    assert due(lead)["call"] == (date(2026, 3, 12), False)

    # The next notice takes the revision that the failed one had: its own days must count.
    bring_in(world, "2026-03-12,放假,台风停工", None, MONDAY)

    world.zone.refresh_from_db()
    assert due(lead)["call"] == (date(2026, 3, 13), False)
    assert calendar_of(world.zone).is_working(date(2026, 3, 11))


def test_every_open_clock_ends_as_counted_anew(world: World) -> None:
    now = wander(world, 5, leads=6, steps=30)
    bring_in(world, "2026-03-13,放假,停工\n2026-03-21,上班,补班\n2026-03-27~2026-03-31,放假,停工", None, now)
    world.zone.refresh_from_db()
    calendar = calendar_of(world.zone)

    for clock in Clock.objects.filter(stopped_at__isnull=True, fixed=False).select_related("lead"):
        limit = book(clock.lead.rules_id).clock(clock.kind, clock.lead.grade or None).limit
        expected = clocks.due(limit, clock.started_at, calendar)
        assert (clock.due_on, clock.due_at, clock.warn_at) == (expected.on, expected.at, expected.warn_at)


def test_a_lead_that_waited_for_a_new_calendar_is_counted_under_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Filing reads the zone, then waits for the numbers' lock, which the import holds."""
    module = importlib.import_module("jianyan.leads.actions.file")
    kept = module.next_numbers

    def wait(zone: Zone, at: datetime, hidden: list[bool]) -> object:
        bring_in(world, "2026-03-11,放假,台风停工", None, at)
        return kept(zone, at, hidden)

    monkeypatch.setattr(module, "next_numbers", wait)

    assert due(world.lead("social", MONDAY))["call"] == (date(2026, 3, 13), False)
