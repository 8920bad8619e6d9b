"""Two at once: one wins, the other is told; nothing happens twice; no chain forks."""

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection

from jianyan.core.flow import Refused
from jianyan.leads import actions
from jianyan.leads.models import Lead, OpinionForm
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World, build_world

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run acts in threads from one starting line; returns what each returned or raised."""
    line = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        line.wait()
        try:
            results[place] = act()
        except Exception as error:  # the test looks at what came
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(i, act)) for i, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def world() -> World:
    return build_world()


def test_two_dispatches_of_one_page_leave_one(world: World) -> None:
    lead = world.walk(world.lead(), "clarified")
    officer, head = world.actor("officer"), world.actor("head")
    unit = world.departments["commerce"].pk

    def act(actor):
        return lambda: actions.dispatch(actor, lead.pk, at=MONDAY, seen=lead.revision, department=unit)

    results = at_once(act(officer), act(head))

    refused = [r for r in results if isinstance(r, Refused)]
    assert [r.code for r in refused] == ["stale"]
    assert sum(isinstance(r, Lead) for r in results) == 1
    assert Entry.objects.filter(subject=lead.subject, verb="lead.dispatch").count() == 1
    assert verify(world.zone, at=MONDAY).findings == []


def test_a_form_sent_twice_at_once_is_filed_once(world: World) -> None:
    actor = world.actor("social")
    identity = world.supervisors["social"].identities.get().pk
    key, month = uuid4(), MONDAY.date().replace(day=1)

    def send():
        return actions.file_form(actor, identity, month, [world.opinion()], at=MONDAY, key=key)

    first, second = at_once(send, send)

    assert isinstance(first, OpinionForm) and first == second
    assert Lead.objects.count() == 1


def test_many_writers_on_one_subject_do_not_fork_its_chain(world: World) -> None:
    lead = world.lead()
    officer = world.actor("officer")

    def act(kind):
        return lambda: actions.classify(officer, lead.pk, at=MONDAY, kind=kind, field="government", common=False)

    results = at_once(*[act(kind) for kind in ("risk", "advice", "constraint", "service")])

    assert not [r for r in results if isinstance(r, Exception)]
    places = list(Entry.objects.filter(subject=lead.subject).order_by("place").values_list("place", flat=True))
    assert places == [1, 2, 3, 4, 5]
    assert verify(world.zone, at=MONDAY).findings == []


def test_lead_numbers_given_out_at_once_have_no_gap_and_no_repeat(world: World) -> None:
    social, internal = world.actor("social"), world.actor("internal")
    month = MONDAY.date().replace(day=1)

    def send(actor, key):
        supervisor = world.supervisors[key]
        identity = supervisor.identities.get().pk
        opinions = [world.opinion(supervisor.channel)] * 3
        return lambda: actions.file_form(actor, identity, month, opinions, at=MONDAY, key=uuid4())

    results = at_once(send(social, "social"), send(internal, "internal"))

    assert not [r for r in results if isinstance(r, Exception)]
    numbers = sorted(Lead.objects.values_list("no", flat=True))
    assert numbers == [f"东监 2026-{n:04d}" for n in range(1, 7)]
