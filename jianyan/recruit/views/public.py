"""The recruitment notice, the rounds of a zone, and the list on public notice: for anybody, without an account."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.models import Zone
from jianyan.accounts.public import public
from jianyan.core.rulebook import Condition, Rulebook
from jianyan.people.models import Channel
from jianyan.recruit.models import Round
from jianyan.recruit.public_words import PHASE_TONES, PHASES
from jianyan.recruit.queries.public import Phase, on_notice, phase_of, public_rounds
from jianyan.rules.queries import book
from jianyan.rules.words import title_of, words

#: Rounds on the small index of a zone.
ROUNDS = 10


@public
@require_safe
def zone_rounds(request: HttpRequest, code: str) -> HttpResponse:
    """What is open now, and what was, newest first."""
    zone = get_object_or_404(Zone, code=code)
    now = timezone.now()
    rounds = [{"round": each, **_phase(phase_of(each, now))} for each in public_rounds(zone.pk)[:ROUNDS]]
    return render(request, "recruit/public_zone.html", {"office": zone.office_name, "rounds": rounds})


@public
@require_safe
def round_notice(request: HttpRequest, token: UUID) -> HttpResponse:
    """选聘公告: what is asked for, how many, until when, and how to apply."""
    round_ = get_object_or_404(public_rounds(), token=token)
    rules = book(round_.rules_id)
    context = {
        "round": round_,
        "office": round_.zone.office_name,
        "places": _places(round_, rules),
        "asked": [_said(each) for each in rules.conditions.values() if not each.negative],
        "barred": [_said(each) for each in rules.conditions.values() if each.negative],
        **_phase(phase_of(round_, timezone.now())),
    }
    return render(request, "recruit/public_round.html", context)


def _phase(phase: Phase) -> dict[str, object]:
    return {"phase": phase.value, "state": PHASES[phase], "tone": PHASE_TONES.get(phase, "")}


def _said(condition: Condition) -> dict[str, object]:
    """A condition in words, and whom it is for where it is not for everybody."""
    who = Channel(condition.channel).label if condition.channel else ""
    return {"words": words(condition), "who": who}


def _places(round_: Round, rules: Rulebook) -> list[dict[str, object]]:
    return [
        {
            "channel": Channel(quota.channel).label,
            "category": title_of(rules.categories, quota.category),
            "places": quota.places,
        }
        for quota in round_.quotas.all()
    ]


@public
@require_safe
def public_list(request: HttpRequest, token: UUID) -> HttpResponse:
    """公示: name, unit, post and category of those on the list, while it hangs; then it is gone and says so."""
    round_ = get_object_or_404(public_rounds(), token=token, published_at__isnull=False)
    if phase_of(round_, timezone.now()) == Phase.cancelled:
        raise Http404
    rules = book(round_.rules_id)
    listed = on_notice(round_, timezone.now())
    context = {
        "round": round_,
        "office": round_.zone.office_name,
        "phone": round_.contact or round_.zone.office_phone,
        "hangs": phase_of(round_, timezone.now()) == Phase.notice,
        "listed": [{"one": one, "category": title_of(rules.categories, one.category)} for one in listed],
    }
    return render(request, "recruit/public_list.html", context)
