"""The dossier (5.2.a, 5.2.b): a reading of the ledger, so that a change is in it the moment it is saved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KT

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.flow import NOT_THE_REPORTERS, Verb
from jianyan.core.opinion import form_due, month_of
from jianyan.core.rulebook import Rulebook
from jianyan.core.terms import Term
from jianyan.ledger.models import Entry
from jianyan.people.models import Appointment, Supervisor


def _leads(*verbs: Verb) -> frozenset[str]:
    return frozenset(f"lead.{verb}" for verb in verbs)


#: The kinds by which a dossier is filtered: the verbs of each.
KINDS: dict[str, frozenset[str]] = {
    "forms": frozenset({"form.file", "form.nil", "form.undo_nil"}),
    "leads": frozenset({"lead.file", "lead.undo", "clock.move"})
    | _leads(Verb.supplement, Verb.classify, Verb.note, Verb.resume, Verb.merge, Verb.split_, Verb.withdraw),
    "calls": frozenset({"supervisor.contact"}) | _leads(Verb.call, Verb.call_unanswered, Verb.clarify_unreached),
    "dispatch": _leads(
        Verb.dispatch,
        Verb.designate,
        Verb.recall,
        Verb.accept,
        Verb.accept_silently,
        Verb.return_,
        Verb.ask_extension,
        Verb.grant_extension,
        Verb.refuse_extension,
        Verb.remind,
        Verb.urge,
        Verb.submit_reply,
        Verb.approve_reply,
        Verb.send_back_reply,
        Verb.withdraw_reply,
        Verb.contest,
        Verb.uphold_contest,
        Verb.reject_contest,
    ),
    "replies": _leads(Verb.reply),
    "follow_ups": _leads(Verb.follow_up, Verb.follow_up_unreached, Verb.close, Verb.reopen),
    "meetings": frozenset(
        f"meeting.{verb}" for verb in ("invited", "uninvited", "answer", "excuse", "attend", "strike")
    ),
    "duties": frozenset(f"study.{verb}" for verb in ("invite", "join", "decline", "deliver", "took_part"))
    | frozenset(f"verification.{verb}" for verb in ("ask", "take", "decline", "carry_out", "took_part"))
    | {"duty.closed"},
    "appointments": frozenset(
        f"supervisor.{verb}"
        for verb in (
            "appoint",
            "handover",
            "cover",
            "cover_end",
            "renew",
            "promise",
            "consent",
            "certificate",
            "certificate_back",
            "resign",
            "propose_dismissal",
            "state",
            "dismiss",
            "reject_dismissal",
            "change",
        )
    )
    | {"candidate.appoint"}
    | {f"award.{verb}" for verb in ("adjust", "veto", "lift", "object", "settle", "strike", "given", "certificate")},
}
NOT_FOR_ONESELF = _leads(*NOT_THE_REPORTERS) | {"lead.link", "lead.unlink", "lead.apart"}


def dossier_of(actor: Actor, supervisor: Supervisor) -> QuerySet[Entry]:
    """The ledger's rows of a supervisor's dossier that the actor may read.

    A member of the office who also answers for a department does not read who raised an anonymous lead (4.1.c).
    """
    rows = Entry.objects.filter(dossier=supervisor.pk, zone=supervisor.zone_id)
    if supervisor.user_id == actor.user_id:
        inside = Q(verb=f"lead.{Verb.supplement}", data__audience__in=("office", "department")) & ~Q(role="reporter")
        undone = Q(verb="lead.undo", data__undoes__in=[verb.removeprefix("lead.") for verb in NOT_FOR_ONESELF])
        return rows.exclude(verb__in=NOT_FOR_ONESELF).exclude(undone).exclude(inside)
    if actor.has(RoleName.liaison):
        hidden = Entry.objects.filter(dossier=supervisor.pk, verb="lead.file", data__hidden=True)
        return rows.exclude(subject__in=hidden.values("subject"))
    return rows


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a long list: its rows, and the cursors of the parts after (older) and before (newer); "" for none."""

    rows: list[Entry]
    after: str
    before: str


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def _cursor(row: Entry) -> str:
    return f"{(row.at - _EPOCH) // _TICK}-{row.pk}"


def _place(cursor: str) -> tuple[datetime, int] | None:
    """The moment and id that a cursor names; None for one that names nothing."""
    ticks, _, pk = cursor.partition("-")
    if not (ticks.isdigit() and pk.isdigit() and len(pk) < 19 and len(ticks) < 18):
        return None
    try:
        return _EPOCH + int(ticks) * _TICK, int(pk)
    except OverflowError:
        return None


def part_of(rows: QuerySet[Entry], *, after: str = "", before: str = "", size: int = 50) -> Part:
    """The newest rows first, from a cursor on; an unknown cursor begins at the newest. One query.

    ``lead_no`` is the number of the lead that a row is about, None for other rows.
    """
    filed = Entry.objects.filter(subject=OuterRef("subject"), verb="lead.file")
    about = Case(When(subject__startswith="lead:", then=Subquery(filed.values(no=KT("data__no"))[:1])))
    rows = rows.select_related("actor").annotate(lead_no=about)
    if newer := _place(before):
        at, pk = newer
        found: list[Entry] = list(rows.filter(Q(at__gt=at) | Q(at=at, pk__gt=pk)).order_by("at", "pk")[: size + 1])
        more, found = len(found) > size, found[:size][::-1]
        return Part(found, _cursor(found[-1]) if found else "", _cursor(found[0]) if more else "")
    older = _place(after)
    if older:
        at, pk = older
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    found = list(rows.order_by("-at", "-pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    return Part(found, _cursor(found[-1]) if more else "", _cursor(found[0]) if older and found else "")


@dataclass(frozen=True, slots=True)
class Sent:
    """A row about one form: the form by the name of its chain, and for which month (2026-03) and identity it was."""

    form: str
    verb: str
    month: str
    level: str
    late: bool


@dataclass(slots=True)
class Told:
    """What a dossier's rows say together: how many there are of each verb, how many leads stand in each state now, as
    their last rows say, and the rows about forms."""

    verbs: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    forms: list[Sent] = field(default_factory=list)

    @property
    def kinds(self) -> dict[str, int]:
        """How many rows there are of each kind."""
        return {kind: sum(self.verbs[verb] for verb in verbs) for kind, verbs in KINDS.items()}


def told_by(rows: QuerySet[Entry]) -> Told:
    """Read a dossier's rows together. One query."""
    rows, nothing = rows.order_by(), Value("", output_field=CharField())
    verbs = rows.values("verb").annotate(n=Count("id"))
    moves = rows.filter(subject__startswith="lead:", data__has_key="to")
    later = Entry.objects.filter(subject=OuterRef("subject"), place__gt=OuterRef("place"), data__has_key="to")
    states = moves.filter(~Exists(later)).annotate(to=KT("data__to")).values("to").annotate(n=Count("id"))
    forms = rows.filter(verb__in=KINDS["forms"]).annotate(month=KT("data__month"), level=KT("data__level"))
    late = Case(When(data__late=True, then=1), default=0, output_field=IntegerField())
    found = Told()
    for subject, key, month, level, n in verbs.values_list(nothing, "verb", nothing, nothing, "n").union(
        states.values_list(Value("to", output_field=CharField()), "to", nothing, nothing, "n"),
        forms.values_list("subject", "verb", "month", "level", late),
        all=True,
    ):
        match subject:
            case "":
                found.verbs[key] += n
            case "to":
                found.states[key] += n
            case _:
                found.forms.append(Sent(subject, key, month or "", level or "", bool(n)))
    return found


def lead_numbers(subjects: set[str]) -> dict[str, str]:
    """The numbers of leads by the names of their chains. One query."""
    filed = Entry.objects.filter(verb="lead.file", subject__in=subjects)
    return dict(filed.values_list("subject", KT("data__no")))


@dataclass(frozen=True, slots=True)
class FormFigures:
    """Opinion forms of all terms: with leads, nil returns, of both the late ones, and months without any; those of the
    term that holds now, ``missed_now``, may raise a flag."""

    filed: int
    nil: int
    late: int
    missed: int
    missed_now: int = 0


def form_figures(
    told: list[Sent], terms: list[Appointment], levels: list[str], day: date, rules: Rulebook
) -> FormFigures:
    """Count a dossier's forms as of a day.

    A nil return that was taken back counts as none. A form is missed when its month is over; it was owed when the
    month's due day lay in a term. Each identity owes its own.
    """
    undone = {each.form for each in told if each.verb == "form.undo_nil"}
    forms = [each for each in told if each.form not in undone]
    due_day = rules.number_of("form_due_day")
    owed = {month for term in terms for month in months_of(term.term, due_day) if month < month_of(day)}
    given = {(each.month, each.level) for each in forms}
    now = {month for term in terms if term.term.holds(day) for month in months_of(term.term, due_day)}
    missed = [month for month in owed for level in levels if (month.isoformat()[:7], level) not in given]
    return FormFigures(
        filed=sum(each.verb == "form.file" for each in forms),
        nil=sum(each.verb == "form.nil" for each in forms),
        late=sum(each.late for each in forms),
        missed=len(missed),
        missed_now=sum(month in now for month in missed),
    )


def months_of(term: Term, due_day: int) -> list[date]:
    """The months whose due day lies in the term, as their first days."""
    first, last = term.starts, term.last
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = (date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1) for i in range(count))
    return [month for month in months if first <= form_due(month, due_day) <= last]
