"""Keeping a form that is not filed yet: by a press, and by itself while it is being typed (5.1.e)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.leads.models import Draft, OpinionForm
from jianyan.people.models import Identity
from jianyan.people.queries import own_identities


@transaction.atomic
def save_draft(actor: Actor, identity_id: int, month: date, data: object, *, at: datetime, key: UUID) -> Draft:
    """Keep what was typed as it was typed; a draft is nobody's business but the supervisor's: the ledger stays silent.

    Raises:
        Identity.DoesNotExist: the identity is not the actor's own.
    """
    identity = own_identities(actor).get(pk=identity_id)
    draft, _ = Draft.objects.update_or_create(
        identity=identity, month=month, defaults={"data": _storable(data), "key": key, "saved_at": at}
    )
    return draft


@transaction.atomic
def autosave(
    actor: Actor, identity_id: int, month: date, data: object, *, at: datetime, key: UUID, seen: datetime | None
) -> Draft:
    """Keep what is being typed, unless somebody was faster: what nobody has looked at overwrites nothing.

    ``seen`` is when the draft was saved on which the text builds, None where there was none.

    Raises:
        Identity.DoesNotExist: the identity is not the actor's own.
        Refused: ``already_filed``, or ``draft_moved`` when the draft was saved elsewhere meanwhile.
    """
    # The identity's row is the lock, as for filing: no draft comes to lie behind a form that was just filed.
    own = own_identities(actor).values("pk")
    identity = Identity.objects.select_for_update(of=("self",)).get(pk=identity_id, pk__in=own)
    if filed := OpinionForm.objects.filter(identity=identity, month=month).first():
        raise Refused("already_filed", at=filed.submitted_at)
    draft = Draft.objects.filter(identity=identity, month=month).first()
    if draft is not None and draft.saved_at != seen:
        raise Refused("draft_moved")
    draft = draft or Draft(identity=identity, month=month)
    draft.data, draft.key, draft.saved_at = _storable(data), key, at
    draft.save()
    return draft


def _storable(typed: object) -> object:
    """What was typed without the two things that a database cannot keep in JSON: NUL, and half of a surrogate pair."""
    match typed:
        case str():
            return typed.replace("\0", "").encode("utf8", "ignore").decode("utf8")
        case list():
            return [_storable(each) for each in typed]
        case dict():
            return {str(_storable(key)): _storable(value) for key, value in typed.items()}
    return typed
