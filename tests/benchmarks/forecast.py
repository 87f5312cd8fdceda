"""How often the 80 % interval of the forecast holds the value that comes.

Run it with `python tests/benchmarks/forecast.py`. The series are simulated: Brownian
motion with a random drift and spread, checked in at uneven intervals.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from okr.scoring.forecast import DatedValue, Forecast, forecast

SEED = 20261001
SERIES = 5_000
LENGTHS = (3, 4, 6, 8, 13)
PROMISED, ALLOWED = 0.80, 0.02


def main() -> int:
    """Print a line for each length; 1 if any of them is too far from what the interval promises."""
    print(f"{SERIES} series each, seed {SEED}; promised are {PROMISED:.0%}, {ALLOWED:.0%} either way pass")
    print("values  covered")
    shares = {length: _covered(length) for length in LENGTHS}
    for length, share in shares.items():
        print(f"{length:6}  {share:7.2%}  {'ok' if _passes(share) else 'outside'}")
    return 0 if all(map(_passes, shares.values())) else 1


def _passes(share: float) -> bool:
    return abs(share - PROMISED) <= ALLOWED


def _covered(length: int) -> float:
    random = Random(SEED + length)
    return sum(_holds(random, length) for _ in range(SERIES)) / SERIES


def _holds(random: Random, length: int) -> bool:
    """Whether one simulated series ends inside the interval that was forecast for it."""
    *seen, (due, outcome) = _walk(random, length + 1)
    ahead = forecast(seen, due, target=0.0, direction=1)
    assert isinstance(ahead, Forecast)
    return ahead.low <= outcome <= ahead.high


def _walk(random: Random, length: int) -> list[DatedValue]:
    """Brownian motion with drift at `length` dates, each 1 to 20 days after the one before."""
    drift, spread = random.gauss(0, 1), random.uniform(0.1, 10)
    gaps = [random.randint(1, 20) for _ in range(length - 1)]
    steps = [random.gauss(drift * days, spread * days**0.5) for days in gaps]
    dates = (date(2026, 10, 1) + timedelta(days=days) for days in accumulate(gaps, initial=0))
    return list(zip(dates, accumulate(steps, initial=random.uniform(-100, 100)), strict=True))


if __name__ == "__main__":
    sys.exit(main())
