"""Lists as files: the same rows that a page shows to this actor, never more."""

from jianyan.web.exports.base import Listing, make_file, number_for
from jianyan.web.exports.lists import LISTINGS

__all__ = ["LISTINGS", "Listing", "make_file", "number_for"]
