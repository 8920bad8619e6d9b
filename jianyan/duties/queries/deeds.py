"""What one supervisor has done, for the dossier, the award and the bulletin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jianyan.core.duties import Deed, Span
from jianyan.core.workdays import local_date
from jianyan.duties.queries.done import attended, studied, within
from jianyan.studies.models import Verdict, Verifier


@dataclass(frozen=True, slots=True)
class Done:
    """One deed with what it was called, and the row that says so (``meeting:12``, ``study:3``, ``verification:4``)."""

    deed: Deed
    title: str
    subject: str

    @property
    def on(self) -> date:
        return self.deed.on


def deeds(supervisor_id: int, span: Span) -> list[Done]:
    """The meetings, studies and verifications of a period in which a supervisor took part, the earliest first.

    A verification fulfils no duty by itself; it counts from when it was filed. Three queries.
    """
    met = attended(span).filter(supervisor=supervisor_id).select_related("meeting")
    studies = studied(span).filter(supervisor=supervisor_id).select_related("study")
    looked = Verifier.objects.filter(
        supervisor=supervisor_id,
        present=True,
        verification__findings__verdict=Verdict.accepted,
        **within(span, "verification__findings__happened_at"),
    ).select_related("verification")
    found = [
        *(
            Done(
                Deed(row.meeting.kind, local_date(row.meeting.starts_at)),
                row.meeting.title,
                f"meeting:{row.meeting_id}",
            )
            for row in met
        ),
        *(
            Done(Deed("study", local_date(row.study.delivered_at)), row.study.title, row.study.subject)
            for row in studies
            if row.study.delivered_at
        ),
        *(
            Done(
                Deed("verification", local_date(row.verification.ended_at)),
                row.verification.title,
                row.verification.subject,
            )
            for row in looked
            if row.verification.ended_at
        ),
    ]
    return sorted(found, key=lambda done: (done.on, done.subject))
