"""Makes the pictures that README shows, from the example company.

    python tests/tools/screenshots.py

`score.svg` is the table of `okr score` in a terminal; `report.png` is the web page, and needs Chromium (see
`tests/browser`). Both land in `examples/pictures`.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

from northwind import AS_OF, northwind  # noqa: E402  the tests' own helpers

from okr.render import html, terminal_score  # noqa: E402
from okr.render.terminal import Screen  # noqa: E402
from okr.reports.chosen import choose  # noqa: E402
from okr.reports.report import Narrowed, Report, report  # noqa: E402
from okr.reports.scoreboard import scoreboard  # noqa: E402
from okr.scoring import Scores  # noqa: E402

PICTURES = ROOT / "examples" / "pictures"
COLUMNS, CYCLE, TEAM = 152, "2026-Q4", "growth"
WIDTH, HEIGHT = 1280, 1440


def main() -> int:
    """Make both; 1 where there is no browser for the second."""
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / "score.svg").write_text(terminal_picture(AS_OF), encoding="utf-8", newline="\n")
    print("examples/pictures/score.svg")
    if not page_picture(PICTURES / "report.png"):
        print("report.png needs Chromium and Playwright", file=sys.stderr)
        return 1
    print("examples/pictures/report.png")
    return 0


def terminal_picture(day: date) -> str:
    """The table as an SVG; text stays text."""
    scores = Scores(northwind(), day)
    nodes = [node for node in northwind().objectives.values() if node.cycle.id == CYCLE]
    board = scoreboard(choose(scores, northwind().cycles[CYCLE], nodes), scores)
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi(terminal_score.render([board], Screen(COLUMNS, color=True))))
    title = f"okr score --as-of {day}"
    return console.export_svg(title=title, unique_id="score", code_format=_without_fonts())


def _without_fonts() -> str:
    """Rich's frame, with the reader's own fixed-width type in the place of one that would be loaded."""
    from rich._export_format import CONSOLE_SVG_FORMAT

    head, _, rest = CONSOLE_SVG_FORMAT.partition("<style>")
    _, _, rest = rest.partition(".{unique_id}-matrix {{")
    return f"{head}<style>\n    .{{unique_id}}-matrix {{{{{rest}".replace("Fira Code, monospace", FIXED_WIDTH)


FIXED_WIDTH = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


def team_report(day: date) -> Report:
    """What `okr report --team growth` says."""
    workspace, scores = northwind(), Scores(northwind(), day)
    nodes = [each for each in workspace.objectives.values() if (each.cycle.id, each.team) == (CYCLE, TEAM)]
    kpis = [each for each in workspace.kpis.values() if each.team == TEAM]
    chosen = choose(scores, workspace.cycles[CYCLE], nodes)
    return report(chosen, scores, kpis=kpis, narrowed=Narrowed(team=TEAM))


def page_picture(path: Path) -> bool:
    """A picture of the top of the page; false where there is no browser to take it."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return False
    from opening import CHROMIUM, FLAGS

    if CHROMIUM is None:
        return False
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        page_file = Path(folder, "report.html")
        page_file.write_text(html.render(team_report(AS_OF)), encoding="utf-8")
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(page_file.as_uri())
        page.screenshot(path=path)
        browser.close()
    return True


if __name__ == "__main__":
    sys.exit(main())
