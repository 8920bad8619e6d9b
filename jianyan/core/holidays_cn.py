"""The State Council's notices of public holidays from 2004 on, as the seed of the product's own table.

The days come from the ``chinese_calendar`` package, and so does the newest published year.
"""

from __future__ import annotations

from datetime import date

from chinese_calendar import constants

from jianyan.core.workdays import Calendar, Day

# The package's Chinese names, where an office writes another.
_NAMES = {
    "Tomb-sweeping Day": "清明节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利日",
}

# Days that the package has wrong. 国办发明电〔2005〕35号: Saturday 2005-12-31 is worked for 3 January 2006.
_CORRECTIONS = (Day(date(2005, 12, 31), True, "元旦调休补班"),)


def seed() -> tuple[list[Day], list[int]]:
    """The exceptions to Monday–Friday in order of date, and the years that have a notice, oldest first."""
    names = {holiday.value: _NAMES.get(holiday.value, holiday.chinese) for holiday in constants.Holiday}
    off = [Day(day, False, names[key]) for day, key in constants.holidays.items() if day.weekday() < 5]
    worked = [Day(day, True, f"{names[key]}调休补班") for day, key in constants.workdays.items() if day.weekday() >= 5]
    days = {entry.day: entry for entry in (*off, *worked, *_CORRECTIONS)}
    published = range(Calendar.first.year, max(constants.holidays).year + 1)
    return [days[day] for day in sorted(days)], list(published)
