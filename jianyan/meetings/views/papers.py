"""签到表, 会议纪要 and 走访记录 as documents: PDF, or .docx to go on with."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.chain import file_digest
from jianyan.core.files import FileType
from jianyan.core.paper import Paper, to_docx, to_pdf
from jianyan.meetings import actions
from jianyan.meetings.models import Meeting, Minutes, VisitRecord
from jianyan.meetings.papers import minutes_paper, sheet_paper, visit_paper
from jianyan.meetings.queries.people import rows_of
from jianyan.meetings.views.base import EVERYBODY, found, rules_on

FORMATS = {"pdf": FileType.pdf, "docx": FileType.docx}


@entry(*EVERYBODY)
@require_safe
def paper(request: Request, pk: int, paper: str, kind: str) -> HttpResponse:
    """One document: the office takes all, those invited the issued minutes. Each time is a row of the ledger."""
    meeting, now = found(request, pk), timezone.now()
    made = _made(request, meeting, paper)
    if made is None or kind not in FORMATS:
        raise Http404
    data = to_pdf(made, at=now) if kind == "pdf" else to_docx(made, at=now)
    actions.record_paper(request.actor, pk, at=now, paper=paper, format_=kind, digest=file_digest(data))
    response = FileResponse(
        BytesIO(data), as_attachment=True, filename=f"{made.title}.{kind}", content_type=FORMATS[kind].media
    )
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]


def _made(request: Request, meeting: Meeting, paper: str) -> Paper | None:
    """The document, or None where there is none for this reader."""
    office = request.actor.is_office
    match paper:
        case "sheet" if office:
            return sheet_paper(meeting, list(rows_of(meeting)), rules_on(meeting))
        case "minutes":
            row = Minutes.objects.filter(meeting=meeting).select_related("meeting__zone", "issued_by").first()
            if row is None or not (office or row.issued_at):
                return None
            return minutes_paper(row, list(row.agreed.select_related("department", "user")), inside=office)
        case "visit" if office:
            record = VisitRecord.objects.filter(meeting=meeting).select_related("meeting__zone").first()
            return visit_paper(record) if record else None
    return None
