"""Attachments (附件): what a file is by its content, and what of it is kept.

Nothing is believed that came with a file: neither its name nor the type that a browser claims. An image is drawn anew,
so that whatever else was in the file (place, camera, a script behind the last byte) stays behind.
"""

from jianyan.core.files.judge import Judged, Limits, judge
from jianyan.core.files.kinds import ACCEPTED, FileType, Unfit
from jianyan.core.files.names import NAME_MAX, clean_name, neutral_name

__all__ = [
    "ACCEPTED",
    "NAME_MAX",
    "FileType",
    "Judged",
    "Limits",
    "Unfit",
    "clean_name",
    "judge",
    "neutral_name",
]
