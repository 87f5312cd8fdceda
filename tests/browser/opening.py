"""What the fixture `open_page` gives a test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Open = Callable[..., Any]
"""Opens a page from disk and gives it back."""
