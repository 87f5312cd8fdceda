"""Merging two versions of a goal file or a CSV by meaning.

What one side changed and the other did not is taken; check-ins and readings that both added are interleaved
by date; where both changed the same thing in two ways, just those lines become a conflict with git's usual
marks. Nothing that either side added is ever lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from okr.changes.blocks import Block, Identity, blocks_of

MARKER_SIZE = 7


@dataclass(frozen=True, slots=True)
class Labels:
    """How the two sides of a conflict are called, and how long the marks are."""

    ours: str = "ours"
    theirs: str = "theirs"
    size: int = MARKER_SIZE


@dataclass(frozen=True, slots=True)
class Merged:
    """The text of a merge, and how many conflicts it has."""

    text: str
    conflicts: int


def merge(path: str, base: str, ours: str, theirs: str, labels: Labels | None = None) -> Merged | None:
    """Merge what `ours` and `theirs` made of `base`.

    Args:
        path: The file's name: a CSV is merged by its lines, anything else as YAML.
        base: The common ancestor's text; empty where both sides added the file.
        ours: The text of this side, whose order and indentation are kept.
        theirs: The text of the other side.
        labels: The names in conflicts.

    Returns:
        `None` where the texts cannot be told apart by meaning, as when one of them is not valid: then a merge
        by lines is the better answer.
    """
    sides = [blocks_of(path, ours), blocks_of(path, theirs)]
    ancestor = blocks_of(path, base) if base.strip() else Block(("file",), "")
    if ancestor is None or sides[0] is None or sides[1] is None:
        return None
    merger = _Merger(labels or Labels())
    try:
        text = merger.merged(ancestor, sides[0], sides[1])
    except _CannotMergeError:
        return None
    merged = Merged(text, merger.conflicts)
    return merged if merger.conflicts or _is_whole(path, merged.text, sides[0], sides[1], ancestor) else None


def _is_whole(path: str, text: str, ours: Block, theirs: Block, base: Block) -> bool:
    """Whether a merge without conflicts can be read, and holds all that either side added."""
    result = blocks_of(path, text)
    if result is None:
        return False
    kept, before = set(_names(result)), set(_names(base))
    return all(name in kept for side in (ours, theirs) for name in _names(side) if name not in before)


def _names(block: Block, above: tuple[Identity, ...] = ()) -> Iterator[tuple[Identity, ...]]:
    for child in block.children:
        name = (*above, child.identity)
        yield name
        yield from _names(child, name)


class _CannotMergeError(Exception):
    """The change cannot be made by moving whole blocks."""


@dataclass
class _Merger:
    labels: Labels
    conflicts: int = 0

    def merged(self, base: Block | None, ours: Block, theirs: Block) -> str:
        """The text of a block that both sides have."""
        before = None if base is None else base.content
        if ours.content == theirs.content or theirs.content == before:
            return ours.text
        if ours.content == before:
            return _in_place_of(theirs, ours)
        if not ours.children or not theirs.children:
            return self._conflict(ours, theirs)
        head = self._head(base, ours, theirs)
        if head is None:
            return self._conflict(ours, theirs)
        return _joined([head, *self._merged_children(base.children if base else (), ours, theirs)])

    def _head(self, base: Block | None, ours: Block, theirs: Block) -> str | None:
        """The text before the entries, which is the key or the dash, and comments; `None` for a conflict."""
        before = base.head.strip() if base is not None and base.children else ours.head.strip()
        if theirs.head.strip() in (before, ours.head.strip()):
            return ours.head
        return theirs.head if ours.head.strip() == before else None

    def _merged_children(self, base: tuple[Block, ...], ours: Block, theirs: Block) -> list[str]:
        before = {child.identity: child for child in base}
        other = {child.identity: child for child in theirs.children}
        column = ours.children[0].column
        result: list[tuple[Block, str]] = []
        for child in ours.children:
            text = self._kept(before.get(child.identity), child, other.get(child.identity))
            if text is None and child.inline:
                raise _CannotMergeError
            if text is not None:
                result.append((child, text))
        mine = {child.identity for child in ours.children}
        for index, child in enumerate(theirs.children):
            if child.identity not in mine:
                text = self._theirs_alone(before.get(child.identity), child, column)
                if text is not None:
                    result.insert(_place_for(child, theirs.children[:index], result, before), (child, text))
        return [text for _, text in result]

    def _kept(self, base: Block | None, ours: Block, theirs: Block | None) -> str | None:
        """The text of an entry of ours; `None` where they removed what we left alone."""
        if theirs is not None:
            return self.merged(base, ours, theirs)
        if base is None:
            return ours.text
        if base.content == ours.content:
            return None
        return self._conflict(ours, None)

    def _theirs_alone(self, base: Block | None, theirs: Block, column: int) -> str | None:
        """The text of an entry that only they have; `None` where we removed what they left alone."""
        text = _indented(theirs, column)
        if base is None:
            return text
        return None if base.content == theirs.content else self._marked("", text)

    def _conflict(self, ours: Block, theirs: Block | None) -> str:
        if ours.inline:
            raise _CannotMergeError
        return self._marked(ours.text, "" if theirs is None else _indented(theirs, ours.column))

    def _marked(self, ours: str, theirs: str) -> str:
        self.conflicts += 1
        size = self.labels.size
        return _joined(
            [
                f"{'<' * size} {self.labels.ours}\n",
                ours,
                f"{'=' * size}\n",
                theirs,
                f"{'>' * size} {self.labels.theirs}\n",
            ]
        )


def _place_for(
    child: Block,
    earlier: tuple[Block, ...],
    result: list[tuple[Block, str]],
    before: dict[Identity, Block],
) -> int:
    """Where an entry that only they have goes: by its date, else after what stands before it on their side.

    What we added at the same place stays in front.
    """
    if child.date is not None:
        date = child.date
        return next(
            (at for at, (each, _) in enumerate(result) if each.date and each.date > date), len(result)
        )
    places = {block.identity: index for index, (block, _) in enumerate(result)}
    place = next((places[each.identity] + 1 for each in reversed(earlier) if each.identity in places), 0)
    while place < len(result) and result[place][0].identity not in before:
        place += 1
    if place == 0 and result and result[0][0].inline:
        return 1
    return place


def _in_place_of(theirs: Block, ours: Block) -> str:
    """Their text for a block of ours, at our indentation, with our blank lines around it."""
    if ours.inline != theirs.inline:
        raise _CannotMergeError
    text = theirs.text if theirs.column == ours.column else _indented(theirs, ours.column)
    return text if text.endswith("\n") or not ours.text.endswith("\n") else f"{text}\n"


def _indented(block: Block, column: int) -> str:
    """The text of a block as it stands at another indentation."""
    lines = block.text.splitlines(keepends=True)
    if block.inline:
        lines[0] = " " * block.column + lines[0]
    shift = column - block.column
    if shift >= 0:
        return "".join(" " * shift + line if line.strip() else line for line in lines)
    return "".join(line.removeprefix(" " * -shift) for line in lines)


def _joined(texts: list[str]) -> str:
    """Texts one after the other, each beginning on a line of its own where the one before ended one."""
    whole = [text for text in texts if text]
    for index, text in enumerate(whole[:-1]):
        if not text.endswith("\n") and "\n" in "".join(whole):
            follows_a_dash = (
                text.rstrip(" ").endswith("-") and "\n" not in text[text.rstrip(" ").rfind("-") :]
            )
            whole[index] = text if follows_a_dash else f"{text}\n"
    return "".join(whole)
