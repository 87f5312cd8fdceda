"""The commands and where each lives: a command is imported when it runs, and not before."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, cast

import typer
from typer.core import TyperGroup

from okr import __version__
from okr.cli.usage import App, Group

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter
    from typer._click.shell_completion import CompletionItem


class Entry(NamedTuple):
    """A command's name, the module in `okr.cli` that holds its Typer app, and what it does."""

    name: str
    module: str
    summary: str
    hidden: bool = False


COMMANDS = (
    Entry("init", "init", "Make a workspace here, with a first goal and KPI."),
    Entry("validate", "validate", "Check goal files against the format and the rules of good goals."),
    Entry("score", "score", "Show the scores of objectives and key results as a table."),
    Entry("report", "report", "Show the whole picture of a cycle, in a terminal or as a page."),
    Entry("show", "show", "Show one goal or KPI whole."),
    Entry("explain", "explain", "Show how a number came about."),
    Entry("tree", "tree", "Show which goal supports which."),
    Entry("list", "listing", "List objectives, key results, KPIs, teams, cycles or people."),
    Entry("diff", "diff", "Show what a change does to the goals, by meaning."),
    Entry("checkin", "checkin", "Record a check-in, or walk through your own stale key results."),
    Entry("new", "new", "Add an objective, a key result or a KPI."),
    Entry("amend", "amend", "Change a goal the honest way, with its amendment."),
    Entry("drop", "amend", "Drop a goal, with the reason; it stays where it was."),
    Entry("move", "move", "Move or rename a goal or KPI, and mend every reference to it."),
    Entry("close", "close", "Close a goal, or all of a cycle, with what came of it."),
    Entry("rollover", "rollover", "Carry what goes on into the next cycle."),
    Entry("fmt", "fmt", "Put goal files in the canonical order and spacing."),
    Entry("kpi", "kpi", "Look at KPIs and record their readings."),
    Entry("calibration", "calibration", "Hold people's confidence against what came of it."),
    Entry("log", "history", "Tell the life of a goal out of git."),
    Entry("trend", "history", "Show how a score went over time."),
    Entry("git", "git", "Let git itself read, merge and check goals in this clone."),
    Entry("ci", "ci", "Say on a pull or merge request what it does to the goals."),
    Entry("diff-driver", "drivers", "Called by git.", hidden=True),
    Entry("merge-driver", "drivers", "Called by git.", hidden=True),
    Entry("rule", "rules", "Show the page of a rule."),
    Entry("rules", "rules", "List the rules."),
    Entry("schema", "schema", "Print the JSON Schema of a file or of an output."),
)
"""Every command, in the order in which `okr --help` lists them."""

_BY_NAME = {entry.name: entry for entry in COMMANDS}


class LazyGroup(Group):
    """A group that knows its commands by name and imports one only to run it, or to show its own help."""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002
        """The names, in the order of help."""
        return [entry.name for entry in COMMANDS if not entry.hidden]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002
        """The command of a name; `None` if there is none."""
        return command(cmd_name) if cmd_name in _BY_NAME else None

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """The commands and options that begin with what is typed; no command is imported for that."""
        from typer._click.shell_completion import CompletionItem

        fitting = (entry for entry in COMMANDS if not entry.hidden and entry.name.startswith(incomplete))
        options = super(TyperGroup, self).shell_complete(ctx, incomplete)  # TyperGroup's imports them all
        return [*(CompletionItem(entry.name, help=entry.summary) for entry in fitting), *options]

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(entry.name, entry.summary) for entry in COMMANDS if not entry.hidden])


@cache
def command(name: str) -> Command:
    """The command of a name, from the module that holds it.

    A module with one command has a Typer app called `app`; one with several has one for each, by name.
    """
    module: Any = import_module(f"okr.cli.{_BY_NAME[name].module}")
    app: typer.Typer = getattr(module, f"{name.replace('-', '_')}_app", None) or module.app
    built = typer.main.get_command(app)
    built.name = name
    return built


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"okr {__version__}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option(
        "--version", "-V", callback=_print_version, is_eager=True, help="Print the version and leave."
    ),
]


@cache
def application() -> Group:
    """The whole command line."""
    app = App(
        cls=LazyGroup,
        name="okr",
        help="Keep OKRs and KPIs as YAML files in git: validated, scored and reviewed by meaning.",
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def okr(version: Version = False) -> None:  # handled before any command
        pass

    return cast("Group", typer.main.get_command(app))


def new_app() -> typer.Typer:
    """A Typer app as every command has it: plain help, and errors left to the one boundary.

    A group that is called without one of its commands shows its help.
    """
    return App(
        cls=Group,
        no_args_is_help=True,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
