"""What supervisors and officers owed in a quarter, and did: a section of the bulletin (5.1.a, 5.1.b, 5.1.c)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from jianyan.accounts.models import Zone
from jianyan.core.duties import quarter_named
from jianyan.core.figures import Duty, Forms
from jianyan.duties.queries import summary

#: What each channel owes in a quarter, in the words of a bulletin.
TITLES = {"social": "社会监督员参加座谈会", "internal": "内部监督员参加会议或者调研"}
CONTACTS = "营商环境专员每月联系监督员"


def duties_of(zone: Zone, quarter: str, forms: Iterable[Forms], today: date) -> list[Duty]:
    """The duties of the quarter as of a day; what is not due yet is not missed."""
    forms = list(forms)
    owed, given = sum(line.owed for line in forms), sum(line.filed + line.nil for line in forms)
    found = [Duty("form", "提交监督意见表", owed, given, to_come=sum(line.to_come for line in forms), unit="份")]
    named = quarter_named(quarter)
    if named is None:
        raise ValueError(f"{quarter!r} names no quarter")
    told = summary(zone, named, today)
    for channel, title in TITLES.items():
        part = told.channels[channel]
        found.append(Duty(channel, title, part.owed, part.met, part.excused, part.open, "人"))
    whole = told.all
    ahead = 0 if today > named.span.last else whole.contacts_owed - whole.contacts_done
    found.append(Duty("contact", CONTACTS, whole.contacts_owed, whole.contacts_done, 0, ahead, "人次"))
    return [duty for duty in found if duty.owed]
