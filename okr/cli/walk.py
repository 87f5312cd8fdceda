"""The walk through key results: what is known of each, then what is new, written as soon as it is said."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from okr.authoring.checkin import Report, plan_checkin
from okr.authoring.numbers import number, share
from okr.authoring.waiting import expected_value, waiting
from okr.cli.writing import Answer, Writing, ask_for, commit_paths, finish, refuse_commit, tell_wrong
from okr.errors import OkrError
from okr.render.plain import printable
from okr.render.sparkline import sparkline
from okr.reports.wording import amount, shown, with_unit
from okr.workspace import KeyResultNode, Node

if TYPE_CHECKING:
    from okr.authoring.plans import Plan
    from okr.cli.session import Session
    from okr.scoring import KeyResultScore


class _QuitError(Exception):
    """The person has had enough; what was said before is written."""


def walk(session: Session, writing: Writing, person: str, node: Node | None) -> None:
    """Ask for a check-in of one key result, or of each that waits for one of the person's.

    Each answer is written before the next question, so that leaving at any time loses nothing.
    """
    scores = _chosen(session, person, node)
    if not scores:
        session.say(f"Nothing of {printable(person)} waits for a check-in on {session.as_of}.")
        return
    refuse_commit(session, writing, session.workspace.sources)
    written: list[Plan] = []
    try:
        for place, score in enumerate(scores, start=1):
            view = _view(score, session.workspace.unit_of(score.node), place, len(scores))
            sys.stderr.write("".join(f"{line}\n" for line in view))
            written += _answered(session, replace(writing, commit=False), person, score)
    except _QuitError:
        session.say("The rest waits.")
    finally:
        if writing.commit and written:
            paths = dict.fromkeys(path for plan in written for path in plan.paths)
            many = f"Check in {len(written)} key results"
            commit_paths(session, writing, paths, written[0].summary if len(written) == 1 else many)


def _chosen(session: Session, person: str, node: Node | None) -> Sequence[KeyResultScore]:
    if node is None:
        return waiting(session.scores, person)
    trial = Report(date=session.as_of, note="a trial, to refuse before asking what is refused anyway")
    plan_checkin(session.workspace, node.ref, trial, session.today, sure=True)
    return [session.scores.key_result(node)] if isinstance(node, KeyResultNode) else []


def _view(score: KeyResultScore, unit: str | None, place: int, number_of_all: int) -> Iterator[str]:
    """What there is to know before one answers."""
    node = score.node
    yield ""
    yield f"[{place}/{number_of_all}] {printable(node.goal.title)}"
    yield f"    {node.ref}"
    if score.value is not None and score.value_date is not None:
        chart = sparkline([value for _, value in score.values])
        yield f"    last      {with_unit(amount(score.value), unit)} on {score.value_date}  {chart}"
    elif score.score is not None:
        yield f"    last      score {shown(score.score)}"
    else:
        yield "    last      nothing yet"
    expected = expected_value(score)
    if expected is not None:
        yield f"    expected  {with_unit(amount(expected), unit)} by now"
    else:
        yield f"    expected  score {shown(score.expected)} by now"
    if node.goal.target is not None:
        yield f"    target    {with_unit(amount(node.goal.target), unit)} by {node.due}"


def _answered(session: Session, writing: Writing, person: str, score: KeyResultScore) -> list[Plan]:
    """Ask until an answer fits, or there is none; gives what was written, if anything was."""
    while True:
        try:
            said = _questions(score, session.as_of)
            report = Report(date=session.as_of, by=person, **said)
            if not said:
                return []
            planner = partial(plan_checkin, ref=score.node.ref, report=report, today=session.today)
            plan = finish(session, writing, planner)
        except OkrError as error:
            tell_wrong(error)
        else:
            return [plan] if plan.changes else []


def _questions(score: KeyResultScore, day: dt.date) -> dict[str, Any]:
    """What the person says, as fields of a report; empty where there is nothing to say."""
    said = dict(_measured(score.node, day))
    confidence = _ask("confidence 0..1", partial(share, what="confidence"))
    if confidence is not None:
        said["confidence"] = confidence
    note = _ask("note", str)
    if note is not None:
        said["note"] = note
    return said


def _measured(node: KeyResultNode, day: dt.date) -> Iterator[tuple[str, Any]]:
    """What the measure asks for."""
    goal = node.goal
    if goal.measure == "binary":
        if goal.done_on is None and _ask("done? y/n", _yes_or_no):
            yield "done", day
    elif goal.measure == "milestones":
        chosen = _choice("done", [each.title for each in goal.milestones or () if each.done is None])
        if chosen is not None:
            yield from (("milestone", chosen), ("done", day))
    elif goal.measure == "levels":
        chosen = _choice("level", [each.title for each in goal.levels or ()])
        if chosen is not None:
            yield "level", chosen
    elif goal.kpi is None:
        key = "score" if goal.measure == "graded" else "value"
        unit = f" in {printable(goal.unit)}" if goal.unit and key == "value" else ""
        answer = _ask(f"{key}{unit}", number)
        if answer is not None:
            yield key, answer


def _yes_or_no(answer: str) -> bool:
    if answer.casefold() not in ("y", "yes", "n", "no"):
        raise OkrError(f'"{answer}" is neither yes nor no', hint="Write y or n.")
    return answer.casefold() in ("y", "yes")


def _choice(what: str, titles: list[str]) -> str | None:
    """One of several, by its number; `None` for none of them."""
    for place, title in enumerate(titles, start=1):
        sys.stderr.write(f"    {place}  {printable(title)}\n")
    return _ask(f"{what}: number", partial(_by_number, titles)) if titles else None


def _by_number(titles: list[str], answer: str) -> str:
    if answer.isdecimal() and 1 <= int(answer) <= len(titles):
        return titles[int(answer) - 1]
    raise OkrError(f'"{answer}" is none of them', hint="Write the number in front, or nothing.")


def _ask(what: str, read: Callable[[str], Answer]) -> Answer | None:
    """What is read of the answer, asked for until it fits; `None` for nothing new."""

    def unless_leaving(answer: str) -> Answer:
        if answer in ("q", "Q"):
            raise _QuitError
        return read(answer)

    return ask_for(f"    {what} (Enter: nothing new, q: leave)> ", unless_leaving)
