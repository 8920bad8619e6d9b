"""The studies and verifications that addresses name: one of each for the supervisor of a relation."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from jianyan.accounts.queries import actor_of
from jianyan.leads.models import Lead
from jianyan.studies import actions
from jianyan.studies.models import Study, StudyFile, Verification
from tests.files import image
from tests.fixtures import MONDAY, World
from tests.studies.acts import TEXT, assigned, called

TITLE = "要到现场看一看的一件"


def study_of(world: World, key: str) -> Study:
    """A study that the supervisor takes part in, whose report was sent back; made when it is first asked for."""
    me = world.supervisors[key]
    there = Study.objects.filter(participants__supervisor=me).first()
    if there is not None:
        return there
    study = called(world, people=[me.pk])
    actor = actor_of(me.user, world.zone)
    actions.join(actor, study.pk, at=MONDAY)
    basket = _basket(world, key)
    actions.deliver(actor, study.pk, at=MONDAY, key=uuid4(), text=TEXT, basket=basket)
    actions.send_back(world.actor("officer"), study.pk, at=MONDAY, reason="请补充数据。")
    return Study.objects.get(pk=study.pk)


def verification_of(world: World, key: str) -> Verification:
    """A verification that the supervisor has taken on, whose finding was sent back."""
    me = world.supervisors[key]
    there = Verification.objects.filter(verifiers__supervisor=me).first()
    if there is not None:
        return there
    made = assigned(world, _lead_of_another(world, key), key)
    actor = actor_of(me.user, world.zone)
    actions.take_on(actor, made.pk, at=MONDAY)
    actions.carry_out(
        actor,
        made.pk,
        at=MONDAY,
        key=uuid4(),
        outcome="partly",
        found="窗口说已经改了。",
        place="政务服务大厅",
        happened_at=MONDAY,
        basket=_basket(world, key),
    )
    actions.send_back_finding(world.actor("officer"), made.pk, at=MONDAY, reason="请写明窗口号。")
    return Verification.objects.get(pk=made.pk)


def _lead_of_another(world: World, key: str) -> Lead:
    other = "internal" if key != "internal" else "social"
    there = Lead.objects.filter(identity__supervisor=world.supervisors[other], title=TITLE).first()
    before = MONDAY - timedelta(days=35)  # this month's form may be filed already
    return there or world.walk(world.lead(other, before, title=TITLE), "dispatched", at=before, department="customs")


def _basket(world: World, key: str) -> UUID:
    basket = uuid4()
    actions.upload(actor_of(world.supervisors[key].user, world.zone), basket, image(), "现场.jpg", at=MONDAY)
    return basket


def report_file_of(world: World, key: str) -> UUID:
    return StudyFile.objects.filter(report__study=study_of(world, key)).values_list("token", flat=True)[0]


def finding_file_of(world: World, key: str) -> UUID:
    made = verification_of(world, key)
    return StudyFile.objects.filter(finding__verification=made).values_list("token", flat=True)[0]


def loose_file_of(world: World, key: str) -> UUID:
    """A file that the supervisor has taken into a page, not sent yet."""
    return StudyFile.objects.get(basket=_basket(world, key)).token


def revision_of(name: str, world: World, key: str) -> int:
    """The revision that a fresh page of an address of studies says."""
    thing = verification_of(world, key) if "verification" in name else study_of(world, key)
    return thing.revision
