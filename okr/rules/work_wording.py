"""Whether a title names work done instead of a result: OKR105 and OKR203.

Work shows in four ways: a verb at the start ("Launch …", "Running …", "Published …"), a noun for doing
something ("Rollout of …"), a participle at the end ("… launched"), and, in key results, a bare
deliverable ("New pricing page"). A title that promises a result of the work is left alone: "Build a
culture of trust", "Create the best …".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from okr.rules.grammar import (
    ACTION_NOUNS,
    ADJECTIVES,
    ARTICLES,
    BOUNDS,
    CLAUSE_WORDS,
    COMPOUNDS,
    DETERMINERS,
    DONE_STATES,
    ENDS_OF_PHRASE,
    EVENT_VERBS,
    FINAL_ACTION_NOUNS,
    FINITE_VERBS,
    FORMAL_ACTS,
    JOINERS,
    LESSONS,
    LIGHT_OBJECTS,
    LIGHT_VERBS,
    LOOSE_PARTICIPLES,
    LOOSE_PREDICATES,
    MADE,
    METRIC_HEADS,
    NEGATIONS,
    NOUNS_TOO,
    NUMBERED_NOUNS,
    OTHER_VERBS,
    PACES,
    PEOPLE,
    PEOPLE_VERBS,
    PURPOSES,
    QUALITIES,
    RESULT_NOUNS,
    RESULT_VERBS,
    SHORT_PARTICIPLES,
    SUBJECTS,
    TAKING_PART,
    TIME_UNITS,
    WORK_REGARDLESS,
    fold,
)
from okr.rules.stems import stem
from okr.rules.title_numbers import Role, TitleNumber, title_numbers
from okr.rules.tokens import (
    Form,
    Found,
    Match,
    Title,
    Token,
    heads,
    is_adverb,
    may_be_past,
    object_at,
    own_phrase_at_end,
    parse,
    phrase_at,
    phrases,
)
from okr.rules.words import ENGLISH, Words

_MONEY_SIGNS = frozenset("€$£¥")
_MONEY = _MONEY_SIGNS | {"pp"}
_TAKING_OR_HAVING = TAKING_PART | {"has", "have"}
_FOLLOWS_NOUN = frozenset({"above", "below", "over", "under", "per", "than", "that", "who", "whose"})
_RESULTS_AND_PEOPLE = RESULT_NOUNS | PEOPLE
_BOUNDARIES = (ENDS_OF_PHRASE | JOINERS) - {"per", "than"}
_COUNTED = METRIC_HEADS | (NUMBERED_NOUNS - PEOPLE)
_NOT_BARE = ADJECTIVES | LOOSE_PARTICIPLES
_LOOSE = LOOSE_PREDICATES | FORMAL_ACTS
_ANY_ACTION_NOUN = frozenset(ACTION_NOUNS)
_FAR = 12  # words after a verb among which its pace is looked for
_NEAR = 15  # characters between a verb and the number that counts its object


def output_verb(title: str, words: Words = ENGLISH) -> Match | None:
    """The words that make an objective a task (OKR105): "Launch the new portal", "New portal launched"."""
    parsed = parse(title)
    verbs, english = words.output_verbs, ENGLISH.output_verbs
    foreign = not _includes(verbs, english)
    found = own_phrase_at_end(parsed.tokens, verbs, english) or _work_at_start(parsed, verbs, foreign=foreign)
    if found is None and not foreign:
        found = (
            _light_verb(parsed, EVENT_VERBS, words.deliverables)
            or _action_noun(parsed, verbs, FINAL_ACTION_NOUNS)
            or _done(parsed, verbs, words.deliverables)
            or _done_state(parsed)
        )
    return parsed.match(found) if found and not _says_why(parsed, found) else None


def output_or_activity(title: str, words: Words = ENGLISH) -> Match | None:
    """The words that make a key result work done (OKR203): "Publish 10 posts", "Pricing page live".

    Silent where the title states a change ("from 10 % to 20 %") or what the work results in.
    """
    parsed = parse(title)
    found = _work(parsed, words)
    if found is None or _says_why(parsed, found) or _states_change(title):
        return None
    return parsed.match(found)


def counts_only_doing(title: str, unit: str | None, words: Words = ENGLISH) -> Match | None:
    """The words that show that a measure only counts the work (OKR203): "Publish 10 posts", in posts.

    Args:
        title: The key result's title.
        unit: Its unit. Where there is none, and with "%", the number has to be the object of the verb
            ("Migrate 95 % of the tests").
        words: The word lists.
    """
    counts_unit = unit is not None and unit not in ("", "%")
    if not counts_unit and not _counts(title):
        return None  # nothing is counted: most titles end here
    parsed = parse(title)
    found = _work(parsed, words)
    if found is None:
        return None
    if unit and counts_unit:
        return parsed.match(found) if _names_object(unit, parsed, found) else None
    return parsed.match(found) if _counts_object(title, parsed, found) else None


def _work(parsed: Title, words: Words) -> Found | None:
    verbs, english = words.work_verbs, ENGLISH.work_verbs
    foreign = not _includes(verbs, english)
    found = own_phrase_at_end(parsed.tokens, verbs, english) or _work_at_start(parsed, verbs, foreign=foreign)
    if found is not None or foreign:
        return found
    return (
        _light_verb(parsed, LIGHT_VERBS, _with_light_objects(words.deliverables))
        or _action_noun(parsed, verbs, _ANY_ACTION_NOUN)
        or _done(parsed, verbs, words.deliverables)
        or _done_state(parsed)
        or _taking_part(parsed, words.deliverables)
        or _bare_deliverable(parsed, words.deliverables)
    )


@lru_cache(maxsize=64)
def _with_light_objects(deliverables: frozenset[str]) -> frozenset[str]:
    return deliverables | LIGHT_OBJECTS


@lru_cache(maxsize=64)
def _includes(entries: frozenset[str], english: frozenset[str]) -> bool:
    """Whether a list still holds the English entries: where it was replaced, only its own words count."""
    return entries >= english


def _states_change(title: str) -> bool:
    """Whether the title has a starting value and a target."""
    return {Role.FROM, Role.TO} <= {number.role for number in title_numbers(title)}


def _says_why(parsed: Title, found: Found) -> bool:
    return any(token.word in PURPOSES for token in parsed.tokens[found.after :])


# --- A verb at the start ---


def _work_at_start(parsed: Title, verbs: frozenset[str], *, foreign: bool) -> Found | None:
    """An order to do some work; with foreign verbs nothing is known of the words that follow."""
    for start in parsed.starts():
        found = phrase_at(parsed.tokens, start, verbs)
        if found is not None:
            return found if foreign or not _reads_otherwise(parsed, found) else None
        if _is_other_verb(parsed.tokens, start):
            return None
    return None


def _reads_otherwise(parsed: Title, found: Found) -> bool:
    return _is_no_order(parsed, found) or _promises_result(parsed, found)


def _is_other_verb(tokens: tuple[Token, ...], i: int) -> bool:
    return tokens[i].word in OTHER_VERBS or phrase_at(tokens, i, ENGLISH.movement_verbs) is not None


def _is_no_order(parsed: Title, found: Found) -> bool:
    """Whether the word is no order: "Release days are boring", "Open rate", "Design system"."""
    tokens, word = parsed.tokens, parsed.tokens[found.first].word
    if found.after < len(tokens) and tokens[found.after].word in _FOLLOWS_NOUN:
        return True
    if _pair(tokens, found.first) in COMPOUNDS:
        return True
    following = list(object_at(tokens, found.after))
    if not following:
        return word in ADJECTIVES
    if any(token.word in SUBJECTS for token in following[1:-1]):
        return True
    if _is_amount(following[0].word):
        return False
    if any(token.word in FINITE_VERBS for token in following) or word in _NOT_BARE:
        return True
    may_be_noun = found.form is not Form.BASE or found.entry in NOUNS_TOO
    return may_be_noun and _ends_metric(following[-1].word)


def _ends_metric(word: str) -> bool:
    """Whether a metric's name may end with a word: "Release frequency", "Test drives booked"."""
    return word in _COUNTED or word in SHORT_PARTICIPLES or word.endswith("ed")


def _promises_result(parsed: Title, found: Found) -> bool:
    """Whether no list of tasks makes the object, or a second verb wants more of it."""
    tokens, i = parsed.tokens, found.after
    if any(token.word in QUALITIES for token in object_at(tokens, i)) or _is_kept_pace(tokens, i):
        return True
    if any(head.word in _results_of(found.entry) for head in heads(tokens, i)):
        return True
    return i < len(tokens) and (
        not _MONEY_SIGNS.isdisjoint(parsed.text[tokens[i - 1].end : tokens[i].start])
        or _wants_more(tokens, i)
    )


def _results_of(verb: str) -> frozenset[str]:
    """The nouns that make a result of what the verb does to them."""
    if verb in WORK_REGARDLESS:
        return frozenset()
    return RESULT_NOUNS if verb in PEOPLE_VERBS else _RESULTS_AND_PEOPLE


def _wants_more(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a second verb at `i` makes more of the first: "build and grow"."""
    second = i + 1 if tokens[i].word in JOINERS else i
    joined = second > i or tokens[i].after_comma
    return joined and second < len(tokens) and tokens[second].word in RESULT_VERBS


def _is_kept_pace(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether something is done in time, which is a result: "Ship 95 % of orders within a day"."""
    return any(
        f"{token.word} {after.word}" in PACES or (token.word == "within" and _is_amount(after.word))
        for token, after in pairwise(tokens[i : i + _FAR])
    )


def _is_amount(word: str) -> bool:
    return word[0].isdigit() or word in DETERMINERS


# --- Other ways to name work ---


def _light_verb(parsed: Title, verbs: frozenset[str], things: frozenset[str]) -> Found | None:
    """A verb that says little, with a deliverable for its object: "Hold 5 workshops", "Give a talk"."""
    found = phrase_at(parsed.tokens, parsed.first, verbs)
    if found is None:
        return None
    start = found.after + 2 * (_pair(parsed.tokens, found.after) in ("at least", "up to"))
    if any(token.word in QUALITIES for token in object_at(parsed.tokens, start)):
        return None
    if found.entry == "make" and any(token.word in MADE for token in object_at(parsed.tokens, start)):
        return found
    return found if any(singular(head.word) in things for head in heads(parsed.tokens, start)) else None


def _pair(tokens: tuple[Token, ...], i: int) -> str:
    return " ".join(token.word for token in tokens[i : i + 2])


def _action_noun(parsed: Title, verbs: frozenset[str], final: frozenset[str]) -> Found | None:
    """A noun for doing something: "Implementation of …", and "till system rollout" if it may stand last."""
    if ACTION_NOUNS.keys().isdisjoint(parsed.words) or not _is_noun_phrase(parsed):
        return None
    for i, token in _first_phrase(parsed):
        if ACTION_NOUNS.get(token.word) in verbs and (token.word in final or i == parsed.first):
            following = parsed.tokens[i + 1].word if i + 1 < len(parsed.tokens) else ""
            if following in ("of", "") or token.word in final:
                return Found(token.word, Form.BASE, i, i + 1)
    return None


def _bare_deliverable(parsed: Title, deliverables: frozenset[str]) -> Found | None:
    """A key result that only names a thing or an event: "New pricing page", "Workshop on safety"."""
    for i, token in _first_phrase(parsed):
        if singular(token.word) in deliverables:
            return Found(token.word, Form.BASE, i, i + 1) if _is_noun_phrase(parsed) else None
    return None


def _is_noun_phrase(parsed: Title) -> bool:
    """Whether a title names a thing: no verb that orders or states, no metric, no praise, no "no"."""
    tokens, first = parsed.tokens, parsed.first
    if first >= len(tokens) or _is_other_verb(tokens, first) or "%" in parsed.text:
        return False
    phrase = list(object_at(tokens, first))
    if any(after.word in ARTICLES and before.word not in JOINERS for before, after in pairwise(phrase)):
        return False
    if any(token.word in QUALITIES for token in phrase) or _is_bounded(tokens, first + len(phrase)):
        return False
    if any(head.word in METRIC_HEADS for head in heads(tokens, first)):
        return False
    return tokens[first].word not in NEGATIONS and not _states(tokens, first)


def _is_bounded(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a rate or a limit follows: "Posts per author", "A page that loads in under a second"."""
    return any(token.word in BOUNDS for token in tokens[i:])


def _states(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a finite verb makes a statement of the words from `i`, relative clauses apart."""
    for token in tokens[i:]:
        if token.word == "to" or token.word in CLAUSE_WORDS or (token.breaks and token is not tokens[i]):
            return False
        if token.word in FINITE_VERBS:
            return True
    return False


def _first_phrase(parsed: Title) -> Iterator[tuple[int, Token]]:
    """The heads of the first noun phrase, with their places."""
    for head in heads(parsed.tokens, parsed.first):
        yield parsed.index_at(head.start), head


def singular(noun: str) -> str:
    """The singular of a regular plural: "policies", "dashboards"."""
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(("shes", "ches", "sses", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


# --- A participle at the end ---


def _done(parsed: Title, verbs: frozenset[str], deliverables: frozenset[str]) -> Found | None:
    """A participle that ends a statement or a phrase: "Portal launched", "Tills have been installed"."""
    tokens, reported = parsed.tokens, _with_formal_acts(verbs)
    for i in range(parsed.first + 1, len(tokens)):
        if tokens[i].word in CLAUSE_WORDS or tokens[i].breaks:
            return None
        found = phrase_at(tokens, i, reported, Form.PAST) if may_be_past(tokens[i].word) else None
        if found is not None and _closes(tokens, found):
            is_work = found.entry not in _LOOSE or _names_any(parsed, deliverables)
            return found if is_work and _may_report(parsed) else None
    return None


@lru_cache(maxsize=64)
def _with_formal_acts(verbs: frozenset[str]) -> frozenset[str]:
    return verbs | FORMAL_ACTS


def _names_any(parsed: Title, things: frozenset[str]) -> bool:
    """Whether the first noun phrase names one of these, not several: "Contract signed", not "contracts"."""
    return any(token.word in things for token in object_at(parsed.tokens, parsed.first))


def _may_report(parsed: Title) -> bool:
    """Whether the title may report work: it begins with no verb of its own, no metric and no "fewer"."""
    tokens, first = parsed.tokens, parsed.first
    if first >= len(tokens) or _is_other_verb(tokens, first) or tokens[first].word in NEGATIONS:
        return False
    return next((head.word not in METRIC_HEADS for head in heads(tokens, first)), True)


def _closes(tokens: tuple[Token, ...], found: Found) -> bool:
    if _is_kept_pace(tokens, found.after):
        return False
    before = tokens[found.first - 1].word
    if before in JOINERS and found.first > 1:
        other = phrase_at(tokens, found.first - 2, ENGLISH.work_verbs)
        return other is not None and other.form is Form.PAST and _ends_clause(tokens, found.after)
    if before in ENDS_OF_PHRASE or before in DETERMINERS or before in NEGATIONS:
        return False
    return _ends_clause(tokens, found.after)


def _ends_clause(tokens: tuple[Token, ...], i: int) -> bool:
    if i >= len(tokens):
        return True
    after = tokens[i + 1] if is_adverb(tokens[i].word) and i + 1 < len(tokens) else tokens[i]
    return is_adverb(after.word) or after.breaks or after.after_comma or after.word in _BOUNDARIES


def _done_state(parsed: Title) -> Found | None:
    """A state that says the same as a participle: "Booking system in place"."""
    for found in phrases(parsed, DONE_STATES):
        if found.first > parsed.first and _ends_clause(parsed.tokens, found.after):
            return found if _may_report(parsed) else None
    return None


def _taking_part(parsed: Title, deliverables: frozenset[str]) -> Found | None:
    """People who take part in a lesson or are given a thing: "All nurses have completed the training"."""
    if parsed.words.isdisjoint(_TAKING_OR_HAVING) or not _may_report(parsed):
        return None
    for i in range(parsed.first + 1, len(parsed.tokens)):
        word = parsed.tokens[i].word
        if word in _TAKING_OR_HAVING:
            things = LESSONS if word in TAKING_PART else deliverables
            named = any(singular(head.word) in things for head in heads(parsed.tokens, i + 1))
            judged = any(token.word in QUALITIES for token in object_at(parsed.tokens, i + 1))
            return Found(word, Form.BASE, i, i + 1) if named and not judged else None
    return None


# --- Measures that count ---


def _counts(title: str) -> list[TitleNumber]:
    """The numbers that may count things: they are no money, and say nothing of from where or to where."""
    return [each for each in title_numbers(title) if each.unit not in _MONEY and each.role is None]


def _counts_object(title: str, parsed: Title, found: Found) -> bool:
    """Whether a number that counts stands right after the verb, or before the thing that is counted."""
    start, end = parsed.tokens[found.first].start, parsed.tokens[found.after - 1].end
    return any(each.end <= start or 0 <= each.start - end <= _NEAR for each in _counts(title))


def _names_object(unit: str, parsed: Title, found: Found) -> bool:
    """Whether the unit's last word is among the things on which the work is done."""
    counted = fold(unit).split()[-1:]
    if not counted or counted[0] in TIME_UNITS:
        return False
    start = found.after if found.first == parsed.first else parsed.first
    return stem(counted[0]) in {stem(token.word) for token in object_at(parsed.tokens, start)}
