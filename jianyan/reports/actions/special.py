"""A special report on its way: drafted, edited, its figures drawn anew, handed to the head, sent back, signed."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import Actor
from jianyan.core import special as core
from jianyan.core.bulletin import values_of
from jianyan.core.chain import text_digest
from jianyan.core.figures import digest, read
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.core.special import InstructionState, SpecialVerb
from jianyan.core.workdays import local_date
from jianyan.reports.actions.snapshot import take
from jianyan.reports.actions.special_base import note_special, settle_special, take_special, tell_of, words
from jianyan.reports.actions.special_items import propose
from jianyan.reports.models import Instruction, Special, SpecialSection
from jianyan.reports.queries.special import last_snapshot, state_of, tasks_of, to_follow, whole
from jianyan.reports.special_content import content_of, title_of

TITLE, REASON = 120, 500


class WrongWords(Refused):
    """A section's words cannot stand: ``troubles`` say what is wrong (`core.special.check`)."""

    def __init__(self, troubles: list[core.Trouble]) -> None:
        super().__init__("wrong_words")
        self.troubles = troubles


def draft_special(actor: Actor, quarter: str, *, at: datetime) -> Special:
    """Draft the special report of a quarter (5.1.j): from the bulletin's figures where they were drawn after its end,
    else from the records as they stand now.

    Raises:
        ValueError: no name of a quarter.
        Refused: ``wrong_hat``; ``already_drafted`` with the report's ``pk``; ``not_begun``.
        NoRulebook: there are no rules for that quarter.
    """
    if not actor.is_office:
        raise Refused("wrong_hat")
    if (there := _drafted(actor, quarter)) is not None:
        raise Refused("already_drafted", pk=there)
    snapshot = last_snapshot(actor.zone_id, quarter) or take(actor, quarter, at=at)
    try:
        with transaction.atomic():
            made = Special(
                zone_id=actor.zone_id,
                quarter=quarter,
                snapshot=snapshot,
                drafted_at=at,
                drafted_by_id=actor.person,
            )
            made.title = title_of(made)
            made.save(force_insert=True)
            texts = core.drafted(read(snapshot.figures))
            SpecialSection.objects.bulk_create(
                SpecialSection(special=made, key=key, text=text, changed_at=at, changed_by_id=actor.person)
                for key, text in texts.items()
            )
            propose(actor, made, at)
            note_special(made, actor, at, "draft", {"snapshot": snapshot.pk, "digest": snapshot.digest})
    except IntegrityError as no:  # somebody was faster
        raise Refused("already_drafted", pk=_drafted(actor, quarter)) from no
    return made


def _drafted(actor: Actor, quarter: str) -> int | None:
    there = Special.objects.filter(zone=actor.zone_id, quarter=quarter)
    return there.values_list("pk", flat=True).first()


@transaction.atomic
def edit_special(
    actor: Actor, special_id: int, *, at: datetime, key: str, text: str, seen: int | None = None
) -> SpecialSection:
    """Change the words of a section; ``seen`` is the section's revision on the page. Figures stay names in braces.

    Raises:
        Special.DoesNotExist, SpecialSection.DoesNotExist.
        Refused: the table's codes; ``stale`` when somebody else has changed the section; `WrongWords`.
    """
    taken = take_special(actor, special_id, SpecialVerb.edit, at=at)
    section = SpecialSection.objects.select_for_update().get(special=special_id, key=key)
    if seen is not None and seen != section.revision:
        raise Refused("stale")
    text = clean_text(text)
    if troubles := core.check(text, values_of(read(taken.special.snapshot.figures))):
        raise WrongWords(troubles)
    section.text, section.edited, section.revision = text, True, section.revision + 1
    section.changed_at, section.changed_by_id = at, actor.person
    section.save(update_fields=["text", "edited", "revision", "changed_at", "changed_by"])
    settle_special(taken, data={"section": key, "text": text_digest(text)})
    return section


@transaction.atomic
def title_special(actor: Actor, special_id: int, *, at: datetime, title: str, seen: int | None = None) -> Special:
    """Change the title; a line break in it is kept.

    Raises:
        Special.DoesNotExist; Refused: the table's codes, ``stale``, ``text_required``, ``too_long``.
    """
    taken = take_special(actor, special_id, SpecialVerb.edit, at=at, seen=seen)
    taken.special.title = words(title, TITLE, field="title")
    return settle_special(taken, "title", data={"section": "title", "text": text_digest(taken.special.title)})


@transaction.atomic
def refresh_special(actor: Actor, special_id: int, *, at: datetime, seen: int | None = None) -> Special:
    """Draw the figures anew from the records as they stand now; words that nobody has changed are drafted anew.

    Raises:
        Special.DoesNotExist; Refused: the table's codes, ``stale``.
    """
    taken = take_special(actor, special_id, SpecialVerb.refresh, at=at, seen=seen)
    special = taken.special
    special.snapshot = take(actor, special.quarter, at=at)
    texts = core.drafted(read(special.snapshot.figures))
    for section in special.sections.filter(edited=False):
        section.text, section.revision = texts[section.key], section.revision + 1
        section.save(update_fields=["text", "revision"])
    return settle_special(taken, "snapshot", data={"snapshot": special.snapshot.pk})


@transaction.atomic
def offer_special(actor: Actor, special_id: int, *, at: datetime, seen: int | None = None) -> Special:
    """送签: hand the draft to the head."""
    taken = take_special(actor, special_id, SpecialVerb.offer, at=at, seen=seen)
    taken.special.returned = ""
    done = settle_special(taken, "returned")
    tell_of(done, "special.offered", RoleName.head, at=at, by=actor)
    return done


@transaction.atomic
def send_back_special(actor: Actor, special_id: int, *, at: datetime, reason: str, seen: int | None = None) -> Special:
    """退回修改: the head says what has to be changed."""
    taken = take_special(actor, special_id, SpecialVerb.send_back, at=at, seen=seen)
    taken.special.returned = words(reason, REASON, field="reason")
    done = settle_special(taken, "returned", data={"text": text_digest(taken.special.returned)})
    tell_of(done, "special.returned", RoleName.officer, at=at, by=actor)
    return done


@transaction.atomic
def sign_special(actor: Actor, special_id: int, *, at: datetime, seen: int | None = None) -> Special:
    """签发: the head signs; it gets its number, says from now on what it says, and the leaders are told (5.1.j).

    Raises:
        Special.DoesNotExist.
        Refused: the table's codes, ``stale``; ``section_wrong`` where words name a figure that is not there any more.
    """
    # Numbers are given one after the other.
    Zone.objects.select_for_update().get(pk=actor.zone_id)
    taken = take_special(actor, special_id, SpecialVerb.sign, at=at, seen=seen)
    special = whole(Special.objects.all()).get(pk=special_id)
    values = values_of(read(special.snapshot.figures))
    for section in special.sections.all():
        if core.check(section.text, values):
            raise Refused("section_wrong", title=core.SECTIONS[section.key])
    followed = to_follow(special)
    special.content = content_of(special, at)
    special.year = local_date(at).year
    last = Special.objects.filter(zone=special.zone_id, year=special.year).aggregate(last=Max("number"))["last"]
    special.number = (last or 0) + 1
    special.signed_at, special.signed_by_id, special.returned = at, actor.person, ""
    special.digest = digest_of(special)
    taken.special = special
    fields = ("content", "year", "number", "signed_at", "signed_by", "returned", "digest")
    done = settle_special(taken, *fields, data={"no": special.number, "year": special.year, "digest": special.digest})
    _told(followed, done)
    tell_of(done, "special.signed", RoleName.leader, RoleName.officer, at=at, by=actor)
    return done


def _told(followed: list[Instruction], special: Special) -> None:
    """What this issue has reported as ended need not be reported by the next one."""
    tasks = tasks_of(special.zone_id, followed)
    ended = (InstructionState.done, InstructionState.noted)
    told = [row.pk for row in followed if state_of(row, tasks[row.pk]) in ended]
    Instruction.objects.filter(pk__in=told).update(told_in=special)


def digest_of(special: Special) -> str:
    """The digest of a signed report, over all that it says, its number, and who signed it when."""
    assert special.signed_at is not None
    said = {
        "zone": special.zone_id,
        "number": [special.year, special.number],
        "content": special.content,
        "at": special.signed_at.astimezone(UTC).isoformat(timespec="seconds"),
        "by": special.signed_by_id,
    }
    return digest(said)


@transaction.atomic
def record_special_export(actor: Actor, special: Special, *, at: datetime, format_: str, digest_: str) -> None:
    """Record that a report was taken out as a file."""
    note_special(special, actor, at, "export", {"format": format_, "digest": digest_})
