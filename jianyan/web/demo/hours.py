"""When people of the demo act: offices on working days, supervisors also at noon and in the evening."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from jianyan.core.workdays import TZ, Calendar, local_date

MORNING, NOON = (time(8, 40), time(11, 50)), (time(12, 5), time(13, 20))
AFTERNOON, EVENING = (time(13, 35), time(17, 20)), (time(18, 40), time(22, 20))


class Hours:
    """Draws moments. Every draw takes from the one random source, so that a year can be made again."""

    def __init__(self, calendar: Calendar, chance: Random) -> None:
        self.calendar, self.chance = calendar, chance

    def within(self, day: date, part: tuple[time, time]) -> datetime:
        """A moment of a part of a day, to the second."""
        start, end = (datetime.combine(day, moment, TZ) for moment in part)
        return start + timedelta(seconds=self.chance.randrange(int((end - start).total_seconds())))

    def at_work(self, day: date) -> datetime:
        """A moment in the office hours of a day."""
        return self.within(day, self.chance.choice((MORNING, AFTERNOON)))

    def workdays_later(self, at: datetime, days: int) -> datetime:
        """An office moment ``days`` working days after ``at``; with 0 still the same day, if there are hours left."""
        today = local_date(at)
        if days > 0:
            return self.at_work(self.calendar.add(today, days))
        first = max(at + timedelta(minutes=10), datetime.combine(today, MORNING[0], TZ))
        last = datetime.combine(today, AFTERNOON[1], TZ)
        if not self.calendar.is_working(today) or first >= last:
            return self.at_work(self.calendar.add(today, 1))
        moment = (first + (last - first) * self.chance.random()).replace(microsecond=0)
        if MORNING[1] <= moment.time() < AFTERNOON[0]:  # lunch
            moment = datetime.combine(today, AFTERNOON[0], TZ) + timedelta(minutes=self.chance.randrange(1, 40))
        return moment

    def own_time(self, at: datetime, days: int) -> datetime:
        """A moment of a supervisor's own ``days`` days after ``at``, or soon after it."""
        day = local_date(at) + timedelta(days=days)
        moment = self.within(day, self.chance.choice((MORNING, NOON, AFTERNOON, EVENING, EVENING)))
        return moment if moment > at else at + timedelta(minutes=self.chance.randrange(20, 120))

    def morning(self, day: date, hour: int = 8, minute: int = 30) -> datetime:
        """The beginning of work on a day."""
        return datetime.combine(day, time(hour, minute), TZ)
