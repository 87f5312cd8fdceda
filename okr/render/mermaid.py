"""The alignment tree as a Mermaid flowchart, which GitHub and GitLab draw inside Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from okr.render.plain import printable
from okr.reports.tree import KeyResultTreeOutput, ObjectiveTreeOutput, TreeOutput
from okr.reports.wording import Verdict, shown, verdict_of, words

TreeGoal = ObjectiveTreeOutput | KeyResultTreeOutput

_CLASSES: dict[Verdict, str] = {
    "done": "good",
    "met": "good",
    "on_track": "good",
    "good": "good",
    "at_risk": "fair",
    "fair": "fair",
    "off_track": "poor",
    "poor": "poor",
    "missed": "poor",
}
_STYLES = {
    "good": "fill:#dcf5e3,stroke:#1a7f37,color:#111",
    "fair": "fill:#fff4d1,stroke:#9a6700,color:#111",
    "poor": "fill:#ffe1de,stroke:#cf222e,color:#111",
    "quiet": "fill:#f2f2f2,stroke:#6e7781,color:#111",
}


def render(tree: TreeOutput) -> str:
    """The tree as a flowchart, what is supported above what supports it."""
    return "".join(f"{each}\n" for each in _lines(tree))


def _lines(tree: TreeOutput) -> Iterator[str]:
    yield "flowchart BT"
    names = dict(_names(tree))
    for objective in tree["objectives"]:
        yield f"  {names[objective['ref']]}[{_label(objective, _place(objective))}]{_class(objective)}"
        for key_result in objective["key_results"]:
            name = names[key_result["ref"]]
            yield f"  {name}([{_label(key_result)}]){_class(key_result)}"
            yield f"  {name} --- {names[objective['ref']]}"
    for objective in tree["objectives"]:
        for ref in objective["supports"]:
            yield f"  {names[objective['ref']]} ==> {names[ref]}"
    for name, style in _STYLES.items():
        yield f"  classDef {name} {style}"


def _names(tree: TreeOutput) -> Iterator[tuple[str, str]]:
    """A name for each goal that no title can spoil: `o1`, and its key results `o1k1`, `o1k2`."""
    for number, objective in enumerate(tree["objectives"], start=1):
        yield objective["ref"], f"o{number}"
        for place, key_result in enumerate(objective["key_results"], start=1):
            yield key_result["ref"], f"o{number}k{place}"


def _place(objective: ObjectiveTreeOutput) -> str:
    return f"{objective['cycle']}, {objective['team']}"


def _label(goal: TreeGoal, *more: str) -> str:
    score = () if goal["score"] is None else (shown(goal["score"]),)
    standing = " ".join((*score, words(_verdict(goal))))
    return '"' + "<br/>".join(escaped(each) for each in (goal["title"], standing, *more)) + '"'


def _class(goal: TreeGoal) -> str:
    return f":::{_CLASSES.get(_verdict(goal), 'quiet')}"


def _verdict(goal: TreeGoal) -> Verdict:
    return verdict_of(goal["state"], goal["status"], goal["grade"])


def escaped(text: str) -> str:
    """Text that Mermaid takes as text: what could end a label, or mean HTML or Markdown, by its number.

    `#35;` and its like are Mermaid's own entity codes.
    """
    return _NOT_PLAIN.sub(lambda match: f"#{ord(match[0])};", printable(text))


_NOT_PLAIN = re.compile(r"[^0-9A-Za-z \u0080-\U0010ffff.,:!?%/+'-]")
