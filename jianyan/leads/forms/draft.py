"""A draft of an opinion form: what a page sends beside its leads, and how it goes together with what is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict

from jianyan.leads.forms.opinion import Typed, kept_leads, typed_leads, written
from jianyan.leads.models import Draft

#: The most that is kept of somebody who is not signed in any more, in characters.
AWAY_LONGEST = 300_000


def _uuid(text: object) -> UUID:
    """The key that a page carries; a missing or forged one is replaced."""
    try:
        return UUID(str(text))
    except ValueError:
        return uuid4()


def month_from(text: str) -> date | None:
    """The month that a page is for (2026-11), as its first day; None when it names none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def said(draft: Draft | None) -> Mapping[str, Any]:
    """What a draft holds, read without trust."""
    return draft.data if draft and isinstance(draft.data, Mapping) else {}


def written_by(draft: Draft | None) -> tuple[str, int]:
    """Which page has saved a draft last, and how far its typing had come by then."""
    page, turn = said(draft).get("page"), said(draft).get("turn")
    return (page if isinstance(page, str) else ""), (turn if isinstance(turn, int) else 0)


def stamp(draft: Draft | None) -> str:
    """Which state of the draft a page shows."""
    return draft.saved_at.isoformat() if draft else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One page as it was sent.

    ``page`` names the page, ``seen`` the state of the draft that it was made from, ``key`` the form to be;
    ``at`` is the lead that was being written (``lead-2``). ``turn`` grows with the typing on one page, so that what
    arrives late is known from what was typed later; without scripts it stays 0.
    """

    leads: list[Typed] = field(default_factory=list)
    page: str = ""
    seen: str = ""
    key: UUID = field(default_factory=uuid4)
    month: date | None = None
    at: str = ""
    turn: int = 0

    @classmethod
    def read(cls, post: QueryDict) -> Posted:
        at, turn = post.get("at", ""), post.get("turn", "")
        return cls(
            leads=typed_leads(post),
            page=post.get("page", "")[:40],
            seen=post.get("seen", "")[:40],
            key=_uuid(post.get("key")),
            month=month_from(post.get("month", "")),
            at=at if re.fullmatch(r"lead-\d{1,3}", at) else "",
            turn=int(turn) if re.fullmatch(r"[0-9]{1,9}", turn) else 0,
        )

    def goes_on(self, draft: Draft | None) -> bool:
        """Whether this page may overwrite a draft unasked: it was made from it, or was the last to save it."""
        if draft is None or self.seen == stamp(draft):
            return True
        page, turn = written_by(draft)  # what arrives late has a lower turn
        return bool(self.page) and self.page == page and self.turn >= turn

    def away(self) -> dict[str, Any] | None:
        """What to keep while its writer signs in again; None when there is nothing, or too much."""
        leads = written(self.leads)
        size = sum(len(value) for lead in leads for value in lead.values() if isinstance(value, str))
        if not leads or size > AWAY_LONGEST:
            return None
        return {"leads": leads, "page": self.page, "seen": self.seen, "key": str(self.key), "at": self.at}

    @classmethod
    def back(cls, kept: Mapping[str, Any]) -> Posted:
        """What was kept by `away`."""
        return cls(leads=kept_leads(kept), page=kept["page"], seen=kept["seen"], key=_uuid(kept["key"]), at=kept["at"])

    def with_draft(self, draft: Draft | None) -> tuple[list[Typed], bool]:
        """The leads to keep now, and whether the draft was changed elsewhere meanwhile.

        A page may overwrite what it was made from and what it has saved itself. Where another page came in between,
        both texts are kept: which is right, only the writer knows. A page without leads (the one that is looked
        over) changes nothing.
        """
        if draft is not None and not self.leads:
            return kept_leads(draft.data), False
        if draft is None or self.seen == stamp(draft) or (self.page and self.page == said(draft).get("page")):
            return self.leads, False
        kept = kept_leads(draft.data)
        more = [lead for lead in written(self.leads) if lead not in kept]
        return written(kept) + more or self.leads, bool(more)


def removed_from(draft: Draft | None) -> tuple[int, Typed] | None:
    """The lead that was taken out last, with its place, while that can be undone."""
    removed = said(draft).get("removed")
    if not isinstance(removed, Mapping):
        return None
    leads = kept_leads({"leads": [removed.get("lead")]})
    place = removed.get("place")
    return (place, leads[0]) if leads and isinstance(place, int) else None
