"""What the words of a key result say about its measure: OKR205, OKR207, OKR211, OKR212 and OKR217."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Literal

from okr.rules.grammar import (
    COUNTED_BEFORE,
    DOWN_COMPARATIVES,
    DOWN_VERBS,
    ENDS_OF_PHRASE,
    JOINERS,
    RATIO_WORDS,
    REVERSALS,
    TIME_UNITS,
    TIME_WINDOWS,
    UP_COMPARATIVES,
    UP_VERBS,
    WEAK_VANITY,
)
from okr.rules.title_numbers import TitleNumber, title_numbers
from okr.rules.tokens import Form, Found, Match, Title, Token, first_words, heads, parse, phrase_at, phrases
from okr.rules.words import ENGLISH, Words

_BOUNDARIES = ENDS_OF_PHRASE | JOINERS
_RATIO_UNITS = frozenset({"%", "‰", "pp", "percent", "percentage points"})


def vanity_metric(title: str, unit: str | None = None, words: Words = ENGLISH) -> Match | None:
    """The noun of a metric that flatters and decides nothing (OKR211): "10,000 followers", "Page views".

    Silent for a ratio ("Click-through rate", "4 % of visitors"), and for words with another meaning ("views",
    "likes") unless they are counted: first in the title, after a number, "of" or "more", or as the unit.
    """
    parsed = parse(title)
    if _is_ratio(parsed, unit):
        return None
    measured = parse(unit or "").words
    for found in phrases(parsed, words.vanity_nouns):
        if found.entry not in WEAK_VANITY or found.entry in measured or _is_counted(parsed, found):
            return parsed.match(found)
    return None


def _is_ratio(parsed: Title, unit: str | None) -> bool:
    if (unit or "").strip().lower() in _RATIO_UNITS:
        return True
    may_be_one = not parsed.words.isdisjoint(RATIO_WORDS)
    if may_be_one and any(_is_ratio_word(parsed, i) for i in range(len(parsed.tokens))):
        return True
    return any(n.unit == "%" and _next_word(parsed, n.end) == "of" for n in title_numbers(parsed.text))


def _is_ratio_word(parsed: Title, i: int) -> bool:
    """Whether a word makes a ratio of a metric; "per month" and "per 30 days" only say how long."""
    word, *after = (token.word for token in parsed.tokens[i : i + 3])
    if word == "per" and after:
        return after[after[0].isdigit() and len(after) > 1] not in TIME_UNITS
    return word in RATIO_WORDS


def _next_word(parsed: Title, offset: int) -> str:
    i = parsed.index_at(offset)
    return parsed.tokens[i].word if i < len(parsed.tokens) else ""


def _is_counted(parsed: Title, found: Found) -> bool:
    """Whether a word is counted: alone at the start, or after a number, "number of" or a movement."""
    if found.first == parsed.first:
        return found.after == len(parsed.tokens) or parsed.tokens[found.after].word in _BOUNDARIES
    before = parsed.tokens[found.first - 1].word
    if before[0].isdigit() or before in COUNTED_BEFORE:
        return True
    return phrase_at(parsed.tokens, found.first - 1, ENGLISH.movement_verbs) is not None


def ambiguous_population(title: str, unit: str | None = None, words: Words = ENGLISH) -> Match | None:
    """A population that nobody can count without a time window (OKR212): "500 active users".

    Silent with a window ("weekly active users", "per month", "in the last 30 days"), with a clause that
    says who counts ("customers who renew"), and, but for "active", for a ratio.
    """
    parsed = parse(title)
    ratio = _is_ratio(parsed, unit)
    if (ratio and "active" not in parsed.words) or _has_window(parsed):
        return None
    measured = parse(unit or "").tokens[-1:]
    for found in phrases(parsed, words.people_nouns):
        if _is_defined(parsed, found):
            continue
        if found.first > 0 and parsed.tokens[found.first - 1].word == "active":
            return parsed.match(found._replace(first=found.first - 1))
        if not ratio and (_is_counted(parsed, found) or found.entry in {token.word for token in measured}):
            return parsed.match(found)
    return None


def _has_window(parsed: Title) -> bool:
    return not parsed.words.isdisjoint(TIME_WINDOWS) or any("-day" in word for word in parsed.words)


def _is_defined(parsed: Title, found: Found) -> bool:
    """Whether it is said who counts, or the noun only modifies another ("customer" and "users' data" do)."""
    if found.after >= len(parsed.tokens):
        return False
    after = parsed.tokens[found.after]
    return after.word in ("that", "who", "whose", "with", "without") or (
        not after.breaks
        and not after.after_comma
        and after.word not in _BOUNDARIES
        and not after.word[0].isdigit()
    )


def growth_metric(title: str, unit: str | None = None, words: Words = ENGLISH) -> Match | None:
    """The words of a growth, volume or speed metric (OKR207), easy to reach at the cost of something else.

    Looked for in the title, and in the unit, where the match covers the whole title.
    """
    parsed = parse(title)
    found = next(phrases(parsed, words.growth_words), None)
    if found is not None:
        return parsed.match(found)
    if next(phrases(parse(unit or ""), words.growth_words), None) is None:
        return None
    return Match(title, 0, len(title)) if title else None


def compound(title: str) -> Match | None:
    """The second of two results in one (OKR217), from its "and": "NPS to 50 and churn below 2 %".

    Two numbers with another subject or another unit, joined by "and", "plus" or "while"; the two ends
    of one change, a duration ("3 hours and 20 minutes"), "between 5 and 10", and a time span ("for 3
    months") are one result.
    """
    parsed = parse(title)
    if parsed.words.isdisjoint(_AND):
        return None
    numbers = [number for number in title_numbers(title) if not _is_span(parsed, number)]
    for first, second in pairwise(numbers):
        joint = _joint(parsed, first, second)
        if joint is not None:
            return Match(title[joint.start : second.end], joint.start, second.end)
    return None


_SPANNING = frozenset(
    "about after another each every for in last next over past than the within".split()  # noqa: SIM905
)


def _is_span(parsed: Title, number: TitleNumber) -> bool:
    """Whether a number only says how long: "within 24 hours", "for 3 months"."""
    i = parsed.index_at(number.start)
    return number.unit in TIME_UNITS and i > 0 and parsed.tokens[i - 1].word in _SPANNING


def _joint(parsed: Title, first: TitleNumber, second: TitleNumber) -> Token | None:
    """The "and" between two results."""
    before = parsed.index_at(first.start)
    between = parsed.tokens[parsed.index_at(first.end) : parsed.index_at(second.start)]
    joint = next((i for i, t in enumerate(between) if t.word in _AND), None)
    if joint is None or (before > 0 and parsed.tokens[before - 1].word == "between"):
        return None
    if first.unit in TIME_UNITS and second.unit in TIME_UNITS and joint == len(between) - 1:
        return None
    other_subject = any(t.word not in _ROLE_WORDS for t in between[joint + 1 :])
    other_unit = first.unit != second.unit and second.unit is not None and first.unit is not None
    return between[joint] if other_subject or other_unit else None


_AND = frozenset({"and", "plus", "und", "while", "whilst"})
_ROLE_WORDS = frozenset({"a", "about", "an", "at", "by", "from", "least", "most", "the", "then", "to", "up"})


def direction(title: str) -> Literal["up", "down"] | None:
    """Which way the title says that the number goes (OKR205), by its first words: "Reduce", "Fewer".

    A participle counts before "by", "from" or "to" as well ("Churn reduced to 3 %"). `None` where the
    title says both ("Reduce cost and increase speed"), and where a noun turns it round ("Increase the
    decline").
    """
    parsed = parse(title)
    if parsed.words.isdisjoint(_moving_words()):
        return None
    way = _direction_at(parsed.tokens, parsed.first)
    if way is None:
        return _reported_direction(parsed)
    if any(head.word in REVERSALS for head in heads(parsed.tokens, parsed.first + 1)):
        return None
    others = (
        _direction_at(parsed.tokens, i + 1) for i, t in enumerate(parsed.tokens) if _joins(parsed, i, t)
    )
    return None if any(other not in (None, way) for other in others) else way


def _joins(parsed: Title, i: int, token: Token) -> bool:
    """Whether another clause may begin after this word."""
    following = parsed.tokens[i + 1] if i + 1 < len(parsed.tokens) else None
    return following is not None and (token.word in JOINERS or following.after_comma or following.breaks)


def _direction_at(tokens: tuple[Token, ...], i: int) -> Literal["up", "down"] | None:
    if i >= len(tokens) or (i + 1 < len(tokens) and tokens[i + 1].word == "than"):
        return None
    if tokens[i].word in UP_COMPARATIVES or phrase_at(tokens, i, UP_VERBS):
        return "up"
    return "down" if tokens[i].word in DOWN_COMPARATIVES or phrase_at(tokens, i, DOWN_VERBS) else None


@cache
def _moving_words() -> frozenset[str]:
    """Without one of these, a title says of no number that it goes up or down."""
    return UP_COMPARATIVES | DOWN_COMPARATIVES | first_words(UP_VERBS | DOWN_VERBS)


def _reported_direction(parsed: Title) -> Literal["up", "down"] | None:
    """The direction of a past tense that a number follows: "Churn reduced from 5 % to 3 %"."""
    for i in range(parsed.first + 1, len(parsed.tokens) - 1):
        if (
            parsed.tokens[i + 1].word in ("by", "from", "to")
            and parsed.tokens[i - 1].word not in ENDS_OF_PHRASE
        ):
            for verbs, way in _WAYS:
                found = phrase_at(parsed.tokens, i, verbs)
                if found is not None and found.form is Form.PAST:
                    return way
    return None


_WAYS: tuple[tuple[frozenset[str], Literal["up", "down"]], ...] = ((UP_VERBS, "up"), (DOWN_VERBS, "down"))
