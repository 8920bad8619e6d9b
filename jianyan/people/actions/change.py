"""资料变更: unit, phone, category, post. What was is kept beside what is; the ledger names the field only (5.2.a)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import Department, RoleName, User
from jianyan.accounts.queries import Actor
from jianyan.core.applicant import ABROAD, LONGEST, MOBILE, clean_phone
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.people.actions.base import lock_supervisor, need, note
from jianyan.people.models import Change, Supervisor
from jianyan.rules.queries import book, version_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What is known of a supervisor and may change. ``unit`` is a unit of the zone, ``employer`` a name otherwise."""

    phone: str
    category: str
    unit: int | None = None
    employer: str = ""
    post: str = ""
    industry: str = ""


@transaction.atomic
def change(actor: Actor, supervisor_id: int, new: Particulars, *, at: datetime) -> list[str]:
    """Change what is known of a supervisor; returns the fields that changed, each with a row of its own.

    Raises:
        Supervisor.DoesNotExist; Refused: ``wrong_hat``, ``bad_phone``, ``phone_taken``, ``unknown_category``,
        ``unknown_unit``, ``unit_required``, ``too_long``, ``anonymised``.
    """
    need(actor, RoleName.officer, RoleName.head)
    supervisor = lock_supervisor(actor, supervisor_id)
    if supervisor.anonymised_at:
        raise Refused("anonymised")
    rules = book(version_on(actor.zone_id, local_date(at)).pk)
    before = _shown(supervisor, supervisor.unit_name)
    _set(supervisor, new, rules)
    after = _shown(supervisor, supervisor.unit_name)
    changed = [key for key, value in after.items() if before[key] != value]
    if not changed:
        return []
    supervisor.save(update_fields=["phone", "category", "unit", "employer", "post", "industry"])
    if "phone" in changed:
        User.objects.filter(pk=supervisor.user_id).update(phone=supervisor.phone)
    Change.objects.bulk_create(
        Change(supervisor=supervisor, field=key, was=before[key], now=after[key], by_id=actor.person, at=at)
        for key in changed
    )
    for key in changed:
        note(supervisor, actor, at, "change", {"field": key}, clause="5.2.a")
    return changed


def _shown(supervisor: Supervisor, unit: str) -> dict[str, str]:
    return {
        "unit": unit,
        "phone": supervisor.phone,
        "category": supervisor.category,
        "post": supervisor.post,
        "industry": supervisor.industry,
    }


def _set(supervisor: Supervisor, new: Particulars, rules: Rulebook) -> None:
    phone = clean_phone(new.phone)
    if not (MOBILE.fullmatch(phone) or ABROAD.fullmatch(phone)):
        raise Refused("bad_phone", field="phone")
    others = Supervisor.objects.filter(zone=supervisor.zone_id, phone=phone).exclude(pk=supervisor.pk)
    if phone != supervisor.phone and others.exists():
        raise Refused("phone_taken", field="phone")
    category = rules.categories.get(new.category)
    if category is None or category.channel not in (None, supervisor.channel):
        raise Refused("unknown_category", field="category")
    unit = Department.objects.filter(pk=new.unit, zone=supervisor.zone_id).first() if new.unit else None
    if new.unit and unit is None:
        raise Refused("unknown_unit", field="unit")
    texts = {key: clean_text(getattr(new, key), lines=False) for key in ("employer", "post", "industry")}
    for key, text in texts.items():
        if len(text) > LONGEST[key]:
            raise Refused("too_long", field=key, longest=LONGEST[key])
    if unit is None and not texts["employer"]:
        raise Refused("unit_required", field="employer")
    supervisor.phone, supervisor.category, supervisor.unit = phone, new.category, unit
    supervisor.employer = "" if unit else texts["employer"]
    supervisor.post, supervisor.industry = texts["post"], texts["industry"]
