"""`okr report`: what it is asked, what it refuses, where it goes, and how it looks on a terminal."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from textwrap import dedent

import pytest
from gitrepo import NewRepo
from golden import check_screen

from okr.cli.boundary import run

NORTHWIND = Path(__file__).parents[2] / "examples" / "northwind"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    own = [name for name in os.environ if name.startswith("OKR_") and name != "OKR_WRITE_SCREENS"]
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", *own):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """The example company, in no repository."""
    return Path(shutil.copytree(NORTHWIND, tmp_path / "northwind"))


def report(root: Path, *arguments: str) -> int:
    return run(["report", "--root", str(root), "--as-of", "2026-11-20", *arguments])


@pytest.mark.parametrize("width", [80, 140])
def test_a_terminal(
    width: int, company: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert report(company) == 0
    check_screen(f"report-{width}", capsys.readouterr().out)


def test_one_persons_monday(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(company, "--owner", "elif") == 0
    check_screen("report-monday", capsys.readouterr().out)


def test_an_ended_cycle_as_markdown(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(company, "--cycle", "2026-Q3", "--format", "markdown") == 0
    check_screen("report-ended", capsys.readouterr().out)


def test_a_persons_report_holds_only_their_key_results_and_kpis(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(company, "--owner", "ben", "--format", "json") == 0
    output = json.loads(capsys.readouterr().out)
    shown = {
        objective["row"]["ref"].rpartition("/")[2]: [
            each["row"]["ref"].rpartition("/")[2] for each in objective["key_results"]
        ]
        for team in output["teams"]
        for objective in team["objectives"]
    }
    assert shown == {
        "onboarding": ["time-to-value"],
        "word-of-mouth": ["referrals", "reviews", "referred-to-paid"],
    }
    assert [each["chart"]["row"]["id"] for each in output["kpis"]] == ["support-load"]


def test_every_format_in_one_run(company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = [
        argument
        for name in ("html", "markdown", "json")
        for argument in ("-o", f"{name}={tmp_path}/r.{name}")
    ]
    assert report(company, "--quiet", *outputs) == 0
    assert capsys.readouterr().out.startswith("Northwind Analytics · 2026-Q4\n")
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>\n")
    assert (
        (tmp_path / "r.markdown").read_text(encoding="utf-8").startswith("# Northwind Analytics · 2026-Q4\n")
    )
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["schema"] == "okr.report/1"


def test_a_folder_becomes_a_site(company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "site"
    assert report(company, "--format", "html", "--output", f"{folder}/") == 0
    assert capsys.readouterr() == ("", f"{folder}/ holds 22 pages; begin with {folder}/index.html\n")
    assert len(list(folder.rglob("*.html"))) == 22
    assert (folder / "goals" / "2026-Q4" / "growth" / "onboarding.html").is_file()


@pytest.mark.parametrize("output", ["html=", ""])
def test_an_output_without_a_name_is_not_the_current_folder(
    company: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    output: str,
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert report(company.resolve(), "--format", "html", "--output", output) == 2
    assert capsys.readouterr().err == (
        "okr: --output names no file\n     Write --output FILE, or --output FORMAT=FILE.\n"
    )
    assert list(Path.cwd().iterdir()) == []


def test_a_folder_takes_no_other_format(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(company, "--format", "json", "--output", str(tmp_path)) == 2
    assert capsys.readouterr().err == (
        f"okr: {tmp_path} is a folder\n     A site is made by --format html; else name a file.\n"
    )


def test_a_site_of_nobodys_goals_is_refused(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        report(company, "--team", "growth", "--owner", "elif", "--format", "html", "-o", f"{tmp_path}/s/")
        == 2
    )
    assert capsys.readouterr().err.startswith("okr: there are no such goals in any cycle\n")


def test_what_changed_since_a_day(new_repo: NewRepo, capsys: pytest.CaptureFixture[str]) -> None:
    repo = new_repo()
    before = dedent(
        """\
        cycle: 2026-Q4
        objectives:
          - id: o
            title: Be good
            key_results:
              - id: k
                title: A number
                baseline: 0
                target: 10
                check_ins:
                  - {date: 2026-10-12, value: 1}
        """
    )
    files = {"okr.yaml": "version: 1\n", "goals/a.yaml": before}
    repo.commit("Begin", files, at="2026-11-01T12:00:00+00:00")
    after = f"{before}          - {{date: 2026-11-16, value: 4}}\n"
    repo.commit("Check in", {"goals/a.yaml": after}, at="2026-11-16T12:00:00+00:00")
    assert report(repo.path, "--format", "json") == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert changes["since"].startswith("2026-11-01 (")
    assert [(each["before"], each["after"], each["scope"]) for each in changes["effects"]] == [
        (0.1, 0.4, 0.0)
    ]
    assert [each["text"] for each in changes["changes"]] == ["Check-in of 2026-11-16: 4"]


def test_a_day_before_all_history_is_refused_only_where_it_is_asked_for(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(company, "--since", "7d") == 2
    assert "is not in a git repository" in capsys.readouterr().err
    assert report(company, "--format", "json") == 0
    output = json.loads(capsys.readouterr().out)
    assert output["changes"] is None
    assert "is not in a git repository" in output["unchanged_why"]


KPI = """\
kpis:
  - {id: errors, title: Errors, unit: "%", target: {at_most: 1}, readings: [{date: 2026-11-01, value: 4}]}
"""


@pytest.mark.parametrize("format_", ["terminal", "markdown", "html", "json"])
def test_kpis_alone_are_a_report_on_the_quarter(
    format_: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "okr.yaml").write_text("version: 1\n", encoding="utf-8")
    (tmp_path / "kpis.yaml").write_text(KPI, encoding="utf-8")
    assert report(tmp_path, "--format", format_) == 0
    out = capsys.readouterr().out
    assert "2026-Q4" in out
    assert "Errors" in out


def corpus() -> list[Path]:
    """The workspaces of real organizations, where a checkout of them is named."""
    top = os.environ.get("OKR_CORPUS")
    return sorted(path.parent for path in Path(top).rglob("okr.yaml")) if top else []


@pytest.mark.no_cover
@pytest.mark.skipif(not corpus(), reason="OKR_CORPUS names no folder of workspaces")
@pytest.mark.parametrize("root", corpus(), ids=lambda root: root.name)
def test_every_real_workspace_in_every_format(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outputs = [f"{name}={tmp_path}/r.{name}" for name in ("markdown", "html", "json")]
    arguments = [part for output in (*outputs, f"html={tmp_path}/site/") for part in ("--output", output)]
    assert run(["report", "--root", str(root), "--quiet", *arguments]) == 0
    assert capsys.readouterr().err == ""
    assert (tmp_path / "site" / "index.html").is_file()
