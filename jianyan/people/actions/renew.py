"""续聘: another term follows the last one, as often as the rules allow (4.3.c)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.core.terms import consecutive, overlaps, term_of
from jianyan.core.workdays import local_date
from jianyan.notify.actions import tell
from jianyan.people.actions.base import lock_supervisor, need, next_certificate, note
from jianyan.people.models import Appointment, Supervisor
from jianyan.rules.queries import book, version_on


def follows_on(terms: list[Appointment], today: date) -> date:
    """The day on which another term would begin: the day after the last one ends, or today where that has passed."""
    return max((max(each.term.last for each in terms) + timedelta(days=1)) if terms else today, today)


def cannot_renew(
    supervisor: Supervisor, terms: list[Appointment], today: date, limit: int, starts: date | None = None
) -> Refused | None:
    """Why somebody cannot be appointed again from a day on, by default the next one; ``terms`` by their start."""
    starts = starts or follows_on(terms, today)
    if supervisor.anonymised_at or not terms:
        return Refused("never_appointed")
    if terms[-1].left_on:
        return Refused("broken_off")
    if starts < today:
        return Refused("starts_too_early", field="starts_on")
    if consecutive([each.term for each in terms], starts) >= limit:
        return Refused("terms_used_up", limit=limit)
    return None


@transaction.atomic
def renew(actor: Actor, supervisor_id: int, *, at: datetime, starts_on: date | None = None) -> Appointment:
    """Appoint a supervisor for another term, with a certificate of its own; the promise is signed anew.

    Raises:
        Supervisor.DoesNotExist; Refused: ``wrong_hat``, ``never_appointed``, ``broken_off`` after a resignation or
        dismissal (there is the recruitment for that), ``terms_used_up``, ``starts_too_early``, ``term_overlaps``.
    """
    supervisor = lock_supervisor(actor, supervisor_id)
    need(actor, RoleName.head)
    zone = Zone.objects.select_for_update().get(pk=supervisor.zone_id)
    terms = list(Appointment.objects.filter(supervisor=supervisor).order_by("starts_on"))
    today = local_date(at)
    starts = starts_on or follows_on(terms, today)
    rules = book(version_on(zone.pk, today).pk)
    if no := cannot_renew(supervisor, terms, today, rules.number_of("term_limit"), starts):
        raise no
    term = term_of(starts, rules.number_of("term_years"))
    if overlaps(term, [each.term for each in terms]):
        raise Refused("term_overlaps", field="starts_on")
    made = Appointment.objects.create(
        supervisor=supervisor,
        starts_on=term.starts,
        ends_on=term.ends,
        certificate=next_certificate(zone, term.starts.year),
        consented_at=terms[-1].consented_at,
    )
    days = {"from": made.starts_on.isoformat(), "to": made.ends_on.isoformat()}
    note(supervisor, actor, at, "renew", {"appointment": made.pk, **days})
    tell(
        [supervisor.user_id],
        zone_id=zone.pk,
        at=at,
        kind="supervisor.renewed",
        path="/my/dossier/",
        params={"until": made.ends_on.isoformat()},
        by=actor,
    )
    return made
