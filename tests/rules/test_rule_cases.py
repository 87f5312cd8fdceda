"""Each rule against its cases in `tests/cases/rules/CODE.yaml`.

A case has a `name`; `goals`, one text or several with `# PATH` before each; `expect`, everything that the
rule finds as `path CODE line:column`; and where they matter `as_of`, `today`, `all_cycles`, the `message` and
`severity` of its first finding, and `fixed`, the text after its fixes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from linting import applied, findings, options, split, told

from okr.documents import read_document
from okr.rules.registry import RULES

CASES = Path(__file__).parent.parent / "cases" / "rules"


def cases() -> list[Any]:
    found = []
    for file in sorted(CASES.glob("*.yaml")):
        document = read_document(file.name, file.read_bytes())
        assert document.diagnostics == (), file
        found += [pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}") for case in document.value]
    return found


@pytest.mark.parametrize(("code", "case"), cases())
def test_a_rule_finds_exactly_what_its_case_expects(code: str, case: dict[str, Any]) -> None:
    files = split(case["goals"])
    found = [each for each in findings(files, **options(case)) if each.code == code]
    assert told(found) == case["expect"]
    if "message" in case:
        assert found[0].message == case["message"]
    if "severity" in case:
        assert found[0].severity == case["severity"]
    if "fixed" in case:
        fixes = [each.fix for each in found if each.fix is not None]
        fixed = applied(files["goals.yaml"], fixes)
        assert fixed == split(case["fixed"])["goals.yaml"]
        left = [
            each for each in findings({**files, "goals.yaml": fixed}, **options(case)) if each.code == code
        ]
        assert len(left) == len(found) - len(fixes)


def test_every_rule_has_cases() -> None:
    """Family 0 is tested where files are read, family 6 where changes are compared."""
    tried = {file.stem for file in CASES.glob("*.yaml")} | {"OKR999"}
    elsewhere = ("OKR0", "OKR6")
    assert [rule.code for rule in RULES if rule.code not in tried and rule.family not in elsewhere] == []
