"""征求意见: a round is opened, comments come in, each is answered, the round is concluded."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor, ids_with_role
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.rule_draft import Audience, DraftState, DraftVerb, Outcome, conclude_refused, round_refused
from jianyan.core.rulebook import load
from jianyan.core.workdays import local_date
from jianyan.ledger.actions import record
from jianyan.rules.actions.base import settle, take, words
from jianyan.rules.actions.draft import differs
from jianyan.rules.models import Comment, Consultation, Draft
from jianyan.rules.queries.drafts import (
    comments_visible_to,
    consultations_visible_to,
    liaisons_asked,
    rule_of,
    takes_comments,
)
from jianyan.rules.telling import tell
from jianyan.ui.addresses import address_of


@transaction.atomic
def consult(
    actor: Actor, draft_id: int, *, at: datetime, audience: str, until: date, note: str = "", seen: int | None = None
) -> Consultation:
    """Open a round on the draft as it stands; the units of the system are told, a public round has its page.

    Raises:
        Draft.DoesNotExist; Refused: as in `take`; ``nothing_changed``, ``round_short``, ``round_long``.
    """
    taken = take(actor, draft_id, DraftVerb.consult, at=at, seen=seen)
    made = taken.draft
    if not differs(made):
        raise Refused("nothing_changed")
    if (no := round_refused(until, local_date(at))) is not None:
        raise no
    round_ = Consultation.objects.create(
        draft=made,
        place=made.rounds.count() + 1,
        audience=Audience(audience),
        note=words(note, "note", needed=False),
        text=made.text,
        digest=text_digest(made.text),
        opened_at=at,
        opened_by_id=actor.person,
        until=until,
    )
    made.state = DraftState.consulting
    data = {"round": round_.place, "audience": round_.audience, "until": until.isoformat(), "text": round_.digest}
    settle(taken, "rules.consult", data, clause="3")
    if round_.audience == Audience.units:
        tell(
            liaisons_asked(actor.zone_id),
            zone_id=actor.zone_id,
            at=at,
            kind="rules.consult",
            path=address_of("rules:consultation", round_.pk),
            params={"number": made.number, "until": until.isoformat()},
            by=actor,
        )
    return round_


@transaction.atomic
def comment(
    actor: Actor, round_id: int, *, at: datetime, text: str, key: UUID, rule: str = "", name: str = ""
) -> Comment:
    """Take a comment in, of a liaison for the unit, or of the public (the system acts); the same page twice is one.

    Raises:
        Consultation.DoesNotExist: not there for this actor.
        Refused: ``wrong_role``, ``round_over``, ``unknown_rule``, ``text_required``, ``too_long``.
    """
    rounds = Consultation.objects.select_for_update(of=("self",)).select_related("draft")
    if actor.user_id is None:
        round_ = rounds.get(pk=round_id, draft__zone=actor.zone_id, audience=Audience.public)
    else:
        visible = consultations_visible_to(actor).filter(pk=round_id).values("pk")
        round_ = rounds.get(pk__in=visible)
        if not actor.has(RoleName.liaison) or round_.audience != Audience.units or actor.department_id is None:
            raise Refused("wrong_role")
    if there := round_.comments.filter(key=key).first():
        return there
    if not takes_comments(round_, local_date(at)):
        raise Refused("round_over")
    if rule and not rule_of(load(round_.text), rule):
        raise Refused("unknown_rule")
    made = Comment.objects.create(
        consultation=round_,
        number=round_.comments.count() + 1,
        key=key,
        rule=rule,
        text=words(text, "text"),
        at=at,
        department_id=actor.department_id if actor.user_id else None,
        writer_id=actor.user_id,
        name="" if actor.user_id else words(name, "name", needed=False, longest=60, lines=False),
    )
    _keep(actor, round_.draft, made, at)
    return made


def _keep(actor: Actor, draft: Draft, made: Comment, at: datetime) -> None:
    """The row of a comment; the office hears of each one of a unit, and finds the public's on the page of the round."""
    data = {"number": draft.number, "round": made.consultation.place, "comment": made.number}
    more = {"department": made.department_id, "rule": made.rule, "text": text_digest(made.text)}
    role = RoleName.liaison if actor.user_id else "public"
    record(
        actor=actor, at=at, verb="rules.comment", subject=draft.subject, data={**data, **more}, clause="3", role=role
    )
    if actor.user_id:
        _tell_office(actor, "rules.commented", made.consultation, at)


@transaction.atomic
def close_rounds(actor: Actor, *, at: datetime) -> int:
    """What the clock does when the last day of a round is over: a row, and the office is told; returns how many.

    Safe to repeat. Comments are refused by the day itself, whether a clock runs or not.
    """
    over = Consultation.objects.select_for_update(of=("self",)).select_related("draft")
    over = over.filter(draft__zone=actor.zone_id, concluded_at__isnull=True, closed_at__isnull=True)
    rounds = list(over.filter(until__lt=local_date(at)))
    for round_ in rounds:
        round_.closed_at = at
        round_.save(update_fields=["closed_at"])
        data = {"number": round_.draft.number, "round": round_.place, "comments": round_.comments.count()}
        record(actor=actor, at=at, verb="rules.close", subject=round_.draft.subject, data=data, clause="3")
        _tell_office(actor, "rules.closed", round_, at)
    return len(rounds)


def _tell_office(actor: Actor, kind: str, round_: Consultation, at: datetime) -> None:
    office = {*ids_with_role(actor.zone_id, RoleName.officer), *ids_with_role(actor.zone_id, RoleName.head)}
    tell(
        sorted(office),
        zone_id=actor.zone_id,
        at=at,
        kind=kind,
        path=address_of("rules:consultation", round_.pk),
        params={"number": round_.draft.number},
        by=actor,
    )


@transaction.atomic
def answer(actor: Actor, comment_id: int, *, at: datetime, outcome: str, reason: str = "") -> Comment:
    """Say what becomes of a comment; until the round is concluded it can be said otherwise. A comment that is not
    adopted, or only partly, is owed a reason.

    Raises:
        Comment.DoesNotExist; Refused: as in `take`; ``round_concluded``, ``unknown_outcome``,
            ``text_required``, ``too_long``.
    """
    there = comments_visible_to(actor).select_related("consultation").get(pk=comment_id)
    taken = take(actor, there.consultation.draft_id, DraftVerb.answer, at=at)
    # The comment is read again behind the lock of its draft.
    found = Comment.objects.select_related("consultation").get(pk=comment_id)
    if found.consultation.concluded_at is not None:
        raise Refused("round_concluded")
    if outcome not in set(Outcome):
        raise Refused("unknown_outcome")
    found.outcome = outcome
    found.reason = words(reason, "reason", needed=outcome != Outcome.adopted)
    found.answered_at, found.answered_by_id = at, actor.person
    found.save(update_fields=["outcome", "reason", "answered_at", "answered_by"])
    data = {
        "round": found.consultation.place,
        "comment": found.number,
        "became": outcome,
        "reason": text_digest(found.reason),
    }
    settle(taken, "rules.answer", data, clause="3", revised=False)
    return found


@transaction.atomic
def conclude(actor: Actor, round_id: int, *, at: datetime) -> Consultation:
    """Conclude a round whose last day is over and whose comments are all answered; units that commented are told.

    Raises:
        Consultation.DoesNotExist; Refused: as in `take`; ``round_concluded``, ``round_runs``, ``unanswered``.
    """
    there = consultations_visible_to(actor).get(pk=round_id)
    taken = take(actor, there.draft_id, DraftVerb.conclude, at=at)
    round_ = Consultation.objects.select_for_update().get(pk=round_id)
    if round_.concluded_at is not None:
        raise Refused("round_concluded")
    came = round_.comments.count()
    unanswered = round_.comments.filter(outcome="").count()
    if (no := conclude_refused(round_.until, local_date(at), unanswered)) is not None:
        raise no
    round_.concluded_at = at
    round_.save(update_fields=["concluded_at"])
    taken.draft.state = DraftState.drafting
    settle(taken, "rules.conclude", {"round": round_.place, "comments": came}, clause="3")
    writers = round_.comments.filter(writer__isnull=False).values_list("writer", flat=True)
    tell(
        sorted(set(writers)),
        zone_id=actor.zone_id,
        at=at,
        kind="rules.concluded",
        path=address_of("rules:consultation", round_.pk),
        params={"number": taken.draft.number},
        by=actor,
    )
    return round_


@transaction.atomic
def record_summary(actor: Actor, round_id: int, *, at: datetime, format_: str, digest: str) -> None:
    """Record that the summary of a round was taken.

    Raises:
        Consultation.DoesNotExist: not there for this actor.
    """
    round_ = consultations_visible_to(actor).get(pk=round_id)
    data = {"number": round_.draft.number, "round": round_.place, "format": format_, "file": digest}
    record(
        actor=actor,
        at=at,
        verb="rules.summary",
        subject=round_.draft.subject,
        data=data,
        clause="3",
        role=RoleName.head if actor.has(RoleName.head) else RoleName.officer,
    )
