"""What the words of a title say: the judgements behind the text rules, as functions of a string.

The judgements on objectives and on any text are here; `okr.rules.work_wording` tells work from results,
`okr.rules.measure_wording` reads what a key result measures, `okr.rules.title_numbers` its numbers, and
`okr.rules.stems` folds words to what their forms share.

Every judgement reads English by default and takes the word lists of `okr.rules.words.Words`. A verb
counts at the start of a title, after list markers, tags, short labels ("Website: …") and adverbs. Each
judgement prefers silence to a false alarm, takes time linear in the text, and accepts any text. Offsets
count characters.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from okr.rules.grammar import (
    FUNCTION_WORDS,
    GENERIC_WORDS,
    NUMBERED_NOUNS,
    PAY_LINKS,
    PAY_TOPICS,
    REASONS,
    UP_VERBS,
)
from okr.rules.title_numbers import title_numbers
from okr.rules.tokens import (
    Form,
    Found,
    Match,
    Title,
    Token,
    heads,
    own_phrase_at_end,
    parse,
    phrase_at,
    phrases,
)
from okr.rules.words import ENGLISH, Words

SHORTEST_OBJECTIVE = 3
LONGEST_OBJECTIVE = 18
_ACRONYM = re.compile(r"[A-Z]{3,6}s?")

_NAMED_NUMBERS = frozenset({"101", "360", "365"})
_BEST = re.compile(r"(?:\bno\.?|\bnumber|\bnumero|#|№)\s?$", re.IGNORECASE)


def number_in_objective(title: str) -> Match | None:
    """The first number or percent sign of an objective (OKR104), which belongs in a key result.

    Dates, years, names ("Q4", "S3", "ISO 27001", "24/7") and "number 1" are none.
    """
    parsed = parse(title)
    for number in title_numbers(title):
        if (
            number.end > parsed.tokens[parsed.first].start
            and number.text not in _NAMED_NUMBERS
            and not _BEST.search(title[max(0, number.start - 9) : number.start])
        ):
            return Match(title[number.start : number.end], number.start, number.end)
    sign = title.find("%")
    return Match("%", sign, sign + 1) if sign >= 0 else None


def movement_without_why(title: str, words: Words = ENGLISH) -> Match | None:
    """The verb of an objective that moves a number and says nothing of why (OKR106): "Grow revenue by 20 %".

    A verb of the workspace's own counts at the start or the end, whatever it moves.
    """
    parsed = parse(title)
    found = _verb(parsed, words.movement_verbs, ENGLISH.movement_verbs)
    if found is None or _gives_reason(parsed.tokens[found.after :]):
        return None
    own = found.entry not in ENGLISH.movement_verbs
    return parsed.match(found) if own or _moves_number(parsed, found) else None


def _verb(parsed: Title, verbs: frozenset[str], english: frozenset[str]) -> Found | None:
    """A verb at the start, or at the end where it is the workspace's own."""
    return phrase_at(parsed.tokens, parsed.first, verbs) or own_phrase_at_end(parsed.tokens, verbs, english)


def _gives_reason(tokens: tuple[Token, ...]) -> bool:
    """Whether a reason follows: "… so that", "… to delight", "… by listening", but not "to 40"."""
    for i, token in enumerate(tokens):
        after = tokens[i + 1].word if i + 1 < len(tokens) else ""
        if token.word == "to" and after and not after[0].isdigit():
            return True
        if token.word in REASONS or (token.word == "by" and after.endswith("ing")):
            return True
    return False


def _moves_number(parsed: Title, found: Found) -> bool:
    """Whether a metric moves: a head such as "churn" or "sign-ups", an acronym, or anything "by 20 %"."""
    moved = list(heads(parsed.tokens, found.after))
    if any(head.word in NUMBERED_NOUNS for head in moved) or title_numbers(parsed.text):
        return True
    acronyms = (_ACRONYM.fullmatch(parsed.text, head.start, head.end) for head in moved)
    return found.entry in UP_VERBS and any(acronyms)


def business_as_usual(title: str, words: Words = ENGLISH) -> Match | None:
    """The verb that keeps things as they are (OKR107): "Maintain the service level", "Continue to …"."""
    parsed = parse(title)
    found = _verb(parsed, words.business_as_usual_verbs, ENGLISH.business_as_usual_verbs)
    return parsed.match(found) if found is not None and found.form is not Form.PAST else None


class Vagueness(StrEnum):
    """Why an objective is vague."""

    SHORT = "short"
    LONG = "long"
    JARGON = "jargon"


class Vague(NamedTuple):
    """A vague objective (OKR108): why, and the words that show it."""

    why: Vagueness
    match: Match


def vagueness(title: str, words: Words = ENGLISH, *, longest: int = LONGEST_OBJECTIVE) -> Vague | None:
    """Why an objective is vague (OKR108): under 3 words, more than `longest`, or held up by jargon.

    Jargon holds a title up where fewer than three words are left without it, without function words and
    without words that fit any company ("improve", "business", "value"); so it does where nothing else
    is left at all. A title without any word is left to OKR109.
    """
    parsed = parse(title)
    tokens = parsed.tokens
    if not tokens:
        return None
    if len(tokens) < SHORTEST_OBJECTIVE:
        return Vague(Vagueness.SHORT, _between(title, tokens[0], tokens[-1]))
    if len(tokens) > longest:
        return Vague(Vagueness.LONG, _between(title, tokens[longest], tokens[-1]))
    jargon = list(phrases(parsed, words.jargon))
    if parsed.words <= _FIT_ANYWHERE or (jargon and _telling_words(parsed, jargon) < SHORTEST_OBJECTIVE):
        return Vague(
            Vagueness.JARGON, parsed.match(jargon[0]) if jargon else _between(title, tokens[0], tokens[-1])
        )
    return None


def _telling_words(parsed: Title, jargon: list[Found]) -> int:
    """How many words are left without jargon and without words that fit anywhere."""
    spent = {i for phrase in jargon for i in range(phrase.first, phrase.after)}
    return sum(i not in spent and token.word not in _FIT_ANYWHERE for i, token in enumerate(parsed.tokens))


_FIT_ANYWHERE = FUNCTION_WORDS | GENERIC_WORDS


def _between(text: str, first: Token, last: Token) -> Match:
    return Match(text[first.start : last.end], first.start, last.end)


_NAMELESS = re.compile(
    r"\W*(?:(?:key[ -]?result|kr|objective|goal|okr|kpi|title|name|text|description|metric)(?:\W*\d+)?"
    r"|placeholder|n/?a|asdf\w*|foo|test|dummy|untitled|new (?:objective|key result|goal))\W*",
    re.IGNORECASE,
)
_QUESTION_MARKS = re.compile(r"\?{3,}|(?<![\w?])\?\?(?![\w?])")
_UNSET_NUMBER = re.compile(r"(?<!\w)(?:[€$£]\s?[XYZN]{1,3}|[XYN]{1,3}\s?%)(?!\w)")
_WORD_PLACEHOLDERS = frozenset({"changeme", "fixme", "todo", "xx", "xxx", "xxxx"})


def placeholder_text(text: str, words: Words = ENGLISH) -> Match | None:
    """Text that waits for a better one (OKR109): "TBD", "XX %", "lorem ipsum", "???", "Key Result 1".

    "TODO" and "XX" count in capitals, as the whole text, or before a colon: "a to-do list", "todo el equipo"
    and "TODO list" are meant.
    """
    if text and _NAMELESS.fullmatch(text):
        stripped = text.strip()
        start = text.index(stripped)
        return Match(stripped, start, start + len(stripped))
    pattern = _unset(text)
    if pattern:
        return Match(pattern[0], pattern.start(), pattern.end())
    parsed = parse(text)
    for found in phrases(parsed, words.placeholders):
        if _is_unwritten(parsed, found):
            return parsed.match(found)
    return None


def _unset(text: str) -> re.Match[str] | None:
    """Question marks or letters where something is to be filled in; most texts lack the signs for either."""
    marks = _QUESTION_MARKS.search(text) if "??" in text else None
    has_sign = "%" in text or "€" in text or "$" in text or "£" in text
    return marks or (_UNSET_NUMBER.search(text) if has_sign else None)


def _is_unwritten(parsed: Title, found: Found) -> bool:
    if found.entry not in _WORD_PLACEHOLDERS:
        return True
    after = parsed.tokens[found.after] if found.after < len(parsed.tokens) else None
    if after is not None and after.word in ("list", "lists", "app", "item", "items"):
        return False
    alone = len(parsed.tokens) == 1 or (
        after is not None and parsed.text.startswith(":", parsed.tokens[found.after - 1].end)
    )
    return alone or parsed.match(found).text.isupper()


def pay_words(text: str, words: Words = ENGLISH) -> Match | None:
    """The words that tie a goal to pay (OKR113): "20 % of the bonus depends on it".

    Pay can be a goal's subject. So "salary", "compensation" and their like need a word that ties them to
    something in the same text ("linked", "depends", "based"); "bonus" and "appraisal" do not.
    """
    parsed = parse(text)
    for found in phrases(parsed, words.pay_words):
        if found.entry not in PAY_TOPICS or not parsed.words.isdisjoint(PAY_LINKS):
            return parsed.match(found)
    return None
