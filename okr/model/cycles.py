"""Calendar arithmetic: cycles whose id says their dates, which cycle lies in which, and cadences."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

SHORTEST_HALF_YEAR = 181
"""Days of the shortest six whole months, as from 1 January to 30 June of a common year."""

_MONTHS_OF_PART = {"H": 6, "T": 4, "Q": 3}
_CALENDAR_ID = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<part>H[12]|T[1-3]|Q[1-4]|0[1-9]|1[0-2]))?")
_FISCAL_ID = re.compile(r"FY(?P<year>[0-9]{2}|[0-9]{4})(?:-(?P<part>H[12]|T[1-3]|Q[1-4]))?")
_WEEK_ID = re.compile(r"(?P<year>[0-9]{4})-W(?P<week>[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Cycle:
    """A span of days that goals are set for.

    Attributes:
        id: As people write it: `2026-Q4`, or an id of their own.
        start: Its first day.
        end: Its last day, which still belongs to it.
    """

    id: str
    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has; 1 where it starts and ends on the same day."""
        return (self.end - self.start).days + 1

    @property
    def strategic(self) -> bool:
        """Whether it is half a year or longer; the goals of shorter ones are tactical."""
        return self.days >= SHORTEST_HALF_YEAR

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def chronologically(cycle: Cycle) -> tuple[date, int, str]:
    """Sort key: the earlier start first, of one start the longer: `2026`, `2026-H1`, `2026-Q1`, `2026-Q2`."""
    return (cycle.start, -cycle.days, cycle.id)


def contains(outer: Cycle, inner: Cycle) -> bool:
    """Whether `outer` is longer than `inner` and covers it. No cycle contains itself or its equal."""
    return outer.days > inner.days and outer.start <= inner.start and inner.end <= outer.end


def wider(cycle: Cycle, cycles: Iterable[Cycle]) -> list[Cycle]:
    """Those of `cycles` that `cycle` lies in, the nearest, that is the shortest, first."""
    around = (other for other in cycles if contains(other, cycle))
    return sorted(around, key=lambda other: (other.days, other.start, other.id))


def builtin_cycle(cycle_id: str, fiscal_year_start: int = 1) -> Cycle | None:
    """The cycle that an id such as `2026-Q4` names by itself; `None` if the id says no dates.

    A year, its halves, thirds, quarters and months, an ISO 8601 week (`2026-W47`), and with `FY` in front the
    fiscal year that ends in that year, its halves, thirds and quarters. A fiscal year has four digits or two,
    which are 20xx. A week 53 exists only in the years that have one, and no cycle begins before the year 1 or
    ends after the year 9999.

    Args:
        cycle_id: The id as it was written; upper case matters.
        fiscal_year_start: The month, 1 to 12, in which fiscal years start. With 1 they are calendar years.
    """
    if week := _WEEK_ID.fullmatch(cycle_id):
        return _week(cycle_id, int(week["year"]), int(week["week"]))
    if months := _CALENDAR_ID.fullmatch(cycle_id):
        return _months(cycle_id, int(months["year"]) * 12, months["part"])
    if months := _FISCAL_ID.fullmatch(cycle_id):
        return _months(cycle_id, _first_fiscal_month(months["year"], fiscal_year_start), months["part"])
    return None


def _week(cycle_id: str, year: int, week: int) -> Cycle | None:
    try:
        return Cycle(cycle_id, date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7))
    except ValueError:
        return None


def _first_fiscal_month(year: str, starts_in: int) -> int:
    ends_in = int(year) if len(year) == 4 else 2000 + int(year)
    begins_in = ends_in if starts_in == 1 else ends_in - 1
    return begins_in * 12 + starts_in - 1


def _months(cycle_id: str, year_start: int, part: str | None) -> Cycle | None:
    """Months of the year that begins with month `year_start`, counted from January of the year 0."""
    first, length = _place_in_year(part)
    start, end = year_start + first, year_start + first + length - 1
    if start < 12:
        return None
    return Cycle(cycle_id, _first_day(start), _last_day(end))


def _place_in_year(part: str | None) -> tuple[int, int]:
    """How many months after the year's start a part of it begins, and how many months it has."""
    if part is None:
        return 0, 12
    length = _MONTHS_OF_PART.get(part[0])
    if length is None:
        return int(part) - 1, 1
    return (int(part[1:]) - 1) * length, length


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _last_day(month: int) -> date:
    first = _first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


@dataclass(frozen=True, slots=True)
class Period:
    """One window of a cadence, from its first to its last day; both belong to it."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often something is measured.

    Attributes:
        days: The longest that one period of it can last; what staleness is counted by.
        months: Whole calendar months of a period; 0 where periods are counted in days.
    """

    days: int
    months: int = 0

    @classmethod
    def parse(cls, text: str) -> Cadence:
        """Read `weekly`, `3 months` and their like.

        Raises:
            ValueError: The text is no cadence; the message says what one looks like.
        """
        if named := NAMED_CADENCES.get(text):
            return named
        if counted := COUNTED_CADENCE.fullmatch(text):
            count, unit = int(counted[1]), _UNITS[counted[2]]
            return cls(unit.days * count, unit.months * count)
        names = ", ".join(NAMED_CADENCES)
        advice = f'write {names}, or 1 to 9999 days, weeks, months or years, such as "10 days"'
        raise ValueError(f'"{text}" is not a cadence: {advice}')

    def __str__(self) -> str:
        """A text that it is read from: its name where it has one, else its largest unit."""
        for name, cadence in NAMED_CADENCES.items():
            if self == cadence:
                return name
        if self.months and self.days * 12 == self.months * 366:
            return f"{self.months // 12} years"
        if self.months:
            return f"{self.months} months"
        return f"{self.days} days" if self.days % 7 else f"{self.days // 7} weeks"

    def periods(self, start: date) -> Iterator[Period]:
        """Windows of one cadence from `start` on, each after the other, until the calendar ends.

        Months keep the day of `start`, cut to the last of a shorter month: from 31 January the next windows
        begin on 28 February and 31 March.
        """
        starts = self._starts(start)
        first = next(starts)
        for following in starts:
            yield Period(first, following - timedelta(days=1))
            first = following
        yield Period(first, date.max)

    def _starts(self, start: date) -> Iterator[date]:
        for number in count():
            try:
                yield self._start(start, number)
            except (OverflowError, ValueError):  # after the year 9999
                return

    def _start(self, start: date, number: int) -> date:
        if not self.months:
            return start + timedelta(days=self.days * number)
        month = start.year * 12 + start.month - 1 + self.months * number
        return _first_day(month).replace(day=min(start.day, _last_day(month).day))


NAMED_CADENCES = {
    "daily": Cadence(1),
    "weekly": Cadence(7),
    "biweekly": Cadence(14),
    "monthly": Cadence(31, months=1),
    "quarterly": Cadence(92, months=3),
    "half-yearly": Cadence(184, months=6),
    "yearly": Cadence(366, months=12),
}
"""The cadences that have a name, the shortest first."""

_UNITS = {
    "day": Cadence(1),
    "week": Cadence(7),
    "month": Cadence(31, months=1),
    "year": Cadence(366, months=12),
}
COUNTED_CADENCE = re.compile(r"([1-9][0-9]{0,3}) +(day|week|month|year)s?")
