"""Everything about documents holds for both parsers: each test runs with libyaml and without it."""

from __future__ import annotations

import pytest

from okr.documents import events


@pytest.fixture(autouse=True, params=["libyaml", "ruamel"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "ruamel":
        monkeypatch.setattr(events, "CParser", None)
    elif events.CParser is None:
        pytest.skip("ruamel.yaml's C extension is not there")
    name: str = request.param
    return name
