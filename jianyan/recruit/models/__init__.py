"""Facts of recruitment: rounds, candidates, findings, objections."""

from jianyan.recruit.models.batch import CandidateBatch
from jianyan.recruit.models.candidate import Candidate, CandidateFile, Finding, Way
from jianyan.recruit.models.objection import Objection, Outcome
from jianyan.recruit.models.round import Quota, Round

__all__ = ["Candidate", "CandidateBatch", "CandidateFile", "Finding", "Objection", "Outcome", "Quota", "Round", "Way"]
