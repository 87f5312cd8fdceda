"""The one door to code forges: one comment on a pull or merge request, kept up to date."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import quote, urlsplit

from okr.errors import OkrError

TIMEOUT = 30
"""Seconds after which a forge that does not answer is given up."""

PAGE = 100
MOST_PAGES = 100
"""Comments are read in pages of a hundred, and no more of them than this."""

_NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')

Outcome = Literal["created", "updated", "unchanged", "absent"]


class ReadOnlyError(Exception):
    """The token may read and not write, as that of a fork's pull request."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that is there: where it is changed, and what it says."""

    address: str
    body: str


class Forge(Protocol):
    """A pull or merge request on some forge."""

    def comments(self) -> Iterator[Comment]:
        """The comments that are there, the oldest first."""
        ...

    def create(self, body: str) -> None:
        """Add a comment."""
        ...

    def update(self, comment: Comment, body: str) -> None:
        """Give a comment another text."""
        ...


def publish(forge: Forge, body: str, *, anew: bool = True) -> Outcome:
    """Make `body` the one comment that begins with its first line, a hidden marker.

    Args:
        forge: Where.
        body: The whole comment.
        anew: Whether to add the comment where there is none; otherwise only one that is there is kept up to
            date.

    Raises:
        ReadOnlyError: The token may not write.
        OkrError: The forge cannot be reached, or refuses.
    """
    marker = body.split("\n", 1)[0].strip()
    found = next((each for each in forge.comments() if each.body.lstrip().startswith(marker)), None)
    if found is None and not anew:
        return "absent"
    if found is None:
        forge.create(body)
        return "created"
    if found.body.strip() == body.strip():
        return "unchanged"
    forge.update(found, body)
    return "updated"


@dataclass(frozen=True, slots=True)
class GitHub:
    """A pull request on GitHub, or on a GitHub Enterprise server.

    Attributes:
        api: The address of the REST interface, without a `/` at its end.
        repository: `owner/name`.
        number: The pull request's.
    """

    api: str
    repository: str
    number: int
    token: str

    def comments(self) -> Iterator[Comment]:
        """The comments of the conversation."""
        for entry in _pages(f"{self._issue}/comments?per_page={PAGE}", self._headers):
            yield Comment(str(entry["url"]), str(entry.get("body") or ""))

    def create(self, body: str) -> None:
        """Add a comment to the conversation."""
        _request("POST", f"{self._issue}/comments", self._headers, {"body": body})

    def update(self, comment: Comment, body: str) -> None:
        """Give a comment another text."""
        _request("PATCH", comment.address, self._headers, {"body": body})

    @property
    def _issue(self) -> str:
        return f"{self.api}/repos/{quote(self.repository)}/issues/{self.number}"

    @property
    def _headers(self) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }


@dataclass(frozen=True, slots=True)
class GitLab:
    """A merge request on GitLab.

    Attributes:
        api: The address of the REST interface, version 4, without a `/` at its end.
        project: The project's number or path.
        number: The merge request's `iid`.
    """

    api: str
    project: str
    number: int
    token: str

    def comments(self) -> Iterator[Comment]:
        """The notes of the merge request, without those that GitLab writes itself."""
        address = f"{self._notes}?per_page={PAGE}&sort=asc&order_by=created_at"
        for entry in _pages(address, self._headers):
            if not entry.get("system"):
                yield Comment(f"{self._notes}/{entry['id']}", str(entry.get("body") or ""))

    def create(self, body: str) -> None:
        """Add a note."""
        _request("POST", self._notes, self._headers, {"body": body})

    def update(self, comment: Comment, body: str) -> None:
        """Give a note another text."""
        _request("PUT", comment.address, self._headers, {"body": body})

    @property
    def _notes(self) -> str:
        return f"{self.api}/projects/{quote(self.project, safe='')}/merge_requests/{self.number}/notes"

    @property
    def _headers(self) -> dict[str, str]:
        return {"PRIVATE-TOKEN": self.token}


@dataclass(frozen=True, slots=True)
class Request:
    """The pull or merge request that a CI job runs for.

    Attributes:
        forge: Where the comment goes; `None` without a token.
        base: The commit that it starts from, or that the branch it is meant for was at.
        merge: The commit that the forge has made of both to run the job on; its first parent is the base as
            it is in there, which may be later than `base`. `None` where the job runs on the branch itself.
        summary: A file to which a job's summary is appended, where the forge has one.
    """

    forge: Forge | None
    base: str
    merge: str | None = None
    summary: Path | None = None


def request_from(environment: Mapping[str, str]) -> Request:
    """What the variables of a CI job say of its pull or merge request.

    Raises:
        OkrError: The job runs for none.
    """
    if environment.get("GITHUB_ACTIONS") == "true":
        return _github_request(environment)
    if environment.get("GITLAB_CI") == "true":
        return _gitlab_request(environment)
    raise OkrError(
        "this is no CI job of GitHub or GitLab",
        hint="Here, okr ci comment --dry-run --base REV prints what a comment would say.",
    )


def _github_request(environment: Mapping[str, str]) -> Request:
    event = json.loads(Path(environment["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    pull = event.get("pull_request")
    if pull is None:
        raise OkrError("this job runs for no pull request", hint="Run it on: pull_request.")
    token = environment.get("GITHUB_TOKEN") or environment.get("GH_TOKEN")
    api = environment.get("GITHUB_API_URL", "https://api.github.com").rstrip("/")
    forge = GitHub(api, environment["GITHUB_REPOSITORY"], int(pull["number"]), token) if token else None
    merged = re.fullmatch(r"refs/pull/\d+/merge", environment.get("GITHUB_REF", ""))
    summary = environment.get("GITHUB_STEP_SUMMARY")
    return Request(
        forge,
        base=str(pull["base"]["sha"]),
        merge=environment.get("GITHUB_SHA") if merged else None,
        summary=Path(summary) if summary else None,
    )


def _gitlab_request(environment: Mapping[str, str]) -> Request:
    number = environment.get("CI_MERGE_REQUEST_IID")
    if number is None:
        raise OkrError(
            "this job runs for no merge request",
            hint="Give it the rule: if $CI_PIPELINE_SOURCE is merge_request_event.",
        )
    token = environment.get("GITLAB_TOKEN")
    api = environment["CI_API_V4_URL"].rstrip("/")
    forge = GitLab(api, environment["CI_MERGE_REQUEST_PROJECT_ID"], int(number), token) if token else None
    merged = environment.get("CI_MERGE_REQUEST_EVENT_TYPE") in ("merged_result", "merge_train")
    return Request(
        forge,
        base=environment["CI_MERGE_REQUEST_DIFF_BASE_SHA"],
        merge=environment.get("CI_COMMIT_SHA") if merged else None,
    )


def _pages(address: str, headers: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The entries of a list that comes in pages, each page naming the next."""
    for _ in range(MOST_PAGES):
        entries, following = _request("GET", address, headers)
        yield from entries
        if following is None or urlsplit(following).netloc != urlsplit(address).netloc:
            return
        address = following


def _request(
    method: str, address: str, headers: Mapping[str, str], content: Mapping[str, str] | None = None
) -> tuple[Any, str | None]:
    """Ask a forge: the answer, and the address of the next page if there is one."""
    if urlsplit(address).scheme not in ("http", "https"):
        raise OkrError(f"{address} is no address of a forge")
    data = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(address, data, dict(headers), method=method)  # noqa: S310  # checked above
    request.add_header("Content-Type", "application/json")
    request.add_header("User-Agent", "okr")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
            following = _NEXT.search(response.headers.get("Link") or "")
            return json.loads(response.read() or b"null"), following and following[1]
    except urllib.error.HTTPError as error:
        error.close()
        raise _refusal(error, method, address) from None
    except (urllib.error.URLError, TimeoutError, ValueError) as error:
        raise OkrError(f"{urlsplit(address).netloc} gives no answer: {error}", hint="Try again.") from None


def _refusal(error: urllib.error.HTTPError, method: str, address: str) -> Exception:
    """What a refusal means: a token that may only read, or not even that, is no failure of the job."""
    host = urlsplit(address).netloc
    if error.code == 403 or (error.code == 401 and method != "GET"):
        return ReadOnlyError(f"{host} does not let this token write comments ({error.code})")
    hint = "Check the token, and that it may write comments." if error.code in (401, 404) else "Try again."
    return OkrError(f"{host} refuses: {error.code} {error.reason}", hint=hint)
