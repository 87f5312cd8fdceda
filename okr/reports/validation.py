"""What `okr validate` says, before anybody decides how it looks."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okr.diagnostics import Diagnostic, Severity, in_reading_order

if TYPE_CHECKING:
    from okr.reports.rules import RuleReport
    from okr.workspace import Workspace

_LINE_BREAK = re.compile(r"\r\n?|\n")
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Checked:
    """How much was checked."""

    files: int
    objectives: int
    key_results: int
    kpis: int


@dataclass(frozen=True, slots=True)
class Validation:
    """The findings of one run.

    Attributes:
        as_of: The day that the numbers are of.
        checked: How much was checked, whatever is shown.
        diagnostics: What is shown, in reading order.
        lines: The lines of each file that has a finding, without line breaks.
        fail_on: The mildest finding that makes the run fail; `None` where none does.
        paths: How the reader of this output writes a path of the workspace; as it is, where not given.
    """

    as_of: dt.date
    checked: Checked
    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fail_on: Severity | None = Severity.ERROR
    paths: Mapping[str, str] = field(default_factory=dict)

    def path(self, diagnostic_path: str) -> str:
        """A path of the workspace as the reader of this output writes it."""
        return self.paths.get(diagnostic_path, diagnostic_path)

    @property
    def named_paths(self) -> frozenset[str]:
        """Every path of the workspace that the findings name."""
        related = (each.path for diagnostic in self.diagnostics for each in diagnostic.related)
        return frozenset(each.path for each in self.diagnostics).union(related)

    def line(self, path: str, number: int) -> str | None:
        """A line of a file by its 1-based number; `None` where the file could not be read so far."""
        lines = self.lines.get(path, ())
        return lines[number - 1] if number <= len(lines) else None

    def fails(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding makes the run fail."""
        return self.fail_on is not None and diagnostic.severity.rank <= self.fail_on.rank

    @property
    def failed(self) -> bool:
        """Whether any of the findings makes the run fail."""
        return any(map(self.fails, self.diagnostics))

    @property
    def rules(self) -> list[RuleReport]:
        """The rules that found something, in the order of codes."""
        from okr.reports.rules import rule_reports

        return rule_reports({diagnostic.code for diagnostic in self.diagnostics})

    @property
    def by_severity(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity, the gravest first."""
        counts = Counter(diagnostic.severity for diagnostic in self.diagnostics)
        return {severity: counts[severity] for severity in Severity}


def validation(
    workspace: Workspace, diagnostics: Iterable[Diagnostic], as_of: dt.date, fail_on: Severity | None
) -> Validation:
    """The report on some findings in a workspace."""
    found = tuple(sorted(diagnostics, key=in_reading_order))
    return Validation(
        as_of=as_of,
        checked=Checked(
            files=len(workspace.sources) + len(workspace.csvs),
            objectives=len(workspace.objectives),
            key_results=len(workspace.key_results),
            kpis=len(workspace.kpis),
        ),
        diagnostics=found,
        lines={path: _lines(workspace, path) for path in sorted({each.path for each in found})},
        fail_on=fail_on,
    )


def _lines(workspace: Workspace, path: str) -> list[str]:
    """The lines of a file as positions count them: by LF, CR LF and CR, without a byte order mark."""
    if path in workspace.csvs:
        text = workspace.csvs[path].text
    elif path in workspace.sources:
        text = workspace.sources[path].data.decode("utf-8", errors="replace")
    else:
        return []
    return _LINE_BREAK.split(text.removeprefix(BYTE_ORDER_MARK))
