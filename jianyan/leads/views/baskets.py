"""The files of a page that is being filled in: they are kept with every press, so that none is chosen twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request
from jianyan.core.files import ACCEPTED
from jianyan.core.flow import Refused
from jianyan.leads import actions, words
from jianyan.leads.forms.opinion import Typed, basket_of
from jianyan.leads.models import Attachment
from jianyan.leads.queries.files import loose_of


@dataclass(slots=True)
class Basket:
    """The files of one lead or act as its page shows them. ``prefix`` is that of its inputs, ``place`` its number.

    ``quiet``: the lead may be anonymous, and the page says what a department will see of its files.
    """

    token: UUID | None
    prefix: str = ""
    place: int = 0
    files: list[Attachment] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    quiet: bool = False

    accepted = ACCEPTED
    longest = settings.FILES_MAX
    megabytes = settings.FILE_SIZE_MAX // 1_000_000

    @property
    def full(self) -> bool:
        return len(self.files) >= self.longest


def lead_baskets(request: Request, leads: Iterable[Typed]) -> list[Basket]:
    """The basket of each lead of a form, in their order. One query where any lead has files, else none."""
    made = [Basket(basket_of(lead), f"leads-{place}-", place) for place, lead in enumerate(leads)]
    _fill(request, made)
    return made


def lead_basket(request: Request, place: int, lead: Typed) -> Basket:
    """The basket of one lead of a form."""
    made = Basket(basket_of(lead), f"leads-{place}-", place)
    _fill(request, [made])
    return made


def _fill(request: Request, baskets: list[Basket]) -> None:
    tokens = {basket.token for basket in baskets if basket.token}
    if not tokens:
        return
    files = list(loose_of(request.actor).filter(basket__in=tokens).order_by("pk"))
    for basket in baskets:
        basket.files = [row for row in files if row.basket == basket.token]


def take_lead_files(request: Request, leads: list[Typed], *, at: datetime) -> dict[int, list[str]]:
    """Take in what came with each lead of a form, and out what was pressed away; sentences of what was refused."""
    gone = _pressed_away(request, at=at)
    for lead in leads:
        # A lead that has lost its last file has none: it may be empty now.
        if gone and basket_of(lead) == gone and not loose_of(request.actor).filter(basket=gone).exists():
            lead["basket"] = ""
    refused: dict[int, list[str]] = {}
    for place, lead in enumerate(leads):
        basket = basket_of(lead) or uuid4()
        taken, sentences = _take(request, basket, f"leads-{place}-file", at=at)
        if taken:
            lead["basket"] = str(basket)
        if sentences:
            refused[place] = sentences
    return refused


def act_basket(request: Request, *, at: datetime, quiet: bool, kept: UUID | None = None) -> Basket:
    """The basket of an act's page (``kept``: the one of a draft), with what came and went by this press."""
    basket = Basket(kept or token_of(request), quiet=quiet)
    if request.method == "POST" and basket.token:
        _pressed_away(request, at=at)
        _taken, basket.refused = _take(request, basket.token, "file", at=at)
    _fill(request, [basket])
    return basket


def token_of(request: HttpRequest) -> UUID:
    """The basket that a page carries; a missing or forged one is replaced."""
    try:
        return UUID(request.POST.get("basket", ""))
    except ValueError:
        return uuid4()


def _take(request: Request, basket: UUID, name: str, *, at: datetime) -> tuple[int, list[str]]:
    """Take in the files of one input: how many, and a sentence for each that was refused."""
    taken, refused = 0, []
    for sent in request.FILES.getlist(name):
        try:
            # One byte more than is allowed is enough to know that it is too big.
            data = sent.read(settings.FILE_SIZE_MAX + 1)
            actions.upload(request.actor, basket, data, sent.name or "", at=at)
            taken += 1
        except (Refused, OSError) as error:  # no room for the file on its way in: what was typed goes on without it
            no = error if isinstance(error, Refused) else Refused("file_no_room")
            refused.append(_("“{name}”：{reason}").format(name=(sent.name or "")[:40], reason=words.refusal(no)))
    return taken, refused


def _pressed_away(request: Request, *, at: datetime) -> UUID | None:
    """Take out the file whose button was pressed; its basket. One that is gone already is gone."""
    try:
        return actions.remove_file(request.actor, UUID(request.POST["unfile"]), at=at)
    except (KeyError, ValueError, Attachment.DoesNotExist):
        return None
