"""Leads that have gone a random way, by the actions alone: worlds in which every figure can be counted by hand."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from jianyan.accounts.models import Department
from jianyan.accounts.queries import Actor
from jianyan.core import flow
from jianyan.core.flow import Refused, Verb
from jianyan.core.workdays import local_date
from jianyan.leads import actions
from jianyan.leads.models import Lead
from jianyan.leads.queries.facts import facts, with_facts
from jianyan.leads.queries.visible import hats
from tests.fixtures import MONDAY, World

KINDS = {"social": ("trend", "risk", "service", "advice"), "internal": ("practice", "effect", "common")}
EXTRA = {"trend": {"aspect": "shock"}, "effect": {"policy": "落户扶持办法", "effect": "negative"}}
EXTRA |= {"practice": {"policy": "落户扶持办法"}, "common": {"stage": "exit"}}


def wander(world: World, seed: int, *, leads: int = 8, steps: int = 60) -> datetime:
    """File leads and let officers, liaisons and reporters act at random for weeks; returns the moment after."""
    chance = random.Random(seed)
    at = MONDAY
    filed: list[int] = []
    for _ in range(leads + steps):
        at += timedelta(minutes=chance.randrange(20, 60 * (96 if chance.random() < 0.15 else 5)))
        if len(filed) < leads and (not filed or chance.random() < leads / (leads + steps) * 2):
            filed.append(_file(world, chance, at).pk)
        else:
            _act(world, chance, chance.choice(filed), at)
    return at + timedelta(hours=1)


def _file(world: World, chance: random.Random, at: datetime) -> Lead:
    """A lead of one of the supervisors, filed as a form of its own: each needs a fresh supervisor or month."""
    channel = chance.choice(("social", "internal"))
    key = f"{channel}{at:%m%d%H%M}"
    unit = world.departments["commerce"] if channel == "internal" else None
    world.supervisor(key, channel, unit=unit)
    kind = chance.choice(KINDS[channel])
    hidden = channel == "internal" and chance.random() < 0.5
    wanted = chance.random() < 0.8
    field = chance.choice(("government", "market", "industry"))
    return world.lead(key, at, kind=kind, field=field, hidden=hidden, follow_up_wanted=wanted, **EXTRA.get(kind, {}))


def _act(world: World, chance: random.Random, lead_id: int, at: datetime) -> None:
    """One random verb that somebody may do now on this lead; nothing when there is none."""
    lead = with_facts(Lead.objects.filter(pk=lead_id)).get()
    people = [world.actor(key) for key in ("officer", "head", "liaison", "liaison_b")]
    people += [world.actor(key) for key, s in world.supervisors.items() if s.pk == lead.identity.supervisor_id]
    options = [
        (person, verb)
        for person in [*people, world.system]
        for verb in flow.verbs(lead.state, hats(person, lead), facts(lead, person, at))
        if verb in ACTS and (person.user_id or verb == Verb.accept_silently)
    ]
    if not options:
        return
    rare = {Verb.note, Verb.merge, Verb.withdraw, Verb.close}
    person, verb = chance.choices(options, weights=[1 if verb in rare else 12 for _, verb in options])[0]
    try:
        ACTS[verb](world, chance, person, lead, at)
    except Refused as no:
        if no.code not in ("bad_target", "own_unit_alone"):  # what only the act itself can know
            raise


def _unit(world: World, chance: random.Random) -> Department:
    return world.departments[chance.choice(("commerce", "planning"))]


def _dispatch(world: World, chance: random.Random, who: Actor, lead: Lead, at: datetime, **how: bool) -> None:
    unit, helper = _unit(world, chance).pk, world.departments["customs"].pk
    grade = chance.choice("ABCC")
    actions.dispatch(who, lead.pk, at=at, department=unit, supporting=[helper], grade=grade, **how)


def _return(world: World, chance: random.Random, who: Actor, lead: Lead, at: datetime) -> None:
    actions.return_(who, lead.pk, at=at, reason="不属本部门职责。", should_be=world.departments["customs"].pk)


def _reply(world: World, chance: random.Random, who: Actor, lead: Lead, at: datetime) -> None:
    result = chance.choice(("solved", "solving", "planned", "explained"))
    promised: date | None = local_date(at) + timedelta(days=chance.randrange(0, 20))
    actions.reply(
        who,
        lead.pk,
        at=at,
        result=result,
        process="已核实办理。",
        reason="超出权限。",
        plan="下月落实。",
        basis_title="有关办法",
        promised_on=promised if result in ("solving", "planned") else None,
    )


def _follow_up(world: World, chance: random.Random, who: Actor, lead: Lead, at: datetime) -> None:
    said = chance.choice(("satisfied", "basically", "unsatisfied"))
    actions.follow_up(who, lead.pk, at=at, solved=chance.random() < 0.6, satisfaction=said, words_="还要跑一趟。")


def _merge(world: World, chance: random.Random, who: Actor, lead: Lead, at: datetime) -> None:
    into = chance.choice(list(Lead.objects.values_list("pk", flat=True)))
    actions.merge(who, lead.pk, at=at, into=into, reason="同一问题。")


ACTS = {
    Verb.call: lambda w, c, who, lead, at: actions.log_call(who, lead.pk, at=at, verified="属实。"),
    Verb.call_unanswered: lambda w, c, who, lead, at: actions.log_unanswered(who, lead.pk, at=at),
    Verb.dispatch: _dispatch,
    Verb.designate: lambda w, c, who, lead, at: _dispatch(w, c, who, lead, at, designate=True),
    Verb.accept: lambda w, c, who, lead, at: actions.accept(who, lead.pk, at=at),
    Verb.accept_silently: lambda w, c, who, lead, at: actions.accept_silently(who, lead.pk, at=at),
    Verb.return_: _return,
    Verb.reply: _reply,
    Verb.follow_up: _follow_up,
    Verb.follow_up_unreached: lambda w, c, who, lead, at: actions.follow_up_unreached(who, lead.pk, at=at),
    Verb.close: lambda w, c, who, lead, at: actions.close(who, lead.pk, at=at, reason="已说明。"),
    Verb.reopen: lambda w, c, who, lead, at: actions.reopen(who, lead.pk, at=at, reason="问题仍在。"),
    Verb.note: lambda w, c, who, lead, at: actions.note(who, lead.pk, at=at, reason="留存研判。"),
    Verb.merge: _merge,
    Verb.withdraw: lambda w, c, who, lead, at: actions.withdraw(who, lead.pk, at=at),
}
