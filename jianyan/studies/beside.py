"""线索核查 on the page of a lead: the result stands there for whoever may read it (4.2.c)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from jianyan.core.flow import FINAL
from jianyan.leads.beside import Beside, Link
from jianyan.leads.queries.page import LeadPage
from jianyan.leads.queries.visible import may_know_reporter
from jianyan.studies import words
from jianyan.studies.models import Answer, Verdict, Verification


def _there() -> QuerySet[Verification]:
    return Verification.objects.filter(lead=OuterRef("pk"))


def _shown(page: LeadPage) -> Mapping[str, Any] | None:
    """Everything for the office; what was filed, without names, for leaders, the departments and the reporter."""
    office = page.actor.is_office
    if not (office or page.sight.inside or page.sight.own or page.takes_part):
        return None
    rows = Verification.objects.filter(lead=page.lead).prefetch_related(
        "findings__files", "findings__by", "verifiers__supervisor__unit"
    )
    cards = [card for made in rows if (card := _card(made, office=office, pictures=not page.sight.own or office))]
    return {"cards": cards, "office": office} if cards else None


def _card(made: Verification, *, office: bool, pictures: bool) -> dict[str, Any] | None:
    finding = next(iter(made.findings.all()), None)  # the latest comes first
    filed = finding is not None and finding.verdict == Verdict.accepted
    if not office and not filed:
        return None
    joined = [row for row in made.verifiers.all() if row.answer == Answer.joined]
    return {
        "made": made,
        "state": words.VERIFICATION_STATES[made.state],  # type: ignore[index]
        "tone": words.TONES[made.state],
        "finding": finding,
        "outcome_tone": words.OUTCOME_TONES[finding.outcome] if finding else "",  # type: ignore[index]
        "filed": filed,
        "files": list(finding.files.all()) if finding and pictures else [],
        "people": [row.supervisor for row in joined if row.present or not finding],
        "url": reverse("studies:verification", args=[made.pk]) if office else "",
    }


def _link(page: LeadPage) -> Link | None:
    if not page.actor.is_office or page.state in FINAL or not may_know_reporter(page.actor, page.lead):
        return None
    return Link(reverse("studies:assign", args=[page.lead.pk]), _("安排核查"), "map-pin")


VERIFICATIONS = Beside("verifications", "studies/beside.html", _there, _shown, _link)
