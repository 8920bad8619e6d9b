"""A what-if as its page shows it: rules, who answers for what, the award, and each thing that turned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import Department, User
from jianyan.awards import words as award_words
from jianyan.core.flow import DEPARTMENTS
from jianyan.core.rule_changes import Change, changes
from jianyan.core.rulebook import Item, Rulebook
from jianyan.core.what_if import FORM, Ends, Replayed, Tally, Turned
from jianyan.core.workdays import Calendar, local_date
from jianyan.insight.queries.what_if import seconds
from jianyan.insight.queries.what_if_award import Awarded, Rival, Side
from jianyan.leads.models import Clock, OpinionForm
from jianyan.leads.words import unit_name
from jianyan.people.models import Supervisor
from jianyan.rules import shown, values, words
from jianyan.rules.queries import rule_url
from jianyan.ui.addresses import address_of

#: Who answers for a clock or form.
UNIT, OFFICER, PERSON = "unit", "officer", "person"
KINDS: dict[str, str | Promise] = {UNIT: _("承办部门"), OFFICER: _("营商环境专员"), PERSON: _("监督员")}


def kind_of(rule: str) -> str:
    """Who answers for the clocks of a rule."""
    if rule == FORM:
        return PERSON
    section, _dot, key = rule.partition(".")
    return UNIT if section == "grades" or key in DEPARTMENTS else OFFICER


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A rule with another value: its name and words, and both values with their units."""

    rule: str
    name: str
    words: str
    before: str
    after: str
    url: str


def changed_values(before: Rulebook, after: Rulebook, alone: Iterable[Change]) -> list[Value]:
    """What the other side says differently, without what changes nothing."""
    passed = {change.rule for change in alone}
    return [
        Value(
            rule=change.rule,
            name=_name(change),
            words=words.words(change.after) if change.after else "",
            before=_value(change.before),
            after=_value(change.after),
            url=rule_url(before.number, change.rule),
        )
        for change in changes(before, after)
        if change.rule not in passed
    ]


def _name(change: Change) -> str:
    item = change.after or change.before
    return shown.name_of(item) if item else change.rule


def _value(item: Item | None) -> str:
    return values.value(item) if item else gettext("没有这一条")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a table: whose or which, on both sides, and the addresses of what turned."""

    key: str
    name: str
    tally: Tally
    active: bool = False

    @property
    def change(self) -> int:
        return self.tally.after - self.tally.before


def rule_lines(found: Mapping[str, Tally], rules: Rulebook) -> list[Line]:
    """A line for each rule that was run again."""
    return [Line(key=rule, name=_rule_name(rules, rule), tally=tally) for rule, tally in found.items()]


def _rule_name(rules: Rulebook, rule: str) -> str:
    section, _dot, key = rule.partition(".")
    return shown.name_of(getattr(rules, section)[key])


def owner_lines(found: Replayed, kind: str) -> list[Line]:
    """Those for whom anything turns, the hardest hit first. One query where there is anybody."""
    rules = {rule for rule, _owner in found.tallies if kind_of(rule) == kind}
    hit = {owner: tally for owner, tally in found.of_rules(rules).items() if tally.worse or tally.better}
    names = _names(kind, [owner for owner in hit if owner is not None])
    lines = [
        Line(key=f"{kind}-{owner or 0}", name=names.get(owner or 0, gettext("没有专员")), tally=tally)
        for owner, tally in hit.items()
    ]
    return sorted(lines, key=lambda line: (-line.tally.worse, -line.tally.better, line.key))


def _names(kind: str, owners: Sequence[int]) -> dict[int, str]:
    if not owners:
        return {}
    if kind == UNIT:
        return {unit.pk: unit_name(unit) for unit in Department.objects.filter(pk__in=owners)}
    if kind == OFFICER:
        return dict(User.objects.filter(pk__in=owners).values_list("pk", "name"))
    return dict(Supervisor.objects.filter(pk__in=owners).values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the things that turned are listed; what is empty narrows nothing."""

    rule: str = ""
    owner: str = ""
    turn: str = ""

    def picks(self, each: Turned) -> bool:
        if self.turn and self.turn != ("late" if each.late else "kept"):
            return False
        if self.rule and self.rule != each.rule:
            return False
        return not self.owner or self.owner == f"{kind_of(each.rule)}-{each.owner or 0}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One clock or form that turned. ``days``: working days too late (for a form: days) on the side where it is."""

    title: str
    url: str
    under: str
    rule: str
    owner: str
    started: date
    stopped: date | None
    before: date
    after: date
    late: bool
    days: str


@dataclass(slots=True)
class Items:
    """Makes rows of a page of what turned."""

    rules: Rulebook
    ends: Ends
    due_day: int
    calendar: Calendar
    now: datetime
    names: dict[str, str] = field(default_factory=dict)

    def rows(self, page: Sequence[Turned]) -> Iterator[Row]:
        """The rows of a page. Up to three queries."""
        clocks = [each.pk for each in page if each.rule != FORM]
        forms = [each.pk for each in page if each.rule == FORM]
        found = (
            Clock.objects.select_related("lead", "department").defer("lead__body", "lead__suggestion").in_bulk(clocks)
        )
        given = OpinionForm.objects.select_related("identity__supervisor").in_bulk(forms) if forms else {}
        office = {each.owner for each in page if each.owner and kind_of(each.rule) == OFFICER}
        officers = _names(OFFICER, sorted(office))
        for each in page:
            if each.rule == FORM:
                yield self._form(given[each.pk], each)
            else:
                clock = found[each.pk]
                owner = unit_name(clock.department) if clock.department else officers.get(each.owner or 0, "")
                yield self._clock(clock, each, owner)

    def _clock(self, clock: Clock, each: Turned, owner: str) -> Row:
        given = seconds(clock.due_at) if clock.fixed else None
        _at, end = self.ends.of(clock.rule, seconds(clock.started_at), given)
        stopped = local_date(clock.stopped_at) if clock.stopped_at else None
        last = end.on if each.late else clock.due_on
        days = max(1, self.calendar.count(last, stopped or local_date(self.now)))
        said = ngettext("%(n)d 个工作日", "%(n)d 个工作日", days) % {"n": days}
        return Row(
            title=clock.lead.title,
            url=address_of("leads:lead", clock.lead_id),
            under=clock.lead.no,
            rule=_rule_name(self.rules, each.rule),
            owner=owner,
            started=local_date(clock.started_at),
            stopped=stopped,
            before=clock.due_on,
            after=end.on,
            late=each.late,
            days=said,
        )

    def _form(self, form: OpinionForm, each: Turned) -> Row:
        person = form.identity.supervisor
        on = form.received_on or local_date(form.submitted_at)
        before = form.month.replace(day=self.rules.number_of("form_due_day"))
        after = form.month.replace(day=self.due_day)
        days = max(1, (on - (after if each.late else before)).days)
        return Row(
            title=person.name,
            url=address_of("people:dossier", person.pk),
            under="",
            rule=_rule_name(self.rules, FORM),
            owner=str(KINDS[PERSON]),
            started=form.month,
            stopped=on,
            before=before,
            after=after,
            late=each.late,
            days=ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRow:
    """Somebody on the list on either side."""

    name: str
    url: str
    channel: str
    before: Side
    after: Side
    points: tuple[str, str]

    @property
    def turn(self) -> str:
        if self.before.listed == self.after.listed:
            return ""
        return "in" if self.after.listed else "out"


def award_rows(page: Sequence[Rival]) -> list[AwardRow]:
    """The rows of a page of an award. One query."""
    names = _names(PERSON, [each.person for each in page])
    return [
        AwardRow(
            name=names.get(each.person, ""),
            url=address_of("awards:standing", each.standing)
            if each.standing
            else address_of("people:dossier", each.person),
            channel=str(award_words.CHANNELS[each.channel]),
            before=each.before,
            after=each.after,
            points=(award_words.points(each.before.total), award_words.points(each.after.total)),
        )
        for each in page
    ]


def ties_of(found: Awarded) -> str:
    """The groups in which equals stand on both sides of the cut."""
    return gettext("、").join(str(award_words.CHANNELS[each]) for each in found.tied)
