"""From bytes to values: goal files in YAML and readings in CSV, with exact places for whoever asks."""

from okr.documents.comments import Comment
from okr.documents.nodes import Key, Kind, Node, ScalarStyle
from okr.documents.reader import Document, KeyPath, read_document
from okr.documents.readings import ReadingRow, Readings, read_readings
from okr.documents.scalars import WrittenFloat, WrittenInt
from okr.documents.together import read_documents

__all__ = [
    "Comment",
    "Document",
    "Key",
    "KeyPath",
    "Kind",
    "Node",
    "ReadingRow",
    "Readings",
    "ScalarStyle",
    "WrittenFloat",
    "WrittenInt",
    "read_document",
    "read_documents",
    "read_readings",
]
