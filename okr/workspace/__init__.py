"""From files to goals: everything under its reference, with its place in the text."""

from okr.snapshot import WORKSPACE_FILE
from okr.workspace.loader import load
from okr.workspace.nodes import KeyResultNode, KpiNode, Node, ObjectiveNode, Place
from okr.workspace.reader import FileCache
from okr.workspace.workspace import Workspace

__all__ = [
    "WORKSPACE_FILE",
    "FileCache",
    "KeyResultNode",
    "KpiNode",
    "Node",
    "ObjectiveNode",
    "Place",
    "Workspace",
    "load",
]
