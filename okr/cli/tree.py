"""`okr tree`: which goal supports which, as a tree, a Mermaid flowchart or JSON."""

from __future__ import annotations

from typing import Annotated

import typer

from okr.cli.app import new_app
from okr.cli.options import Output, Selection, Where, with_groups
from okr.cli.output import Renderer, emit
from okr.cli.selecting import check_selection, is_selected
from okr.cli.session import Session
from okr.render.terminal import Screen
from okr.reports.tree import Alignment, alignment, branches, tree_output
from okr.workspace import ObjectiveNode

app = new_app()


@app.command()
@with_groups
def tree(
    where: Where,
    selection: Selection,
    output: Output,
    format_: Annotated[str, typer.Option("--format", metavar="F", help="tree, mermaid or json.")] = "tree",
) -> None:
    """Show which goal supports which, with the goals above those that are asked for."""
    session = Session(where)
    session.tell_mistakes()
    emit(_renderers(session, alignment(session.scores, _chosen(session, selection))), format_, output)


def _chosen(session: Session, selection: Selection) -> list[ObjectiveNode]:
    check_selection(session.workspace, selection)
    cycle = None if selection.cycle is None else session.named_cycle(selection.cycle)
    return [
        node
        for node in session.workspace.objectives.values()
        if (cycle is None or node.cycle.id == cycle.id) and is_selected(node, selection)
    ]


def _renderers(session: Session, links: Alignment) -> dict[str, Renderer]:
    return {
        "tree": lambda screen: _tree(session, links, screen),
        "mermaid": lambda _screen: _mermaid(links),
        "json": lambda _screen: _json(links),
    }


def _tree(session: Session, links: Alignment, screen: Screen) -> str:
    from okr.render import terminal_tree

    return terminal_tree.render(list(branches(links, session.scores)), links.orphans, screen)


def _mermaid(links: Alignment) -> str:
    from okr.render import mermaid

    return mermaid.render(tree_output(links))


def _json(links: Alignment) -> str:
    from okr.render import json_text

    return json_text.written(tree_output(links))
