"""The objects of meetings that addresses name: one that everybody of the zone is invited to, one that is others'."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from jianyan.core.attendance import code_at
from jianyan.files import store
from jianyan.meetings import actions
from jianyan.meetings.actions import Matter, Plan, Visited, Whom, Written
from jianyan.meetings.models import Feed, Invitation, Meeting, MeetingFile
from tests.files import image
from tests.fixtures import MONDAY, World


def meeting_of(world: World, supervisor: str, department: str, *, leader: bool) -> Meeting:
    """A symposium to come with the supervisor, the department and, if wanted, the leader."""
    there = Meeting.objects.filter(zone=world.zone, title=f"座谈会 {supervisor}").first()
    if there is not None:
        return there
    starts = timezone.now() + timedelta(days=3)
    plan = Plan(
        kind="symposium",
        mode="both",
        title=f"座谈会 {supervisor}",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="三楼会议室",
        link="https://meeting.example.com/1",
        agenda="一、通报\n二、发言",
    )
    made = actions.plan_meeting(world.actor("officer"), plan, at=timezone.now(), key=uuid4())
    whom = Whom(
        supervisors=[world.supervisors[supervisor].pk],
        departments=[world.departments[department].pk],
        users=[world.users["leader"].pk] if leader else [],
    )
    actions.invite(world.actor("officer"), made.pk, whom, at=timezone.now())
    return made


def stages_of(world: World) -> None:
    """A meeting that runs now, one that is over with a draft of its minutes, one with issued minutes, and a visit."""
    now, officer, head = timezone.now(), world.actor("officer"), world.actor("head")
    whom = Whom(
        supervisors=[world.supervisors["social"].pk, world.supervisors["internal"].pk],
        departments=[world.departments["commerce"].pk],
        users=[world.users["leader"].pk],
    )
    for title, ago in (("正在开的座谈会", 0), ("写纪要的座谈会", 8), ("纪要已签发的座谈会", 9)):
        starts = now - timedelta(hours=1, days=ago)
        plan = Plan(
            kind="symposium",
            mode="both",
            title=title,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            place="三楼会议室",
            agenda="一、通报\n二、发言",
        )
        made = actions.plan_meeting(officer, plan, at=starts - timedelta(days=1), key=uuid4())
        rows = actions.invite(officer, made.pk, whom, at=starts - timedelta(days=1))
        actions.call_roll(officer, made.pk, at=starts, present=[row.pk for row in rows[:2]])
        if not ago:
            continue
        actions.hold_meeting(officer, made.pk, at=starts + timedelta(hours=2))
        matter = Matter(
            text="合并材料清单，https://www.example.com/" + "verylongaddress" * 8,
            department=world.departments["commerce"].pk,
            due_on=(now + timedelta(days=9)).date(),
        )
        written = Written(chair="王建", recorder="李敏", discussion="一、通报。", agreed=[matter])
        actions.write_minutes(officer, made.pk, written, at=now)
        if ago == 9:
            actions.issue_minutes(head, made.pk, at=now)
    starts = now - timedelta(hours=5)
    visit = Plan(
        kind="visit",
        mode="on_site",
        title="走访海通供应链",
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        place="海通仓库",
    )
    seen = Visited(party="李敏", host="海通供应链", situation="看了仓库。", problems="用电贵。")
    actions.enter_visit(officer, visit, seen, at=now, key=uuid4())


def row_of(meeting: Meeting) -> int:
    """The supervisor's row, with an excuse to decide about."""
    row = meeting.invitations.get(supervisor__isnull=False)
    if not row.excuse:
        Invitation.objects.filter(pk=row.pk).update(answer="excused", excuse="出差")
    return row.pk


def file_of(world: World, meeting: Meeting) -> UUID:
    """A photo that those invited may see."""
    name = store.new_name()
    store.put({name: image()}, at=MONDAY)
    store.claim(name)
    return MeetingFile.objects.create(
        meeting=meeting,
        shared=True,
        name="现场.jpg",
        kind="jpg",
        size=1,
        sent=uuid4().hex,
        digest="x",
        stored=name,
        uploaded_by=world.users["officer"],
        uploaded_at=MONDAY,
    ).token


def code_of(meeting: Meeting) -> str:
    """The code of this moment."""
    return code_at(meeting.secret, meeting.pk, timezone.now())


def feed_of(world: World) -> str:
    """The leader's calendar address."""
    made, _new = Feed.objects.get_or_create(
        user=world.users["leader"], defaults={"zone": world.zone, "made_at": timezone.now()}
    )
    return made.token
