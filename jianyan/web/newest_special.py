"""The newest special report as it stands first on a leader's own page: its matters, each with a box to instruct."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.special import WITH_ITEMS
from jianyan.reports.forms.special import InstructionForm
from jianyan.reports.models import Instruction, Special
from jianyan.reports.queries.special import newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One matter: its title, how it begins, whether there are instructions on it, and the box for another."""

    pk: int
    title: str
    said: str
    instructed: bool
    form: InstructionForm


def newest_special(actor: Actor) -> dict[str, Any]:
    """What the page shows of it; nothing for whoever is no leader or where there is none. Two queries."""
    if not actor.has(RoleName.leader):
        return {}
    special = newest(actor.zone_id)
    return {"special": special, "matters": _matters(special)} if special else {}


def _matters(special: Special) -> list[Matter]:
    instructed = set(Instruction.objects.filter(special=special, item__isnull=False).values_list("item", flat=True))
    sections = {section["key"]: section for section in special.content["sections"]}
    return [
        Matter(
            pk=item["pk"],
            title=item["title"],
            said=item["paragraphs"][0] if item["paragraphs"] else "",
            instructed=item["pk"] in instructed,
            form=InstructionForm(item=item["pk"]),
        )
        # What the committee has to settle comes first: it waits for the reader.
        for key in reversed(WITH_ITEMS)
        for item in sections[key]["items"]
    ]
