"""How everybody of a zone stands in a quarter: one query, whatever the number of people.

The database counts what was done, and says in which group somebody is, so that lists can be cut and counted; the
figures of a line are the core's (`reckoned`).
"""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import add
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least

from jianyan.core.duties import Reckoned, Rules, Span, Standing, owed_in, reckon
from jianyan.core.opinion import form_due
from jianyan.duties.queries.days import days_in_term, overlapping
from jianyan.duties.queries.done import contacted, forms_given, times_done, times_excused
from jianyan.people.models import Channel, Identity, Supervisor
from jianyan.people.queries import terms_on


def people(zone_id: int, rules: Rules, today: date) -> QuerySet[Supervisor]:
    """The supervisors in term on some day of the quarter, in the order of pinyin.

    Adds ``days`` in term, ``done_…`` and ``excuses_…`` of whatever the channel's duties ask for, and ``standing``
    (`core.duties.Standing`) of all of them together.
    """
    found = Supervisor.objects.filter(Exists(overlapping(rules.span)), zone=zone_id)
    found = found.annotate(days=days_in_term(rules.span))
    for what, channels in _asked(rules).items():
        here = Q(channel__in=channels)
        done, excuses = times_done(what, rules.span), times_excused(what, rules.span)
        found = found.annotate(
            **{
                f"done_{what}": _where(here, done),
                f"excuses_{what}": _where(here, Least(excuses, Value(rules.excuses))),
            }
        )
    return found.annotate(standing=_standing(rules, today)).order_by("sort_key", "pk")


def _asked(rules: Rules) -> dict[str, list[str]]:
    """What the duties of a quarter ask for, and of which channels."""
    asked: dict[str, list[str]] = {}
    for channel, duties in rules.duties.items():
        for duty in duties.values():
            asked.setdefault(duty.what, []).append(channel)
    return asked


def _often(rules: Rules, channel: str) -> dict[str, int]:
    """How often a channel owes what."""
    often: dict[str, int] = {}
    for duty in rules.duties[channel].values():
        often[duty.what] = often.get(duty.what, 0) + duty.at_least
    return {what: n for what, n in often.items() if n}


def _where(condition: Q, value: Any) -> Case:
    return Case(When(condition, then=value), default=Value(0), output_field=IntegerField())


def _standing(rules: Rules, today: date) -> Case:
    """As `core.duties.together` says it of the parts of each."""
    otherwise = Standing.missed if today > rules.span.last else Standing.owed
    if otherwise is Standing.owed and today >= rules.warn:
        otherwise = Standing.warned
    owing = [channel for channel in Channel.values if _often(rules, channel)]
    whens = [When(~Q(channel__in=owing) | Q(days__lt=rules.enough), then=Value(Standing.short.value))]
    for made_up in (False, True):
        word = Standing.excused if made_up else Standing.met
        for channel in owing:
            each = [_fulfilled(what, n, made_up) for what, n in _often(rules, channel).items()]
            whens.append(When(reduce(lambda a, b: a & b, each, Q(channel=channel)), then=Value(word.value)))
    return Case(*whens, default=Value(otherwise.value), output_field=CharField())


def _fulfilled(what: str, n: int, made_up: bool) -> Q:
    if not made_up:
        return Q(**{f"done_{what}__gte": n})
    return Q(**{f"done_{what}__gte": Value(n) - F(f"excuses_{what}")})


def reckoned(row: Any, rules: Rules, today: date) -> dict[str, Reckoned]:
    """How each duty of somebody of `people` stands, by what it asks for."""
    return {
        what: reckon(
            owed=owed_in(n, row.days, rules.enough),
            done=getattr(row, f"done_{what}"),
            excuses=getattr(row, f"excuses_{what}"),
            span=rules.span,
            warn=rules.warn,
            today=today,
        )
        for what, n in _often(rules, row.channel).items()
    }


def with_forms(found: QuerySet[Supervisor], rules: Rules, today: date) -> QuerySet[Supervisor]:
    """Add ``forms_owed`` and ``forms_done`` of the months that have begun, and ``forms_missed`` of those that are over.

    A month's form is owed by each identity of whoever is in term on its due day (5.1.e).
    """
    identities = Identity.objects.filter(supervisor=OuterRef("pk")).order_by().values("supervisor")
    held = Coalesce(Subquery(identities.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
    of_channel = [When(channel=channel, then=held * Value(n)) for channel, n in rules.forms.items()]
    owed = Case(*of_channel, default=Value(0), output_field=IntegerField())
    begun = _begun(rules, today)

    def due(month: Span) -> Exists:
        return Exists(terms_on(form_due(month.first, rules.due_day)).filter(supervisor=OuterRef("pk")))

    missed = [_if(due(m), Greatest(owed - forms_given(m), Value(0))) for m in begun if m.last < today]
    return found.annotate(
        forms_owed=_sum([_if(due(month), owed) for month in begun]),
        forms_done=_sum([_if(due(month), Least(forms_given(month), owed)) for month in begun]),
        forms_missed=_sum(missed),
    )


def with_contacts(found: QuerySet[Supervisor], rules: Rules, today: date) -> QuerySet[Supervisor]:
    """Add ``contacts_owed``, ``contacts_done`` and ``contacts_missed``: months that have begun in which the officer
    owes a contact, had one, and had none (5.1.c); this month's is missed until it takes place.
    """
    owed, done, missed = [], [], []
    for month in _begun(rules, today) if rules.contacts else []:
        name = f"month_days_{month.first.month}"
        found = found.alias(**{name: days_in_term(month)})
        enough = Q(**{f"{name}__gte": rules.enough_month})
        owed.append(_where(enough, Value(1)))
        done.append(_where(enough & Q(contacted(month)), Value(1)))
        missed.append(_where(enough & ~Q(contacted(month)), Value(1)))
    return found.annotate(contacts_owed=_sum(owed), contacts_done=_sum(done), contacts_missed=_sum(missed))


def _begun(rules: Rules, today: date) -> list[Span]:
    return [month for month in rules.quarter.months if month.first <= today]


def _if(condition: Exists, value: Any) -> Case:
    return Case(When(condition, then=value), default=Value(0), output_field=IntegerField())


def _sum(parts: list[Any]) -> Any:
    return reduce(add, parts) if parts else Value(0, output_field=IntegerField())
