"""One comment on a pull or merge request, kept up to date, on servers that speak as GitHub and GitLab do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from forgeserver import TOKEN, Forge, serving

from okr.errors import OkrError
from okr.forges import GitHub, GitLab, ReadOnlyError, publish, request_from

BODY = "<!-- okr: goals -->\nThe target moved.\n"


@pytest.fixture(params=["github", "gitlab"])
def forge(request: pytest.FixtureRequest) -> Iterator[tuple[Forge, GitHub | GitLab]]:
    with serving(request.param) as server:
        kind = GitHub if request.param == "github" else GitLab
        yield server, kind(server.address, "acme/goals", 7, TOKEN)


def test_the_first_time_a_comment_is_made(forge: tuple[Forge, GitHub | GitLab]) -> None:
    server, client = forge
    server.say("Looks good to me.")
    assert publish(client, BODY) == "created"
    assert server.bodies == ["Looks good to me.", BODY]


def test_later_it_is_updated_in_place_however_many_others_there_are(
    forge: tuple[Forge, GitHub | GitLab],
) -> None:
    server, client = forge
    for number in range(5):
        server.say(f"Comment {number}")
    publish(client, BODY)
    server.say("I quote: <!-- okr: goals -->")
    assert publish(client, BODY.replace("target", "baseline")) == "updated"
    assert len(server.bodies) == 7
    assert server.bodies[5] == "<!-- okr: goals -->\nThe baseline moved.\n"


def test_the_same_text_is_not_written_twice(forge: tuple[Forge, GitHub | GitLab]) -> None:
    server, client = forge
    publish(client, BODY)
    assert publish(client, BODY) == "unchanged"
    assert [method for method, _ in server.calls].count("POST") == 1


def test_a_comment_that_need_not_be_is_not_made(forge: tuple[Forge, GitHub | GitLab]) -> None:
    server, client = forge
    assert publish(client, BODY, anew=False) == "absent"
    assert server.bodies == []


def test_a_comment_that_is_there_is_kept_up_to_date_though_it_need_not_be(
    forge: tuple[Forge, GitHub | GitLab],
) -> None:
    server, client = forge
    publish(client, BODY)
    nothing = "<!-- okr: goals -->\nNothing.\n"
    assert publish(client, nothing, anew=False) == "updated"
    assert server.bodies == [nothing]


def test_what_titles_contain_arrives_as_it_is(forge: tuple[Forge, GitHub | GitLab]) -> None:
    server, client = forge
    body = BODY + 'ünïcödé 🎯 \u202e "quotes" \\ & <b>\n'
    publish(client, body)
    assert server.bodies == [body]


def test_a_token_that_may_only_read_is_told_apart(forge: tuple[Forge, GitHub | GitLab]) -> None:
    server, client = forge
    server.read_only = True
    with pytest.raises(ReadOnlyError, match=r"does not let this token write comments \(403\)"):
        publish(client, BODY)


def test_a_token_that_may_not_even_read_is_told_apart(forge: tuple[Forge, GitHub | GitLab]) -> None:
    server, client = forge
    server.closed = True
    with pytest.raises(ReadOnlyError, match=r"does not let this token write comments \(403\)"):
        publish(client, BODY)


def test_a_wrong_token_is_an_error_with_its_remedy(forge: tuple[Forge, GitHub | GitLab]) -> None:
    server, client = forge
    wrong = type(client)(server.address, "acme/goals", 7, "wrong")
    with pytest.raises(OkrError, match="refuses: 401") as caught:
        publish(wrong, BODY)
    assert caught.value.hint == "Check the token, and that it may write comments."


def test_a_server_that_does_not_answer_is_an_error() -> None:
    with pytest.raises(OkrError, match="gives no answer"):
        publish(GitHub("http://127.0.0.1:9", "acme/goals", 7, TOKEN), BODY)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(OkrError, match="is no address of a forge"):
        publish(GitHub("file:///etc", "acme/goals", 7, TOKEN), BODY)


def test_a_next_page_on_another_host_is_not_followed() -> None:
    with serving("github") as server:
        for number in range(3):
            server.say(f"Comment {number}")
        other = GitHub(server.address.replace("127.0.0.1", "localhost"), "acme/goals", 7, TOKEN)
        assert [comment.body for comment in other.comments()] == ["Comment 0", "Comment 1"]


def github(tmp_path: Path, event: object) -> dict[str, str]:
    (tmp_path / "event.json").write_text(json.dumps(event), encoding="utf-8")
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
        "GITHUB_REPOSITORY": "acme/goals",
        "GITHUB_API_URL": "http://127.0.0.1:9/",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_TOKEN": TOKEN,
    }


def test_a_job_of_github_names_its_pull_request(tmp_path: Path) -> None:
    variables = github(tmp_path, {"pull_request": {"number": 7, "base": {"sha": "abc"}}})
    request = request_from(variables)
    assert request.forge == GitHub("http://127.0.0.1:9", "acme/goals", 7, TOKEN)
    assert (request.base, request.merge, request.summary) == ("abc", None, tmp_path / "summary.md")
    without = request_from({**variables, "GITHUB_TOKEN": ""})
    assert without.forge is None


def test_a_job_of_gitlab_names_its_merge_request() -> None:
    variables = {
        "GITLAB_CI": "true",
        "CI_API_V4_URL": "http://127.0.0.1:9/api/v4",
        "CI_MERGE_REQUEST_PROJECT_ID": "12",
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "abc",
        "GITLAB_TOKEN": TOKEN,
    }
    request = request_from(variables)
    assert request.forge == GitLab("http://127.0.0.1:9/api/v4", "12", 7, TOKEN)
    assert (request.base, request.merge, request.summary) == ("abc", None, None)


def test_a_job_of_github_on_the_merge_of_both_branches_says_so(tmp_path: Path) -> None:
    variables = github(tmp_path, {"pull_request": {"number": 7, "base": {"sha": "abc"}}})
    merge = {"GITHUB_REF": "refs/pull/7/merge", "GITHUB_SHA": "def"}
    assert request_from(variables | merge).merge == "def"
    assert request_from(variables | merge | {"GITHUB_REF": "refs/heads/main"}).merge is None


@pytest.mark.parametrize(
    ("kind", "merge"), [("merged_result", "def"), ("merge_train", "def"), ("detached", None)]
)
def test_a_job_of_gitlab_on_the_merge_of_both_branches_says_so(kind: str, merge: str | None) -> None:
    variables = {
        "GITLAB_CI": "true",
        "CI_API_V4_URL": "http://127.0.0.1:9/api/v4",
        "CI_MERGE_REQUEST_PROJECT_ID": "12",
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "abc",
        "CI_MERGE_REQUEST_EVENT_TYPE": kind,
        "CI_COMMIT_SHA": "def",
    }
    assert request_from(variables).merge == merge


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({}, "this is no CI job of GitHub or GitLab"),
        ({"GITLAB_CI": "true"}, "this job runs for no merge request"),
    ],
)
def test_a_job_for_nothing_is_an_error(variables: dict[str, str], message: str) -> None:
    with pytest.raises(OkrError, match=message):
        request_from(variables)


def test_a_job_of_github_for_a_push_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OkrError, match="this job runs for no pull request"):
        request_from(github(tmp_path, {"ref": "refs/heads/main"}))
