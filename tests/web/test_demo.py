"""The demo zone: a believable year made by the ordinary actions, whole or not at all, with work in every queue."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction
from django.test import TestCase

from jianyan.accounts.models import Department, Role, RoleName, User, Zone
from jianyan.accounts.passwords import broken
from jianyan.accounts.queries import system_actor
from jianyan.core import rulebook
from jianyan.core.figures import read
from jianyan.core.opinion import cleaned, problems
from jianyan.core.workdays import TZ
from jianyan.insight.forms.zones import offered
from jianyan.insight.queries.zones import column_of
from jianyan.leads.models import Dispatch, Extension, Lead, OpinionForm, Reply
from jianyan.leads.queries.forms import missing
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry, Seal
from jianyan.meetings.models import Invitation, Meeting, Minutes
from jianyan.people.models import Announcement, Appointment, Channel, Contact, Question, Supervisor
from jianyan.reports.actions import intact, take
from jianyan.reports.models import Bulletin
from jianyan.rules.actions import packaged_rulebook
from jianyan.rules.models import Draft
from jianyan.rules.queries import calendar_of
from jianyan.studies.models import Finding
from jianyan.tasks.models import Task
from jianyan.web.demo import load
from jianyan.web.demo.material import corpus
from jianyan.web.demo.writer import SLOT, Writer
from jianyan.web.demo.zone import PASSWORD, example_accounts
from tests.reports.plain import Plain
from tests.reports.test_snapshot import compare

#: A Monday; two months before it are enough to show every act. `jianyan demo` makes twelve.
UNTIL = date(2026, 11, 23)


class TestTheYear(TestCase):
    """What holds for the year; it is made once for all of these."""

    zone: Zone

    @classmethod
    def setUpTestData(cls) -> None:
        cls.zone = load.load_year(UNTIL, months=2)

    def test_the_groups_are_told_and_read_and_ask(self) -> None:
        told = Announcement.objects.filter(zone=self.zone)
        assert told.count() >= 2
        for one in told.filter(at__lt=datetime.combine(UNTIL - timedelta(days=5), time(), TZ)):
            read = one.readings.filter(at__isnull=False)
            assert 0 < read.count() <= one.readings.count()
            assert not read.filter(at__lt=one.at).exists()
        asked = Question.objects.filter(announcement__zone=self.zone)
        assert asked.filter(answered_at__isnull=True).exists() and asked.filter(answered_at__isnull=False).exists()

    def test_every_queue_has_work_and_some_of_it_is_late(self) -> None:
        states = Counter(Lead.objects.filter(zone=self.zone).values_list("state", flat=True))
        for state in ("received", "clarified", "dispatched", "accepted", "replied"):
            assert states[state] >= 4, state
        assert states["returned"] >= 1 and states["reopened"] >= 2
        assert states["closed"] > 10 and states["noted"] > 5 and states["merged"] > 0
        assert Extension.objects.filter(lead__zone=self.zone, decided_at__isnull=True).count() >= 2
        assert Lead.objects.filter(zone=self.zone, state="returned", dispatches__gte=3).exists()
        now = datetime.combine(UNTIL, time(9), TZ)
        due = list(
            Lead.objects.filter(zone=self.zone, clocks__governs=True).values_list("clocks__due_at", "clocks__warn_at")
        )
        assert sum(at <= now for at, _warn in due) >= 5
        assert sum(warn <= now < at for at, warn in due) >= 5
        assert missing(self.zone.pk, UNTIL.replace(day=1), UNTIL).count() >= 3

    def test_the_next_version_of_the_rules_is_before_the_public(self) -> None:
        draft = Draft.objects.get(zone=self.zone)
        units, public = draft.rounds.order_by("place")

        assert (draft.state, draft.number) == ("consulting", 2)
        assert units.concluded_at and {each.outcome for each in units.comments.all()} == {
            "adopted",
            "partly",
            "rejected",
        }
        assert public.audience == "public" and public.until > UNTIL
        assert public.comments.filter(outcome="").exists() and public.comments.exclude(outcome="").exists()

    def test_the_ledger_is_whole_and_sealed_every_day(self) -> None:
        done = verify(self.zone, at=datetime.combine(UNTIL, time(9), TZ))

        assert done.findings == []
        assert done.rows == Entry.objects.filter(zone=self.zone).count() > 500
        assert done.seals == Seal.objects.filter(zone=self.zone).count() > 50

    def test_everything_lies_before_the_end_and_in_the_order_of_time(self) -> None:
        moments = list(Entry.objects.filter(zone=self.zone).order_by("id").values_list("at", flat=True))

        assert moments == sorted(moments)
        assert moments[-1] < datetime.combine(UNTIL, time(), TZ)

    def test_offices_act_on_working_days_in_office_hours(self) -> None:
        calendar = calendar_of(self.zone)
        acts = Entry.objects.filter(zone=self.zone, role__in=("officer", "head", "liaison"))
        local = [at.astimezone(TZ) for at in acts.values_list("at", flat=True)]

        assert local
        assert not [at for at in local if not calendar.is_working(at.date())]
        assert not [at for at in local if not time(8, 30) <= at.time() < time(19)]

    @pytest.mark.clause("4.1.c")
    def test_the_quarter_that_ended_is_told_of_and_the_running_one_is_not(self) -> None:
        bulletin = Bulletin.objects.get(zone=self.zone)

        assert (bulletin.quarter, bulletin.state) == ("2026Q3", "frozen") and intact(bulletin)

    def test_figures_of_a_slice_of_the_year_are_those_counted_by_hand(self) -> None:
        now = datetime.combine(UNTIL, time(9), TZ)
        for quarter, first, after in (
            ("2026Q3", date(2026, 7, 1), date(2026, 10, 1)),
            ("2026Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ):
            taken = take(system_actor(self.zone), quarter, at=now)
            compare(read(taken.figures), Plain(self.zone.pk, first, after, now))

    def test_nobodys_own_unit_has_a_lead_alone(self) -> None:
        sheets = Dispatch.objects.filter(lead__zone=self.zone).select_related("lead__identity__supervisor")
        own = [sheet for sheet in sheets if sheet.lead.identity.supervisor.unit_id == sheet.department_id]

        assert own
        assert all(sheet.supporting.exclude(pk=sheet.department_id).exists() for sheet in own)

    def test_both_channels_and_all_kinds_are_there(self) -> None:
        people = Supervisor.objects.filter(zone=self.zone)
        assert people.filter(channel=Channel.social).count() + people.filter(channel=Channel.internal).count() >= 30
        assert people.filter(channel=Channel.internal).count() >= 10
        assert Department.objects.filter(zone=self.zone, handles=True).count() >= 8
        kinds = set(Lead.objects.filter(zone=self.zone).values_list("kind", flat=True))
        assert kinds == {
            "trend",
            "innovation",
            "constraint",
            "risk",
            "advice",
            "service",
            "practice",
            "effect",
            "common",
        }
        forms = OpinionForm.objects.filter(zone=self.zone)
        assert forms.filter(nil=True).exists() and forms.filter(late=True).exists()
        assert forms.filter(identity__level="new_area").exists()
        assert Lead.objects.filter(zone=self.zone, hidden=True).exists()
        results = set(Reply.objects.filter(lead__zone=self.zone).values_list("result", flat=True))
        assert results == {"solved", "solving", "planned", "explained"}
        assert Contact.objects.filter(supervisor__zone=self.zone).count() > 30

    @pytest.mark.clause("4.3.b", "5.1.a")
    def test_meetings_were_held_some_stayed_away_and_one_waits_for_answers(self) -> None:
        meetings = Meeting.objects.filter(zone=self.zone)
        assert {"symposium", "environment", "visit"} <= set(
            meetings.filter(state="held").values_list("kind", flat=True)
        )
        asked = Invitation.objects.filter(meeting__kind="symposium", meeting__state="held", supervisor__isnull=False)
        assert asked.filter(attended_at__isnull=False).count() > 5 and asked.filter(attended_at__isnull=True).exists()
        ways = set(Invitation.objects.exclude(attended_by_way="").values_list("attended_by_way", flat=True))
        assert ways == {"code", "list", "online", "proxy"}
        assert Minutes.objects.filter(meeting__zone=self.zone, issued_at__isnull=False).exists()
        assert Task.objects.filter(source__startswith="meeting:").exists()
        assert Lead.objects.filter(zone=self.zone, source__startswith="meeting:", form__isnull=True).exists()
        waiting = meetings.filter(state="planned", starts_at__gt=datetime.combine(UNTIL, time(), TZ))
        assert waiting.filter(invitations__answer="").exists()

    @pytest.mark.clause("4.2.c")
    def test_what_was_found_on_the_spot_has_a_picture(self) -> None:
        findings = Finding.objects.filter(verification__zone=self.zone)
        assert findings.exists() and not findings.filter(files__isnull=True).exists()

    @pytest.mark.clause("5.3.b")
    def test_a_second_zone_can_be_compared_and_is_kept_apart(self) -> None:
        other = Zone.objects.exclude(pk=self.zone.pk).get()
        area = User.objects.get(username="gaolan")
        assert set(area.roles.values_list("zone", "name")) == {(self.zone.pk, "area"), (other.pk, "area")}
        now = datetime.combine(UNTIL, time(), TZ)
        quarters = offered(UNTIL)[-4:]
        for zone in (self.zone, other):
            column = column_of(zone, quarters, now)
            assert column.received and {"form", "closed", "reply", "explained"} <= set(column.rates)
            assert column.rates["form"].den and column.days["reply"].count
        assert not Lead.objects.filter(zone=other, identity__supervisor__zone=self.zone).exists()

    def test_texts_are_whole(self) -> None:
        leads = Lead.objects.filter(zone=self.zone).values_list("title", "body", "suggestion", "place")
        replies = Reply.objects.filter(lead__zone=self.zone).values_list("process", "reason", "plan")
        texts = [text for row in (*leads, *replies) for text in row]

        assert not [text for text in texts if SLOT.search(text) or "None" in text]
        assert not [title for title, *_ in leads if len(title) > 60]

    def test_one_account_for_each_role_with_a_password_that_keeps_the_rules(self) -> None:
        rows = example_accounts()

        assert {key for _, key, _, _ in rows} == set(RoleName.values)
        for _, key, name, login in rows:
            user = User.objects.get(username=login)
            assert user.name == name and user.check_password(PASSWORD) and not user.must_change_password
            assert broken(PASSWORD, User(username=login, name=name)) == []
            assert Role.objects.filter(user=user, zone=self.zone, name=key).exists()


def happened(zone: Zone) -> list[tuple[object, ...]]:
    """The year without ids, which depend on what was in the database before."""
    acts = Entry.objects.filter(zone=zone).order_by("id").values_list("at", "verb", "role", "actor__username")
    texts = Lead.objects.filter(zone=zone).order_by("no").values_list("no", "title", "body", "state")
    return [*acts, *texts]


def made_and_undone() -> list[tuple[object, ...]]:
    """What happens in a month of the demo, which is then gone again."""
    with transaction.atomic():
        year = happened(load.load_year(UNTIL, months=1))
        transaction.set_rollback(True)
    return year


@pytest.mark.slow
@pytest.mark.sqlite  # what is drawn by lot does not ask the database
@pytest.mark.django_db
def test_the_same_day_gives_the_same_year() -> None:
    year = made_and_undone()

    assert len(year) > 500
    assert made_and_undone() == year


@pytest.mark.django_db
def test_interrupted_it_leaves_nothing_and_can_be_loaded_again() -> None:
    days = iter(range(20))

    def step() -> None:
        if next(days) == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load.load_year(UNTIL, step, months=1)

    assert load.present() is None
    assert not User.objects.exists() and not Lead.objects.exists() and not Entry.objects.exists()


# ------------------------------------------------------------------------------------------------------ the command


def demo(**options: Any) -> tuple[str, str]:
    """What the command prints, and what it says beside it."""
    out, err = io.StringIO(), io.StringIO()
    call_command("demo", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_empty_gives_zone_rules_and_accounts_only() -> None:
    said, _ = demo(empty=True)

    zone = Zone.objects.get(code="dongjiang")
    assert not Lead.objects.exists() and not OpinionForm.objects.exists() and not load.has_year(zone)
    assert User.objects.filter(must_change_password=True).count() == User.objects.count() > 60
    first = datetime.now(TZ).date().replace(day=1)
    assert set(Appointment.objects.values_list("starts_on", flat=True)) == {first}
    assert "首次登录须改密码" in said
    for label, key, name, login in example_accounts():
        assert f"{label}" in said and f"{key}" in said and name in said and login in said
    assert verify(zone, at=datetime.now(TZ) + timedelta(days=1)).findings == []


@pytest.mark.django_db
def test_what_is_loaded_is_not_loaded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    demo(empty=True)
    rows = Entry.objects.count()
    monkeypatch.setattr(load, "load_year", lambda *args: pytest.fail("loaded again"))

    again = demo(empty=True)
    year = demo()

    assert again[1] == "" and PASSWORD in again[0]
    assert "演示功能区已在数据库里，没有演示年，未作改动" in year[1]
    assert Entry.objects.count() == rows


@pytest.mark.django_db
@pytest.mark.parametrize(("until", "why"), [("2026/11/23", "看不懂这个日期"), ("2999-01-01", "和今天之间")])
def test_a_day_that_cannot_be_is_refused(until: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        demo(until=until)


@pytest.mark.django_db
def test_a_database_that_is_away_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(load, "load_year", away)
    with pytest.raises(CommandError, match="数据库不可用：database is locked"):
        demo()


# ------------------------------------------------------------------------------------------------------- the corpus


def test_every_matter_can_be_written_handled_and_answered() -> None:
    material = corpus()
    units = {unit.code for unit in material.units}
    handling = {unit.code for unit in material.units if unit.handles}
    assert handling <= {liaison.department for liaison in material.liaisons}
    for channel, matters in material.matters.items():
        book = rulebook.load(packaged_rulebook())
        writer = Writer(material, Random(channel))
        person = next(person for person in material.supervisors if person.channel == channel)
        for matter in matters:
            values = writer.values(matter, person, 10)
            assert problems(cleaned(writer.opinion(matter, person, values, 10)), book, channel) == {}, matter.id
            assert matter.noted == (not matter.department) == (not matter.replies), matter.id
            assert {matter.department, matter.wrong_department} <= handling | {""}, matter.id
            assert set(matter.units) <= units, matter.id


def test_people_are_invented_once() -> None:
    material = corpus()
    staff = (*material.officers, *material.heads, *material.leaders, *material.admins, *material.liaisons)
    logins = [person.login for person in (*staff, *material.supervisors)]

    assert len(logins) == len(set(logins))
    assert {person.unit for person in material.supervisors if person.channel == "internal"} <= {
        unit.code for unit in material.units
    }
