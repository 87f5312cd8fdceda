"""`okr rule` and `okr rules`: the pages of the rules."""

from __future__ import annotations

from functools import partial
from typing import Annotated, cast

import typer

from okr.cli import completion
from okr.cli.app import new_app
from okr.cli.options import Output, with_groups
from okr.cli.output import Renderer, check_choice, emit
from okr.errors import OkrError
from okr.model.settings import Profile
from okr.render import json_text, rule_markdown, terminal_rule
from okr.reports.rules import FAMILIES, PROFILES, rule_report, rule_reports
from okr.reports.rules_output import rule_output, rules_output
from okr.rules.registry import RULES
from okr.workspace.mistakes import did_you_mean

rule_app = new_app()
rules_app = new_app()


@rule_app.command()
@with_groups
def rule(
    output: Output,
    selector: Annotated[
        str, typer.Argument(metavar="RULE", help="Its code or its name.", autocompletion=completion.rules)
    ],
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            envvar="OKR_FORMAT",
            metavar="F",
            help="text, markdown or json.",
            autocompletion=completion.words("text", "markdown", "json"),
        ),
    ] = "text",
) -> None:
    """Show the page of a rule: what it finds, why it matters, how to put it right."""
    report = rule_report(_code(selector))
    renderers: dict[str, Renderer] = {
        "text": partial(terminal_rule.render, report),
        "markdown": lambda _: rule_markdown.render(report),
        "json": lambda _: json_text.written(rule_output(report)),
    }
    emit(renderers, format_, output)


@rules_app.command()
@with_groups
def rules(
    output: Output,
    family: Annotated[
        str | None,
        typer.Option(
            "--family",
            metavar="FAMILY",
            help="Only that one, as in OKR1 or 1.",
            autocompletion=completion.words(*FAMILIES),
        ),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="P",
            help="Those of relaxed, default or strict, as it has them.",
            autocompletion=completion.words(*PROFILES),
        ),
    ] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            envvar="OKR_FORMAT",
            metavar="F",
            help="table or json.",
            autocompletion=completion.words("table", "json"),
        ),
    ] = "table",
) -> None:
    """List the rules."""
    reports = [
        each
        for each in rule_reports(profile=_profile(profile))
        if family is None or each.family == _family(family)
    ]
    renderers: dict[str, Renderer] = {
        "table": partial(terminal_rule.render_list, reports),
        "json": lambda _: json_text.written(rules_output(reports)),
    }
    emit(renderers, format_, output)


def _code(selector: str) -> str:
    """The code of a rule that is named in any way.

    Raises:
        OkrError: There is no such rule.
    """
    for rule in RULES:
        if selector.lower() in (rule.code.lower(), rule.name):
            return rule.code
    near = did_you_mean(selector, [name for rule in RULES for name in (rule.code, rule.name)])
    raise OkrError(f'there is no rule "{selector}"', hint=near or "See okr rules for what there is.")


def _family(text: str) -> str:
    family = f"OKR{text}" if text.isdecimal() else text.upper()
    check_choice(family, FAMILIES, "family")
    return family


def _profile(text: str | None) -> Profile | None:
    if text is not None:
        check_choice(text, PROFILES, "profile")
    return cast("Profile | None", text)
