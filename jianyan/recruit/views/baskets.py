"""The files of an application's page: taken in with every press, so that none is chosen twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jianyan.core.files import ACCEPTED
from jianyan.core.flow import Refused
from jianyan.recruit import actions, words
from jianyan.recruit.actions.attach import files_most
from jianyan.recruit.models import CandidateFile, Round
from jianyan.recruit.queries.public import loose_files


@dataclass(slots=True)
class Basket:
    """What a page has taken in, and why something was not."""

    token: UUID
    files: list[CandidateFile]
    refused: list[str] = field(default_factory=list)

    accepted = ACCEPTED

    @property
    def longest(self) -> int:
        return files_most()

    @property
    def megabytes(self) -> int:
        return int(settings.FILE_SIZE_MAX) // 1_000_000

    @property
    def full(self) -> bool:
        return len(self.files) >= self.longest


def basket_of(request: HttpRequest, round_: Round, token: UUID, *, at: datetime) -> Basket:
    """The basket after this press: with what came, without what was pressed away."""
    refused: list[str] = []
    if request.method == "POST":
        _press_away(request, round_, token, at)
        for sent in request.FILES.getlist("file"):
            try:
                # One byte more than is allowed is enough to know that it is too big.
                data = sent.read(settings.FILE_SIZE_MAX + 1)
                actions.attach(round_.zone_id, round_.pk, token, data, sent.name or "", at=at)
            except Refused as no:
                refused.append(_("“{name}”：{reason}").format(name=(sent.name or "")[:40], reason=words.refusal(no)))
    return Basket(token, list(loose_files(round_.pk, token)), refused)


def _press_away(request: HttpRequest, round_: Round, token: UUID, at: datetime) -> None:
    try:
        actions.detach(round_.pk, token, UUID(request.POST["unfile"]), at=at)
    except (KeyError, ValueError, CandidateFile.DoesNotExist):  # none was pressed, or it is gone already
        return
