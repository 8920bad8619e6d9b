"""Reads of special reports and of the leaders' instructions on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.flow import FINAL, State
from jianyan.core.periods import last_day, quarter_named
from jianyan.core.special import InstructionState, SpecialFacts, SpecialState, instruction_state
from jianyan.core.tasks import TaskState
from jianyan.core.workdays import TZ, local_date
from jianyan.leads.models import Lead
from jianyan.reports.models import Counted, Instruction, Snapshot, Special, SpecialItem, SpecialSection
from jianyan.tasks.models import Task
from jianyan.tasks.queries import of_sources

#: Kinds of lead that tell of risks to the industry (1.3).
RISKS = ("risk", "trend")
#: Dispatched as often as this, a lead has no unit that wants it.
OFTEN = 2
#: How many leads are offered for an item, the annex and the draft's proposals.
OFFERED, LISTED, PROPOSED = 60, 300, 3


def specials_visible_to(actor: Actor) -> QuerySet[Special]:
    """All of the zone for the office, the signed ones for leaders, none for others."""
    zone = Special.objects.filter(zone=actor.zone_id)
    if actor.is_office:
        return zone
    return zone.filter(state=SpecialState.signed) if actor.has(RoleName.leader) else zone.none()


def instructions_visible_to(actor: Actor) -> QuerySet[Instruction]:
    """All of the zone for the office and the leaders."""
    if not (actor.is_office or actor.has(RoleName.leader)):
        return Instruction.objects.none()
    return Instruction.objects.filter(zone=actor.zone_id)


def whole(specials: QuerySet[Special]) -> QuerySet[Special]:
    """With all that a page shows: five queries."""
    leads = Lead.objects.only("id", "no", "title").order_by("pk")
    items = SpecialItem.objects.prefetch_related(Prefetch("leads", queryset=leads))
    sections = SpecialSection.objects.select_related("changed_by")
    near = specials.select_related("zone", "snapshot", "signed_by", "drafted_by")
    return near.prefetch_related(Prefetch("sections", queryset=sections), Prefetch("items", queryset=items))


def facts_of(special: Special, at: datetime) -> SpecialFacts:
    """What the table of a special report asks."""
    ends = last_day(quarter_named(special.quarter))
    return SpecialFacts(over=local_date(at) > ends, whole=local_date(special.snapshot.taken_at) > ends)


def newest(zone_id: int) -> Special | None:
    """The last special report that was signed."""
    signed = Special.objects.filter(zone=zone_id, state=SpecialState.signed)
    return signed.order_by("-signed_at", "-pk").first()


def offered(special: Special, section: str) -> QuerySet[Lead]:
    """The quarter's leads that may stand in a section, those that call for it first.

    Common problems: those marked so, or raised by several. Risks: those of the kinds that tell of risks. What the
    committee has to settle: open ones that are overdue, of grade A, or sent from unit to unit.
    """
    counted = Counted.objects.filter(snapshot=special.snapshot).exclude(state__in=(State.withdrawn, State.merged))
    match section:
        case "common":
            merged = Lead.objects.filter(merged_into=OuterRef("lead"))
            counted = counted.filter(Q(common=True) | Q(Exists(merged)))
        case "risks":
            counted = counted.filter(kind__in=RISKS)
        case _:
            late = Q(due_at__lte=special.snapshot.taken_at)
            open_ = ~Q(state__in=FINAL)
            counted = counted.filter(open_ & (late | Q(grade="A") | Q(lead__dispatches__gte=OFTEN)))
    leads = Lead.objects.filter(pk__in=counted.values("lead"), zone=special.zone_id)
    not_ended = F("ended_at").asc(nulls_first=True)
    return leads.select_related("lead_department").order_by(
        not_ended, "-reopened", "-dispatches", "-submitted_at", "-pk"
    )


def may_stand(special: Special, leads: Iterable[int]) -> QuerySet[Lead]:
    """Those of the leads that an item of this report may rest on: all that its snapshot counts."""
    counted = Counted.objects.filter(snapshot=special.snapshot, lead__in=list(leads))
    return Lead.objects.filter(pk__in=counted.values("lead"), zone=special.zone_id)


def annexed(special: Special) -> list[Counted]:
    """The leads of the annex: all of the quarter where they are not too many, else those that its items rest on."""
    counted = (
        Counted.objects.filter(snapshot=special.snapshot, earlier=False)
        .select_related("lead__identity__supervisor", "department")
        .order_by("lead__no")
    )
    if counted.count() > LISTED:
        counted = Counted.objects.filter(snapshot=special.snapshot, lead__in=_chosen(special))
        counted = counted.select_related("lead__identity__supervisor", "department").order_by("lead__no")[:LISTED]
    return list(counted)


def _chosen(special: Special) -> QuerySet[Lead]:
    return Lead.objects.filter(
        pk__in=SpecialItem.leads.through.objects.filter(specialitem__special=special).values("lead")
    )


def to_follow(special: Special) -> list[Instruction]:
    """The instructions of which this issue reports: all on earlier ones that no issue has reported as ended."""
    before = Instruction.objects.filter(zone=special.zone_id, special__quarter__lt=special.quarter)
    waiting = before.filter(Q(told_in__isnull=True) | Q(told_in=special))
    return list(waiting.select_related("by", "special", "item").order_by("at", "pk"))


def tasks_of(zone_id: int, instructions: Iterable[Instruction]) -> dict[int, list[Task]]:
    """The tasks of each instruction; one query."""
    rows = list(instructions)
    by_source = of_sources(zone_id, [row.subject for row in rows])
    return {row.pk: by_source[row.subject] for row in rows}


def state_of(instruction: Instruction, tasks: Iterable[Task]) -> InstructionState:
    """Where an instruction stands."""
    return instruction_state([TaskState(task.state) for task in tasks], noted=instruction.noted_at is not None)


def last_snapshot(zone_id: int, quarter: str) -> Snapshot | None:
    """The last snapshot of a quarter that was taken after its end: the bulletin's, if there is one."""
    ends = datetime.combine(last_day(quarter_named(quarter)), time.max, TZ)
    return Snapshot.objects.filter(zone=zone_id, quarter=quarter, taken_at__gt=ends).order_by("-taken_at").first()


def overdue_in(snapshot: Snapshot) -> set[int]:
    """The leads that were overdue at the moment of the snapshot."""
    late = Counted.objects.filter(snapshot=snapshot, due_at__lte=snapshot.taken_at)
    return set(late.values_list("lead", flat=True))
