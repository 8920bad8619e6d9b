"""The award at the end of the demo's year: counted, reviewed, checked by the supervisors, decided, on notice, given."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from jianyan.accounts.models import User
from jianyan.accounts.queries import actor_of
from jianyan.awards import actions
from jianyan.awards.models import Objection, Run, Standing
from jianyan.web.demo.year import Year, act

#: Working days after the end of the term on which each step is taken.
COUNT, REVIEW, OPEN, OBJECT, SETTLE, DECIDE, APPROVE, PUBLISH, FINISH = 1, 1, 2, 3, 5, 6, 7, 7, 13
#: What the reviewers change: the rank in a channel, hundredths of a point, and why.
CHANGES = (
    ("social", 3, 200, "牵头汇总冷链查验场地问题，形成的建议被管委会采用。"),
    ("internal", 2, 150, "两次为其他监督员讲解政策口径，会议纪要有记载。"),
    ("social", 9, -100, "七月座谈会无故早退，已与本人核实。"),
)
OBJECTION = "八月提出的仓储收费线索已经按我的建议整改，回访时我说已解决，请核实是否计入。"
FINDINGS = "调阅回访记录，该线索八月三十日回访登记为“已解决”，已计入“解决”一项，计分无误，已电话向本人说明。"


def plan_award(year: Year, first: date, after: date) -> None:
    """Plan the award of the term from ``first`` until the day before ``after``."""
    ends = after - timedelta(days=1)

    def on(workdays: int, hour: int, minute: int = 0) -> datetime:
        return year.hours.morning(year.calendar.add(ends, workdays), hour, minute)

    year.plan(on(COUNT, 14), "count_award", first, ends)
    for place, change in enumerate(CHANGES):
        year.plan(on(REVIEW, 15, 10 * place), "change_award", *change)
    year.plan(on(OPEN, 9), "open_award")
    year.plan(on(OBJECT, 20, 12), "object_award")
    year.plan(on(SETTLE, 10, 30), "settle_award")
    year.plan(on(DECIDE, 9, 30), "decide_award")
    year.plan(on(APPROVE, 9), "approve_award", after)
    year.plan(on(PUBLISH, 10), "publish_award")
    year.plan(on(FINISH, 9), "finish_award")


def _run(year: Year) -> Run:
    return Run.objects.get(zone=year.cast.zone)


def _key(text: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"award:{text}")


@act
def count_award(year: Year, at: datetime, starts: date, ends: date) -> None:
    """An officer counts the term."""
    title = f"{ends.year}年度优秀监督员评选"
    actions.count(year.cast.officer(0), at=at, starts=starts, ends=ends, title=title)


@act
def change_award(year: Year, at: datetime, channel: str, rank: int, points: int, reason: str) -> None:
    """A reviewer adds or takes points."""
    found = Standing.objects.filter(run=_run(year), channel=channel, rank__isnull=False).order_by("place")
    if len(found) >= rank:
        officer = year.cast.officer(rank % len(year.corpus.officers))
        actions.adjust(officer, found[rank - 1].pk, at=at, points=points, reason=reason, key=_key(reason))


@act
def open_award(year: Year, at: datetime) -> None:
    """Everybody may check the own points."""
    actions.open_hearing(year.cast.officer(0), _run(year).pk, at=at)


@act
def object_award(year: Year, at: datetime) -> None:
    """Somebody just below the list objects."""
    below = Standing.objects.filter(run=_run(year), channel="social", proposed=False, rank__isnull=False)
    each = below.select_related("supervisor").order_by("place").first()
    if each:
        actor = actor_of(User.objects.get(pk=each.supervisor.user_id), year.cast.zone)
        actions.object_own(actor, each.pk, at=at, text=OBJECTION, key=_key("objection"))


@act
def settle_award(year: Year, at: datetime) -> None:
    """The office looks into it."""
    for objection in Objection.objects.filter(standing__run=_run(year), outcome=""):
        actions.settle_objection(year.cast.officer(0), objection.pk, at=at, outcome="dismissed", findings=FINDINGS)


@act
def decide_award(year: Year, at: datetime) -> None:
    """The head decides."""
    actions.decide(year.cast.head, _run(year).pk, at=at)


@act
def approve_award(year: Year, at: datetime, after: date) -> None:
    """The committee's approval is recorded."""
    document = f"管委会主任办公会纪要〔{after.year}〕{after.month + 10}号"
    actions.approve(year.cast.head, _run(year).pk, at=at, document=document)


@act
def publish_award(year: Year, at: datetime) -> None:
    """The list is put on public notice."""
    actions.publish(year.cast.head, _run(year).pk, at=at)


@act
def finish_award(year: Year, at: datetime) -> None:
    """The award is given."""
    actions.finish(year.cast.head, _run(year).pk, at=at)
