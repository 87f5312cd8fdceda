"""A document on the way to its new text, proved at every step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Any

from okr.documents import Document, KeyPath, read_document
from okr.edits.files import FileChange
from okr.edits.layout import ends_in_text_block, newline_of
from okr.edits.operations import Operation, in_value, same
from okr.edits.places import NoPlaceError, edits_for
from okr.edits.splice import Edit, spliced
from okr.errors import OkrError


@dataclass(frozen=True)
class Draft:
    """A YAML file as it is, and as it is to be.

    Attributes:
        before: The bytes that were read; `None` for a file that is new.
        document: The file as it stands in the draft.
    """

    before: bytes | None
    document: Document

    @classmethod
    def of(cls, path: str, data: bytes | None, text: str = "") -> Draft:
        """A draft of a file as it was read, or of a new one that begins as `text`."""
        return cls.from_document(data, read_document(path, text.encode() if data is None else data))

    @classmethod
    def from_document(cls, data: bytes | None, document: Document) -> Draft:
        """A draft of a file that has been read already."""
        if document.broken:
            raise OkrError(f"{document.path} cannot be read, so it is not changed", hint="See okr validate.")
        return cls(data, document)

    @property
    def value(self) -> Any:
        """What the draft says now."""
        return self.document.value

    @property
    def text_changed(self) -> bool:
        """Whether there is anything to write."""
        return self.before is None or self.document.text.encode() != self.before

    def at(self, keys: KeyPath) -> Any:
        """What stands at some keys; `None` where nothing does."""
        value = self.value
        for key in in_value(keys):
            if isinstance(key, str):
                value = value.get(key) if isinstance(value, dict) else None
            else:
                value = value[key] if isinstance(value, list) and key < len(value) else None
        return value

    def apply(self, *operations: Operation) -> Draft:
        """The draft with each operation made.

        Raises:
            OkrError: An operation cannot be made by splicing, or its text would not say what it means.
        """
        return reduce(Draft._made, operations, self.ended())

    def ended(self) -> Draft:
        """With a line break at its end, where the file ends in a block of text without one.

        Whatever comes after such a text gives it that line break, and makes it a part of the text.
        """
        text = self.document.text
        if text.endswith(("\n", "\r")) or not ends_in_text_block(self.document):
            return self
        return Draft(self.before, read_document(self.document.path, f"{text}{newline_of(text)}".encode()))

    def _made(self, operation: Operation) -> Draft:
        try:
            edits = list(edits_for(self.document, operation))
        except NoPlaceError:
            raise cannot_edit(self.document, operation.keys) from None
        return self.spliced(edits, operation.applied(self.value), operation.keys)

    def spliced(self, edits: list[Edit], intended: Any, keys: KeyPath = ()) -> Draft:
        """The draft with edits made, which must then say what is intended."""
        text = spliced(self.document.text, edits)
        document = read_document(self.document.path, text.encode())
        sound = not document.broken and len(document.diagnostics) <= len(self.document.diagnostics)
        if not sound or not same(document.value, intended):
            raise cannot_edit(self.document, keys)
        return Draft(self.before, document)

    def change(self) -> FileChange:
        """What is to be written."""
        return FileChange(self.document.path, self.before, self.document.text.encode(), self.value)


def cannot_edit(document: Document, keys: KeyPath) -> OkrError:
    """The way the file is written leaves no safe place for the change."""
    line = document.key_span(keys).start.line
    return OkrError(
        f"{document.path}:{line} is written in a way that okr cannot change safely; it is left as it is",
        hint="Make this change by hand.",
    )
