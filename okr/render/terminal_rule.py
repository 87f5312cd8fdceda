"""The page of a rule, and the list of all rules, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from okr.render.terminal import EMPTY, Line, Piece, Screen, drawn, line, piece, wrapped
from okr.render.terminal_findings import SEVERITY_STYLES
from okr.render.terminal_table import Column, Item, Remark, Row, table
from okr.reports.rules import FAMILIES, RuleReport

_WIDEST = 100
"""Prose is no wider than that, however wide the screen is."""
_STRICT = "†"
_COLUMNS = (
    Column("rule"),
    Column("name", least=20),
    Column("severity"),
    Column("finds", rank=1, least=30),
)


def render(rule: RuleReport, screen: Screen) -> str:
    """The page."""
    return drawn(_page(rule, min(screen.width or _WIDEST, _WIDEST)), screen)


def _page(rule: RuleReport, width: int) -> Iterator[Line]:
    yield (Piece(f"{rule.code} {rule.name}", "bold"),)
    yield _facts(rule)
    yield EMPTY
    yield from _prose(rule.summary, width)
    if rule.details:
        yield EMPTY
        yield from _prose(rule.details, width)
    yield from _section("Why it matters", _prose(rule.why, width))
    yield from _section("Bad", _sample(rule.bad))
    yield from _section("Good", _sample(rule.good))
    yield from _section("How to fix it", _prose(rule.fix, width))
    yield from _section("Options", _options(rule, width))
    yield from _section("Source", _prose(rule.source, width))


def _facts(rule: RuleReport) -> Line:
    only = ", only in the profile strict" if rule.strict_only else ""
    return (
        Piece(rule.severity, SEVERITY_STYLES[rule.severity]),
        Piece(f", {FAMILIES[rule.family].lower()}{only}", "dim"),
    )


def _section(title: str, lines: Iterator[Line]) -> Iterator[Line]:
    content = list(lines)
    if content:
        yield EMPTY
        yield line(title, "bold")
        yield from content


def _prose(text: str, width: int) -> Iterator[Line]:
    """Paragraphs, broken anew to the width."""
    for number, paragraph in enumerate(text.split("\n\n") if text else ()):
        if number:
            yield EMPTY
        yield from (line(each) for each in wrapped(" ".join(paragraph.split()), width))


def _sample(yaml: str) -> Iterator[Line]:
    yield from ((Piece("  "), piece(each, "cyan")) for each in yaml.splitlines())


def _options(rule: RuleReport, width: int) -> Iterator[Line]:
    yield from _prose(rule.options, width)
    for name, value in rule.defaults.items():
        yield (Piece("  "), Piece(f"{name}: {value:g}", "cyan"))


def render_list(rules: Sequence[RuleReport], screen: Screen) -> str:
    """All rules, family by family."""
    return drawn(table(_COLUMNS, list(_items(rules)), screen), screen)


def _items(rules: Sequence[RuleReport]) -> Iterator[Item]:
    for number, (family, members) in enumerate(groupby(rules, key=lambda rule: rule.family)):
        if number:
            yield None
        yield Remark(Piece(f"{family} {FAMILIES[family]}", "bold"))
        yield from map(_row, members)
    if any(rule.strict_only for rule in rules):
        yield None
        yield Remark(Piece(f"{_STRICT} only in the profile strict", "dim"))


def _row(rule: RuleReport) -> Row:
    severity = Piece(rule.severity, SEVERITY_STYLES[rule.severity])
    mark = Piece(_STRICT if rule.strict_only else " ")
    return Row((line(rule.code), line(rule.name), (severity, mark), line(rule.summary, "dim")))
