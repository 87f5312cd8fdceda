"""Whatever goal files contain does no harm in what any command says, in any format.

One repository whose every text tries to be more than text, and every command in every format over it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import GIT_SETTINGS
from gitrepo import Repo
from markdown_it import MarkdownIt

from okr.cli.boundary import run
from okr.render.plain import printable

ESCAPE, BELL, CSI = "\x1b", "\x07", "\x9b"
TEXTS = (
    "@everyone and @ada/team, see #12, GH-12 and ada@example.com",
    '<script>alert(1)</script> <img src=x onerror="alert(1)"> </title></svg> &lt;b&gt;',
    "a | b || c \\| d",
    "`code` ``` ~~~ **bold** _it_ ~~gone~~ # heading $x$",
    "::error::evil ::add-mask::evil",
    "::error file=x::evil%0A::error::evil%0D",
    "see ##[add-mask]evil ##[error]evil",
    f"{ESCAPE}[31mred{ESCAPE}[0m{ESCAPE}]0;title{BELL}{CSI}2J",
    "\u202egnp.exe\u202c \u2066isolated\u2069 \u200fright\u200e",
    "two\u2028lines\u2029and\x85more\x0bof\x0cthem",
    "w" * 500,
    "]]> <![CDATA[ --> <!-- ?>",
    "{{ 7*7 }} {% raw %} ${{ github.token }}",
    "$(id) `id` ; id && id",
    "[link](javascript:alert(1)) ![image](https://evil.example/x.png) <https://evil.example> www.evil.org",
    'x"] --> y["click javascript:alert(1)',
    "- [ ] task",
    "1. list",
    "> quote",
    "=1+1",
    "[bold]markup[/bold] [/]",
)
FILE = f"goals/odd |`::error::evil` @everyone <b> {ESCAPE}[31m \u202e %0A.yaml"
AS_OF = "2026-11-20"


def in_lines(text: str) -> str:
    """A text that may have several lines: each tries to begin one of the output."""
    return f"First line.\n::error::evil\n{text}\n<!-- okr diff -->\n# Heading"


def key_results(text: str, target: int) -> list[dict[str, Any]]:
    check_in = {
        "date": "2026-11-02",
        "value": target / 10,
        "confidence": 0.4,
        "note": in_lines(text),
        "blockers": [text],
        "evidence": [text],
    }
    common = {"title": text, "note": in_lines(text), "links": [text], "tags": [text]}
    amendment = {"date": "2026-11-03", "field": text[:40], "reason": in_lines(text), "from": text, "to": text}
    return [
        {
            "id": "metric",
            "unit": text[:40],
            "baseline": 0,
            "target": target,
            "check_ins": [check_in],
            **common,
        },
        {"id": "binary", "done": None, "initiatives": [{"title": text, "url": text, "note": text}], **common},
        {"id": "steps", "milestones": [{"title": text, "note": in_lines(text)}], **common},
        {"id": "levels", "levels": [{"title": text, "score": 1}], "amendments": [amendment], **common},
        {"id": "bound", "kpi": "kpi-0", "baseline": 0, "target": target, "x-odd": {text: text}, **common},
        {
            "id": "graded",
            "close": {"date": "2026-11-02", "grade": 0.5, "reason": text, "retro": text},
            **common,
        },
    ]


def objectives(target: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"o{number}",
            "title": text if target == 10 else f"{text} now",
            "why": in_lines(text),
            "note": in_lines(text),
            "tags": [text],
            "guardrails": ["kpi-0"],
            "key_results": key_results(text, target),
        }
        for number, text in enumerate(TEXTS)
    ]


def kpis(target: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"kpi-{number}",
            "title": text,
            "unit": text[:40],
            "definition": in_lines(text),
            "source": text,
            "target": {"at_least": target},
            "note": in_lines(text),
            "reviews": [{"date": "2026-10-10", "status": "watch", "note": in_lines(text)}],
            "drives": ["kpi-0"] if number else [],
            "readings": [
                {"date": f"2026-{month:02}-01", "value": month * target, "note": in_lines(text)}
                for month in range(1, 11)
            ],
        }
        for number, text in enumerate(TEXTS)
    ]


def mistakes() -> dict[str, Any]:
    """A file whose keys, references and values are as hostile as its texts."""
    wrong = [{"id": text, "title": 1, text: text, "supports": [text], "kpi": text} for text in TEXTS]
    return {"cycle": "2026-Q4", "team": TEXTS[0], "objectives": wrong, TEXTS[1]: TEXTS[4]}


def files(target: int) -> dict[str, str]:
    teams = [{"id": "company", "title": TEXTS[1]}, {"id": "north", "title": TEXTS[4], "parent": "company"}]
    people = [{"id": "ada", "name": TEXTS[0], "email": TEXTS[13], "handle": TEXTS[5]}]
    settings = {
        "version": 1,
        "organization": TEXTS[14],
        "mission": TEXTS[6],
        "teams": teams,
        "people": people,
    }
    goals = {"team": "north", "cycle": "2026-Q4", "not_goals": list(TEXTS), "objectives": objectives(target)}
    return {
        "okr.yaml": written(settings),
        FILE: written(goals),
        "kpis/kpis.yaml": written({"team": "north", "kpis": kpis(target)}),
        "goals/broken.yaml": written(mistakes()),
        "goals/torn.yaml": "".join(f"key: {text}\n" for text in TEXTS if printable(text) == text),
        "goals/control.yaml": "".join(f"# {text}\n" for text in TEXTS),
    }


def written(value: Any) -> str:
    """YAML, in which the texts stand as they are but for what a file cannot hold."""
    return "\n".join(_block(value, "")) + "\n"


def _block(value: Any, indent: str) -> Iterator[str]:
    entries = value.items() if isinstance(value, dict) else [(None, each) for each in value]
    for key, each in entries:
        lead = f"{indent}- " if key is None else f"{indent}? {_scalar(key)}\n{indent}: "
        if isinstance(each, dict | list) and each:
            first, *rest = _block(each, f"{indent}  ")
            yield lead + first.removeprefix(f"{indent}  ")
            yield from rest
        else:
            yield f"{lead}{_scalar(each)}"


def _scalar(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return "".join(f"\\u{ord(each):04x}" if each in "\x7f\x85\x9b\u2028\u2029" else each for each in text)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which every text changes once, by an author and in commits that are as hostile."""
    repo = Repo(tmp_path_factory.mktemp("hostile"))
    author = {"GIT_AUTHOR_NAME": f"@everyone <b>|` {ESCAPE}[31m \u202e", "HOME": str(repo.path)}
    for name in GIT_SETTINGS:
        os.environ.setdefault(name, GIT_SETTINGS[name])
    repo.git("init", "--quiet", "--initial-branch=main")
    repo.commit(
        f"::error::evil | {ESCAPE}[31m @everyone", files(10), at="2026-10-05T12:00:00+00:00", **author
    )
    repo.commit("<script>\n\n::error::evil", files(5), at="2026-11-16T12:00:00+00:00", **author)
    return repo.path


@pytest.fixture
def said(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    """What a run of okr in the repository writes on stdout; it must neither fail nor have a bug."""
    for name in [each for each in os.environ if each.startswith(("OKR_", "GITHUB_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("okr.cli.session.today", lambda: dt.date.fromisoformat(AS_OF))

    def okr(command: str) -> str:
        code = run([*command.split(), "--root", str(root)])
        out, err = capsys.readouterr()
        assert code in (0, 1), err
        harmless_lines(err)
        return out

    return okr


READING = (
    "score",
    "list objectives",
    "list key-results",
    "list kpis",
    "list teams",
    "list people",
    "list cycles",
    "tree",
    "show o0/metric",
    "kpi list",
    "kpi tree",
    "calibration",
    "report",
    "validate",
    "diff HEAD~1 HEAD",
    "trend o1",
    *(f"{command} o{number}" for command in ("show", "explain", "log") for number in range(len(TEXTS))),
    *(f"kpi chart kpi-{number}" for number in range(len(TEXTS))),
)
MARKDOWN = ("report", "validate", "diff HEAD~1 HEAD")


def harmless_lines(text: str) -> None:
    """Nothing that a terminal obeys or that reorders what it shows, and no line that a CI runner obeys."""
    assert [each for each in text if each != "\n" and printable(each) != each] == []
    assert [line for line in text.split("\n") if line.lstrip().startswith("::") or "##[" in line] == []


@pytest.mark.parametrize("command", READING)
def test_a_terminal_shows_it_and_obeys_nothing(said: Callable[..., str], command: str) -> None:
    harmless_lines(said(command))
    coloured = said(f"{command} --color always")
    harmless_lines(re.sub("\x1b\\[[0-9;]*m", "", coloured))


def test_the_one_line_formats_stay_on_one_line(said: Callable[..., str]) -> None:
    found = len(json.loads(said("validate --format json"))["diagnostics"])
    concise = said("validate --format concise")
    harmless_lines(concise)
    assert len(concise.splitlines()) == found > 100
    assert all(re.search(r":\d+:\d+: OKR\d{3} ", line) for line in concise.splitlines())
    harmless_lines(said("diff HEAD~1 HEAD --stat"))
    harmless_lines(said("validate --statistics"))
    harmless_lines(said("validate --fix --diff"))


@pytest.mark.parametrize("command", READING)
def test_json_is_json(said: Callable[..., str], command: str) -> None:
    text = said(f"{command} --format json")
    json.loads(text)
    harmless_lines(text)


@pytest.mark.parametrize("format_", ["sarif", "gitlab"])
def test_the_formats_of_forges_are_json(said: Callable[..., str], format_: str) -> None:
    text = said(f"validate --format {format_}")
    json.loads(text)
    harmless_lines(text)


def test_junit_is_xml(said: Callable[..., str]) -> None:
    text = said("validate --format junit")
    assert ET.fromstring(text).tag == "testsuites"
    harmless_lines(text)


@pytest.mark.parametrize("command", ["validate", "diff HEAD~1 HEAD"])
def test_no_text_commands_the_runner_of_a_workflow(said: Callable[..., str], command: str) -> None:
    text = said(f"{command} --format github")
    lines = text.splitlines()
    assert len(lines) > 20
    own = re.compile(r"::(error|warning|notice) title=[^,:]+,file=[^,:]+(,\w+=\d+)+::[^\r\n]+")
    assert [line for line in lines if not own.fullmatch(line)] == []
    assert [each for each in text if each != "\n" and printable(each) != each] == []


HTML_OF_OURS = re.compile(
    r"</?(details|summary|sub|b|br|table|tr|td|th)\b[^<>]*>|<!-- ?[a-z -]* ?-->|<!-- -->"
)


@pytest.mark.parametrize("command", MARKDOWN)
def test_markdown_has_no_mention_no_html_and_no_link_of_theirs(
    said: Callable[..., str], command: str
) -> None:
    text = said(f"{command} --format markdown")
    harmless_lines(text)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = [each for block in parser.parse(text) for each in (block, *(block.children or ()))]
    html = [each.content.strip() for each in tokens if each.type in ("html_block", "html_inline")]
    pieces = [piece for each in html for piece in re.findall(r"<[^>]*>?", each)]
    assert [piece for piece in pieces if not HTML_OF_OURS.fullmatch(piece)] == []
    assert [each for each in tokens if each.type in ("image", "link_open", "s_open")] == []
    texts = [each.content for each in tokens if each.type == "text"]
    # GitHub looks for handles and issues in what is shown, for addresses in what is written
    assert [each for each in texts if re.search(r"@\w|#\d|GH-\d", each)] == []
    assert [each for each in texts if re.search(r"\bwww\.|https?://|\$\S+\$", each) and each in text] == []


class Elements(HTMLParser):
    """The elements of a page, each with the names of its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, _ in attrs]))


def harmless_page(text: str) -> None:
    """Nothing is loaded, and no script runs but the one of the page itself."""
    found = Elements(text).found
    assert {tag for tag, _ in found} & {"img", "iframe", "object", "base", "link"} == set()
    assert [names for tag, names in found if tag == "script"] == [[]]
    assert [names for _, names in found if any(name.startswith("on") for name in names)] == []
    assert [each for each in text if each != "\n" and printable(each) != each] == []


def test_a_page_runs_nothing_of_theirs(said: Callable[..., str]) -> None:
    text = said("report --format html")
    harmless_page(text)
    assert "{{ 7*7 }}" in text


def test_no_page_of_a_site_runs_anything_of_theirs(said: Callable[..., str], tmp_path: Path) -> None:
    said(f"report --format html --output {tmp_path}/")
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) > len(TEXTS)
    for page in pages:
        harmless_page(page.read_text(encoding="utf-8"))


NODE = r"o\d+(k\d+)?(\[\".*\"\]|\(\[\".*\"\]\))"


def test_mermaid_has_the_nodes_and_edges_of_the_tree_alone(said: Callable[..., str]) -> None:
    text = said("tree --format mermaid")
    harmless_lines(text)
    line = re.compile(
        rf"flowchart BT|  {NODE}(:::\w+)?|  o\d+k\d+ --- o\d+|  o\d+ ==> o\d+(k\d+)?|  classDef \w+ [\w:#,-]+"
    )
    assert [each for each in text.splitlines() if not line.fullmatch(each)] == []
    labels = re.findall(r'\["(.*)"\]', text)
    assert len(labels) > len(TEXTS)
    assert [label for label in labels if re.search(r'["<>`]', label.replace("<br/>", ""))] == []


def test_the_files_are_those_of_the_tests(root: Path) -> None:
    """The hostile file name is one that git and the file system took."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout
    assert FILE.encode() in listed.split(b"\0")
