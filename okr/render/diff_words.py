"""The words that every format of a comparison shares."""

from __future__ import annotations

from collections.abc import Iterator

from okr.render.plain import counted, printable
from okr.reports.diff import ChangeLine, DiffReport, EffectLine, SideLabel
from okr.reports.wording import shown

LONGEST = 160
"""Characters of a title or of what a change says; whoever wants more looks at the file."""
NOTHING = "No goal changed"
_REVISION = 10
_CARRIED = {"objective": "key result", "kpi": "reading"}
"""What comes, goes or moves with a thing, and is not told by itself."""
_WITH_ALL = ("added", "removed", "moved")
"""The kinds of change in which it does."""


def shortened(text: str) -> str:
    """Text that is not longer than a reader likes."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def subject(line: ChangeLine) -> str:
    """What a change is about: the title of the goal, or the reference or the key of a setting."""
    return shortened(line.title or line.change.ref or "okr.yaml")


def said(line: ChangeLine) -> str:
    """What changed, what went with it, and that an amendment says so."""
    stem, _, way = line.change.kind.rpartition("-")
    noun = _CARRIED.get(stem) if way in _WITH_ALL else None
    carried = f", with {counted(line.change.claims, noun)}" if noun and line.change.claims else ""
    return (
        shortened(line.change.message) + carried + (", as an amendment says" if line.change.amended else "")
    )


def sides(report: DiffReport) -> str:
    """What is compared with what, and as of which day."""
    return f"{_name(report.base)} → {_name(report.head)}, as of {report.head.as_of}"


def _name(side: SideLabel) -> str:
    revision = side.revision
    if revision is None:
        return side.name
    return revision[:_REVISION] if revision.startswith(side.name) else f"{side.name} ({revision[:_REVISION]})"


def cautions(report: DiffReport) -> Iterator[str]:
    """What to know before taking a goal for removed or added: files that could not be read whole."""
    for side in (report.base, report.head):
        if side.damaged:
            more = f" and {len(side.damaged) - 1} more" if len(side.damaged) > 1 else ""
            yield f"{_name(side)}: {printable(side.damaged[0])}{more} cannot be read whole: see okr validate"


def counts(report: DiffReport) -> str:
    """How many changes there are, those that need a decision first."""
    undecided = sum(line.needs_decision for line in report.lines)
    others = [section for section in report.sections if not section.lines[0].needs_decision]
    rest = f"{sum(len(each.lines) for each in others)} {'more' if undecided else 'to know'}"
    areas = ", ".join(f"{len(each.lines)} {each.heading.lower()}" for each in others)
    needs = f"{undecided} {'needs' if undecided == 1 else 'need'} a decision"
    return ", ".join(([needs] if undecided else []) + ([f"{rest} ({areas})"] if others else [])) or NOTHING


def score(value: float | None) -> str:
    """A score cut to two decimals, or a dash."""
    return "–" if value is None else shown(value)


def signed(part: float) -> str:
    """A part of a difference with its sign; a dash where two decimals cannot show it."""
    text = f"{part:+.2f}"
    return "–" if float(text) == 0 else text.replace("-", "−")


EFFECT_COLUMNS = ("before", "after", "progress", "goalposts", "scope")


def effect_cells(line: EffectLine) -> tuple[str, ...]:
    """The numbers of an effect, by `EFFECT_COLUMNS`."""
    effect = line.effect
    parts = (effect.progress, effect.goalposts, effect.scope)
    return score(effect.before), score(effect.after), *map(signed, parts)


def stat(report: DiffReport) -> list[str]:
    """One line a file: how many changes of which area."""
    files = {report.path(path): areas for path, areas in report.by_file.items()}
    width = max(map(len, files), default=0)
    return [
        f"{path:<{width}} | {', '.join(f'{number} {area}' for area, number in areas.items())}"
        for path, areas in files.items()
    ]
