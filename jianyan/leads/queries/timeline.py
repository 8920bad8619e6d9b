"""The timeline of a lead: its rows of the ledger, as far as somebody may read them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext as _

from jianyan.core.flow import NOT_THE_REPORTERS, Hat, Verb
from jianyan.leads.models import Lead
from jianyan.leads.queries.sight import TELLING, Sight
from jianyan.leads.words import HATS
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.prepared import Gap, Prepared
from jianyan.ui.shapes import Event

#: Between the office and a department: the department concerned reads its own.
BETWEEN = frozenset(
    f"lead.{v}"
    for v in (
        Verb.recall,
        Verb.return_,
        Verb.ask_extension,
        Verb.grant_extension,
        Verb.refuse_extension,
        Verb.remind,
        Verb.urge,
        Verb.submit_reply,
        Verb.approve_reply,
        Verb.send_back_reply,
        Verb.withdraw_reply,
        Verb.contest,
        Verb.uphold_contest,
        Verb.reject_contest,
    )
)
#: What a department reads of every lead that it sees. Nothing here says who raised it, or when.
FACING = frozenset(
    f"lead.{v}"
    for v in (
        Verb.dispatch,
        Verb.designate,
        Verb.accept,
        Verb.accept_silently,
        Verb.reply,
        Verb.follow_up,
        Verb.close,
        Verb.reopen,
    )
)
#: What was undone is read by whoever reads what was done.
UNDO = "lead.undo"
#: What the office found of two leads; it stands on both, and names the other to nobody else.
BESIDE = frozenset({"lead.link", "lead.unlink", "lead.apart"})
SUPPLEMENT = f"lead.{Verb.supplement}"
NOT_FOR_REPORTER = frozenset(f"lead.{v}" for v in NOT_THE_REPORTERS)

ICONS = {
    "lead.file": "writing",
    f"lead.{Verb.call}": "phone-call",
    f"lead.{Verb.call_unanswered}": "phone-off",
    f"lead.{Verb.supplement}": "paperclip",
    f"lead.{Verb.classify}": "tag",
    f"lead.{Verb.dispatch}": "send",
    f"lead.{Verb.designate}": "gavel",
    f"lead.{Verb.recall}": "arrow-back-up",
    f"lead.{Verb.accept}": "check",
    f"lead.{Verb.accept_silently}": "clock-check",
    f"lead.{Verb.return_}": "corner-up-left",
    f"lead.{Verb.ask_extension}": "hourglass",
    f"lead.{Verb.grant_extension}": "calendar-check",
    f"lead.{Verb.refuse_extension}": "calendar-off",
    f"lead.{Verb.remind}": "bell",
    f"lead.{Verb.urge}": "speakerphone",
    f"lead.{Verb.submit_reply}": "file-text",
    f"lead.{Verb.approve_reply}": "file-check",
    f"lead.{Verb.send_back_reply}": "corner-up-left",
    f"lead.{Verb.withdraw_reply}": "arrow-back-up",
    f"lead.{Verb.contest}": "scale",
    f"lead.{Verb.uphold_contest}": "scale",
    f"lead.{Verb.reject_contest}": "scale",
    f"lead.{Verb.reply}": "message",
    f"lead.{Verb.follow_up}": "heart-handshake",
    f"lead.{Verb.follow_up_unreached}": "phone-off",
    f"lead.{Verb.close}": "circle-check",
    f"lead.{Verb.reopen}": "repeat",
    f"lead.{Verb.note}": "bookmark",
    f"lead.{Verb.resume}": "player-play",
    f"lead.{Verb.merge}": "git-merge",
    f"lead.{Verb.split_}": "arrows-split",
    f"lead.{Verb.withdraw}": "arrow-back-up",
    UNDO: "arrow-back-up",
    "lead.link": "link",
    "lead.unlink": "unlink",
    "lead.apart": "unlink",
    "clock.move": "calendar-stats",
}
TONES = {
    f"lead.{Verb.call}": "ok",
    f"lead.{Verb.call_unanswered}": "warn",
    f"lead.{Verb.dispatch}": "info",
    f"lead.{Verb.designate}": "info",
    f"lead.{Verb.recall}": "warn",
    f"lead.{Verb.return_}": "warn",
    f"lead.{Verb.urge}": "bad",
    f"lead.{Verb.reply}": "info",
    f"lead.{Verb.close}": "ok",
    f"lead.{Verb.reopen}": "bad",
}


_ENTRIES = Prepared(lambda: Entry.objects.filter(subject=Gap("subject")).select_related("actor").order_by("-place"))


def entries_seen(lead: Lead, seen: Sight, *, extensions: Collection[int], takes_part: bool) -> list[Entry]:
    """The lead's rows that may be read, newest first. One query.

    ``extensions``: the requests for time that may be read. ``takes_part``: as a department that has to do with the
    lead now; one that only had reads what it did itself.
    """
    return [row for row in _ENTRIES(subject=lead.subject) if _read(row, seen, extensions, takes_part)]


def _read(row: Entry, seen: Sight, extensions: Collection[int], takes_part: bool) -> bool:
    if seen.inside and seen.reporter:
        return True
    if row.verb in BESIDE:
        return False
    if row.verb == SUPPLEMENT and not _for_them(row, seen, takes_part):
        return False
    verb = f"lead.{row.data.get('undoes')}" if row.verb == UNDO else row.verb
    if seen.own:
        return verb not in NOT_FOR_REPORTER
    if row.verb == "clock.move":
        return row.data.get("clock") not in TELLING and (seen.inside or takes_part)
    if row.verb == SUPPLEMENT:
        return True
    if verb not in FACING | BETWEEN:
        return False
    if seen.inside or (takes_part and verb in FACING):
        return True
    return row.data.get("department") == seen.unit or row.data.get("extension") in extensions


def _for_them(row: Entry, seen: Sight, takes_part: bool) -> bool:
    """Whether a supplement is for them. When an anonymous reporter added something is for the office alone."""
    if seen.own:
        return row.role == Hat.reporter or row.data.get("audience") == "everybody"
    return seen.reporter and takes_part and row.data.get("audience") != "office"


def events(entries: Collection[Entry], lead: Lead, seen: Sight, names: Mapping[int, str]) -> Iterator[Event]:
    """The rows as sentences with who did it; ``names`` are the departments' by id."""
    for row in entries:
        yield Event(
            at=seen.when(row.at, row.role),
            what=sentence(row.verb, row.data, departments=names),
            who=_who(row, lead, seen),
            icon=ICONS.get(row.verb, ""),
            tone=TONES.get(row.verb, ""),
        )


def _who(row: Entry, lead: Lead, seen: Sight) -> str:
    name = name_of(row, lead, seen)
    if row.role in (Hat.officer, Hat.head, Hat.leader) or (row.role == Hat.liaison and not _outside(seen)):
        return f"{name}（{HATS[Hat(row.role)]}）"
    return name


def name_of(row: Entry, lead: Lead, seen: Sight) -> str:
    """Who did it, as far as that may be known."""
    if row.actor is None or row.role == Hat.system:
        return _("系统")
    if row.role == Hat.reporter or row.actor_id == lead.identity.supervisor.user_id:
        return row.actor.name if seen.reporter else _("隐名监督员")
    if row.role == Hat.liaison and _outside(seen):
        return _("承办部门")
    return row.actor.name


def _outside(seen: Sight) -> bool:
    """A reporter deals with the department, not with a person in it."""
    return seen.own and not seen.inside and seen.unit is None
