"""What a run of `okr validate` came to, in a line or in a line for each rule."""

from __future__ import annotations

from collections import Counter

from okr.render.plain import counted
from okr.reports.validation import Validation


def summary(validation: Validation) -> str:
    """One line: how many mistakes of which severity, or how much was checked without one."""
    return _mistakes(validation) if validation.diagnostics else f"{_checked(validation)}: no mistakes"


def _checked(validation: Validation) -> str:
    checked = validation.checked
    amounts = (
        counted(checked.files, "file"),
        counted(checked.objectives, "objective"),
        counted(checked.key_results, "key result"),
        counted(checked.kpis, "KPI"),
    )
    return ", ".join(amounts)


def _mistakes(validation: Validation) -> str:
    files = len({diagnostic.path for diagnostic in validation.diagnostics})
    fixable = sum(diagnostic.fix is not None for diagnostic in validation.diagnostics)
    counts = (counted(number, severity) for severity, number in validation.by_severity.items() if number)
    offer = f"; okr validate --fix puts {fixable} right" if fixable else ""
    return f"{', '.join(counts)} in {counted(files, 'file')}{offer}"


def statistics(validation: Validation) -> str:
    """How many findings there are of each rule, the most frequent first."""
    counts = Counter((each.code, each.name, each.severity) for each in validation.diagnostics)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(
        f"{number:>6}  {severity:<7}  {code}  {name}\n" for (code, name, severity), number in ordered
    )
