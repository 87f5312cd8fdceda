"""Changing files without harm: text is spliced at spans, proved by reading it again, and written atomically.

Nothing here knows what a goal is. A `Draft` is a file on the way to its new text: every step says what it
means (`Set`, `Insert`, `Remove`), finds the characters that have to change, and is refused unless the new
text, read again, says exactly that. `locked` and `Lock.write` bring drafts to disk.
"""

from okr.edits.atomic import write_whole
from okr.edits.drafts import Draft, cannot_edit
from okr.edits.files import ChangedMeanwhileError, FileChange
from okr.edits.layout import new_document
from okr.edits.lock import Lock, locked
from okr.edits.moving import Piece, cut, paste
from okr.edits.operations import Insert, Operation, Remove, Set
from okr.edits.scalars import as_value, as_written
from okr.edits.splice import Edit, spliced
from okr.edits.tables import HEADER, Row, Table, new_table
from okr.edits.tidy import tidied

__all__ = [
    "HEADER",
    "ChangedMeanwhileError",
    "Draft",
    "Edit",
    "FileChange",
    "Insert",
    "Lock",
    "Operation",
    "Piece",
    "Remove",
    "Row",
    "Set",
    "Table",
    "as_value",
    "as_written",
    "cannot_edit",
    "cut",
    "locked",
    "new_document",
    "new_table",
    "paste",
    "spliced",
    "tidied",
    "write_whole",
]
