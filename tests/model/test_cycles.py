from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okr.model.cycles import (
    NAMED_CADENCES,
    Cadence,
    Cycle,
    Period,
    builtin_cycle,
    chronologically,
    contains,
    wider,
)

DAY = timedelta(days=1)
years = st.integers(min_value=2, max_value=9998)
months = st.integers(min_value=1, max_value=12)
days = st.dates(min_value=date(1, 1, 1), max_value=date(9990, 12, 31))
parts = st.sampled_from(["", "-H1", "-H2", *(f"-T{n}" for n in (1, 2, 3)), *(f"-Q{n}" for n in (1, 2, 3, 4))])


def known(cycle_id: str, fiscal_year_start: int = 1) -> Cycle:
    cycle = builtin_cycle(cycle_id, fiscal_year_start)
    assert cycle is not None
    assert cycle.id == cycle_id
    return cycle


@pytest.mark.parametrize(
    ("cycle_id", "start", "end"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-H1", "2026-01-01", "2026-06-30"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026-T1", "2026-01-01", "2026-04-30"),
        ("2026-T2", "2026-05-01", "2026-08-31"),
        ("2026-T3", "2026-09-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2026-W47", "2026-11-16", "2026-11-22"),
        ("2026-W01", "2025-12-29", "2026-01-04"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("0001-W01", "0001-01-01", "0001-01-07"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("9999-Q4", "9999-10-01", "9999-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        ("9999-W51", "9999-12-20", "9999-12-26"),
    ],
)
def test_an_id_says_its_dates(cycle_id: str, start: str, end: str) -> None:
    assert builtin_cycle(cycle_id) == Cycle(cycle_id, date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("cycle_id", "starts_in", "start", "end"),
    [
        ("FY27", 1, "2027-01-01", "2027-12-31"),
        ("FY27", 2, "2026-02-01", "2027-01-31"),
        ("FY27", 7, "2026-07-01", "2027-06-30"),
        ("FY27", 12, "2026-12-01", "2027-11-30"),
        ("FY2027", 7, "2026-07-01", "2027-06-30"),
        ("FY00", 4, "1999-04-01", "2000-03-31"),
        ("FY24", 3, "2023-03-01", "2024-02-29"),
        ("FY27-H1", 10, "2026-10-01", "2027-03-31"),
        ("FY27-H2", 10, "2027-04-01", "2027-09-30"),
        ("FY27-T1", 10, "2026-10-01", "2027-01-31"),
        ("FY27-T3", 10, "2027-06-01", "2027-09-30"),
        ("FY27-Q1", 10, "2026-10-01", "2026-12-31"),
        ("FY27-Q2", 10, "2027-01-01", "2027-03-31"),
        ("FY27-Q4", 1, "2027-10-01", "2027-12-31"),
        ("FY0001", 1, "0001-01-01", "0001-12-31"),
        ("FY0001-H2", 7, "0001-01-01", "0001-06-30"),
        ("FY9999", 7, "9998-07-01", "9999-06-30"),
    ],
)
def test_a_fiscal_year_is_named_after_the_year_it_ends_in(
    cycle_id: str, starts_in: int, start: str, end: str
) -> None:
    assert known(cycle_id, starts_in) == Cycle(cycle_id, date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    "cycle_id",
    [
        *(
            "",
            "26",
            "226",
            "02026",
            "2026-",
            "2026-H0",
            "2026-H3",
            "2026-T4",
            "2026-Q0",
            "2026-Q5",
            "2026-q4",
        ),
        *(
            "2026-0",
            "2026-00",
            "2026-13",
            "2026-1",
            "2026-W00",
            "2026-W54",
            "2026-W5",
            "2026-W047",
            "2025-W53",
        ),
        *("FY", "FY7", "FY027", "fy27", "FY27-11", "FY27-W07", "FY27-Q5", "FY27-H3", "2026-Q4\n", " 2026"),
        *("٢٠٢٦", "2026-Q٤", "sprint", "0000", "0000-W52", "0000-12", "FY0000", "9999-W52"),
    ],
)
def test_any_other_id_says_no_dates(cycle_id: str) -> None:
    assert builtin_cycle(cycle_id, 1) is None


def test_no_fiscal_year_begins_before_the_calendar() -> None:
    assert builtin_cycle("FY0001", 7) is None
    assert builtin_cycle("FY0001-Q2", 7) is None


@given(years, months, parts)
def test_a_fiscal_cycle_is_the_calendar_one_moved(year: int, starts_in: int, part: str) -> None:
    cycle = known(f"FY{year:04}{part}", starts_in)
    if starts_in == 1:
        assert (cycle.start, cycle.end) == (known(f"{year:04}{part}").start, known(f"{year:04}{part}").end)
    whole = known(f"FY{year:04}", starts_in)
    assert whole.end.year == year
    assert cycle.start in whole
    assert cycle.end in whole


@settings(max_examples=60)
@given(years, months, st.sampled_from([("H", 2), ("T", 3), ("Q", 4)]))
def test_the_parts_of_a_year_follow_each_other_and_fill_it(
    year: int, starts_in: int, part: tuple[str, int]
) -> None:
    whole = known(f"FY{year:04}", starts_in)
    pieces = [known(f"FY{year:04}-{part[0]}{number}", starts_in) for number in range(1, part[1] + 1)]
    assert (pieces[0].start, pieces[-1].end) == (whole.start, whole.end)
    assert all(before.end + DAY == after.start for before, after in pairwise(pieces))


@settings(max_examples=60)
@given(years)
def test_the_months_of_a_year_follow_each_other_and_fill_it(year: int) -> None:
    pieces = [known(f"{year:04}-{month:02}") for month in range(1, 13)]
    assert (pieces[0].start, pieces[-1].end) == (date(year, 1, 1), date(year, 12, 31))
    assert all(before.end + DAY == after.start for before, after in pairwise(pieces))


@settings(max_examples=60)
@given(years)
def test_week_53_exists_where_the_calendar_has_it(year: int) -> None:
    last = date(year, 12, 28).isocalendar().week
    assert (builtin_cycle(f"{year:04}-W53") is not None) == (last == 53)
    assert known(f"{year:04}-W{last}").end + DAY == known(f"{year + 1:04}-W01").start


@given(st.text(alphabet="FY0123456789-HTQW", max_size=9), months)
def test_no_id_is_too_odd(cycle_id: str, starts_in: int) -> None:
    cycle = builtin_cycle(cycle_id, starts_in)
    assert cycle is None or (cycle.id == cycle_id and cycle.start <= cycle.end)


@pytest.mark.parametrize("starts_in", range(1, 13))
def test_halves_and_years_are_strategic_and_the_rest_is_tactical(starts_in: int) -> None:
    strategic = ["2026", "2026-H1", "2026-H2", "FY27", "FY27-H1", "FY27-H2"]
    tactical = ["2026-T1", "2026-Q4", "2026-11", "2026-W47", "FY27-T1", "FY27-Q1"]
    assert [known(cycle_id, starts_in).strategic for cycle_id in strategic] == [True] * 6
    assert [known(cycle_id, starts_in).strategic for cycle_id in tactical] == [False] * 6


def test_a_cycle_of_one_day_has_one_day() -> None:
    cycle = Cycle("launch", date(2026, 3, 1), date(2026, 3, 1))
    assert cycle.days == 1
    assert [day in cycle for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2))] == [
        False,
        True,
        False,
    ]


def test_a_cycle_lies_in_every_longer_one_that_covers_it() -> None:
    assert contains(known("2026-H2"), known("2026-Q4"))
    assert contains(known("2026"), known("2026-Q4"))
    assert contains(known("FY27", 10), known("2026-Q4"))
    assert not contains(known("2026-H1"), known("2026-Q4"))
    assert not contains(known("2026-Q4"), known("2026-H2"))
    assert not contains(known("2026"), known("2026-W01"))  # it begins in 2025


def test_equal_dates_do_not_contain_each_other() -> None:
    assert not contains(known("2026"), known("2026"))
    assert not contains(known("2026-Q4"), known("FY27-Q1", 10))
    assert not contains(known("FY27-Q1", 10), known("2026-Q4"))


def test_wider_cycles_come_nearest_first() -> None:
    others = [
        known(cycle_id, 10) for cycle_id in ("2026", "FY27", "2026-Q4", "2026-H2", "2026-H1", "2026-11")
    ]
    assert [cycle.id for cycle in wider(known("2026-11"), others)] == ["2026-Q4", "2026-H2", "2026", "FY27"]


def test_cycles_are_ordered_by_start_and_then_the_longer_first() -> None:
    ids = ["2026-Q2", "2026-Q1", "2027", "2026-H1", "2026-W01", "2026", "2026-01"]
    in_order = sorted((known(cycle_id) for cycle_id in ids), key=chronologically)
    assert [cycle.id for cycle in in_order] == [
        "2026-W01",
        "2026",
        "2026-H1",
        "2026-Q1",
        "2026-01",
        "2026-Q2",
        "2027",
    ]


def test_every_named_cadence_has_its_days() -> None:
    assert {name: Cadence.parse(name).days for name in NAMED_CADENCES} == {
        "daily": 1,
        "weekly": 7,
        "biweekly": 14,
        "monthly": 31,
        "quarterly": 92,
        "half-yearly": 184,
        "yearly": 366,
    }


@pytest.mark.parametrize(
    ("text", "cadence"),
    [
        ("10 days", Cadence(10)),
        ("3 weeks", Cadence(21)),
        ("1 week", Cadence(7)),
        ("2 months", Cadence(62, months=2)),
        ("5 years", Cadence(1830, months=60)),
        ("9999 years", Cadence(3659634, months=119988)),
    ],
)
def test_a_counted_cadence_is_its_unit_times_the_count(text: str, cadence: Cadence) -> None:
    assert Cadence.parse(text) == cadence


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "Weekly",
            "fortnightly",
            "0 days",
            "-1 days",
            "1.5 weeks",
            "01 days",
            "10000 days",
            "10",
            "days",
        ),
        *("3 quarters", "3weeks", "3 weeks\n", "٣ weeks", "every 5 years"),
    ],
)
def test_anything_else_is_no_cadence(text: str) -> None:
    with pytest.raises(ValueError, match="is not a cadence") as caught:
        Cadence.parse(text)
    assert str(caught.value) == (
        f'"{text}" is not a cadence: write daily, weekly, biweekly, monthly, quarterly, half-yearly, yearly,'
        ' or 1 to 9999 days, weeks, months or years, such as "10 days"'
    )


@pytest.mark.parametrize(
    ("cadence", "start", "starts"),
    [
        ("daily", "2024-02-28", ["2024-02-28", "2024-02-29", "2024-03-01"]),
        ("weekly", "2026-10-01", ["2026-10-01", "2026-10-08", "2026-10-15"]),
        ("10 days", "2026-10-01", ["2026-10-01", "2026-10-11", "2026-10-21"]),
        ("monthly", "2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]),
        ("monthly", "2024-01-30", ["2024-01-30", "2024-02-29", "2024-03-30"]),
        ("quarterly", "2026-11-30", ["2026-11-30", "2027-02-28", "2027-05-30"]),
        ("half-yearly", "2026-08-31", ["2026-08-31", "2027-02-28", "2027-08-31"]),
        ("yearly", "2024-02-29", ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
    ],
)
def test_periods_start_one_cadence_after_the_other(cadence: str, start: str, starts: list[str]) -> None:
    periods = islice(Cadence.parse(cadence).periods(date.fromisoformat(start)), len(starts))
    assert [period.start.isoformat() for period in periods] == starts


def test_a_period_ends_on_the_day_before_the_next() -> None:
    assert list(islice(Cadence.parse("monthly").periods(date(2026, 10, 1)), 2)) == [
        Period(date(2026, 10, 1), date(2026, 10, 31)),
        Period(date(2026, 11, 1), date(2026, 11, 30)),
    ]
    assert date(2026, 10, 31) in Period(date(2026, 10, 1), date(2026, 10, 31))
    assert date(2026, 11, 1) not in Period(date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize("cadence", ["3 weeks", "monthly", "yearly", "9999 years"])
def test_the_last_period_ends_with_the_calendar(cadence: str) -> None:
    *_, last = Cadence.parse(cadence).periods(date(9999, 11, 20))
    assert last.end == date.max


cadences = st.one_of(
    st.sampled_from(sorted(NAMED_CADENCES)),
    st.builds(
        lambda number, unit: f"{number} {unit}",
        st.integers(min_value=1, max_value=30),
        st.sampled_from(["days", "weeks", "months", "years"]),
    ),
)


@given(cadences, days)
def test_periods_leave_no_gap_and_never_last_longer_than_the_cadence(text: str, start: date) -> None:
    cadence = Cadence.parse(text)
    periods = list(islice(cadence.periods(start), 5))
    assert periods[0].start == start
    assert all(before.end + DAY == after.start for before, after in pairwise(periods))
    assert all((period.end - period.start).days < cadence.days for period in periods if period.end < date.max)


@pytest.mark.parametrize(
    "text", [*NAMED_CADENCES, "10 days", "3 weeks", "2 months", "18 months", "2 years", "9999 years"]
)
def test_a_cadence_is_written_as_it_is_read(text: str) -> None:
    assert str(Cadence.parse(text)) == text


@given(st.integers(1, 9999), st.sampled_from(["day", "week", "month", "year"]))
def test_a_written_cadence_means_the_same(count: int, unit: str) -> None:
    cadence = Cadence.parse(f"{count} {unit}s")
    assert Cadence.parse(str(cadence)) == cadence
