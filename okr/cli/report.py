"""`okr report`: the whole picture of a cycle, for people to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from okr.cli.app import new_app
from okr.cli.options import Output, Selection, Where, with_groups
from okr.cli.output import Renderer, check_choice, emit, save_all
from okr.cli.reporting import Reporting
from okr.cli.session import Session
from okr.errors import OkrError
from okr.render.terminal import Screen
from okr.reports.site import Site

app = new_app()

_SITE = "html"
"""The format that a folder is filled with."""


@app.command()
@with_groups
def report(
    where: Where,
    selection: Selection,
    output: Output,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            envvar="OKR_SINCE",
            metavar="SPAN|DATE|REV",
            help="Tell what changed since then; 7d where the history goes back so far.",
        ),
    ] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format", metavar="F", help="terminal, markdown, html or json; html --output DIR/ makes a site."
        ),
    ] = "terminal",
) -> None:
    """Show where a team or an organization stands, in one look and then in depth."""
    session = Session(where)
    session.tell_mistakes()
    reporting = Reporting(session, selection, since)
    renderers = _renderers(reporting)
    check_choice(format_, renderers, "format")
    folders = [text for text in output.output or () if _is_folder(text)]
    files = [text for text in output.output or () if text not in folders]
    for text in folders:
        _write_site(reporting, text, format_)
    if files or not folders:
        emit(renderers, format_, Output(output=files, color=output.color))


def _renderers(reporting: Reporting) -> dict[str, Renderer]:
    """Every format by its name; each is imported when it is asked for."""

    def terminal(screen: Screen) -> str:
        from okr.render import terminal_report

        return terminal_report.render(reporting.report, screen)

    def markdown() -> str:
        from okr.render import report_markdown

        return report_markdown.render(reporting.report)

    def html() -> str:
        from okr.render import html as page

        return page.render(reporting.report)

    def json() -> str:
        from okr.render import json_text
        from okr.reports.report.output import report_output

        return json_text.written(report_output(reporting.report))

    return {"terminal": terminal, "markdown": _any(markdown), _SITE: _any(html), "json": _any(json)}


def _any(render: Callable[[], str]) -> Renderer:
    """A format that is the same on every screen."""
    return lambda _: render()


def _is_folder(text: str) -> bool:
    """Whether an output is a folder: it ends with a slash, or is one."""
    path = text.removeprefix(f"{_SITE}=")
    return path.endswith(("/", "\\")) or (bool(path) and Path(path).is_dir())


def _write_site(reporting: Reporting, text: str, format_: str) -> None:
    path = text.removeprefix(f"{_SITE}=")
    if format_ != _SITE and path == text:
        raise OkrError(f"{path} is a folder", hint="A site is made by --format html; else name a file.")
    written = list(_placed(reporting.site(), Path(path)))
    save_all(written)
    reporting.session.say(f"{path} holds {len(written)} pages; begin with {Path(path, 'index.html')}")


def _placed(site: Site, folder: Path) -> Iterator[tuple[Path, str]]:
    """The pages of a site and where they go, in folders that are there."""
    from okr.render.html_site import pages

    for name, page in pages(site):
        target = folder / name
        _make_folder(target.parent)
        yield target, page


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "Name another --output DIR/."
        raise OkrError(f"cannot make the folder {folder}: {error.strerror}", hint=hint) from None
