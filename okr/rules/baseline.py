"""Findings that are known already: those in a baseline file, and those that another revision had too."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from okr.diagnostics import Diagnostic

SCHEMA = "okr.baseline/1"
_NEVER_KNOWN = ("OKR6", "OKR999")
"""The guard cannot be silenced by the change that it guards, and a crash is never old news."""


def write_baseline(diagnostics: Iterable[Diagnostic]) -> str:
    """The text of a baseline file: fingerprints sorted, with code and reference for people who read it."""
    findings = [
        {"fingerprint": each.fingerprint, "code": each.code, "ref": each.ref or each.path}
        for each in diagnostics
        if not each.code.startswith(_NEVER_KNOWN)
    ]
    findings.sort(key=lambda finding: (finding["fingerprint"], finding["ref"]))
    return json.dumps({"schema": SCHEMA, "findings": findings}, indent=1, ensure_ascii=False) + "\n"


def read_baseline(text: str) -> Counter[str]:
    """The fingerprints of a baseline file, with how often each is in it.

    Raises:
        ValueError: The text is no baseline; the message says why, in words that end a sentence.
    """
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON: {error.msg} in line {error.lineno}") from None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise ValueError(f'it has no "schema": "{SCHEMA}"')
    return Counter(_fingerprints(content.get("findings")))


def _fingerprints(findings: Any) -> Iterator[str]:
    if not isinstance(findings, list):
        raise ValueError('its "findings" are no list')  # noqa: TRY004  the file is wrong, not the call
    for finding in findings:
        fingerprint = finding.get("fingerprint") if isinstance(finding, dict) else None
        if not isinstance(fingerprint, str):
            raise ValueError("a finding in it has no fingerprint")  # noqa: TRY004
        yield fingerprint


def fingerprints(diagnostics: Iterable[Diagnostic]) -> Counter[str]:
    """How often each fingerprint is among some diagnostics: what a revision knew already."""
    return Counter(each.fingerprint for each in diagnostics)


def without_known(diagnostics: Iterable[Diagnostic], known: Counter[str]) -> list[Diagnostic]:
    """The diagnostics that are new: of two with one fingerprint, one known one hides one."""
    left = Counter(known)
    return [each for each in diagnostics if each.code.startswith(_NEVER_KNOWN) or not _take(left, each)]


def _take(left: Counter[str], diagnostic: Diagnostic) -> bool:
    if left[diagnostic.fingerprint] == 0:
        return False
    left[diagnostic.fingerprint] -= 1
    return True
