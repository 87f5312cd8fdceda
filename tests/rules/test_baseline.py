"""Baselines: what is known already, counted."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okr.diagnostics import Diagnostic, Severity
from okr.rules.baseline import fingerprints, read_baseline, without_known, write_baseline


def finding(code: str = "OKR105", ref: str | None = "2026-Q4/a/b", *arguments: str) -> Diagnostic:
    return Diagnostic(code, "name", Severity.WARNING, "message", "goals.yaml", ref=ref, arguments=arguments)


def test_a_baseline_is_sorted_and_says_what_it_holds() -> None:
    first, second = finding(), finding("OKR003", None, "ownr")
    text = write_baseline([first, second])
    assert text == write_baseline([second, first])
    assert json.loads(text) == {
        "schema": "okr.baseline/1",
        "findings": sorted(
            [
                {"fingerprint": first.fingerprint, "code": "OKR105", "ref": "2026-Q4/a/b"},
                {"fingerprint": second.fingerprint, "code": "OKR003", "ref": "goals.yaml"},
            ],
            key=lambda each: each["fingerprint"],
        ),
    }


findings = st.lists(st.builds(finding, st.sampled_from(["OKR105", "OKR201"]), st.sampled_from(["a", "b"])))


@given(findings, findings)
def test_what_is_known_hides_as_many_as_it_counts(known: list[Diagnostic], now: list[Diagnostic]) -> None:
    new = without_known(now, read_baseline(write_baseline(known)))
    assert fingerprints(new) == fingerprints(now) - fingerprints(known)
    in_order = iter(now)
    assert all(each in in_order for each in new)


@pytest.mark.parametrize("code", ["OKR601", "OKR607", "OKR999"])
def test_the_guard_and_crashes_are_never_known(code: str) -> None:
    grave = finding(code)
    assert json.loads(write_baseline([grave]))["findings"] == []
    assert without_known([grave], Counter([grave.fingerprint])) == [grave]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is not JSON: Expecting value in line 1"),
        ("{", "it is not JSON: Expecting property name enclosed in double quotes in line 1"),
        ("[]", 'it has no "schema": "okr.baseline/1"'),
        ('{"schema": "okr.baseline/2"}', 'it has no "schema": "okr.baseline/1"'),
        ('{"schema": "okr.baseline/1"}', 'its "findings" are no list'),
        ('{"schema": "okr.baseline/1", "findings": [3]}', "a finding in it has no fingerprint"),
        ('{"schema": "okr.baseline/1", "findings": [{"code": "x"}]}', "a finding in it has no fingerprint"),
    ],
)
def test_what_is_no_baseline_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011  the message is what matters
        read_baseline(text)
    assert str(error.value) == message
