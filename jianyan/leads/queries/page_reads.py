"""What the page of a lead asks, compiled once: each takes the lead, some also the one that it was merged into."""

from __future__ import annotations

from django.db.models import F, Q

from jianyan.accounts.models import Department
from jianyan.leads.models import Call, Clock, Dispatch, Extension, FollowUp, Lead, Nudge, Reply
from jianyan.prepared import Gap, Prepared

_LEAD = Gap("lead")
_LEADS = Q(lead=_LEAD) | Q(lead=Gap("target"))
DEPARTMENTS = Prepared(lambda: Department.objects.filter(zone=Gap("zone")))
CALLS = Prepared(lambda: Call.objects.filter(lead=_LEAD).select_related("by").order_by("id"))
NUDGES = Prepared(lambda: Nudge.objects.filter(lead=_LEAD).select_related("by").order_by("id"))
REPLIES = Prepared(lambda: Reply.objects.filter(lead=_LEAD).select_related("by", "approved_by").order_by("id"))
FOLLOW_UPS = Prepared(lambda: FollowUp.objects.filter(lead=_LEAD).select_related("by").order_by("id"))
EXTENSIONS = Prepared(lambda: Extension.objects.filter(lead=_LEAD).select_related("by", "decided_by").order_by("id"))
CLOCKS = Prepared(lambda: Clock.objects.filter(_LEADS).order_by("started_at", "id"))
DISPATCHES = Prepared(
    lambda: (
        Dispatch.objects.filter(lead=_LEAD)
        .select_related("by", "accepted_by", "returned_by", "recalled_by")
        .annotate(helper=F("supporting"))
        .order_by("number", F("supporting").asc())
    )
)
NEAR = Prepared(
    lambda: (
        Lead.objects.filter(Q(merged_into=_LEAD) | Q(split_from=_LEAD) | Q(split_from=Gap("target")))
        .only("no", "title", "state", "merged_into_id", "split_from_id", "zone_id")
        .order_by("id")
    )
)
