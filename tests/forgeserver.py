"""A server on this machine that speaks the part of GitHub's and GitLab's REST interfaces that okr uses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "a-token"


@dataclass
class Forge:
    """What the server holds, and how it behaves.

    Attributes:
        comments: The comments, the oldest first.
        read_only: It answers 403 to whoever wants to write.
        closed: It answers 403 to whoever wants to read as well.
        page: How many comments it gives at once, whatever is asked for.
        calls: Every request, as method and path.
    """

    address: str = ""
    comments: list[dict[str, Any]] = field(default_factory=list)
    read_only: bool = False
    closed: bool = False
    page: int = 2
    calls: list[tuple[str, str]] = field(default_factory=list)

    def say(self, body: str, *, system: bool = False) -> None:
        """Add a comment of somebody else."""
        self.comments.append({"id": len(self.comments) + 1, "body": body, "system": system})

    @property
    def bodies(self) -> list[str]:
        return [comment["body"] for comment in self.comments]


LISTS = {
    "github": re.compile(r"/repos/acme/goals/issues/7/comments"),
    "gitlab": re.compile(r"/projects/acme%2Fgoals/merge_requests/7/notes"),
}
ONE = {
    "github": re.compile(r"/repos/acme/goals/issues/comments/(\d+)"),
    "gitlab": re.compile(r"/projects/acme%2Fgoals/merge_requests/7/notes/(\d+)"),
}
HEADERS = {"github": ("Authorization", f"Bearer {TOKEN}"), "gitlab": ("PRIVATE-TOKEN", TOKEN)}


class Handler(BaseHTTPRequestHandler):
    """Answers for one forge; a subclass says for which."""

    kind: str
    forge: Forge

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if not self._may(LISTS[self.kind], address.path):
            return
        number = int(parse_qs(address.query).get("page", ["1"])[0])
        first = (number - 1) * self.forge.page
        more = len(self.forge.comments) > first + self.forge.page
        link = f'<{self.forge.address}{address.path}?page={number + 1}>; rel="next"' if more else None
        self._answer(
            200, [self._told(each) for each in self.forge.comments[first : first + self.forge.page]], link
        )

    def do_POST(self) -> None:
        if self._may(LISTS[self.kind], self.path) and self._may_write():
            self.forge.say(self._content()["body"])
            self._answer(201, self._told(self.forge.comments[-1]))

    def _update(self) -> None:
        found = ONE[self.kind].fullmatch(self.path)
        if self._may(ONE[self.kind], self.path) and self._may_write() and found:
            self.forge.comments[int(found[1]) - 1]["body"] = self._content()["body"]
            self._answer(200, self._told(self.forge.comments[int(found[1]) - 1]))

    def _may(self, pattern: re.Pattern[str], path: str) -> bool:
        self.forge.calls.append((self.command, self.path))
        name, value = HEADERS[self.kind]
        if self.headers.get(name) != value:
            self._answer(401, {"message": "Bad credentials"})
            return False
        if not pattern.fullmatch(path):
            self._answer(404, {"message": "Not Found"})
            return False
        return self._allowed(not self.forge.closed)

    def _may_write(self) -> bool:
        return self._allowed(not self.forge.read_only)

    def _allowed(self, may: bool) -> bool:
        if not may:
            self._answer(403, {"message": "Resource not accessible by integration"})
        return may

    def _content(self) -> dict[str, str]:
        content: dict[str, str] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        return content

    def _told(self, comment: dict[str, Any]) -> dict[str, Any]:
        return {**comment, "url": f"{self.forge.address}/repos/acme/goals/issues/comments/{comment['id']}"}

    def _answer(self, code: int, content: object, link: str | None = None) -> None:
        data = json.dumps(content).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        if link is not None:
            self.send_header("Link", link)
        self.end_headers()
        self.wfile.write(data)

    do_PATCH = _update  # noqa: N815  # the names that the standard library calls
    do_PUT = _update  # noqa: N815


@contextmanager
def serving(kind: str) -> Iterator[Forge]:
    """A running server of one kind, `github` or `gitlab`."""
    forge = Forge()
    handler = type("BoundHandler", (Handler,), {"kind": kind, "forge": forge})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    forge.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield forge
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
