"""Titles as words with places, and phrases found among them: what the judgements on wording stand on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from operator import attrgetter, itemgetter
from typing import NamedTuple

from okr.rules.grammar import (
    ENDS_OF_PHRASE,
    FILLERS,
    IRREGULAR_FORMS,
    JOINERS,
    NOT_ADVERBS,
    fold,
)

# Combining marks belong to their letter, so that decomposed umlauts do not split a word.
_WORD = re.compile(r"[^\W_]+(?:(?:[\u0300-\u036f]+|['’.&-])[^\W_]+)*[\u0300-\u036f]*")
_HARD_BREAK = re.compile(r"[;:.!?()\[\]{}<>|–—•·…\n]|(?<!\S)[-+=](?!\S)|[-=]>|→")
_LABEL_BREAK = re.compile(r"[:|–—]|(?<!\S)-(?!\S)")
# No branch is followed by anything that could fail, so the repetition never backtracks.
_LEAD = re.compile(
    r"""(?:
        \[[^\[\]]{0,40}\](?![(\w])           # [Infra], not [a](link)
      | \([^()]{0,40}\)(?!\w) | \{[^{}]{0,40}\} | <[^<>]{0,40}>
      | :[a-z0-9_+-]{1,40}:(?=\s)           # :rocket:
      | (?:okr|kr|goal|objective|[bhmopqst])[ -]?\d{1,4}(?:[./-]\d{1,4})*(?=\s?[:.)|\]–—-])  # KR1.2: and P1)
      | \d{1,3}(?:\.\d{1,3})*[.)](?=\s)  # 1. and 2.1)
      | [\W_]
    )*""",
    re.IGNORECASE | re.VERBOSE,
)
_LABEL_WORDS = 4
_ENDINGS = (("ing", ""), ("ed", ""), ("ied", "y"))
_IRREGULAR = {past: verb for verb, pasts in IRREGULAR_FORMS.items() for past in pasts}


class Token(NamedTuple):
    """A folded word, where it stands, and what stands before it.

    Attributes:
        word: The word as it is compared.
        start: The offset of its first character.
        end: The offset after its last character.
        breaks: Whether a clause ends before it; a comma alone does not end one.
        after_comma: Whether a comma or a slash stands before it.
    """

    word: str
    start: int
    end: int
    breaks: bool = False
    after_comma: bool = False


_start = attrgetter("start")


class Match(NamedTuple):
    """The words of a text on which a judgement rests.

    Attributes:
        text: The words as they are written.
        start: The offset of their first character, in characters.
        end: The offset after their last character.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Title:
    """A text and its words.

    Where they stand is found out once it is asked for: to see that a title does not concern them, most
    judgements only need to know which words are in it.

    Attributes:
        text: As it is written.
        words: Each of its words once, as it is compared.
    """

    text: str
    words: frozenset[str]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words with their places, in reading order."""
        return tuple(_tokens(self.text))

    @cached_property
    def first(self) -> int:
        """The index of the first word that counts: after list markers, tags and adverbs."""
        lead = _LEAD.match(self.text)
        offset = lead.end() if lead else 0
        first = next((i for i, token in enumerate(self.tokens) if token.start >= offset), 0)
        return _without_fillers(self.tokens, first)

    def match(self, found: Found) -> Match:
        """What was found, as it is written."""
        start, end = self.tokens[found.first].start, self.tokens[found.after - 1].end
        return Match(self.text[start:end], start, end)

    def index_at(self, offset: int) -> int:
        """The index of the first word that begins at an offset or later."""
        return bisect_left(self.tokens, offset, key=_start)

    def starts(self) -> Iterator[int]:
        """Where an imperative may begin: the first word, and after a short label ("Website: launch …")."""
        if self.first >= len(self.tokens):
            return
        yield self.first
        for i in range(self.first + 1, min(self.first + 1 + _LABEL_WORDS, len(self.tokens))):
            gap = self.tokens[i - 1].end, self.tokens[i].start
            if self.text[slice(*gap)] != " " and _LABEL_BREAK.search(self.text, *gap):
                yield _without_fillers(self.tokens, i)
                return


class Form(Enum):
    """How a verb stands in a text."""

    BASE = "base"
    GERUND = "gerund"
    PAST = "past"


class Found(NamedTuple):
    """A phrase of a word list, found in a text: the tokens from `first` up to but not including `after`."""

    entry: str
    form: Form
    first: int
    after: int


@lru_cache(maxsize=1 << 15)  # every title of a large workspace: each text rule reads them all in turn
def parse(text: str) -> Title:
    """A title as words."""
    if text.isascii():  # where no letter changes its length, all are folded at once
        return Title(text, frozenset(_WORD.findall(text.lower())))
    return Title(text, frozenset(map(fold, _WORD.findall(text))))


def _tokens(text: str) -> Iterator[Token]:
    before = 0
    folded = text.lower() if text.isascii() else None
    for match in _WORD.finditer(text):
        start, end = match.span()
        gap = text[before:start]
        before = end
        word = fold(match[0]) if folded is None else folded[start:end]
        if gap == " ":
            yield Token(word, start, end)
        else:
            breaks = _HARD_BREAK.search(gap) is not None
            yield Token(word, start, end, breaks, "," in gap or "/" in gap)


def phrase_at(
    tokens: tuple[Token, ...], i: int, entries: frozenset[str], form: Form | None = None
) -> Found | None:
    """The longest entry whose words stand at `i`, in base form, gerund or past, or only in `form`."""
    if i >= len(tokens):
        return None
    for entry, its_form, rest in _beginning_with(tokens[i].word, entries):
        after = i + 1 + len(rest)
        if form in (None, its_form) and rest == tuple(token.word for token in tokens[i + 1 : after]):
            return Found(entry, its_form, i, after)
    return None


def phrase_at_end(tokens: tuple[Token, ...], entries: frozenset[str]) -> Found | None:
    """An entry with which the text ends, where German infinitives stand."""
    for length in range(1, min(_longest(entries), len(tokens)) + 1):
        entry = " ".join(token.word for token in tokens[-length:])
        if entry in entries:
            return Found(entry, Form.BASE, len(tokens) - length, len(tokens))
    return None


def own_phrase_at_end(
    tokens: tuple[Token, ...], entries: frozenset[str], english: frozenset[str]
) -> Found | None:
    """An entry with which the text ends and that is none of the English ones."""
    return phrase_at_end(tokens, _own(entries, english))


@lru_cache(maxsize=64)
def _own(entries: frozenset[str], english: frozenset[str]) -> frozenset[str]:
    return entries - english


def first_words(entries: frozenset[str]) -> frozenset[str]:
    """The words with which `phrase_at` finds an entry, in every form."""
    return frozenset(word for verb in _by_verb(entries) for word, _ in _inflected(verb))


def object_at(tokens: tuple[Token, ...], i: int) -> Iterator[Token]:
    """The words from `i` to the next preposition, relative word or stop."""
    for token in tokens[i:]:
        if (token.breaks and token is not tokens[i]) or token.word in ENDS_OF_PHRASE:
            return
        yield token


def heads(tokens: tuple[Token, ...], i: int) -> Iterator[Token]:
    """The last word of each noun phrase of the object at `i`; "and" and commas divide them."""
    last: Token | None = None
    for token in object_at(tokens, i):
        if last is not None and (token.after_comma or token.word in JOINERS):
            yield last
        last = None if token.word in JOINERS else token
    if last is not None:
        yield last


def phrases(title: Title, entries: frozenset[str]) -> Iterator[Found]:
    """Every place where an entry stands exactly as it is written; hyphens count as spaces."""
    if _telling_words(entries).isdisjoint(title.words):
        return
    tokens, by_first_word = title.tokens, _exact(entries)
    for i, token in enumerate(tokens):
        for words in by_first_word.get(token.word, ()):
            if words == tuple(other.word for other in tokens[i : i + len(words)]):
                yield Found(" ".join(words), Form.BASE, i, i + len(words))
                break


def _without_fillers(tokens: tuple[Token, ...], i: int) -> int:
    """Past "we will", "successfully" and their like, as long as a word is left."""
    while i + 1 < len(tokens):
        found = phrase_at(tokens, i, FILLERS)
        after = found.after if found and found.form is Form.BASE else i + is_adverb(tokens[i].word)
        if after == i or after >= len(tokens):
            return i
        i = after
    return i


def is_adverb(word: str) -> bool:
    """Whether a word ends like an English adverb of manner; "weekly" and "family" do not count."""
    return word.endswith("ly") and word not in NOT_ADVERBS


def may_be_past(word: str) -> bool:
    """Whether a word ends as the past of verbs does, or is an irregular one."""
    return word.endswith("ed") or word in _IRREGULAR


@lru_cache(maxsize=1 << 16)  # every pair of a list and a word that titles bring up again and again
def _beginning_with(word: str, entries: frozenset[str]) -> tuple[tuple[str, Form, tuple[str, ...]], ...]:
    """The entries that a word may begin, in which form, and the words that must follow; the longest first."""
    by_verb = _by_verb(entries)
    found = [
        (rank, entry, form, rest)
        for verb in _verbs_of(word) & by_verb.keys()
        for inflected, form in _inflected(verb)
        if inflected == word
        for rank, entry, rest in by_verb[verb]
    ]
    return tuple((entry, form, rest) for _, entry, form, rest in sorted(found, key=itemgetter(0)))


@lru_cache(maxsize=64)
def _by_verb(entries: frozenset[str]) -> dict[str, list[tuple[int, str, tuple[str, ...]]]]:
    """Every spelling of every entry by its first word, with the words that must follow, and its rank."""
    index: dict[str, list[tuple[int, str, tuple[str, ...]]]] = {}
    for rank, entry in enumerate(sorted(entries, key=lambda entry: (-entry.count(" "), entry))):
        for spelling in _spellings(entry):
            verb, *rest = spelling.split(" ")
            index.setdefault(verb, []).append((rank, entry, tuple(rest)))
    return index


def _verbs_of(word: str) -> set[str]:
    """What a word may be a form of: the verbs of which `_inflected` makes it, and others beside them."""
    stems = [word[: -len(ending)] + instead for ending, instead in _ENDINGS if word.endswith(ending)]
    regular = (verb for stem in stems for verb in (stem, stem + "e", stem[:-1]))
    return {word, _IRREGULAR.get(word, word), *regular}


@lru_cache(maxsize=64)
def _exact(entries: frozenset[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    index: dict[str, set[tuple[str, ...]]] = {}
    for entry in entries:
        for words in (tuple(entry.split(" ")), (entry.replace(" ", "-"),), *_split_once(entry)):
            index.setdefault(words[0], set()).add(words)
    return {
        word: tuple(sorted(found, key=lambda words: (-len(words), words))) for word, found in index.items()
    }


@lru_cache(maxsize=64)
def _telling_words(entries: frozenset[str]) -> frozenset[str]:
    """The longest word of each entry and spelling: without one of these, no entry stands in a text."""
    return frozenset(max(words, key=len) for found in _exact(entries).values() for words in found)


def _split_once(entry: str) -> Iterator[tuple[str, ...]]:
    """The ways to hyphenate one pair of an entry's words: "low-hanging fruit"."""
    words = entry.split(" ")
    for i in range(len(words) - 1):
        yield (*words[:i], f"{words[i]}-{words[i + 1]}", *words[i + 2 :])


@lru_cache(maxsize=64)
def _longest(entries: frozenset[str]) -> int:
    return max((entry.count(" ") + 1 for entry in entries), default=0)


def _spellings(entry: str) -> Iterator[str]:
    """American and British; "kick off", "kick-off" and "kickoff"."""
    yield entry
    verb = entry.split(" ", maxsplit=1)[0]
    if verb.endswith(("ize", "yze")):
        yield entry.replace(verb, verb[:-2] + "se", 1)
    if entry.count(" ") == 1:
        yield entry.replace(" ", "-")
        yield entry.replace(" ", "")


def _inflected(verb: str) -> Iterator[tuple[str, Form]]:
    """The verb, its gerund and its past; consonants are doubled and not: nobody writes the wrong one."""
    yield verb, Form.BASE
    if verb.endswith("e") and not verb.endswith("ee"):
        stems = [verb[:-1]]
    elif verb[-1] in "aeiouwxy":
        stems = [verb]
    else:
        stems = [verb, verb + verb[-1]]
    for stem in stems:
        yield stem + "ing", Form.GERUND
    for past in IRREGULAR_FORMS.get(verb, ()) or [_past(stem) for stem in stems]:
        yield past, Form.PAST


def _past(stem: str) -> str:
    return stem[:-1] + "ied" if stem.endswith("y") and stem[-2:-1] not in "aeiou" else stem + "ed"
