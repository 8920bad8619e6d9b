"""What acts on studies and verifications share: the locked thing, the table's answer, the row in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import Model
from django.db.models.functions import Length
from django.utils import timezone

from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import Actor, with_role
from jianyan.core import studies
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.core.studies import Row
from jianyan.core.workdays import Calendar, CalendarError, local_date
from jianyan.ledger.actions import record
from jianyan.notify.actions import tell
from jianyan.people.models import Supervisor
from jianyan.people.queries import contact_of
from jianyan.rules.queries import NoRulebook, book, calendar_of, version_on
from jianyan.studies.models import Participant, Study, Verification, Verifier
from jianyan.studies.queries.base import (
    hats,
    own_part,
    own_verifier,
    studies_visible_to,
    study_hats,
    verifications_visible_to,
)

Kind = Literal["study", "verification"]


@dataclass(slots=True)
class TakenStudy:
    """A locked study for which the table has said yes to one verb of one actor; ``own`` is the actor's row in it."""

    study: Study
    actor: Actor
    at: datetime
    row: Row
    own: Participant | None


@dataclass(slots=True)
class TakenVerification:
    """A locked verification for which the table has said yes; ``own`` is the actor's row in it."""

    verification: Verification
    actor: Actor
    at: datetime
    row: Row
    own: Verifier | None


def take_study(actor: Actor, study_id: int, verb: str, *, at: datetime, seen: int | None = None) -> TakenStudy:
    """Lock a study and ask the table.

    Raises:
        Study.DoesNotExist; Refused: ``wrong_role``, ``wrong_state``, ``stale`` when it changed since the page was made.
    """
    visible = studies_visible_to(actor).filter(pk=study_id)
    study = Study.objects.select_for_update(of=("self",)).select_related("zone").get(pk__in=visible.values("pk"))
    own = own_part(actor, study)
    row = studies.step("study", study.state, verb, study_hats(actor, study, own, local_date(at)))
    fresh(seen, study.revision)
    return TakenStudy(study, actor, at, row, own)


def take_verification(
    actor: Actor, verification_id: int, verb: str, *, at: datetime, seen: int | None = None
) -> TakenVerification:
    """Lock a verification and ask the table; raises as `take_study` does."""
    visible = verifications_visible_to(actor).filter(pk=verification_id)
    locked = Verification.objects.select_for_update(of=("self",)).select_related("zone", "lead")
    verification = locked.get(pk__in=visible.values("pk"))
    own = own_verifier(actor, verification)
    row = studies.step("verification", verification.state, verb, hats(actor, own, open_=False))
    fresh(seen, verification.revision)
    return TakenVerification(verification, actor, at, row, own)


def settle(taken: TakenStudy | TakenVerification, *changed: str) -> dict[str, object]:
    """Move along the row and save; returns what the ledger says of the move."""
    thing: Study | Verification = taken.study if isinstance(taken, TakenStudy) else taken.verification
    before, thing.state = thing.state, taken.row.target
    thing.revision += 1
    thing.save(update_fields=[*changed, "state", "revision"])
    return {"from": before, "to": thing.state} if before != thing.state else {}


def note(
    thing: Study | Verification,
    actor: Actor,
    at: datetime,
    verb: str,
    data: Mapping[str, object] | None = None,
    *,
    dossier: int | None = None,
    first: bool = False,
) -> None:
    """Record an act; ``dossier`` is the supervisor who did it or whom it concerns."""
    kind = "study" if isinstance(thing, Study) else "verification"
    record(
        actor=actor,
        at=at,
        verb=f"{kind}.{verb}",
        subject=thing.subject,
        dossier=dossier,
        data={"no": thing.no, **(data or {})},
        rules=rules_on(thing.zone_id, at),
        clause="5.1.b" if kind == "study" else "4.2.c",
        role=acting_role(actor),
        first=first,
    )


def rules_on(zone_id: int, at: datetime) -> str:
    """The version of the rules that an act stands under; empty before there are any."""
    try:
        return f"v{version_on(zone_id, local_date(at)).number}"
    except NoRulebook:
        return ""


def warn_days(zone_id: int, at: datetime) -> int | None:
    """The working days before the last one on which who takes part is reminded; None without rules."""
    try:
        return book(version_on(zone_id, local_date(at)).pk).number_of("study_warn_days")
    except NoRulebook:
        return None


def acting_role(actor: Actor) -> str:
    """The role in which the act is recorded."""
    for role in (RoleName.head, RoleName.officer, RoleName.supervisor):
        if actor.has(role):
            return str(role)
    return "system" if actor.user_id is None else ""


def need_office(actor: Actor) -> None:
    """Raise `Refused` ``wrong_role`` for anybody but the office."""
    if not actor.is_office:
        raise Refused("wrong_role")


def fresh(seen: int | None, revision: int) -> None:
    """Raise `Refused` ``stale`` when the page was made of another revision."""
    if seen is not None and seen != revision:
        raise Refused("stale")


def words(text: str, longest: int, *, field: str, needed: bool = True, lines: bool = True) -> str:
    """A cleaned text; raises `Refused` ``text_required`` or ``too_long`` with the field."""
    text = clean_text(text, lines=lines)
    if needed and not text:
        raise Refused("text_required", field=field)
    if len(text) > longest:
        raise Refused("too_long", field=field, longest=longest)
    return text


def due_day(due_on: date, at: datetime, zone: Zone) -> date:
    """A last day that is not over and that the calendar knows; raises `Refused` ``due_past``, ``due_too_far``."""
    try:
        last = calendar(zone).on_or_after(due_on)
    except CalendarError:
        raise Refused("due_too_far", field="due_on") from None
    if last < local_date(at):
        raise Refused("due_past", field="due_on")
    if (due_on - local_date(at)).days > 366:
        raise Refused("due_too_far", field="due_on")
    return due_on


def calendar(zone: Zone) -> Calendar:
    return calendar_of(zone)


def next_no(model: type[Study] | type[Verification], zone_id: int, at: datetime) -> str:
    """The next number of the zone's year: 2026-03. Locks the zone until the transaction ends."""
    Zone.objects.select_for_update().get(pk=zone_id)
    year = timezone.localtime(at).year
    numbered = model._default_manager.filter(zone=zone_id, no__startswith=f"{year}-")
    last = numbered.order_by(Length("no").desc(), "-no").values_list("no", flat=True).first()
    return f"{year}-{int(last[5:]) + 1 if last else 1:02d}"


def tell_people(
    people: Iterable[Supervisor], thing: Study | Verification, kind: str, *, at: datetime, by: Actor | None
) -> None:
    """Tell supervisors about a study or a verification: its number and what to do."""
    tell(
        [each.user_id for each in people],
        zone_id=thing.zone_id,
        at=at,
        kind=kind,
        path=path_of(thing),
        params={"no": thing.no, "until": thing.due_on.isoformat()},
        by=by,
    )


def tell_office(
    thing: Study | Verification, kind: str, *, at: datetime, by: Actor | None, about: Supervisor | None = None
) -> None:
    """Tell whoever called it and, where somebody did it, that person's contact; all officers if both are gone."""
    owner = thing.called_by_id if isinstance(thing, Study) else thing.assigned_by_id
    officers = {user.pk for user in with_role(thing.zone_id, RoleName.officer, RoleName.head)}
    wanted = {pk for pk in (owner, contact_of(about.pk, at) if about else None) if pk is not None} & officers
    tell(
        wanted or officers, zone_id=thing.zone_id, at=at, kind=kind, path=path_of(thing), params={"no": thing.no}, by=by
    )


def path_of(thing: Model) -> str:
    """The page of a study or a verification."""
    place = "studies" if isinstance(thing, Study) else "studies/verifications"
    return f"/{place}/{thing.pk}/"
