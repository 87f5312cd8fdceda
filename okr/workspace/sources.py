"""One file as it was read: the model it gave, what is wrong with it, and where in the text things stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic_core import ValidationError

from okr.diagnostics import FILE_RULES, Diagnostic, Related, Severity
from okr.documents import Document, read_document
from okr.model.checks import checks
from okr.model.settings import GoalFile
from okr.spans import START_OF_FILE, Span
from okr.workspace.mistakes import Mistake, mistakes, restored, without

if TYPE_CHECKING:
    from okr.documents import KeyPath

Model = TypeVar("Model")

_ID = re.compile(r"\bid: *[\"']?([A-Za-z0-9][A-Za-z0-9-]*)")


@dataclass(frozen=True)
class Source(Generic[Model]):
    """A YAML file of the workspace.

    Attributes:
        unpack: Gives its bytes.
        model: What it says; `None` where nothing of it can be used.
        diagnostics: What is wrong with the file by itself.
        removed: The places in the document that the model leaves out, because they are wrong.
        speaks_to_okr: Whether there may be a comment in it that is meant for `okr`.
    """

    path: str
    unpack: Callable[[], bytes]
    model: Model | None
    diagnostics: tuple[Diagnostic, ...]
    removed: frozenset[KeyPath] = frozenset()
    speaks_to_okr: bool = False

    @cached_property
    def data(self) -> bytes:
        """Its bytes. Nobody asks for them while all is well."""
        return self.unpack()

    @cached_property
    def document(self) -> Document:
        """The text with its places, read anew from the bytes."""
        return read_document(self.path, self.data)

    def in_document(self, keys: KeyPath) -> KeyPath:
        """The keys in the document for keys of the model."""
        return restored(keys, self.removed) if self.removed else keys

    def span(self, keys: KeyPath, *, at_key: bool = False) -> Span:
        """Where the value that the model's `keys` lead to is written, or its key."""
        return span_in(self.document, self.in_document(keys), at_key=at_key)

    @property
    def is_whole(self) -> bool:
        """Whether all of it could be used."""
        return self.model is not None and not self.removed

    @property
    def has_objectives(self) -> bool:
        """Whether it is a goal file with objectives that stand by themselves."""
        return isinstance(self.model, GoalFile) and bool(self.model.objectives)

    @property
    def lost_ids(self) -> frozenset[str]:
        """Ids that the text seems to define; asked for only where some of it could not be used."""
        text = self.data.decode("utf-8", errors="replace")
        return frozenset(_ID.findall(text))


def span_in(document: Document, keys: KeyPath, *, at_key: bool = False) -> Span:
    """Where a value or its key is written.

    A mapping or a list is pointed to by its first key or entry: a finding marks a line, not half a file.
    """
    if at_key and keys and isinstance(keys[-1], str):
        return document.key_span(keys)
    while keys and isinstance(keys[-1], int) and document.node(keys) is None:
        keys = keys[:-1]  # the one entry of what was written without a list
    node = document.node(keys)
    while node is not None and node.kind != "scalar" and node.children:
        first = next(iter(node.children.values())) if isinstance(node.children, dict) else node.children[0]
        if node.kind == "mapping" and first.key_span is not None:
            return first.key_span
        node = first
    return document.value_span(keys) if keys or node is not None else START_OF_FILE


def read_source(
    path: str, data: bytes, root: type[Model], context: dict[str, Any] | None = None
) -> Source[Model]:
    """Read and check one file by itself. Whatever is wrong becomes a diagnostic.

    Args:
        path: Where the file is.
        data: What is in it.
        root: What it should be.
        context: What pydantic's validators need to know.
    """
    return checked_source(read_document(path, data), data, root, context)


def checked_source(
    document: Document,
    data: bytes,
    root: type[Model],
    context: dict[str, Any] | None = None,
    unpack: Callable[[], bytes] | None = None,
) -> Source[Model]:
    """Check a file that was read, as `read_source` does.

    Args:
        document: The file as it was read.
        data: What is in it.
        root: What it should be.
        context: What pydantic's validators need to know.
        unpack: Gives the data once more, where they are kept otherwise than as they are.
    """
    unpack = unpack or (lambda: data)
    if document.broken:
        return Source(document.path, unpack, None, document.diagnostics)
    model, found, removed = _usable_part(document, root, context)
    return Source(document.path, unpack, model, _diagnostics(document, found), removed, b"okr:" in data)


def _usable_part(
    document: Document, root: type[Model], context: dict[str, Any] | None
) -> tuple[Model | None, list[Mistake], frozenset[KeyPath]]:
    """The model of all that is right, the mistakes, and what was left out for them.

    What is wrong is left out, and the rest is tried again until it stands, or nothing is left of it.
    """
    check = checks(root).validate_python  # type: ignore[arg-type]  # every class is hashable
    value = {} if document.value is None else document.value
    removed: set[KeyPath] = set()
    found: list[Mistake] = []
    while () not in removed:
        try:
            return check(value, context=context), found, frozenset(removed)
        except ValidationError as error:
            fresh = [
                _in_document(mistake, removed)
                for mistake in mistakes(error.errors(include_url=False), value, root)
            ]
            found += [mistake for mistake in fresh if not _follows_from(mistake, removed)]
            removed |= {mistake.remove for mistake in fresh}
            value = {} if () in removed else without(document.value, removed)
    return None, found, frozenset()


def _in_document(mistake: Mistake, removed: set[KeyPath]) -> Mistake:
    if not removed:
        return mistake
    return Mistake(
        mistake.code,
        restored(mistake.keys, removed),
        mistake.message,
        mistake.help,
        restored(mistake.remove, removed),
        mistake.at_key,
        mistake.related_key,
    )


def _follows_from(mistake: Mistake, removed: set[KeyPath]) -> bool:
    """Whether it is about a mapping that something was taken from: then it is the first mistake's echo."""
    return any(keys[:-1][: len(mistake.keys)] == mistake.keys for keys in removed)


def _diagnostics(document: Document, found: Iterable[Mistake]) -> tuple[Diagnostic, ...]:
    """What the reader found, and what the model found at other places: one place has one mistake."""
    told = {each.span for each in document.diagnostics}
    own = (_diagnostic(document, mistake) for mistake in found)
    return (*document.diagnostics, *(each for each in own if each.span not in told))


def _diagnostic(document: Document, mistake: Mistake) -> Diagnostic:
    missing = mistake.code == "OKR004"
    related: tuple[Related, ...] = ()
    if mistake.related_key is not None:
        other = (*mistake.keys[:-1], mistake.related_key)
        related = (Related(document.path, document.key_span(other), "the other one"),)
    return Diagnostic(
        code=mistake.code,
        name=FILE_RULES[mistake.code],
        severity=Severity.ERROR,
        message=mistake.message,
        path=document.path,
        span=span_in(document, mistake.keys, at_key=mistake.at_key and not missing),
        help=mistake.help,
        arguments=(*(key for key in mistake.keys if isinstance(key, str)), mistake.message),
        related=related,
    )
