"""Facts about studies and verifications."""

from jianyan.studies.models.file import StudyFile
from jianyan.studies.models.study import Answer, Participant, Report, Study, Verdict
from jianyan.studies.models.verification import Finding, Verification, Verifier

__all__ = [
    "Answer",
    "Finding",
    "Participant",
    "Report",
    "Study",
    "StudyFile",
    "Verdict",
    "Verification",
    "Verifier",
]
