"""The dossier for machines: JSON, described in docs/dossier-format.md. A field that goes or changes its meaning raises
`VERSION`; one that is added does not."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from jianyan.accounts.models import User
from jianyan.core.workdays import TZ
from jianyan.leads.models import Call, FollowUp, OpinionForm, Reply
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.people.models import Appointment, Dismissal
from jianyan.ui.formats import masked_phone
from jianyan.web.dossier_file.shapes import Dossier, FileIn, LeadIn, Taken

FORMAT = "jianyan.dossier"
VERSION = 1


def as_json(dossier: Dossier, taken: Taken, *, lost: frozenset[str] = frozenset()) -> bytes:
    """The dossier in UTF-8. ``lost`` are the paths of files that the store no longer has."""
    data = {
        "format": FORMAT,
        "version": VERSION,
        "export": {"number": taken.number, "at": _at(taken.at), "by": taken.name, "why": taken.why},
        "zone": dossier.zone,
        "office": dossier.office,
        "term": dossier.term.pk if dossier.term else None,
        "supervisor": _person(dossier),
        "appointments": [_appointment(dossier, term) for term in dossier.terms],
        "changes": [
            {
                "at": _at(one.at),
                "field": one.field,
                "was": shown(dossier, one.field, one.was),
                "now": shown(dossier, one.field, one.now),
            }
            for one in dossier.changes
        ],
        "forms": [_form(form) for form in dossier.forms],
        "leads": [_lead(dossier, each, lost) for each in dossier.leads],
        "contacts": [
            {"at": _at(one.at), "method": one.method, "by": one.by.name, **({} if dossier.own else {"text": one.text})}
            for one in dossier.contacts
        ],
        "ledger": [_row(dossier, row) for row in dossier.rows],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _person(dossier: Dossier) -> dict[str, Any]:
    person = dossier.supervisor
    return {
        "id": person.pk,
        "name": person.name,
        "phone": person.phone if dossier.own else masked_phone(person.phone),
        "channel": person.channel,
        "category": person.category,
        "levels": dossier.levels,
        "unit": person.unit_name,
        "post": person.post,
        "industry": person.industry,
        "officer": _name(person.officer),
    }


def _appointment(dossier: Dossier, term: Appointment) -> dict[str, Any]:
    return {
        "id": term.pk,
        "starts_on": _day(term.starts_on),
        "ends_on": _day(term.ends_on),
        "certificate": term.certificate,
        "left_on": _day(term.left_on),
        "leaving": term.leaving,
        "certificate_back_on": _day(term.certificate_back_on),
        "dismissals": [_dismissal(one) for one in dossier.dismissals if one.appointment_id == term.pk],
    }


def _dismissal(one: Dismissal) -> dict[str, Any]:
    return {
        "ground": one.ground,
        "words": one.words,
        "proposed_at": _at(one.proposed_at),
        "statement": one.statement,
        "approved": one.approved,
        "decision": one.decision,
        "decided_at": _at(one.decided_at),
    }


def _row(dossier: Dossier, row: Entry) -> dict[str, Any]:
    return {
        "row": row.pk,
        "at": _at(row.at),
        "verb": row.verb,
        "subject": row.subject,
        "said": sentence(row.verb, row.data, departments=dossier.departments),
        "digest": row.digest,
    }


def shown(dossier: Dossier, field: str, value: str) -> str:
    """A value of a change; numbers are masked for everybody but the person."""
    return masked_phone(value) if field == "phone" and value and not dossier.own else value


def _form(form: OpinionForm) -> dict[str, Any]:
    return {
        "id": form.pk,
        "month": f"{form.month:%Y-%m}",
        "level": form.identity.level,
        "nil": form.nil,
        "late": form.late,
        "submitted_at": _at(form.submitted_at),
        "came_by": form.channel,
        "received_on": _day(form.received_on),
    }


def _lead(dossier: Dossier, each: LeadIn, lost: frozenset[str]) -> dict[str, Any]:
    lead = each.lead
    texts = ("kind", "field", "title", "body", "suggestion", "happened", "place", "company", "company_code")
    more = ("common", "aspect", "policy", "effect", "stage", "publishable", "hidden", "follow_up_wanted")
    inside = not dossier.own
    return {
        "no": lead.no,
        "form": lead.form_id,
        "submitted_at": _at(lead.submitted_at),
        **{name: getattr(lead, name) for name in (*texts, *more)},
        "state": lead.state,
        "grade": lead.grade,
        "department": lead.lead_department.name if lead.lead_department else None,
        "result": lead.result,
        "solved": lead.solved,
        "satisfaction": lead.satisfaction,
        "reopened": lead.reopened,
        "ended_at": _at(lead.ended_at),
        "merged_into": each.into.no if each.into else None,
        "split_from": lead.split_from.no if lead.split_from else None,
        "calls": [_call(call, inside) for call in each.calls],
        "replies": [_reply(reply, inside) for reply in each.replies],
        "follow_ups": [_follow_up(told) for told in each.follow_ups],
        "supplements": [
            {"at": _at(one.at), "by_reporter": one.by_reporter, "words": one.words} for one in each.supplements
        ],
        "files": [_file(file, lost) for file in each.files],
    }


def _call(call: Call, inside: bool) -> dict[str, Any]:
    return {
        "at": _at(call.at),
        "answered": call.answered,
        "by": call.by.name,
        **({"verified": call.verified, "added": call.added, "expected": call.expected} if inside else {}),
    }


def _reply(reply: Reply, inside: bool) -> dict[str, Any]:
    return {
        "at": _at(reply.at),
        "department": reply.department.name,
        "result": reply.result,
        "process": reply.process,
        "basis": reply.basis_title,
        "basis_no": reply.basis_no,
        "reason": reply.reason,
        "plan": reply.plan,
        "promised_on": _day(reply.promised_on),
        "handler": reply.handler,
        **({"by": reply.by.name} if inside else {}),
    }


def _follow_up(told: FollowUp) -> dict[str, Any]:
    return {
        "at": _at(told.at),
        "by_reporter": told.by_reporter,
        "reached": told.reached,
        "solved": told.solved,
        "satisfaction": told.satisfaction,
        "words": told.words,
    }


def _file(file: FileIn, lost: frozenset[str]) -> dict[str, Any]:
    return {
        "name": file.name,
        "path": file.path,
        "type": file.row.kind,
        "bytes": file.row.size,
        "digest": file.row.digest,
        "missing": file.path in lost,
    }


def _name(user: User | None) -> str | None:
    return user.name if user else None


def _at(moment: datetime | None) -> str | None:
    return moment.astimezone(TZ).isoformat(timespec="seconds") if moment else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
