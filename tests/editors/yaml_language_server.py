"""Hold the schema for editors against the real YAML language server: what VS Code, Neovim and others run.

    python tests/editors/yaml_language_server.py [COMMAND ...]

COMMAND starts the server; without one, `npx` fetches `yaml-language-server` from npm. It prints the session,
and exits with 1 where the server says something else than it should.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import IO, Any

from okr.model.schema import goals_schema

SERVER = ("npx", "--yes", "--package=yaml-language-server@1.25.0", "yaml-language-server")
GOOD = """\
team: growth
cycle: 2026-Q4
x-sheet: https://example.com/sheet
objectives:
  - id: onboarding
    title: Make the first week feel effortless for every new customer
    owner:
    key_results:
      - id: activation
        title: Raise week-1 activation
        unit: "%"
        baseline: 42
        target: 60
        cadence: 10 days
        plan:
          - {date: 2026-11-15, value: 46}
        check_ins:
          - {date: 2026-10-12, value: 44, confidence: 0.6}
      - {id: wizard, title: The import wizard is out, done: }
"""
MISTAKES = {  # what is typed in the place of what, and the line and the words of the complaint
    "an unknown key": ("baseline: 42", "baselin: 42", 12, "Property baselin is not allowed."),
    "text for a number": ("target: 60", 'target: "60%"', 13, "Incorrect type. Expected one of number, null"),
    "a missing key": ("title: The import wizard is out, ", "", 19, 'Missing property "title".'),
    "a word of none": ("unit:", "status: huge\n        unit:", 11, "Value is not accepted. Valid values:"),
    "a bad id": (
        "id: activation",
        "id: Week 1",
        9,
        "An id is small letters, digits and -, as in first-week.",
    ),
    "a bad date": ("date: 2026-11-15", "date: 15.11.2026", 16, "A date is written like 2026-11-20."),
    "a bad cadence": ("10 days", "often", 14, "A cadence is a word such as weekly"),
    "two measures": (
        "target: 60",
        "target: 60\n        maintain: {at_least: 1}",
        14,
        "target and this exclude each other",
    ),
    "too much confidence": ("confidence: 0.6", "confidence: 60", 18, "Value is above the maximum of 1."),
}


@dataclass
class Client:
    """The least of an editor: it opens a file and asks."""

    send: IO[bytes]
    receive: IO[bytes]
    settings: dict[str, Any]
    notes: list[dict[str, Any]] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=count)

    def notify(self, method: str, params: Any) -> None:
        self._write({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        number = next(self._ids)
        self._write({"id": number, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == number and "method" not in message:
                return message.get("result")

    def wait_for(self, method: str) -> Any:
        """The next notification of a kind."""
        while True:
            for note in self.notes:
                if note["method"] == method:
                    self.notes.remove(note)
                    return note["params"]
            self._read()

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.send.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.send.flush()

    def _read(self) -> dict[str, Any]:
        length = 0
        while line := self.receive.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(self.receive.read(length))
        if "id" in message and "method" in message:  # the server asks: for settings, or to register something
            items = message.get("params", {}).get("items", [])
            self._write(
                {"id": message["id"], "result": [self.settings.get(each["section"]) for each in items]}
            )
        elif "method" in message:
            self.notes.append(message)
        return message


@contextmanager
def server(command: Sequence[str], folder: Path) -> Iterator[Client]:
    """A running server that knows the schema for every YAML file of a folder."""
    schema = folder / "goals.schema.json"
    schema.write_text(json.dumps(goals_schema()), encoding="utf-8")
    process = subprocess.Popen([*command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None  # noqa: PT018
    settings = {"schemas": {schema.as_uri(): "*.yaml"}, "hover": True, "completion": True, "validate": True}
    client = Client(process.stdin, process.stdout, {"yaml": settings})
    try:
        client.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}})
        client.notify("initialized", {})
        client.notify("workspace/didChangeConfiguration", {"settings": client.settings})
        yield client
        client.ask("shutdown", None)
        client.notify("exit", None)
    finally:
        process.stdin.close()
        process.wait(10)


@dataclass
class Session:
    """What is asked of the server, and whether it answers as it should."""

    client: Client
    folder: Path
    wrong: int = 0
    _names: Iterator[int] = field(default_factory=count)

    def open(self, text: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
        """A new file in the editor, and what the server has against it."""
        uri = (self.folder / f"{next(self._names)}.yaml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.client.notify("textDocument/didOpen", {"textDocument": document})
        while (told := self.client.wait_for("textDocument/publishDiagnostics"))["uri"] != uri:
            pass
        return {"uri": uri}, told["diagnostics"]

    def expect(self, what: str, told: object, *, holds: bool) -> None:
        """Print a line of the session."""
        self.wrong += not holds
        print(f"{'ok   ' if holds else 'WRONG'} {what}: {told}")

    def diagnostics(self) -> None:
        """A good file is left alone, and each mistake is shown where it is."""
        _, found = self.open(GOOD)
        self.expect("a good file", found, holds=not found)
        for name, (old, new, line, words) in MISTAKES.items():
            _, found = self.open(GOOD.replace(old, new))
            told = [
                (each["range"]["start"]["line"] + 1, each["message"].replace("\n", " ")) for each in found
            ]
            holds = any(at == line and message.startswith(words) for at, message in told)
            self.expect(name, told, holds=holds)

    def completion(self) -> None:
        """Keys are offered where they belong, and those that are there already are not."""
        text = GOOD.replace("        unit:", "        \n        unit:")
        document, _ = self.open(text)
        keys = {each["label"] for each in self._completed(document, 10, 8)}
        wanted = {"stretch", "milestones", "maintain", "kpi"}
        self.expect("keys of a key result", sorted(keys), holds=wanted <= keys and "target" not in keys)
        document, _ = self.open(GOOD.replace("    owner:\n", "    ambition: \n"))
        values = {each["label"] for each in self._completed(document, 6, 14)}
        self.expect("values of ambition", sorted(values), holds={"aspirational", "committed"} <= values)

    def _completed(self, document: dict[str, str], line: int, column: int) -> list[dict[str, Any]]:
        place = {"textDocument": document, "position": {"line": line, "character": column}}
        found: dict[str, Any] = self.client.ask("textDocument/completion", place)
        items: list[dict[str, Any]] = found["items"]
        return items

    def hover(self) -> None:
        """A key says what it is for."""
        document, _ = self.open(GOOD)
        place = {"textDocument": document, "position": {"line": 11, "character": 10}}
        told = self.client.ask("textDocument/hover", place)["contents"]["value"]
        self.expect("hover over baseline", told, holds="Where a metric starts" in told)


def main(command: Sequence[str]) -> int:
    """Hold one session; the exit code."""
    if shutil.which(command[0]) is None:
        print(f"skipped: the YAML language server ({command[0]} is not installed)")
        return 0
    with tempfile.TemporaryDirectory() as folder, server(command, Path(folder)) as client:
        session = Session(client, Path(folder))
        session.diagnostics()
        session.completion()
        session.hover()
    return int(session.wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or SERVER))
