"""Reads about duties: how everybody stands, what each has done, and the counts for bulletin and award."""

from jianyan.duties.queries.deeds import Done, deeds
from jianyan.duties.queries.people import people
from jianyan.duties.queries.summary import Part, Summary, summary

__all__ = ["Done", "Part", "Summary", "deeds", "people", "summary"]
