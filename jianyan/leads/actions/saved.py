"""视图: naming a set of filters, renaming it, giving it up.

None of this is in the ledger: a view is a bookmark of one person, says nothing about a lead or anybody else, and gives
no sight of anything. Whoever opens it is shown what they may see then.
"""

from __future__ import annotations

from django.db import transaction

from jianyan.accounts.models import User
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.leads.models import Place, SavedView
from jianyan.leads.queries.saved import own

LONGEST = 20
QUERY_MAX = 1000
#: How many views somebody may have on one page; more than these nobody finds again.
MOST = 20


@transaction.atomic
def save_view(actor: Actor, place: str, *, name: str, query: str) -> SavedView:
    """Keep the filters of a page under a name.

    Raises:
        Refused: ``wrong_hat`` for anybody but the office, ``view_empty`` without filters, ``too_many_views``, or by
            the name: ``name_required``, ``too_long``, ``name_taken``.
    """
    _lock(actor)
    if place not in Place.values or not 0 < len(query) <= QUERY_MAX:
        raise Refused("view_empty")
    if own(actor, place).count() >= MOST:
        raise Refused("too_many_views", longest=MOST)
    name = _name(actor, place, name)
    return SavedView.objects.create(zone_id=actor.zone_id, user_id=actor.person, place=place, name=name, query=query)


@transaction.atomic
def rename_view(actor: Actor, view_id: int, *, name: str) -> SavedView:
    """Give a view of one's own another name.

    Raises:
        SavedView.DoesNotExist: not the actor's; Refused: by the name, as `save_view`.
    """
    _lock(actor)
    view = own(actor).get(pk=view_id)
    view.name = _name(actor, view.place, name, but=view.pk)
    view.save(update_fields=["name"])
    return view


@transaction.atomic
def delete_view(actor: Actor, view_id: int) -> SavedView:
    """Give a view of one's own up; returns what it was, so that it can be saved again.

    Raises:
        SavedView.DoesNotExist: not the actor's.
    """
    _lock(actor)
    view = own(actor).get(pk=view_id)
    SavedView.objects.filter(pk=view.pk).delete()
    return view


def _lock(actor: Actor) -> None:
    """One act on somebody's views at a time, so that names stay apart and the number bounded."""
    if not actor.is_office:
        raise Refused("wrong_hat")
    User.objects.select_for_update().get(pk=actor.person)


def _name(actor: Actor, place: str, name: str, but: int = 0) -> str:
    name = clean_text(name, lines=False)
    if not name:
        raise Refused("name_required")
    if len(name) > LONGEST:
        raise Refused("too_long", field="name", longest=LONGEST)
    if own(actor, place).filter(name=name).exclude(pk=but).exists():
        raise Refused("name_taken", name=name)
    return name
