"""聘任: everybody of the list, one person a transaction: a stop in the middle loses nothing, and a repeat goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from jianyan.accounts.actions.base import note
from jianyan.accounts.models import RoleName, User, Zone
from jianyan.accounts.queries import Actor, with_role
from jianyan.core.flow import Refused
from jianyan.core.names import search_key
from jianyan.core.recruit import CandidateState, CandidateVerb, RoundVerb
from jianyan.people.actions import appoint as appoint_supervisor
from jianyan.people.actions.base import next_certificate
from jianyan.people.models import Appointment, Supervisor
from jianyan.recruit.actions.base import settle_candidate, take_candidate, take_round
from jianyan.recruit.models import Candidate


def appoint_round(actor: Actor, round_id: int, *, at: datetime) -> Iterator[tuple[int, str]]:
    """Appoint everybody of the list who is not appointed yet; yields each candidate's id and "" or why not.

    Raises:
        Round.DoesNotExist; Refused: ``wrong_role``, ``wrong_step``.
    """
    with transaction.atomic():
        taken = take_round(actor, round_id, RoundVerb.appoint, at=at)
    officers = [user.pk for user in with_role(actor.zone_id, RoleName.officer)]
    waiting = taken.round.candidates.filter(state=CandidateState.chosen).order_by("sort_key", "pk")
    for pk in list(waiting.values_list("pk", flat=True)):
        try:
            appoint_one(actor, pk, at=at, officers=officers)
        except Refused as no:
            yield pk, no.code
        else:
            yield pk, ""


def appoint_some(actor: Actor, round_id: int, *, at: datetime, many: int) -> int:
    """Appoint up to ``many`` of those whom nothing stands in the way of; returns how many were. None are left at 0.

    Raises:
        Round.DoesNotExist; Refused: ``wrong_role``, ``wrong_step``.
    """
    done = 0
    for _pk, why in appoint_round(actor, round_id, at=at):
        done += not why
        if done == many:
            break
    return done


@transaction.atomic
def appoint_one(
    actor: Actor, candidate_id: int, *, at: datetime, officers: list[int] | None = None, seen: int | None = None
) -> Candidate:
    """Appoint one candidate: account made or linked, officer assigned, term and certificate made, dossier opened.

    Whoever is a supervisor already keeps account and dossier, and gains the identities. In the group is whoever is
    in term (`people.queries.groups`), so that nobody has to be added.

    Raises:
        Candidate.DoesNotExist; Refused: the table's codes (``objections_open``, ``objection_upheld``,
        ``term_overlaps`` …), ``administrator_at_work``.
    """
    taken = take_candidate(actor, candidate_id, CandidateVerb.appoint, at=at, seen=seen)
    candidate, round_ = taken.candidate, taken.candidate.round
    zone = Zone.objects.select_for_update().get(pk=candidate.zone_id)  # certificate numbers are the zone's
    known = Supervisor.objects.select_related("user").get(pk=candidate.known_id) if candidate.known_id else None
    user = known.user if known else _account(actor, candidate, zone, at)
    officer = known.officer_id if known and known.officer_id else _least_busy(zone.pk, officers)
    supervisor = appoint_supervisor(
        actor,
        user,
        at=at,
        channel=candidate.channel,
        category=candidate.category,
        levels=("district", *candidate.levels),
        starts_on=round_.term_starts,
        ends_on=round_.term_ends,
        unit=candidate.unit,
        employer=candidate.employer,
        post=candidate.post,
        industry=candidate.industry,
        phone=candidate.phone,
        officer=User.objects.get(pk=officer) if officer else None,
        certificate=next_certificate(zone, round_.term_starts.year),
        consented_at=candidate.consented_at,
    )
    candidate.appointment = Appointment.objects.get(supervisor=supervisor, starts_on=round_.term_starts)
    candidate.known = supervisor
    return settle_candidate(
        taken, "appointment", "known", data={"appointment": candidate.appointment.pk, "supervisor": supervisor.pk}
    )


def _account(actor: Actor, candidate: Candidate, zone: Zone, at: datetime) -> User:
    """An account of its own, with no password that could be typed: the one-time link sets it."""
    spelled = search_key(candidate.name).split(" ")[0]
    stem = "".join(c for c in spelled if c.isascii() and c.isalnum())[:24] or "supervisor"
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    username = next(name for n in range(len(taken) + 1) if (name := f"{stem}{n + 1 if n else ''}") not in taken)
    user = User(username=username, name=candidate.name, phone=candidate.phone, zone=zone)
    user.set_unusable_password()
    user.save()
    note(actor, user, "account.create", at=at)
    return user


def _least_busy(zone_id: int, officers: list[int] | None) -> int | None:
    """The officer with the fewest supervisors; None where the zone has no officer."""
    ids = officers if officers is not None else [user.pk for user in with_role(zone_id, RoleName.officer)]
    if not ids:
        return None
    held = Supervisor.objects.filter(zone=zone_id, officer__in=ids).order_by().values_list("officer")
    counts = dict(held.annotate(n=Count("pk")))
    return min(ids, key=lambda pk: (counts.get(pk, 0), pk))
