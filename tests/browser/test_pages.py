"""Every page: from disk, without a network, at every width, in both colours, on paper, and for everybody."""

from __future__ import annotations

from typing import Any

import pytest
from opening import Open

TEAM, GOAL = "teams/growth.html", "goals/2026-Q4/growth/onboarding.html"
PAGES = (
    "report.html",
    "monday.html",
    "index.html",
    "cycles/2026-Q4.html",
    "cycles/2026-Q3.html",
    TEAM,
    GOAL,
    "goals/2026-Q3/growth/first-report.html",
)
WIDTHS = (360, 390, 768, 1024, 1440, 1600)
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

OPEN_ALL = "for (const each of document.querySelectorAll('details')) each.open = true"


@pytest.mark.parametrize("path", [*PAGES, "hostile.html"])
def test_a_page_loads_from_disk_and_fits_every_width(path: str, open_page: Open) -> None:
    page = open_page(path)
    page.evaluate(OPEN_ALL)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("path", "scheme", "width"),
    [
        *((path, "light", 1280) for path in ("index.html", "cycles/2026-Q4.html", "monday.html", TEAM, GOAL)),
        *((path, "dark", 390) for path in ("index.html", "cycles/2026-Q3.html", TEAM, GOAL)),
    ],
)
def test_axe_finds_nothing(path: str, scheme: str, width: int, open_page: Open) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    page = open_page(path, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    page.evaluate(OPEN_ALL)
    found = axe.Axe().run(page, options={"runOnly": {"type": "tag", "values": list(STANDARDS)}})
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found.response["violations"]] == []


def background(page: Any) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_page_follows_the_colours_that_its_reader_prefers(open_page: Open) -> None:
    light, dark = (background(open_page(color_scheme=scheme)) for scheme in ("light", "dark"))
    assert (light, dark) == ("rgb(247, 246, 242)", "rgb(20, 22, 26)")


def test_on_paper_every_objective_is_open_and_the_page_is_light(open_page: Open) -> None:
    page = open_page(color_scheme="dark")
    page.evaluate("for (const each of document.querySelectorAll('.o')) each.open = false")
    page.emulate_media(media="print")
    assert background(page) == "rgb(255, 255, 255)"
    assert not page.locator(".filter").is_visible()
    assert page.get_by_text("With eighteen months of runway").is_visible()


def test_nothing_moves_for_who_wants_it_still(open_page: Open) -> None:
    page = open_page(reduced_motion="reduce")
    moving = """[...document.querySelectorAll('*')].flatMap((each) => ['', '::before'].map((part) => {
        const style = getComputedStyle(each, part);
        return [style.transitionDuration, style.animationName, style.scrollBehavior].join(' ');
    })).filter((style) => style !== '0s none auto')"""
    assert page.evaluate(moving) == []


def test_without_a_script_everything_can_be_read(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    assert not page.locator(".filter").is_visible()
    assert page.get_by_text("Teams that publish a report in week one").is_visible()
    page.locator("summary", has_text="Chart and check-ins").nth(4).click()
    assert page.get_by_text("Wizard out to everyone.").is_visible()


def test_titles_in_another_direction_keep_to_themselves(open_page: Open) -> None:
    page = open_page("hostile.html")
    assert page.locator("h1").evaluate("each => getComputedStyle(each).direction") == "ltr"
    assert page.locator(".o").count() == 9
