"""A bulletin on its way: drafted, its figures drawn anew, its words edited, handed to the head, approved, corrected."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor, with_role
from jianyan.core import bulletin as core
from jianyan.core.bulletin import BulletinVerb
from jianyan.core.chain import text_digest
from jianyan.core.figures import Figures, digest, read
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.notify.actions import tell
from jianyan.reports.actions.base import Taken, note, path_of, settle_bulletin, take_bulletin, words
from jianyan.reports.actions.snapshot import take
from jianyan.reports.models import Bulletin, Comment, Correction, Section

COMMENT, CORRECTION, REASON = 1000, 2000, 500


class Wrong(Refused):
    """A section's words cannot stand: ``troubles`` say what is wrong (`core.bulletin.check`)."""

    def __init__(self, troubles: list[core.Trouble]) -> None:
        super().__init__("wrong_words")
        self.troubles = troubles


def draft(actor: Actor, quarter: str, *, at: datetime) -> Bulletin:
    """Draft the bulletin of a quarter from the records as they stand now (5.1.i).

    Raises:
        ValueError: no name of a quarter.
        Refused: ``not_begun``; ``already_drafted`` with the bulletin's ``pk``; ``wrong_hat``.
        NoRulebook: there are no rules for that quarter.
    """
    if not actor.is_office:
        raise Refused("wrong_hat", verb="draft")
    if (there := _drafted(actor, quarter)) is not None:
        raise Refused("already_drafted", pk=there)
    snapshot = take(actor, quarter, at=at)
    figures = read(snapshot.figures)
    try:
        with transaction.atomic():
            made = Bulletin.objects.create(
                zone_id=actor.zone_id, quarter=quarter, snapshot=snapshot, drafted_at=at, drafted_by_id=actor.user_id
            )
            Section.objects.bulk_create(
                Section(bulletin=made, key=key, text=text, changed_at=at, changed_by_id=actor.user_id)
                for key, text in core.drafted(figures).items()
            )
            note(made, actor, at, "draft", {"snapshot": snapshot.pk, "digest": snapshot.digest})
    except IntegrityError as no:  # somebody was faster
        raise Refused("already_drafted", pk=_drafted(actor, quarter)) from no
    return made


def _drafted(actor: Actor, quarter: str) -> int | None:
    there = Bulletin.objects.filter(zone=actor.zone_id, quarter=quarter)
    return there.values_list("pk", flat=True).first()


def refresh(actor: Actor, bulletin_id: int, *, at: datetime, seen: int | None = None) -> Bulletin:
    """Draw the figures anew, as the records stand now. Words that somebody has edited stay; the others are redrafted.

    Raises:
        Bulletin.DoesNotExist; Refused: the table's codes, ``stale``.
    """
    with transaction.atomic():
        quarter = take_bulletin(actor, bulletin_id, BulletinVerb.refresh, at=at, seen=seen).bulletin.quarter
    snapshot = take(actor, quarter, at=at)
    with transaction.atomic():
        taken = take_bulletin(actor, bulletin_id, BulletinVerb.refresh, at=at, seen=seen)
        taken.bulletin.snapshot = snapshot
        for section in taken.bulletin.sections.select_for_update().filter(edited=False):
            _write(section, core.drafted(read(snapshot.figures))[section.key], taken)
        return settle_bulletin(taken, "snapshot", data={"snapshot": snapshot.pk, "digest": snapshot.digest})


def _write(section: Section, text: str, taken: Taken) -> None:
    if section.text == text:
        return
    section.text, section.changed_at, section.changed_by_id = text, taken.at, taken.actor.user_id
    section.revision += 1
    section.save(update_fields=["text", "edited", "revision", "changed_at", "changed_by"])


@transaction.atomic
def edit(actor: Actor, bulletin_id: int, key: str, text: str, *, at: datetime, seen: int) -> Section:
    """Write the words of one section; its figures stay the system's. Nothing happens where nothing was changed.

    ``seen`` is the section's revision on the page: two people may edit two sections at once, but not the same one.

    Raises:
        Bulletin.DoesNotExist; Section.DoesNotExist.
        Refused: the table's codes; ``stale`` where somebody has changed the section since.
        Wrong: what is wrong with the words.
    """
    taken = take_bulletin(actor, bulletin_id, BulletinVerb.edit, at=at)
    section = taken.bulletin.sections.select_for_update().get(key=key)
    if seen != section.revision:
        raise Refused("stale")
    text = clean_text(text)
    figures = read(taken.bulletin.snapshot.figures)
    drafted = core.drafted(figures)[key]
    if troubles := core.check(key, text, core.values_of(figures), drafted, section.text):
        raise Wrong(troubles)
    if text != section.text:
        section.edited = text != drafted
        _write(section, text, taken)
        settle_bulletin(taken, data={"section": key, "text": text_digest(text)})
    return section


@transaction.atomic
def comment(actor: Actor, bulletin_id: int, key: str, text: str, *, at: datetime) -> Comment:
    """Say something about a section of a draft; the officers are told.

    Raises:
        Bulletin.DoesNotExist; Section.DoesNotExist; Refused: the table's codes, ``text_required``, ``too_long``.
    """
    taken = take_bulletin(actor, bulletin_id, BulletinVerb.comment, at=at)
    section = taken.bulletin.sections.get(key=key)
    said = words(text, COMMENT, field="text")
    made = Comment.objects.create(section=section, at=at, by_id=actor.person, text=said)
    done = settle_bulletin(taken, data={"section": key, "text": text_digest(said)})
    _tell(done, actor, at, "bulletin.commented", RoleName.officer)
    return made


@transaction.atomic
def settle(actor: Actor, comment_id: int, *, at: datetime) -> Comment:
    """Say that a comment has been dealt with; a second time changes nothing.

    Raises:
        Comment.DoesNotExist; Refused: the table's codes.
    """
    found = Comment.objects.select_related("section").get(pk=comment_id, section__bulletin__zone=actor.zone_id)
    taken = take_bulletin(actor, found.section.bulletin_id, BulletinVerb.settle, at=at)
    dealt = Comment.objects.filter(pk=comment_id, settled_at__isnull=True)
    if dealt.update(settled_at=at, settled_by=actor.person):
        settle_bulletin(taken, data={"section": found.section.key, "comment": found.pk})
    found.refresh_from_db()
    return found


@transaction.atomic
def submit(actor: Actor, bulletin_id: int, *, at: datetime, seen: int | None = None) -> Bulletin:
    """Hand the draft to the head; it may still be edited."""
    taken = take_bulletin(actor, bulletin_id, BulletinVerb.submit, at=at, seen=seen)
    taken.bulletin.submitted_at = at
    done = settle_bulletin(taken, "submitted_at")
    _tell(done, actor, at, "bulletin.submitted", RoleName.head)
    return done


@transaction.atomic
def freeze(actor: Actor, bulletin_id: int, *, at: datetime, seen: int | None = None) -> Bulletin:
    """Approve the bulletin: from now on it says what it says, and everybody may read it (5.1.i).

    Raises:
        Bulletin.DoesNotExist.
        Refused: ``not_over``, ``figures_early``, ``open_comments``, ``stale``; ``section_wrong`` where words name
            a figure that is not there any more.
    """
    taken = take_bulletin(actor, bulletin_id, BulletinVerb.freeze, at=at, seen=seen)
    bulletin = taken.bulletin
    figures = read(bulletin.snapshot.figures)
    bulletin.content = content_of(bulletin, figures)
    bulletin.frozen_at, bulletin.frozen_by_id = at, actor.person
    bulletin.digest = digest_of(bulletin)
    done = settle_bulletin(taken, "content", "frozen_at", "frozen_by", "digest", data={"digest": bulletin.digest})
    _tell(done, actor, at, "bulletin.frozen", RoleName.officer, RoleName.leader, RoleName.liaison, RoleName.supervisor)
    return done


def content_of(bulletin: Bulletin, figures: Figures) -> dict[str, Any]:
    """The sections, each paragraph in pieces (words, name of the figure), with the figures filled in.

    Raises `Refused` ``section_wrong`` for words that cannot stand.
    """
    values, drafts = core.values_of(figures), core.drafted(figures)
    sections = []
    for section in bulletin.sections.all():
        if core.check(section.key, section.text, values, drafts[section.key], section.text):
            raise Refused("section_wrong", title=core.SECTIONS[section.key])
        said = [[list(piece) for piece in core.pieces(line, values)] for line in core.paragraphs(section.text)]
        sections.append({"key": section.key, "title": core.SECTIONS[section.key], "paragraphs": said})
    return {"quarter": core.quarter_title(bulletin.quarter), "sections": sections}


def digest_of(bulletin: Bulletin) -> str:
    """The digest of an approved bulletin, over all that it says and who approved it when."""
    assert bulletin.frozen_at is not None
    said = {
        "zone": bulletin.zone_id,
        "quarter": bulletin.quarter,
        "content": bulletin.content,
        "figures": bulletin.snapshot.figures,
        "at": bulletin.frozen_at.astimezone(UTC).isoformat(timespec="seconds"),
        "by": bulletin.frozen_by_id,
    }
    return digest(said)


@transaction.atomic
def correct(
    actor: Actor, bulletin_id: int, *, at: datetime, key: str, text: str, reason: str, seen: int | None = None
) -> Correction:
    """Say beside an approved bulletin what it should have said, and why; what was approved stays.

    Raises:
        Bulletin.DoesNotExist.
        Refused: the table's codes, ``stale``, ``no_section``, ``text_required``, ``too_long``.
    """
    taken = take_bulletin(actor, bulletin_id, BulletinVerb.correct, at=at, seen=seen)
    if key not in core.SECTIONS:
        raise Refused("no_section", field="key")
    said, why = words(text, CORRECTION, field="text"), words(reason, REASON, field="reason")
    last = taken.bulletin.corrections.order_by("-number").first()
    number, previous = (last.number + 1, last.digest) if last else (1, taken.bulletin.digest)
    made = Correction.objects.create(
        bulletin=taken.bulletin,
        key=key,
        number=number,
        text=said,
        reason=why,
        at=at,
        by_id=actor.person,
        previous=previous,
        digest=correction_digest(previous, number, key, said, why),
    )
    done = settle_bulletin(taken, data={"section": key, "number": number, "digest": made.digest})
    _tell(done, actor, at, "bulletin.corrected", RoleName.officer, RoleName.leader, RoleName.liaison)
    return made


def correction_digest(previous: str, number: int, key: str, text: str, reason: str) -> str:
    """The digest of a correction over what it corrects."""
    return digest([previous, number, key, text, reason])


def intact(bulletin: Bulletin) -> bool:
    """Whether an approved bulletin and its corrections still say what was approved."""
    last = bulletin.digest
    if digest_of(bulletin) != last:
        return False
    for each in bulletin.corrections.all():
        if each.previous != last or each.digest != correction_digest(
            last, each.number, each.key, each.text, each.reason
        ):
            return False
        last = each.digest
    return True


@transaction.atomic
def record_export(actor: Actor, bulletin: Bulletin, *, at: datetime, format_: str, digest_: str) -> None:
    """Record that a bulletin was taken out as a file."""
    note(bulletin, actor, at, "export", {"format": format_, "digest": digest_})


def _tell(bulletin: Bulletin, actor: Actor, at: datetime, kind: str, *roles: str) -> None:
    tell(
        with_role(bulletin.zone_id, *roles),
        zone_id=bulletin.zone_id,
        at=at,
        kind=kind,
        path=path_of(bulletin),
        params={"quarter": bulletin.quarter},
        by=actor,
    )
