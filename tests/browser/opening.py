"""What the fixture `open_page` gives a test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import Any

Open = Callable[..., Any]
"""Opens a page from disk and gives it back."""

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
