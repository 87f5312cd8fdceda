"""The web page: one file, escaped, with a policy that lets nothing else in."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from goals import workspace
from hostile import LONG, hostile_report
from northwind import AS_OF, northwind_report, reported

from okr.render import html
from okr.reports.wording import shown


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module")
def page() -> str:
    return html.render(northwind_report())


def test_the_page_loads_nothing(page: str) -> None:
    elements = Elements(page)
    loading = {"link", "img", "iframe", "object", "embed", "source", "video", "audio", "base"}
    assert [name for name, _ in elements.found if name in loading] == []
    assert [each for each in elements.all("script") if each] == []
    assert [each for _, each in elements.found if "style" in each] == []
    assert "url(" not in page
    assert "@import" not in page


def test_the_policy_allows_exactly_the_style_and_the_script_of_the_page(page: str) -> None:
    (policy,) = [each["content"] for each in Elements(page).all("meta") if "http-equiv" in each]
    texts = {kind: re.search(f"<{kind}>(.*?)</{kind}>", page, re.DOTALL) for kind in ("style", "script")}
    hashes = {
        kind: b64encode(sha256(found[1].encode()).digest()).decode() for kind, found in texts.items() if found
    }
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_every_goal_has_a_place_to_link_to_and_no_place_is_taken_twice(page: str) -> None:
    ids = [each["id"] for _, each in Elements(page).found if "id" in each]
    assert len(ids) == len(set(ids))
    made = northwind_report()
    refs = {row.ref for each in made.objectives for row in (each.row, *(kr.row for kr in each.key_results))}
    assert refs | {f"kpi/{each.row.id}" for each in made.kpis} <= set(ids)


def test_every_link_within_the_page_leads_somewhere(page: str) -> None:
    elements = Elements(page)
    ids = {each["id"] for _, each in elements.found if "id" in each}
    targets = {(each["href"] or "")[1:] for each in elements.all("a") if (each["href"] or "").startswith("#")}
    assert targets - ids == set()


def test_the_numbers_are_those_of_the_report(page: str) -> None:
    made = northwind_report()
    for objective in made.objectives:
        for row in (objective.row, *(each.row for each in objective.key_results)):
            start = page.index(f'id="{row.ref}"')
            piece = page[start : start + 5000]
            if row.standing.score is None or row.standing.expected is None:
                continue
            numbers = f"<b>{shown(row.standing.score)}</b> plan {shown(row.standing.expected)}"
            assert numbers in piece
    for kpi in made.kpis:
        start = page.index(f'id="kpi/{kpi.row.id}"')
        assert f'<div class="val">{kpi.row.value}' in page[start : start + 600]
    assert f"<b>{shown(made.summary.standing.score or 0)}</b>" in page


def test_every_chart_says_in_words_what_it_shows(page: str) -> None:
    pictures = re.findall(r'<svg class="chart"[^>]*>(.{7})', page)
    assert len(pictures) > 30
    assert set(pictures) == {"<title>"}
    assert (
        "<title>Progress: 45 min on 2026-10-01, 27 min on 2026-11-16, target 15 min by 2026-12-31, "
        "forecast 2.38 to 16.4 min</title>"
    ) in page


def test_nothing_in_a_title_becomes_markup() -> None:
    page = html.render(hostile_report())
    elements = Elements(page)
    assert len(elements.all("script")) == 1
    assert elements.all("img") == []
    assert [name for name, each in elements.found if any(key.startswith("on") for key in each)] == []
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", page) == []
    assert LONG in page
    assert "{{ 7 * 7 }}" in page


def test_an_address_that_is_none_of_the_web_stays_text() -> None:
    loaded = workspace(
        """
        cycle: 2026-Q4
        objectives:
          - id: o
            title: Be good
            initiatives: [{title: Run, url: "javascript:alert(1)"}, {title: Walk, url: "https://example.com/"}]
            key_results: [{id: k, title: A number, baseline: 0, target: 1}]
        """
    )
    page = html.render(reported(loaded, "2026-Q4", AS_OF))
    assert [each["href"] for each in Elements(page).all("a") if not (each["href"] or "").startswith("#")] == [
        "https://example.com/"
    ]


def test_a_page_of_many_goals_leaves_charts_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "CHARTS_UP_TO", 5)
    page = html.render(northwind_report())
    assert 'class="spark"' not in page
    assert "Charts and check-ins are left out" in page


def test_an_ended_cycle_shows_grades_and_what_goes_on() -> None:
    page = html.render(northwind_report("2026-Q3"))
    assert '<h2 id="ending">How it ended</h2>' in page
    assert "carry over" in page


def test_a_long_list_of_what_needs_attention_is_folded() -> None:
    made = northwind_report()
    page = html.fill(
        "report.html.j2", made.as_of, report=made, page=replace(html.page_of(made), first=2, most=6)
    )
    assert '<details class="more"><summary>4 more</summary><ol class="list" start="3">' in page
    assert "And 1 more, each marked where it stands below." in page
