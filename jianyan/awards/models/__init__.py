"""Facts of awards: the run, everybody's points in it, what reviewers changed, and objections."""

from jianyan.awards.models.objection import Objection, Outcome
from jianyan.awards.models.run import Run
from jianyan.awards.models.standing import Adjustment, Change, Standing

__all__ = ["Adjustment", "Change", "Objection", "Outcome", "Run", "Standing"]
