"""Every address of the product, asked for by one role with its own, another's and another zone's objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import actor_of
from jianyan.core.flow import Verb
from jianyan.core.recruit import CandidateVerb, RoundVerb
from jianyan.core.studies import StudyVerb, VerificationVerb
from jianyan.core.tasks import TaskVerb
from jianyan.leads.actions import upload
from jianyan.leads.models import Attachment, FormBatch, Lead, SavedView
from jianyan.ledger.models import Entry
from jianyan.meetings.models import Meeting
from jianyan.notify.actions import tell
from jianyan.notify.models import Failure, Notice
from jianyan.people.actions import announce, ask
from jianyan.people.models import Announcement, Appointment, Cover, Dismissal, Group, Leave
from jianyan.recruit.models import CandidateBatch
from tests.files import image
from tests.fixtures import MONDAY, World, build_world
from tests.permissions import awards, bulletin, meetings, recruit, reports, rules, studies, tasks
from tests.permissions.table import Line

#: Which user of the world stands for a role.
USERS = {"supervisor": "social"}
RELATIONS = ("own", "other", "elsewhere")


@dataclass
class Things:
    """One object of each kind that addresses name, as one relation to the role that asks."""

    world: World
    lead: Lead
    user_key: str
    department: str
    supervisor: str
    submitted: bool = True

    @property
    def user(self) -> int:
        return self.world.users[self.user_key].pk

    def loose_file(self) -> UUID:
        """A file that the user has taken into a page, not sent yet."""
        actor = actor_of(self.world.users[self.user_key], self.world.zone)
        return upload(actor, uuid4(), image(), "照片.jpg", at=MONDAY).token

    def file(self) -> UUID:
        """A file that the reporter has added to the lead, for the department to see."""
        reporter = actor_of(self.lead.identity.supervisor.user, self.world.zone)
        taken = upload(reporter, uuid4(), image(), "照片.jpg", at=MONDAY)
        Attachment.objects.filter(pk=taken.pk).update(lead=self.lead)
        return taken.token

    def batch(self) -> int:
        """A spreadsheet that the user has brought in."""
        zone, user = self.world.zone, self.world.users[self.user_key]
        return FormBatch.objects.create(zone=zone, by=user, at=MONDAY, digest=uuid4().hex).pk

    def term(self) -> int:
        """A term of the supervisor, with a certificate."""
        terms = Appointment.objects.filter(supervisor=self.world.supervisors[self.supervisor])
        terms.filter(certificate="").update(certificate="聘书 1 号")
        return terms.values_list("pk", flat=True).latest("starts_on")

    def dismissal(self) -> int:
        """A dismissal of the supervisor on its way."""
        term, officer = self.term(), self.world.users["officer"]
        found = Dismissal.objects.filter(appointment=term).first()
        return (
            found
            or Dismissal.objects.create(
                appointment_id=term,
                ground="inactive",
                words="…",
                proposed_by=officer,
                proposed_at=MONDAY,
                answer_by=MONDAY.date(),
            )
        ).pk

    def view(self) -> int:
        """A set of filters that the user has named."""
        zone, user = self.world.zone, self.world.users[self.user_key]
        return SavedView.objects.create(zone=zone, user=user, place="desk", name=uuid4().hex[:20], query="light=red").pk

    def leave(self) -> int:
        """A leave of the zone's officer to come."""
        zone, officer, head = self.world.zone, self.world.users["officer"], self.world.users["head"]
        days = {"starts_at": MONDAY + timedelta(days=7), "ends_at": MONDAY + timedelta(days=9)}
        made = Leave.objects.create(zone=zone, officer=officer, set_at=MONDAY, set_by=head, **days)
        Cover.objects.create(leave=made, deputy=head)
        return made.pk

    def candidate_batch(self) -> int:
        """A list of candidates that the user has brought in."""
        zone, user = self.world.zone, self.world.users[self.user_key]
        round_ = recruit.round_of(self.world, submitted=self.submitted)
        return CandidateBatch.objects.create(zone=zone, round=round_, by=user, at=MONDAY, digest=uuid4().hex).pk

    def announcement(self) -> Announcement:
        """An announcement to both groups of the zone."""
        head, key = self.world.actor("head"), uuid4()
        return announce(head, at=MONDAY, key=key, groups=list(Group), title="通知", text="座谈会")

    def question(self) -> int:
        """A question under it, by the lead's reporter."""
        reporter = actor_of(self.lead.identity.supervisor.user, self.world.zone)
        return ask(reporter, self.announcement().pk, at=MONDAY, key=uuid4(), text="几点？").pk

    def meeting(self) -> Meeting:
        """A meeting to come with the supervisor and the department; one's own has the leader too."""
        return meetings.meeting_of(self.world, self.supervisor, self.department, leader=self.submitted)

    def notice(self) -> int:
        user, zone = self.user, self.world.zone.pk
        tell([user], zone_id=zone, at=MONDAY, kind="lead.replied", path="/notices/", params={"no": self.lead.no})
        return Notice.objects.filter(user=user, zone=zone).latest("id").pk


#: What stands for a parameter of an address: by app and name of the parameter.
PARAMETERS: dict[tuple[str, str], Callable[[Things], object]] = {
    ("leads", "pk"): lambda things: things.lead.pk,
    ("leads:form_done", "pk"): lambda things: things.lead.form_id,
    ("leads:undo_nil", "pk"): lambda things: things.lead.form_id,
    ("leads:file", "token"): lambda things: things.file(),
    ("leads:loose_file", "token"): lambda things: things.loose_file(),
    ("leads:form_batch", "pk"): lambda things: things.batch(),
    ("leads:view", "pk"): lambda things: things.view(),
    ("leads:form_enter", "pk"): lambda things: things.lead.identity_id,
    ("dossier_file", "pk"): lambda things: things.world.supervisors[things.supervisor].pk,
    ("groups", "pk"): lambda things: things.announcement().pk,
    ("groups:answer", "pk"): lambda things: things.question(),
    ("groups:members", "group"): lambda things: "internal",
    ("people", "pk"): lambda things: things.world.supervisors[things.supervisor].pk,
    ("people:certificate", "pk"): lambda things: things.term(),
    ("people:certificate_back", "pk"): lambda things: things.term(),
    ("people:dismissal", "pk"): lambda things: things.dismissal(),
    ("accounts", "token"): lambda things: "a-link-that-is-nobodys",
    ("public:certificate", "token"): lambda things: uuid4(),
    ("people:leave", "pk"): lambda things: things.leave(),
    ("ledger", "pk"): lambda things: Entry.objects.get(subject=things.lead.subject, verb="lead.dispatch").pk,
    ("notify", "pk"): lambda things: things.notice(),
    ("accounts", "pk"): lambda things: things.user,
    ("accounts", "role"): lambda things: things.world.users[things.user_key].roles.order_by("id").first().pk,  # type: ignore[union-attr]
    ("accounts:department", "pk"): lambda things: things.world.departments[things.department].pk,
    ("accounts:department_enable", "pk"): lambda things: things.world.departments[things.department].pk,
    ("accounts:department_disable", "pk"): lambda things: things.world.departments[things.department].pk,
    ("recruit", "pk"): lambda things: recruit.round_of(things.world, submitted=things.submitted).pk,
    **{
        (f"recruit:{name}", "pk"): lambda things: recruit.candidate_of(things.world, submitted=things.submitted).pk
        for name in ("candidate", "candidate_act", "same_person", "candidate_phone", "candidate_file")
    },
    ("recruit:candidate_file", "token"): lambda things: recruit.file_of(things.world, submitted=things.submitted),
    **{
        (f"recruit:{name}", "pk"): lambda things: recruit.objection_of(things.world, submitted=things.submitted).pk
        for name in ("objection", "objector_phone")
    },
    ("meetings", "pk"): lambda things: things.meeting().pk,
    ("meetings", "row"): lambda things: meetings.row_of(things.meeting()),
    ("meetings", "code"): lambda things: meetings.code_of(things.meeting()),
    ("meetings", "kind"): lambda things: "docx",
    ("meetings:file", "token"): lambda things: meetings.file_of(things.world, things.meeting()),
    ("meetings:detach", "token"): lambda things: meetings.file_of(things.world, things.meeting()),
    ("meetings:feed_file", "token"): lambda things: meetings.feed_of(things.world),
    ("rules", "number"): lambda things: 1,
    ("rules", "pk"): lambda things: rules.draft_of(things.world).pk,
    ("rules", "section"): lambda things: "clocks",
    ("rules", "key"): lambda things: "call",
    **{
        (f"rules:{name}", "pk"): lambda things: rules.round_of(things.world).pk
        for name in ("consultation", "comment", "conclude", "summary_pdf", "summary_docx")
    },
    ("rules:answer", "pk"): lambda things: rules.comment_of(things.world).pk,
    **{
        (f"public_rules:{name}", "token"): lambda things, name=name: rules.token_of(name, things.world)
        for name in ("receipt", "consultation", "comment")
    },
    ("public_rules", "code"): lambda things: things.world.zone.code,
    ("handbook_chapter", "key"): lambda things: "officer",
    ("public", "token"): lambda things: recruit.round_of(things.world, submitted=things.submitted).token,
    ("public", "code"): lambda things: things.world.zone.code,
    ("public:status", "token"): lambda things: recruit.candidate_of(things.world, submitted=things.submitted).token,
    ("public:receipt", "token"): lambda things: recruit.candidate_of(things.world, submitted=things.submitted).token,
    ("public:withdraw", "token"): lambda things: recruit.candidate_of(things.world, submitted=things.submitted).token,
    ("public:objection", "token"): lambda things: recruit.objection_of(things.world, submitted=things.submitted).token,
    ("recruit:batch", "pk"): lambda things: things.candidate_batch(),
    **{
        (f"reports:{name}", "pk"): lambda things: reports.special_of(things.world, submitted=things.submitted).pk
        for name in (
            "special",
            "special_title",
            "special_section",
            "special_item_new",
            "special_act",
            "special_instruct",
            "special_pdf",
            "special_docx",
        )
    },
    **{
        (f"reports:{name}", "pk"): lambda things: reports.item_of(things.world, submitted=things.submitted).pk
        for name in ("special_item", "special_item_drop")
    },
    **{
        (f"reports:{name}", "pk"): lambda things: reports.instruction_of(things.world).pk
        for name in ("instruction", "instruction_assign", "instruction_note")
    },
    ("reports", "section"): lambda things: "common",
    ("reports:lead_paper", "pk"): lambda things: things.lead.pk,
    ("reports:lead_paper", "which"): lambda things: things.lead.dispatch_set.latest("number").pk,
    ("reports:lead_paper", "file"): lambda things: "docx",
    **{
        (f"reports:{name}", "pk"): lambda things: bulletin.bulletin_of(things.world, submitted=things.submitted).pk
        for name in (
            "bulletin",
            "bulletin_slides",
            "bulletin_pdf",
            "bulletin_docx",
            "bulletin_refresh",
            "bulletin_submit",
            "bulletin_freeze",
            "bulletin_correct",
            "section",
            "section_comment",
        )
    },
    ("reports:section", "key"): lambda things: "leads",
    ("reports:section_comment", "key"): lambda things: "leads",
    ("reports:comment_settle", "pk"): lambda things: bulletin.comment_of(things.world, submitted=things.submitted).pk,
    ("reports:leads", "pk"): lambda things: bulletin.bulletin_of(things.world, submitted=things.submitted).snapshot_id,
    ("studies", "pk"): lambda things: studies.study_of(things.world, things.supervisor).pk,
    ("studies:assign", "pk"): lambda things: things.lead.pk,
    **{
        (f"studies:{name}", "pk"): lambda things: studies.verification_of(things.world, things.supervisor).pk
        for name in ("verification", "verification_act")
    },
    ("studies:report_file", "token"): lambda things: studies.report_file_of(things.world, things.supervisor),
    ("studies:finding_file", "token"): lambda things: studies.finding_file_of(things.world, things.supervisor),
    ("studies:loose_file", "token"): lambda things: studies.loose_file_of(things.world, things.supervisor),
    ("tasks", "pk"): lambda things: tasks.task_of(things.world, things.department).pk,
    ("awards", "pk"): lambda things: awards.run_of(things.world, decided=things.submitted).pk,
    **{
        (f"awards:{name}", "pk"): lambda things: (
            awards.standing_of(things.world, decided=things.submitted, supervisor=things.supervisor).pk
        )
        for name in ("standing", "standing_act", "own")
    },
    ("failures_retry", "pk"): lambda things: failure_of(things.world).pk,
    ("awards:certificate", "pk"): lambda things: awards.awarded_of(things.world, supervisor=things.supervisor).pk,
    ("awards:objection", "pk"): lambda things: awards.objection_of(things.world, own=things.submitted).pk,
    ("award_public", "token"): lambda things: (
        (awards.published_of(things.world) if things.submitted else awards.run_of(things.world, decided=False)).token
    ),
    ("award_public:objection", "token"): lambda things: (
        awards.objection_of(things.world, own=not things.submitted).token
    ),
    ("award_public:certificate", "token"): lambda things: (
        awards.awarded_of(things.world, supervisor=things.supervisor).token
    ),
}
#: Parameters that are walked through all their values, each a line of its own; the last is a forged one.
VALUES = {
    "verb": [*(verb.replace("_", "-") for verb in Verb), "explode"],
    "round_act": [*(verb.replace("_", "-") for verb in RoundVerb), "explode"],
    "award_act": [*awards.ACTS, "explode"],
    "standing_act": [*awards.STANDING_ACTS, "explode"],
    "study_act": [*(verb.replace("_", "-") for verb in StudyVerb), "explode"],
    "verification_act": [*(verb.replace("_", "-") for verb in VerificationVerb), "explode"],
    "candidate_act": [*(verb.replace("_", "-") for verb in CandidateVerb), "explode"],
    "task_act": [*TaskVerb, "explode"],
    "lead_paper": ["dispatch", "explode"],
    "special_act": ["refresh", "offer", "send-back", "sign", "explode"],
    "person_act": ["accept", "refuse", "uninvite", "strike", "explode"],
    "minutes_act": ["submit", "issue", "explode"],
    "paper": ["sheet", "minutes", "visit", "explode"],
}

#: Addresses whose parameters name nothing that belongs to anybody.
COMMON = {
    "rules:version",
    "rules:version_toml",
    "rules:version_changes",
    "handbook_chapter",
    "groups:members",
    "public:certificate",
    "accounts:activate",
}


def patterns() -> Iterator[tuple[str, list[str]]]:
    """(name, parameters) of every address."""
    yield from _patterns(get_resolver(), ())


def _patterns(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from _patterns(part, (*spaces, part.namespace) if part.namespace else spaces)
        elif isinstance(part, URLPattern):
            assert part.name, f"{part.pattern} has no name: give it one, so that the table can say what it is"
            yield ":".join((*spaces, part.name)), list(part.pattern.converters)


def _value(name: str, parameter: str, things: Things) -> object:
    for key in ((name, parameter), (name.partition(":")[0], parameter)):
        if key in PARAMETERS:
            return PARAMETERS[key](things)
    raise AssertionError(
        f"nothing stands for <{parameter}> of {name!r}: say in tests/permissions/walk.py, PARAMETERS, which object "
        f"is one's own, another's and another zone's"
    )


def scene(role: str) -> dict[str, Things]:
    """Two zones with leads in hand, and the objects that are the role's own, another's, and another zone's.

    One's own lead is 办理中 (accepted), raised by the supervisor and handled by the liaison's department; another's is
    待签收 (dispatched) with another department; that of another zone is accepted too.
    """
    world, away = build_world(), build_world("gx", "高新")
    world.supervisor("second")
    away.supervisor("second")
    mine = world.walk(world.lead("social"), "accepted")
    other = world.walk(world.lead("second"), "dispatched", at=MONDAY + timedelta(minutes=5), department="planning")
    theirs = away.walk(away.lead("social"), "accepted")
    key = USERS.get(role, role)
    own = key if key in world.users else "officer"
    return {
        "own": Things(world, mine, own, "commerce", "social"),
        "other": Things(world, other, "liaison_b", "planning", "second", submitted=False),
        "elsewhere": Things(away, theirs, "officer", "commerce", "social"),
    }


def walk(role: str) -> dict[Line, str]:
    """The status of every answer that a role gets."""
    things = scene(role)
    Zone.objects.update(ticked_at=timezone.now())  # the clock goes round
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(things["own"].world.users[USERS.get(role, role)])
    seen: dict[Line, str] = {}
    for name, parameters in patterns():
        free = not parameters or name in COMMON
        for relation in ("own",) if free else RELATIONS:
            for shown, url in addresses(name, parameters, things[relation]):
                for method in ("GET", "POST"):
                    line = Line(shown, method, "-" if free else relation)
                    seen[line] = _ask(client, method, url, _revision(name, things[relation]))
    return seen


def _revision(name: str, things: Things) -> int:
    """What a fresh page says that it was made from."""
    if name.startswith("rules:draft_"):
        return rules.revision_of(things.world)
    if name.startswith("recruit:"):
        return recruit.revision_of(name, things.world, submitted=things.submitted)
    if name.startswith("reports:special"):
        return reports.special_of(things.world, submitted=things.submitted).revision
    if name.startswith("tasks:"):
        return tasks.task_of(things.world, things.department).revision
    if name.startswith("reports:bulletin"):
        return bulletin.bulletin_of(things.world, submitted=things.submitted).revision
    if name.startswith("studies:"):
        return studies.revision_of(name, things.world, things.supervisor)
    if name.startswith("meetings:"):
        return things.meeting().revision
    if name.startswith("tasks:"):
        return tasks.task_of(things.world, things.department).revision
    if name.startswith("awards:"):
        return awards.run_of(things.world, decided=things.submitted).revision
    return things.lead.revision


def addresses(name: str, parameters: list[str], things: Things) -> Iterator[tuple[str, str]]:
    """(what the table calls it, the address) for each value of a parameter that is walked through."""
    fixed = {p: _value(name, p, things) for p in parameters if p not in VALUES}
    walked = [p for p in parameters if p in VALUES]
    if not walked:
        yield name, reverse(name, kwargs=fixed)
    for parameter in walked:
        for value in VALUES[parameter]:
            yield f"{name} {value}", reverse(name, kwargs={**fixed, parameter: value})


def _ask(client: Client, method: str, url: str, seen: int) -> str:
    """The status of one answer; whatever it changed is undone. ``seen`` says that the page was a fresh one."""
    cookies = client.cookies.output()
    kept = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        answer = client.get(url) if method == "GET" else client.post(url, {"seen": seen})
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:
        client.cookies.clear()
        client.cookies.load(kept)
    location = answer.headers.get("Location", "")
    return "sign-in" if location.startswith(reverse("accounts:sign_in")) else str(answer.status_code)


def failure_of(world: World) -> Failure:
    """A notice that reached nobody."""
    path = "/leads/0/"
    tell([], zone_id=world.zone.pk, at=MONDAY, kind="lead.urge", path=path, params={"no": "1"})
    return Failure.objects.get(zone=world.zone, path=path, settled_at__isnull=True)
