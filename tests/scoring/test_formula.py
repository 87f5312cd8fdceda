from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okr.scoring.formula import MAXIMUM_DEPTH, Formula, FormulaError, Operator, Reference, parse, series

NO_PLACE = '"_" has no place here: a formula is made of numbers, KPI ids in braces, + - * / and ( )'
VALUES = {"won": 30.0, "lost": 10.0, "net-revenue-2": -4.0, "zero": 0.0}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{won} / ({won} + {lost}) * 100", 75.0),
        ("{won}", 30.0),
        ("2", 2.0),
        ("2.5", 2.5),
        ("1e3", 1000.0),
        ("1.5E-1", 0.15),
        ("2 + 3 * 4", 14.0),
        ("(2 + 3) * 4", 20.0),
        ("10 - 4 - 3", 3.0),
        ("24 / 4 / 3", 2.0),
        ("24 / (4 / 2)", 12.0),
        ("-{won}", -30.0),
        ("-2 * 3", -6.0),
        ("2 * -3", -6.0),
        ("2--3", 5.0),
        ("---2", -2.0),
        ("-(2 + 3)", -5.0),
        ("((({lost})))", 10.0),
        ("  {won}\n\t+\r\n{lost}  ", 40.0),
        ("{won}-{net-revenue-2}", 34.0),
    ],
)
def test_it_computes_as_arithmetic_is_written(text: str, result: float) -> None:
    assert parse(text).evaluate(VALUES) == result


def test_a_formula_is_its_text_and_its_steps() -> None:
    assert parse("{won} - -2") == Formula(
        "{won} - -2", (Reference("won"), 2.0, Operator.NEGATE, Operator.SUBTRACT)
    )


def test_references_come_once_and_in_order() -> None:
    assert parse("{lost} + {won} / ({lost} + {a})").references == ("lost", "won", "a")
    assert parse("2 + 2").references == ()


@pytest.mark.parametrize(
    "text", ["{won} / {zero}", "1 / (2 - 2)", "1e308 * 10", "1 / (1e308 * 10)", "1 / -0"]
)
def test_no_number_is_no_result(text: str) -> None:
    assert parse(text).evaluate(VALUES) is None


def test_a_reference_without_a_value_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="unknown"):
        parse("{unknown}").evaluate(VALUES)


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("", 0, "the formula is empty"),
        ("  \n", 0, "the formula is empty"),
        ("{won} +", 7, 'a number, a KPI id in braces or "(" is missing at the end'),
        ("{won} + ", 8, 'a number, a KPI id in braces or "(" is missing at the end'),
        ("-", 1, 'a number, a KPI id in braces or "(" is missing at the end'),
        ("+ 2", 0, 'a number, a KPI id in braces or "(" is missing before "+"'),
        ("2 ** 3", 3, 'a number, a KPI id in braces or "(" is missing before "*"'),
        ("()", 1, 'a number, a KPI id in braces or "(" is missing before ")"'),
        (")", 0, 'a number, a KPI id in braces or "(" is missing before ")"'),
        ("{won} {lost}", 6, '+, -, * or / is missing before "{lost}"'),
        ("2 (3)", 2, '+, -, * or / is missing before "("'),
        ("(2 3)", 3, '+, -, * or / is missing before "3"'),
        ("2 + (3 * 4", 4, 'this "(" is never closed'),
        ("2 + (3 * 4))", 11, 'this ")" closes nothing'),
        ("{won", 0, 'this "{" is never closed'),
        ("2 + won}", 4, "the id of a KPI stands in braces, as in {activation-rate}"),
        ("{won}}", 5, 'this "}" closes nothing'),
        ("{}", 0, 'between "{" and "}" stands the id of a KPI: small letters, digits and "-"'),
        ("{Won}", 0, 'between "{" and "}" stands the id of a KPI: small letters, digits and "-"'),
        ("{ won }", 0, 'between "{" and "}" stands the id of a KPI: small letters, digits and "-"'),
        ("{-won}", 0, 'between "{" and "}" stands the id of a KPI: small letters, digits and "-"'),
        (
            "{" + "a" * 61 + "}",
            0,
            'between "{" and "}" stands the id of a KPI: small letters, digits and "-"',
        ),
        ("2 × 3", 2, 'write "*" instead of "×"'),
        ("2 ÷ 3", 2, 'write "/" instead of "÷"'),
        ("2 − 3", 2, 'write "-" instead of "−"'),
        ("1_000", 1, NO_PLACE),
        ("1,5", 1, NO_PLACE.replace("_", ",")),
        (".5", 0, NO_PLACE.replace("_", ".")),
        ("{won} %", 6, NO_PLACE.replace("_", "%")),
        ("٣", 0, NO_PLACE.replace("_", "٣")),
        ("2\u00a0+ 3", 1, NO_PLACE.replace("_", "\u00a0")),
        ("__import__('os')", 0, NO_PLACE),
        ("2 + 1e999", 4, "this number is too large"),
        ("(" * 51 + "1" + ")" * 51, 50, "parentheses are more than 50 deep"),
        ("2 2 %", 2, '+, -, * or / is missing before "2"'),
    ],
)
def test_a_mistake_is_told_in_words_and_where(text: str, offset: int, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert (caught.value.offset, caught.value.message) == (offset, message)
    assert str(caught.value) == message


def test_depth_counts_only_what_is_still_open() -> None:
    deep = "(" * MAXIMUM_DEPTH + "1" + ")" * MAXIMUM_DEPTH
    assert parse(deep).evaluate({}) == 1
    assert parse(" + ".join(["(1)"] * 200)).evaluate({}) == 200


def test_a_long_formula_is_no_deep_one() -> None:
    assert parse("1" + " + 1" * 20_000).evaluate({}) == 20_001
    assert parse("-" * 20_000 + "1").evaluate({}) == 1


def test_a_series_has_the_dates_that_all_references_share() -> None:
    first, second, third = date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 19)
    readings = {
        "won": [(third, 9.0), (first, 3.0), (second, 0.0)],
        "lost": [(first, 1.0), (second, 0.0), (third, 1.0), (date(2026, 10, 26), 5.0)],
        "other": [(first, 1.0)],
    }
    assert list(series(parse("{won} / ({won} + {lost}) * 100"), readings)) == [(first, 75.0), (third, 90.0)]
    assert list(series(parse("{won} + {other}"), readings)) == [(first, 4.0)]
    assert list(series(parse("{won} + {unknown}"), readings)) == []
    assert list(series(parse("2 + 2"), readings)) == []


def test_of_two_readings_on_one_date_the_later_counts() -> None:
    day = date(2026, 10, 5)
    assert list(series(parse("{won} * 2"), {"won": [(day, 1.0), (day, 2.0)]})) == [(day, 4.0)]


leaves = st.one_of(
    st.floats(min_value=1e-3, max_value=1e6).map(repr),
    st.integers(min_value=0, max_value=99).map(lambda number: f"{number}.0"),
    st.sampled_from(["{won}", "{lost}", "{zero}"]),
)
spaces = st.sampled_from(["", " ", "  ", "\n"])
expressions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds("{}{}{}{}{}".format, inner, spaces, st.sampled_from("+-*/"), spaces, inner),
        st.builds("({}{}{})".format, spaces, inner, spaces),
        st.builds("-{}{}".format, spaces, inner),
    ),
    max_leaves=8,
)


def python_says(text: str) -> float | None:
    try:
        return float(eval(f"({text.replace('{', '').replace('}', '')})", {}, dict(VALUES)))
    except ZeroDivisionError:
        return None


@settings(max_examples=200)
@given(expressions)
def test_it_agrees_with_python(text: str) -> None:
    assert parse(text).evaluate(VALUES) == python_says(text)


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=30), st.text(alphabet="{}()+-*/ 0.12eab-", max_size=30)))
def test_any_text_is_a_formula_or_says_where_it_is_none(text: str) -> None:
    mistake = mistake_in(text)
    assert mistake is None or (mistake.message and 0 <= mistake.offset <= len(text))


def mistake_in(text: str) -> FormulaError | None:
    try:
        formula = parse(text)
    except FormulaError as error:
        return error
    formula.evaluate(dict.fromkeys(formula.references, 1.0))
    return None
