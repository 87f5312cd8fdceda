"""What a page does with its little script: filter, sort, open, and go to a goal."""

from __future__ import annotations

from typing import Any

from opening import Open

ANSWER = "2026-Q4/product/self-serve/answered"


def shown(page: Any) -> list[str]:
    """The ids of the objectives that are seen, in their order."""
    goals = page.locator(".o:visible").evaluate_all("all => all.map((each) => each.id)")
    return [each.removeprefix("2026-Q4/") for each in goals]


def told(page: Any) -> str:
    return str(page.locator(".filter output").text_content())


def test_all_goals_are_shown_at_first(open_page: Open) -> None:
    page = open_page()
    assert len(shown(page)) == 7
    assert told(page) == "7 objectives"


def test_by_team(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("Team", exact=True).select_option("growth")
    assert shown(page) == ["growth/onboarding", "growth/word-of-mouth"]
    assert told(page) == "2 of 7 objectives"
    assert page.locator("#kpis ~ [data-group]:visible h3").all_text_contents() == ["Growth"]


def test_by_owner_also_of_a_key_result(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("Owner", exact=True).select_option(label="Ben Okoro")
    assert shown(page) == ["growth/onboarding", "growth/word-of-mouth"]


def test_by_status_also_of_a_key_result(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("Status", exact=True).select_option("off_track")
    assert shown(page) == ["product/self-serve"]


def test_by_words_in_any_order(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("Words", exact=True).fill("GUARDRAIL week")
    assert shown(page) == ["growth/onboarding"]


def test_clear_shows_all_again(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("Words", exact=True).fill("nothing has this")
    assert shown(page) == []
    assert told(page) == "0 of 7 objectives"
    page.get_by_role("button", name="Clear").click()
    page.locator(".o:visible").nth(6).wait_for()
    assert len(shown(page)) == 7


def test_sorting_within_a_team_and_back(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("Team", exact=True).select_option("product")
    order = page.get_by_label("Order", exact=True)
    order.select_option("title")
    assert shown(page) == ["product/self-serve", "product/month-end"]
    order.select_option("score")
    assert shown(page) == ["product/self-serve", "product/month-end"]
    page.get_by_label("Team", exact=True).select_option("platform")
    order.select_option("behind")
    assert shown(page) == ["platform/reviewers", "platform/reliability"]
    order.select_option("written")
    assert shown(page) == ["platform/reliability", "platform/reviewers"]


def test_close_all_and_open_all(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="Close all").click()
    assert page.locator(".o[open]").count() == 0
    page.get_by_role("button", name="Open all").click()
    assert page.locator(".o[open]").count() == 7


def test_a_link_to_a_key_result_opens_what_it_stands_in(open_page: Open) -> None:
    page = open_page(place=f"#{ANSWER}")
    place = page.locator(f"[id='{ANSWER}']")
    assert place.get_by_text("It will jump once plain words are out to everyone.").is_visible()
    top = place.bounding_box()["y"]
    assert 0 <= top < 900
    assert page.evaluate("document.activeElement.id") == ANSWER


def test_a_link_within_the_page_shows_a_goal_that_was_filtered_away(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("Status", exact=True).select_option("done")
    page.evaluate(f"location.hash = '#{ANSWER}'")
    page.locator(f"[id='{ANSWER}']:focus").wait_for()
    assert len(shown(page)) == 7


def test_the_keyboard_alone_is_enough(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.get_by_label("Words", exact=True).focus()
    page.keyboard.type("month-end the calmest")
    assert shown(page) == ["product/month-end"]
    page.locator(".o:visible > summary").focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")
    assert (outline, page.locator(".o:visible").get_attribute("open")) == ("solid", None)
    page.keyboard.press("Space")
    assert page.locator(".o:visible").get_attribute("open") == ""


def test_a_site_is_walked_by_its_links(open_page: Open) -> None:
    page = open_page("index.html")
    page.get_by_role("link", name="2026-Q4", exact=True).click()
    page.get_by_role("link", name="History of Let every owner find the answer").click()
    assert page.locator("h1").text_content() == "Let every owner find the answer without asking an analyst"
    page.get_by_role("link", name="Become the tool that small businesses renew").click()
    assert page.url.endswith("/goals/2026/company/retention.html")
    page.get_by_role("link", name="All cycles").click()
    assert page.locator("h1").text_content() == "Northwind Analytics"
