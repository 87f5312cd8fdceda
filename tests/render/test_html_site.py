"""The site: which pages it has, and that every link between them leads somewhere."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import unquote

import pytest
from goals import workspace
from northwind import AS_OF, northwind, reported
from test_html import Elements

from okr.render.html_site import pages
from okr.reports.site import Site


@cache
def site() -> dict[str, str]:
    """The pages of the example company by their path."""
    reports = [reported(northwind(), cycle, AS_OF) for cycle in ("2026-Q4", "2026-Q3", "2026")]
    return dict(pages(Site("Northwind Analytics", AS_OF, tuple(reports))))


def test_there_is_a_page_for_each_cycle_team_and_goal() -> None:
    assert list(site()) == [
        "index.html",
        "cycles/2026-Q4.html",
        "cycles/2026-Q3.html",
        "cycles/2026.html",
        "teams/company.html",
        "teams/growth.html",
        "teams/product.html",
        "teams/platform.html",
        "goals/2026-Q4/company/runway.html",
        "goals/2026-Q4/growth/onboarding.html",
        "goals/2026-Q4/growth/word-of-mouth.html",
        "goals/2026-Q4/product/self-serve.html",
        "goals/2026-Q4/product/month-end.html",
        "goals/2026-Q4/platform/reliability.html",
        "goals/2026-Q4/platform/reviewers.html",
        "goals/2026-Q3/growth/first-report.html",
        "goals/2026-Q3/product/weekly-picture.html",
        "goals/2026-Q3/platform/incidents.html",
        "goals/2026-Q3/platform/honest-status.html",
        "goals/2026/company/retention.html",
        "goals/2026/company/trust.html",
        "goals/2026/company/independence.html",
    ]


def ids(path: str) -> set[str | None]:
    return {each["id"] for _, each in Elements(site()[path]).found if "id" in each}


def target(path: str, href: str) -> tuple[str, str]:
    """The page and the place on it that a relative address means."""
    address, _, place = href.partition("#")
    parts = [*PurePosixPath(path).parent.parts, *PurePosixPath(address).parts] if address else [path]
    found: list[str] = []
    for part in parts:
        if part == "..":
            found.pop()
        else:
            found.append(part)
    return "/".join(found), unquote(place)


@pytest.mark.parametrize("path", list(site()))
def test_every_link_leads_to_a_page_and_a_place_on_it(path: str) -> None:
    for each in Elements(site()[path]).all("a"):
        href = each["href"] or ""
        if href.startswith("https://"):
            continue
        page, place = target(path, href)
        assert page in site(), href
        assert not place or place in ids(page), href


def test_the_same_goal_in_two_cycles_links_to_its_past() -> None:
    goals = """
        cycle: {cycle}
        objectives:
          - {{id: o, title: Be good in {cycle}, key_results: [{{id: k, title: A number, target: 1}}]}}
    """
    loaded = workspace({f"goals/{cycle}.yaml": goals.format(cycle=cycle) for cycle in ("2026-Q3", "2026-Q4")})
    reports = tuple(reported(loaded, cycle, AS_OF) for cycle in ("2026-Q4", "2026-Q3"))
    page = dict(pages(Site(None, AS_OF, reports)))["goals/2026-Q4/company/o.html"]
    links = {each["href"] for each in Elements(page).all("a")}
    assert "../../../goals/2026-Q3/company/o.html" in links


def test_pages_say_the_day_that_they_are_of() -> None:
    assert dt.date(2026, 11, 20) == AS_OF
    assert all("as of 20 Nov 2026" in page for page in site().values())
