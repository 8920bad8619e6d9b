"""计分: an award is set up by counting the term from the ledger, and counted again as long as it is reviewed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from jianyan.accounts.queries import Actor
from jianyan.awards.actions.base import BATCH, Taken, note, settle, take, words
from jianyan.awards.models import Run, Standing
from jianyan.awards.queries import last_row
from jianyan.awards.queries.checked import counted_again
from jianyan.awards.queries.scored import Scored, digest_of, months_in, parts_shown, records_of, rules_of, scored
from jianyan.core.award import AwardFacts, AwardRow, AwardStep, AwardVerb
from jianyan.core.flow import Refused
from jianyan.core.terms import Term
from jianyan.core.workdays import local_date
from jianyan.rules.queries import book, version_on

TITLE = 80


@transaction.atomic
def count(actor: Actor, *, at: datetime, starts: date, ends: date, title: str) -> Run:
    """Set up the award of a term that is over, by the rules in force on its last day, from all rows until now.

    Raises:
        Refused: ``wrong_role``, ``term_not_over``, ``bad_term``, ``nobody_served``, ``there_already``,
        ``text_required``, ``too_long``.
        NoRulebook: no rules were in force then.
    """
    if not actor.is_office:
        raise Refused("wrong_role")
    if ends >= local_date(at):
        raise Refused("term_not_over", field="term")
    if starts >= ends:
        raise Refused("bad_term", field="term")
    version = version_on(actor.zone_id, ends)
    rules, term = book(version.pk), Term(starts, ends)
    run = Run(
        zone_id=actor.zone_id,
        rules=version,
        title=words(title, TITLE, field="title"),
        term_starts=starts,
        term_ends=ends,
        months=months_in(term, rules),
        until_row=last_row(actor.zone_id),
        counted_at=at,
        created_by_id=actor.person,
    )
    found = scored(records_of(actor.zone_id, term, run.until_row, rules), rules_of(run), run.months)
    if not found.records:
        raise Refused("nobody_served", field="term")
    run.digest = digest_of(run, found, _proposed(found))
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("there_already", field="term") from error
    _write(run, found)
    row = AwardRow(AwardStep.review, AwardVerb.recount, frozenset(actor.roles), AwardStep.review, "")
    note(Taken(run, actor, at, row, AwardFacts()), "count", _said(run, found))
    return run


@transaction.atomic
def recount(actor: Actor, run_id: int, *, at: datetime, seen: int | None = None) -> Run:
    """Count the term again with what came into the ledger since; what the reviewers changed stays.

    Raises:
        Run.DoesNotExist; Refused: the table's codes, ``stale``.
    """
    taken = take(actor, run_id, AwardVerb.recount, at=at, seen=seen)
    run = taken.run
    run.until_row, run.counted_at = last_row(run.zone_id), at
    found = counted_again(run)
    run.digest = digest_of(run, found, _proposed(found))
    _write(run, found)
    return settle(taken, "until_row", "counted_at", "digest", data=_said(run, found))


def _proposed(found: Scored) -> list[int]:
    return [place.person for place in found.ranking.places if place.proposed]


def _said(run: Run, found: Scored) -> dict[str, object]:
    days = {"from": run.term_starts.isoformat(), "until": run.term_ends.isoformat()}
    return {**days, "people": len(found.records), "row": run.until_row, "digest": run.digest}


def _write(run: Run, found: Scored) -> None:
    """Write everybody's points. Whoever no longer takes part goes, unless a reviewer has had them in hand."""
    there = {each.supervisor_id: each for each in Standing.objects.filter(run=run)}
    made: list[Standing] = []
    changed: list[Standing] = []
    for person, (at, place) in found.places().items():
        record, points = found.records[person], found.points[person]
        each = there.pop(person, None) or Standing(run=run, supervisor_id=person)
        (changed if each.pk else made).append(each)
        each.channel, each.months, each.since = record.channel, record.months, record.since
        each.counts = {deed: n for deed, n in record.counts.items() if n}
        each.parts, each.counted, each.total = parts_shown(points), points.counted, points.total
        each.adjusted, each.vetoed = record.adjusted, bool(record.vetoes)
        each.rank, each.place, each.proposed, each.why = place.rank, at, place.proposed, place.why
    Standing.objects.filter(pk__in=[each.pk for each in there.values()]).delete()
    Standing.objects.bulk_create(made, batch_size=BATCH)
    fields = ["channel", "months", "since", "counts", "parts", "counted", "total", "adjusted", "vetoed"]
    Standing.objects.bulk_update(changed, [*fields, "rank", "place", "proposed", "why"], batch_size=BATCH)
