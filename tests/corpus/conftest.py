"""What the tests on real goals share."""

from __future__ import annotations

import os

import pytest
from realgoals import Okr


@pytest.fixture
def okr(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Okr:
    """Runs okr with nobody's settings."""
    for name in [each for each in os.environ if each.startswith(("OKR_", "GITHUB_"))]:
        monkeypatch.delenv(name)
    return Okr(capsys)
