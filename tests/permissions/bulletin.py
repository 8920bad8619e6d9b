"""The objects of bulletins that addresses name: an approved one as one's own, a draft as another's."""

from __future__ import annotations

from jianyan.reports import actions
from jianyan.reports.models import Bulletin, Comment
from tests.fixtures import World, when

#: Two quarters that are over by then.
AFTER = when("2026-04-20 09:00")
QUARTERS = {True: "2025Q4", False: "2026Q1"}


def bulletin_of(world: World, *, submitted: bool) -> Bulletin:
    """Approved, and so read by everybody; or a draft with a comment. Made when it is first asked for."""
    quarter = QUARTERS[submitted]
    there = Bulletin.objects.filter(zone=world.zone, quarter=quarter).first()
    if there is not None:
        return there
    head = world.actor("head")
    made = actions.draft(world.actor("officer"), quarter, at=AFTER)
    comment = actions.comment(head, made.pk, "leads", "请再核一遍。", at=AFTER)
    if submitted:
        actions.settle(head, comment.pk, at=AFTER)
        actions.freeze(head, made.pk, at=AFTER)
        actions.correct(head, made.pk, at=AFTER, key="leads", text="应为十件。", reason="抄写有误")
    made.refresh_from_db()
    return made


def comment_of(world: World, *, submitted: bool) -> Comment:
    return Comment.objects.filter(section__bulletin=bulletin_of(world, submitted=submitted)).latest("pk")
