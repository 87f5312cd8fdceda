"""The pages of the example company in a real browser: Debian's Chromium, driven by Playwright.

Without Chromium or Playwright every test here is skipped. What they need beside the development environment
is in `requirements.lock` in this folder; `.ci/run` installs it, and Chromium, where it can.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hostile import hostile_report
from northwind import AS_OF, northwind, northwind_report, reported
from opening import CHROMIUM, FLAGS, Open

from okr.render import html
from okr.render.html_site import pages
from okr.reports.report import Narrowed
from okr.reports.report.changes import ChangeRow, ChangesPart, EffectRow
from okr.reports.site import Site

ONBOARDING = ("2026-Q4/growth/onboarding", "Make the first week feel effortless for every new customer")
CHANGES = ChangesPart(
    since="2026-11-13 (0123abc)",
    effects=(EffectRow(*ONBOARDING, 0.4, 0.54, 0.1, 0.04, 0.0),),
    changes=(
        ChangeRow("goalposts", *ONBOARDING, "target made 12 % easier: 50 % → 45 %", grave=True),
        ChangeRow("progress", *ONBOARDING, "Check-in of 2026-11-16: 27 min", grave=False),
    ),
    others=2,
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="browser tests need Playwright")
    if CHROMIUM is None:
        pytest.skip("browser tests need Chromium: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A single page, one person's with what changed, one of hostile titles, and a whole site."""
    top = tmp_path_factory.mktemp("pages")
    monday = replace(reported(northwind(), "2026-Q4", AS_OF, Narrowed(owner="ada")), changes=CHANGES)
    (top / "monday.html").write_text(html.render(monday), encoding="utf-8")
    (top / "report.html").write_text(html.render(northwind_report()), encoding="utf-8")
    (top / "hostile.html").write_text(html.render(hostile_report()), encoding="utf-8")
    reports = tuple(reported(northwind(), cycle, AS_OF) for cycle in ("2026-Q4", "2026-Q3", "2026"))
    for path, text in pages(Site("Northwind Analytics", AS_OF, reports)):
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text, encoding="utf-8")
    return top


@pytest.fixture
def open_page(browser: Any, folder: Path) -> Iterator[Open]:
    """Opens a page from disk with no network, and in the end refuses every request and complaint."""
    contexts, wrong = [], []

    def open_(path: str = "report.html", place: str = "", **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        url = (folder / path).as_uri()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on(
            "request", lambda each: wrong.append(each.url) if not each.url.startswith("file://") else None
        )
        page.goto(url + place)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []
