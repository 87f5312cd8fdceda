"""In which order things are computed that rest on each other, however long the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar


class Named(Protocol):
    """Something with a reference."""

    @property
    def ref(self) -> str:
        """Its name."""
        ...


Thing = TypeVar("Thing", bound=Named)


def innermost_first(start: Thing, inner: Callable[[Thing], Iterable[Thing]]) -> Iterator[Thing]:
    """All that `start` rests on, and `start` itself last: each after everything that it rests on.

    Without recursion, since a chain may be longer than Python's stack. Where things rest on each other in a
    circle, the one that is reached first comes last.
    """
    seen = {start.ref}
    waiting = [(start, iter(inner(start)))]
    while waiting:
        thing, rest = waiting[-1]
        following = next((each for each in rest if each.ref not in seen), None)
        if following is None:
            waiting.pop()
            yield thing
        else:
            seen.add(following.ref)
            waiting.append((following, iter(inner(following))))
