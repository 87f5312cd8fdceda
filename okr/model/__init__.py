"""The file format, version 1, as frozen values. Nothing here reads a file or a clock.

Every model is a frozen, slotted dataclass that pydantic's core fills: a fifth of a `BaseModel`'s memory, half
its time. Importing pydantic itself takes longer than checking a file, and so nothing here does on the way to
a model: its annotations are names of `okr.model.kinds`, which `okr.model.checks` alone looks up.
"""
