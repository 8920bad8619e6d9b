"""The files of a page that is being filled in: they are kept with every press, so that none is chosen twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request
from jianyan.core.files import ACCEPTED
from jianyan.core.flow import Refused
from jianyan.studies import actions, words
from jianyan.studies.models import StudyFile
from jianyan.studies.queries.files import in_basket


@dataclass(slots=True)
class Basket:
    """What a page has taken in, and why something was not. ``wanted`` says what it is for."""

    token: UUID
    wanted: str = ""
    files: list[StudyFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    accepted = ACCEPTED
    longest = settings.FILES_MAX
    megabytes = settings.FILE_SIZE_MAX // 1_000_000

    @property
    def full(self) -> bool:
        return len(self.files) >= self.longest


def basket_of(request: Request, *, at: datetime, wanted: str) -> Basket:
    """The basket after this press: with what came, without what was pressed away."""
    basket = Basket(_token(request), wanted)
    if request.method == "POST":
        _press_away(request)
        for sent in request.FILES.getlist("file"):
            try:
                # One byte more than is allowed is enough to know that it is too big.
                data = sent.read(settings.FILE_SIZE_MAX + 1)
                actions.upload(request.actor, basket.token, data, sent.name or "", at=at)
            except (Refused, OSError) as error:  # no room on its way in: what was typed goes on without it
                no = error if isinstance(error, Refused) else Refused("file_no_room")
                name = (sent.name or "")[:40]
                basket.refused.append(_("“{name}”：{reason}").format(name=name, reason=words.refusal(no)))
        basket.files = list(in_basket(request.actor, basket.token))
    return basket


def _token(request: Request) -> UUID:
    """The basket that a page carries; a missing or forged one is replaced."""
    try:
        return UUID(request.POST.get("basket", ""))
    except ValueError:
        return uuid4()


def _press_away(request: Request) -> None:
    try:
        actions.remove_file(request.actor, UUID(request.POST["unfile"]), at=timezone.now())
    except (KeyError, ValueError, StudyFile.DoesNotExist):  # none was pressed, or it is gone already
        return
