"""The rates: against an independent count over random worlds, and by hand where the point matters."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from jianyan.core.workdays import TZ, local_date
from jianyan.leads import actions
from jianyan.leads.models import Clock, Dispatch, Extension, FollowUp, Lead, Reply
from jianyan.leads.queries.rates import RATES, Scope, added_up, part_of, rates, rates_by_month, rates_by_month_sent
from tests.fixtures import MONDAY, World, when
from tests.leads.walks import wander

KINDS = {"response": "call", "dispatch": "dispatch", "accept": "accept", "reply": "reply"}


def slow_part(key: str, lead: Lead, now: datetime, department: int | None) -> str:
    """Which part of a rate a lead is in, read row by row from what was done with it."""

    def mine(rows):
        return [row for row in rows if department is None or row.department_id == department]

    if key in KINDS:
        clocks = [c for c in mine(Clock.objects.filter(lead=lead)) if c.kind == KINDS[key]]
        late = ok = open_ = False
        for clock in clocks:
            if clock.void or clock.excluded:
                continue
            if clock.stopped_at is None:
                late, open_ = late or clock.due_at <= now, open_ or clock.due_at > now
            elif clock.stopped_at >= clock.due_at:
                late = True
            else:
                ok = True
        if late:
            return "rest"
        if ok:
            return "num"
        excluded = any(clock.excluded for clock in clocks)
        return "not_due" if open_ else "excluded" if excluded else "void" if clocks else "not_yet"
    sheets = mine(Dispatch.objects.filter(lead=lead))
    replies = sorted(mine(Reply.objects.filter(lead=lead)), key=lambda r: r.pk)
    if key == "returned":
        return "not_yet" if not sheets else "num" if any(s.returned_at for s in sheets) else "rest"
    if key == "extended":
        longer = mine(Extension.objects.filter(lead=lead, granted=True))
        return "not_yet" if not any(s.accepted_at for s in sheets) else "num" if longer else "rest"
    if key == "closed":
        if department is not None and lead.lead_department_id != department:
            return "elsewhere"
        words = {"closed": "num", "noted": "noted", "merged": "void", "split": "void", "withdrawn": "void"}
        return words.get(lead.state, "rest")
    if key == "explained":
        return "not_yet" if not replies else "num" if replies[-1].result == "explained" else "rest"
    asked = sorted(
        (f for f in FollowUp.objects.filter(lead=lead) if f.reply_id in {r.pk for r in replies}), key=lambda f: f.pk
    )
    valid = [f for f in asked if f.reached]
    if key == "reopened":
        bad = any(f.satisfaction == "unsatisfied" for f in valid)
        return "not_yet" if not replies else "num" if bad else "rest"
    if valid:
        good = valid[-1].solved if key == "solved" else valid[-1].satisfaction in ("satisfied", "basically")
        return "num" if good else "rest"
    if asked:
        return "unreached"
    return "not_yet" if not replies else "declined" if lead.state == "closed" else "waiting"


def slow(scope: Scope, key: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for lead in Lead.objects.filter(zone=scope.zone_id):
        sheets = Dispatch.objects.filter(lead=lead, recalled_at__isnull=True).order_by("number")
        sheets = sheets.filter(department=scope.department_id) if scope.department_id else sheets
        if scope.sent and not sheets:
            continue
        day = local_date(sheets[0].at if scope.sent else lead.submitted_at)
        inside = (scope.first or day) <= day <= (scope.last or day)
        sent = Dispatch.objects.filter(lead=lead, department_id=scope.department_id or 0).exists()
        if inside and (sent or not scope.department_id):
            found[slow_part(key, lead, scope.now, scope.department_id)] += 1
    return found


@pytest.mark.parametrize("seed", range(3))
def test_rates_are_what_a_slow_count_finds(world: World, elsewhere: World, seed: int) -> None:
    wander(elsewhere, seed + 100, leads=2, steps=6)
    now = wander(world, seed)
    Clock.objects.filter(pk__in=list(Clock.objects.order_by("-id").values_list("pk", flat=True)[:3])).update(
        excluded=True
    )
    first = local_date(MONDAY) + timedelta(days=seed % 3)
    scopes = [
        Scope(world.zone.pk, now),
        Scope(world.zone.pk, now - timedelta(days=4)),
        Scope(world.zone.pk, now + timedelta(days=30), first=first, last=first + timedelta(days=9)),
        *(Scope(world.zone.pk, now, department_id=world.departments[d].pk) for d in ("commerce", "planning")),
        Scope(world.zone.pk, now, first, first + timedelta(days=6), world.departments["commerce"].pk, sent=True),
        Scope(world.zone.pk, now, sent=True),
    ]
    for scope in scopes:
        found = rates(scope)
        for key, rate in found.items():
            expected = slow(scope, key)
            got = Counter({"num": rate.num, "rest": rate.den - rate.num, **rate.left_out})
            assert +got == expected, (key, scope)
            assert rate.total == scope.leads().count()
            for part, count in got.items():
                assert part_of(scope, key, part).count() == count
            assert part_of(scope, key, "den").count() == rate.den


def test_a_department_answers_for_its_own_part_only(world: World) -> None:
    now = wander(world, 3)

    assert set(rates(Scope(world.zone.pk, now))) == set(RATES)
    assert set(rates(Scope(world.zone.pk, now, department_id=world.departments["commerce"].pk))) == {
        *RATES[2:],
        "extended",
    }


def test_months_add_up_to_the_whole(world: World) -> None:
    world.lead("social", when("2026-02-27 23:30"))
    world.lead("social", when("2026-03-01 00:30"))
    world.lead("internal", when("2026-03-09 10:00"))
    scope = Scope(world.zone.pk, when("2026-03-31 10:00"))

    months = rates_by_month(scope)

    assert {month: found["response"].den for month, found in months.items()} == {
        date(2026, 2, 1): 1,
        date(2026, 3, 1): 2,
    }
    assert added_up(list(months.values())) == rates(scope)
    assert added_up([]) == {}
    february = Scope(world.zone.pk, scope.now, first=date(2026, 2, 1), last=date(2026, 2, 28))
    assert rates(february) == months[date(2026, 2, 1)]


def test_months_of_dispatch_share_no_lead_and_add_up(world: World) -> None:
    now = wander(world, 4, leads=10, steps=80)
    unit = world.departments["commerce"].pk
    scope = Scope(world.zone.pk, now, department_id=unit, sent=True)
    months = rates_by_month_sent(scope)
    assert len(months) > 1
    assert added_up(list(months.values())) == rates(scope) == rates(Scope(world.zone.pk, now, department_id=unit))


@pytest.mark.clause("5.1.g")
def test_open_and_overdue_counts_against_the_rate(world: World) -> None:
    called = world.lead("social", MONDAY)
    actions.log_call(world.actor("officer"), called.pk, at=MONDAY, verified="属实。")
    world.lead("internal", MONDAY)  # due on Thursday 12 March

    before = rates(Scope(world.zone.pk, when("2026-03-12 23:59")))["response"]
    after = rates(Scope(world.zone.pk, when("2026-03-13 00:00")))["response"]

    assert (before.num, before.den, before.left_out["not_due"]) == (1, 1, 1)
    assert (after.num, after.den, after.left_out["not_due"]) == (1, 2, 0)


@pytest.mark.clause("5.1.h")
def test_one_late_answer_of_two_makes_a_lead_late(world: World) -> None:
    lead = world.walk(world.lead(), "replied")  # the first answer in time
    liaison, officer = world.actor("liaison"), world.actor("officer")
    actions.follow_up(officer, lead.pk, at=MONDAY, solved=False, satisfaction="unsatisfied", words_="没解决。")
    late = datetime(2026, 6, 1, 9, 0, tzinfo=TZ)

    waiting = rates(Scope(world.zone.pk, MONDAY))["reply"]
    actions.reply(liaison, lead.pk, at=late, result="solved", process="已解决。")
    done = rates(Scope(world.zone.pk, late))["reply"]

    assert (waiting.num, waiting.den) == (1, 1)
    assert (done.num, done.den) == (0, 1)


def test_the_last_verdict_counts_and_who_was_not_reached_is_left_out(world: World) -> None:
    officer, liaison = world.actor("officer"), world.actor("liaison")
    changed = world.walk(world.lead("social"), "replied")
    actions.follow_up(officer, changed.pk, at=MONDAY, solved=False, satisfaction="unsatisfied", words_="没解决。")
    actions.reply(
        liaison, changed.pk, at=MONDAY, result="explained", process="说明。", reason="权限", basis_title="办法"
    )
    actions.follow_up(officer, changed.pk, at=MONDAY, solved=False, satisfaction="basically")
    world.supervisor("third")
    lost = world.walk(world.lead("third"), "replied")
    actions.follow_up_unreached(officer, lost.pk, at=MONDAY)

    found = rates(Scope(world.zone.pk, MONDAY))

    assert (found["solved"].num, found["solved"].den, found["solved"].left_out["unreached"]) == (0, 1, 1)
    assert (found["satisfied"].num, found["satisfied"].den) == (1, 1)
    assert (found["reopened"].num, found["reopened"].den) == (1, 2)
    assert (found["explained"].num, found["explained"].den) == (1, 2)
    assert (found["closed"].num, found["closed"].den) == (1, 2)


@pytest.mark.clause("5.3.b")
def test_other_zones_do_not_count(world: World, elsewhere: World) -> None:
    elsewhere.walk(elsewhere.lead(), "closed")

    found = rates(Scope(world.zone.pk, MONDAY))

    assert all(rate.total == 0 for rate in found.values())


def test_rates_take_one_query(world: World, django_assert_num_queries) -> None:
    wander(world, 1, leads=3, steps=10)
    with django_assert_num_queries(1):
        rates(Scope(world.zone.pk, MONDAY))
    with django_assert_num_queries(1):
        rates_by_month(Scope(world.zone.pk, MONDAY, department_id=world.departments["commerce"].pk))
