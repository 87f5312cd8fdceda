"""New objectives, key results and KPIs, in the file where people would look for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from okr.authoring import order
from okr.authoring.checkin import short
from okr.authoring.plans import Plan, after, checked, draft_of, keys_of
from okr.edits import Draft, FileChange, Insert, new_document
from okr.errors import OkrError
from okr.model.cycles import Cycle
from okr.model.settings import GoalFile
from okr.workspace import ObjectiveNode, Workspace
from okr.workspace.files import goal_paths

_LONGEST_ID = 60
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def slug(title: str, taken: Iterable[str] = ()) -> str:
    """An id for a title: its words in small ASCII letters, with a number behind where that is taken.

    Raises:
        OkrError: Nothing of the title can be in an id.
    """
    letters = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    words = _NOT_IN_SLUG.sub("-", letters).strip("-")
    if not words:
        raise OkrError(f'no id can be made of "{title}"', hint="Give one with --id.")
    short_ = words if len(words) <= 50 else words[:51].rpartition("-")[0] or words[:50]
    known = set(taken)
    numbered = (f"{short_}-{number}" for number in range(2, len(known) + 3))
    return next(each for each in (short_, *numbered) if each not in known)


def plan_objective(workspace: Workspace, team: str, cycle: Cycle, fields: Mapping[str, Any]) -> Plan:
    """The plan for a new objective: in the file of its team and cycle, or in a new one.

    Args:
        workspace: As it is.
        team: The id of its team.
        cycle: Its cycle.
        fields: Its keys; the id is made of the title if there is none.

    Raises:
        OkrError: There is one with that id, or a key is wrong.
    """
    own = {
        node.goal.id
        for node in workspace.objectives.values()
        if (node.team, node.cycle.id) == (team, cycle.id)
    }
    entry = _entry(fields, own, order.OBJECTIVE, f"{team} in {cycle.id}")
    path = place_for(workspace, "objectives", team, cycle.id)
    head = {**({"team": team} if len(workspace.teams) > 1 or team != "company" else {}), "cycle": cycle.id}
    draft = _with_entry(workspace, path, "objectives", head, entry)
    return Plan(_sound(workspace, draft), f"Add objective {team}/{entry['id']}: {entry['title']}")


def plan_key_result(workspace: Workspace, ref: str, fields: Mapping[str, Any]) -> Plan:
    """The plan for a new key result of the objective `ref`.

    Raises:
        OkrError: `ref` is none, it is closed, there is a key result with that id, or a key is wrong.
    """
    node = workspace.nodes[ref]
    if not isinstance(node, ObjectiveNode):
        raise OkrError(f'"{short(node)}" is no objective', hint="Name the objective that it is to belong to.")
    if node.goal.close is not None:
        raise OkrError(f"{short(node)} was closed on {node.goal.close.date}", hint="Name one that is open.")
    entry = _entry(fields, {each.id for each in node.goal.key_results}, order.KEY_RESULT, short(node))
    keys = (*keys_of(workspace, node), "key_results")
    draft = draft_of(workspace, node.place.path)
    place = len(draft.at(keys) or [])
    draft = draft.apply(Insert(keys, place, (entry,), order.before("key_results", order.OBJECTIVE)))
    return Plan(_sound(workspace, draft), f"Add key result {short(node)}/{entry['id']}: {entry['title']}")


def plan_kpi(workspace: Workspace, team: str, fields: Mapping[str, Any]) -> Plan:
    """The plan for a new KPI: in the file of its team's KPIs, or in a new one.

    Raises:
        OkrError: There is one with that id, or a key is wrong.
    """
    entry = _entry(fields, set(workspace.kpis), order.KPI, "the workspace")
    path = place_for(workspace, "kpis", team, None)
    head = {"team": team} if len(workspace.teams) > 1 or team != "company" else {}
    draft = _with_entry(workspace, path, "kpis", head, entry)
    return Plan(_sound(workspace, draft), f"Add KPI {entry['id']}: {entry['title']}")


def _sound(workspace: Workspace, draft: Draft) -> tuple[FileChange, ...]:
    """The change of a draft, in which everything that it names is there."""
    changes = checked(workspace, [draft])
    after(workspace, changes)
    return changes


def _entry(fields: Mapping[str, Any], taken: set[str], keys: tuple[str, ...], where: str) -> dict[str, Any]:
    """The keys that are given, in order, with an id."""
    if fields.get("id") in taken:
        raise OkrError(f'{where} has "{fields["id"]}" already', hint="Give another --id.")
    given = {key: value for key, value in fields.items() if value is not None}
    if "id" not in given:
        given["id"] = slug(fields["title"], taken)
    ordered = {key: given[key] for key in keys if key in given}
    if fields.get("done", 0) is None:
        ordered["done"] = None
    return ordered


def place_for(workspace: Workspace, key: str, team: str, cycle: str | None) -> str:
    """The file for an entry of `objectives` or `kpis`: the fullest of its team and cycle, or a new one.

    Raises:
        OkrError: A new one would not be read, by what `include` says.
    """
    fitting = [
        (len(getattr(source.model, key)), path)
        for path, source in workspace.sources.items()
        if isinstance(source.model, GoalFile)
        and (source.model.team or next(iter(workspace.teams))) == team
        and (cycle is None or source.model.cycle == cycle)
        and getattr(source.model, key)
    ]
    if fitting:
        return max(fitting, key=lambda each: each[0])[1]
    several = len(workspace.teams) > 1
    path = (
        f"kpis/{team}.yaml"
        if cycle is None
        else f"goals/{cycle}/{team}.yaml"
        if several
        else f"goals/{cycle}.yaml"
    )
    if not list(goal_paths([path], workspace.settings.include, workspace.settings.exclude)):
        hint = "Let include in okr.yaml name goals/** and kpis/**, or add it by hand."
        raise OkrError(f"{path} would not be read", hint=hint)
    return path


def _with_entry(
    workspace: Workspace, path: str, key: str, head: Mapping[str, Any], entry: Mapping[str, Any]
) -> Draft:
    """A draft of a file with one more entry; a file that is not there begins with `head`."""
    if path in workspace.sources:
        draft = draft_of(workspace, path)
        return draft.apply(
            Insert((key,), len(draft.at((key,)) or []), (entry,), order.before(key, order.FILE))
        )
    return Draft.of(path, None, new_document({**head, key: [entry]}))
