"""The arithmetic of a KPI's `formula:`, as in `{won} / ({won} + {lost}) * 100`.

Nothing is ever handed to Python's `eval`: the text is parsed by recursive descent into steps in postfix
order, and these are worked through with a stack.

    sum     = product (("+" | "-") product)*
    product = factor (("*" | "/") factor)*
    factor  = "-"* (number | "{" id "}" | "(" sum ")")
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from math import isfinite
from typing import NamedTuple

MAXIMUM_DEPTH = 50
"""Parentheses inside each other; as deep as the YAML around them may be."""

_SPACE = " \t\r\n"
_TOKEN = re.compile(
    r"(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<kpi>\{[a-z0-9][a-z0-9-]{0,59}\})"
    r"|(?P<sign>[-+*/()])"
)
_SIGNS_MEANT = {"×": "*", "·": "*", "÷": "/", ":": "/", "−": "-", "–": "-"}


class FormulaError(ValueError):
    """A text is no formula.

    Args:
        message: What is wrong, in one sentence without a final full stop.
        offset: Where in the text, counted in characters from 0; its length if the end comes too early.
    """

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class Operator(Enum):
    """What a formula does with the values before it."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    NEGATE = "negate"


class Reference(NamedTuple):
    """The value of the KPI with this id."""

    kpi: str


Step = float | Reference | Operator

_ARITHMETIC: Mapping[Operator, Callable[[float, float], float]] = {
    Operator.ADD: operator.add,
    Operator.SUBTRACT: operator.sub,
    Operator.MULTIPLY: operator.mul,
    Operator.DIVIDE: operator.truediv,
}


class Formula(NamedTuple):
    """A formula that was understood.

    Attributes:
        text: As it was written.
        steps: What to do, in postfix order: `{a} - 2` is a, 2, subtract.
    """

    text: str
    steps: tuple[Step, ...]

    @property
    def references(self) -> tuple[str, ...]:
        """The ids of the KPIs that it needs, each once, in the order in which they first appear."""
        return tuple(dict.fromkeys(step.kpi for step in self.steps if isinstance(step, Reference)))

    def evaluate(self, values: Mapping[str, float]) -> float | None:
        """Compute it from a value for each of its references.

        Returns:
            `None` where it divides by zero, or where floats cannot hold a result on the way.

        Raises:
            KeyError: A reference has no value.
        """
        stack: list[float] = []
        for step in self.steps:
            result = _result(step, stack, values)
            if result is None or not isfinite(result):
                return None
            stack.append(result)
        return stack.pop()


def _result(step: Step, stack: list[float], values: Mapping[str, float]) -> float | None:
    """What one step puts on the stack, after it took from there what it needs."""
    match step:
        case Reference(kpi):
            return values[kpi]
        case Operator.NEGATE:
            return -stack.pop()
        case Operator():
            right, left = stack.pop(), stack.pop()
            return None if step is Operator.DIVIDE and right == 0 else _ARITHMETIC[step](left, right)
        case number:
            return number


def series(
    formula: Formula, readings: Mapping[str, Sequence[tuple[date, float]]]
) -> Iterator[tuple[date, float]]:
    """The readings that a formula computes, in order of date.

    There is one on every date on which all of its references have one, but for those where the result is no
    number. A formula without references, or with one that has no readings, has none.

    Args:
        formula: What to compute.
        readings: Those of every KPI by its id; of two on one date the later in the sequence counts.
    """
    by_date = {kpi: dict(readings.get(kpi, ())) for kpi in formula.references}
    shared: set[date] = set().union(*by_date.values()).intersection(*by_date.values())
    for day in sorted(shared):
        value = formula.evaluate({kpi: values[day] for kpi, values in by_date.items()})
        if value is not None:
            yield day, value


def parse(text: str) -> Formula:
    """Understand a formula.

    Raises:
        FormulaError: The text is none; the error says what is wrong first, and where.
    """
    return Formula(text, tuple(_Parser(text).steps()))


def understood(text: str) -> Formula | None:
    """The formula of a text; `None` where it is none, which the rules report."""
    try:
        return parse(text)
    except FormulaError:
        return None


def references_of(text: str | None) -> tuple[str, ...]:
    """The ids of the KPIs that a formula needs; none where there is no formula, or none that can be read."""
    formula = None if text is None else understood(text)
    return () if formula is None else formula.references


class _Token(NamedTuple):
    """A piece of the text; `kind` is a group of `_TOKEN`, or `end`."""

    kind: str
    text: str
    offset: int


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens of a text and an `end`; one at a time, so that the first mistake is the one that is told."""
    at = _after_space(text, 0)
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise FormulaError(_misfit(text, at), at)
        yield _Token(token.lastgroup or "", token[0], at)
        at = _after_space(text, token.end())
    yield _Token("end", "", len(text))


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _misfit(text: str, at: int) -> str:
    """What to say of text that is no token."""
    character = text[at]
    if meant := _SIGNS_MEANT.get(character):
        return f'write "{meant}" instead of "{character}"'
    if character == "{" and "}" not in text[at:]:
        return 'this "{" is never closed'
    if character == "{":
        return 'between "{" and "}" stands the id of a KPI: small letters, digits and "-"'
    if character == "}":
        return 'this "}" closes nothing'
    if character.isalpha():
        return "the id of a KPI stands in braces, as in {activation-rate}"
    return (
        f'"{character}" has no place here: a formula is made of numbers, KPI ids in braces, + - * / and ( )'
    )


class _Parser:
    """Recursive descent with one token of lookahead; every method yields the steps of what it reads."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._token = next(self._tokens)
        self._depth = 0

    def steps(self) -> Iterator[Step]:
        if self._token.kind == "end":
            raise FormulaError("the formula is empty", 0)
        yield from self._sum()
        if self._token.text == ")":
            raise FormulaError('this ")" closes nothing', self._token.offset)
        if self._token.kind != "end":
            raise self._missing("+, -, * or /")

    def _sum(self) -> Iterator[Step]:
        return self._chain("+-", self._product)

    def _product(self) -> Iterator[Step]:
        return self._chain("*/", self._factor)

    def _chain(self, signs: str, operand: Callable[[], Iterator[Step]]) -> Iterator[Step]:
        yield from operand()
        while sign := self._take(signs):
            yield from operand()
            yield Operator(sign)

    def _factor(self) -> Iterator[Step]:
        negations: list[Step] = []
        while self._take("-"):
            negations.append(Operator.NEGATE)
        yield from self._parenthesis() if self._token.text == "(" else [self._value()]
        yield from negations

    def _parenthesis(self) -> Iterator[Step]:
        opening = self._advance()
        self._depth += 1
        if self._depth > MAXIMUM_DEPTH:
            raise FormulaError(f"parentheses are more than {MAXIMUM_DEPTH} deep", opening.offset)
        yield from self._sum()
        if self._token.kind == "end":
            raise FormulaError('this "(" is never closed', opening.offset)
        if not self._take(")"):
            raise self._missing("+, -, * or /")
        self._depth -= 1

    def _value(self) -> Step:
        if self._token.kind not in ("number", "kpi"):
            raise self._missing('a number, a KPI id in braces or "("')
        token = self._advance()
        if token.kind == "kpi":
            return Reference(token.text[1:-1])
        if not isfinite(float(token.text)):
            raise FormulaError("this number is too large", token.offset)
        return float(token.text)

    def _take(self, signs: str) -> str | None:
        """Read on past the next token if it is one of these signs."""
        wanted = self._token.kind == "sign" and self._token.text in signs
        return self._advance().text if wanted else None

    def _advance(self) -> _Token:
        token, self._token = self._token, next(self._tokens)
        return token

    def _missing(self, what: str) -> FormulaError:
        where = "at the end" if self._token.kind == "end" else f'before "{self._token.text}"'
        return FormulaError(f"{what} is missing {where}", self._token.offset)
