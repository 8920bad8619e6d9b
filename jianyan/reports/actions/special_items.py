"""The matters of a special report: proposed from the figures, chosen, worded and dropped by the officer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max
from django.utils import translation

from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused, State
from jianyan.core.special import WITH_ITEMS, SpecialVerb, item_text
from jianyan.leads.models import Lead
from jianyan.leads.words import STATES
from jianyan.reports.actions.special_base import settle_special, take_special, words
from jianyan.reports.models import Special, SpecialItem
from jianyan.reports.queries.special import PROPOSED, may_stand, offered, overdue_in

TITLE, TEXT, MOST_LEADS = 60, 2000, 50


def propose(actor: Actor, special: Special, at: datetime) -> None:
    """Put the leads that call for it most into a fresh draft, each where it belongs, none twice."""
    used: set[int] = set()
    late = overdue_in(special.snapshot)
    for section in WITH_ITEMS:
        leads = offered(special, section).exclude(pk__in=used).annotate(others=Count("merged"))
        for place, lead in enumerate(leads[:PROPOSED]):
            used.add(lead.pk)
            made = SpecialItem.objects.create(
                special=special,
                section=section,
                place=place,
                title=lead.title,
                text=_text(lead, overdue=lead.pk in late),
                changed_at=at,
                changed_by_id=actor.person,
            )
            made.leads.set([lead])


def _text(lead: Lead, *, overdue: bool) -> str:
    unit = lead.lead_department.name if lead.lead_department else ""
    others: int = lead.others  # type: ignore[attr-defined]
    with translation.override("zh-hans"):
        state = str(STATES[State(lead.state)])
    return item_text(unit=unit, result=lead.result, state=state, overdue=overdue, people=others + 1)


@transaction.atomic
def add_item(
    actor: Actor,
    special_id: int,
    *,
    at: datetime,
    section: str,
    title: str,
    text: str,
    leads: Collection[int] = (),
    seen: int | None = None,
) -> SpecialItem:
    """Add a matter to a section, at its end.

    Raises:
        Special.DoesNotExist; Refused: the table's codes, ``stale``, ``no_section``, ``bad_leads`` (one that is not of
        this quarter), ``too_many``, ``text_required``, ``too_long``.
    """
    taken = take_special(actor, special_id, SpecialVerb.choose, at=at, seen=seen)
    if section not in WITH_ITEMS:
        raise Refused("no_section")
    chosen = _leads(taken.special, leads)
    last = SpecialItem.objects.filter(special=special_id, section=section).aggregate(last=Max("place"))["last"]
    made = SpecialItem.objects.create(
        special=taken.special,
        section=section,
        place=0 if last is None else last + 1,
        title=words(title, TITLE, field="title", lines=False),
        text=words(text, TEXT, field="text"),
        changed_at=at,
        changed_by_id=actor.person,
    )
    made.leads.set(chosen)
    settle_special(taken, data=_data(made, chosen))
    return made


@transaction.atomic
def edit_item(
    actor: Actor,
    item_id: int,
    *,
    at: datetime,
    title: str,
    text: str,
    leads: Collection[int] = (),
    seen: int | None = None,
) -> SpecialItem:
    """Change what is said of a matter; ``seen`` is the item's revision on the page.

    Raises:
        SpecialItem.DoesNotExist; Refused: as `add_item`, ``stale`` when somebody else has changed it.
    """
    found = SpecialItem.objects.get(pk=item_id, special__zone=actor.zone_id)
    taken = take_special(actor, found.special_id, SpecialVerb.choose, at=at)
    item = SpecialItem.objects.select_for_update().get(pk=item_id)
    if seen is not None and seen != item.revision:
        raise Refused("stale")
    chosen = _leads(taken.special, leads)
    item.title, item.text = words(title, TITLE, field="title", lines=False), words(text, TEXT, field="text")
    item.revision, item.changed_at, item.changed_by_id = item.revision + 1, at, actor.person
    item.save(update_fields=["title", "text", "revision", "changed_at", "changed_by"])
    item.leads.set(chosen)
    settle_special(taken, data=_data(item, chosen))
    return item


@transaction.atomic
def drop_item(actor: Actor, item_id: int, *, at: datetime, seen: int | None = None) -> Special:
    """Take a matter out of a draft.

    Raises:
        SpecialItem.DoesNotExist; Refused: the table's codes, ``stale``.
    """
    found = SpecialItem.objects.get(pk=item_id, special__zone=actor.zone_id)
    taken = take_special(actor, found.special_id, SpecialVerb.choose, at=at)
    item = SpecialItem.objects.select_for_update().get(pk=item_id)
    if seen is not None and seen != item.revision:
        raise Refused("stale")
    item.leads.clear()
    item.delete()
    return settle_special(taken, data={"section": item.section, "item": item_id, "dropped": True})


def _leads(special: Special, wanted: Collection[int]) -> list[Lead]:
    if len(wanted) > MOST_LEADS:
        raise Refused("too_many", most=MOST_LEADS)
    found = list(may_stand(special, wanted))
    if len(found) != len(set(wanted)):
        raise Refused("bad_leads")
    return found


def _data(item: SpecialItem, leads: Collection[Lead]) -> dict[str, object]:
    said = text_digest(f"{item.title}\n{item.text}")
    return {"section": item.section, "item": item.pk, "leads": sorted(lead.pk for lead in leads), "text": said}
