"""The walk through key results: what is known of each, then what is new, written as soon as it is said."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from okr.authoring.checkin import Report, plan_checkin
from okr.authoring.numbers import number, share
from okr.authoring.waiting import expected_value, waiting
from okr.cli.writing import Writing, ask, commit_paths, finish
from okr.errors import OkrError
from okr.render.plain import printable
from okr.render.sparkline import sparkline
from okr.reports.wording import amount, shown, with_unit
from okr.workspace import KeyResultNode, Node

if TYPE_CHECKING:
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
    written: list[str] = []
    try:
        for place, score in enumerate(scores, start=1):
            sys.stderr.write("".join(f"{line}\n" for line in _view(score, place, len(scores))))
            written += _answered(session, replace(writing, commit=False), person, score)
    except _QuitError:
        session.say("The rest waits.")
    finally:
        if writing.commit and written:
            what = f"{len(scores)} key results" if len(scores) > 1 else scores[0].node.ref.partition("/")[2]
            commit_paths(session, writing, dict.fromkeys(written), f"Check in {what}")


def _chosen(session: Session, person: str, node: Node | None) -> Sequence[KeyResultScore]:
    if node is None:
        return waiting(session.scores, person)
    trial = Report(date=session.as_of, note="a trial, to refuse before asking what is refused anyway")
    plan_checkin(session.workspace, node.ref, trial, session.today, sure=True)
    return [session.scores.key_result(node)] if isinstance(node, KeyResultNode) else []


def _view(score: KeyResultScore, place: int, number_of_all: int) -> Iterator[str]:
    """What there is to know before one answers."""
    node, unit = score.node, score.node.goal.unit
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


def _answered(session: Session, writing: Writing, person: str, score: KeyResultScore) -> list[str]:
    """Ask until an answer fits, or there is none; gives the files that were written."""
    while True:
        try:
            said = _questions(score, session.as_of)
            report = Report(date=session.as_of, by=person, **said)
            if not said:
                return []
            planner = partial(plan_checkin, ref=score.node.ref, report=report, today=session.today)
            plan = finish(session, writing, planner)
        except OkrError as error:
            sys.stderr.write(f"    {printable(error.message)}\n    {printable(error.hint or '')}\n")
        else:
            return list(plan.paths)


def _questions(score: KeyResultScore, day: dt.date) -> dict[str, Any]:
    """What the person says, as fields of a report; empty where there is nothing to say."""
    said = dict(_measured(score.node, day))
    confidence = _ask("confidence 0..1")
    if confidence:
        said["confidence"] = share(confidence, "confidence")
    note = _ask("note")
    if note:
        said["note"] = note
    return said


def _measured(node: KeyResultNode, day: dt.date) -> Iterator[tuple[str, Any]]:
    """What the measure asks for."""
    goal = node.goal
    if goal.measure == "binary":
        if goal.done_on is None and _ask("done? y/n").casefold() in ("y", "yes"):
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
        answer = _ask(f"{key}{f' in {printable(goal.unit)}' if goal.unit and key == 'value' else ''}")
        if answer:
            yield key, number(answer)


def _choice(what: str, titles: list[str]) -> str | None:
    """One of several, by its number; `None` for none of them."""
    for place, title in enumerate(titles, start=1):
        sys.stderr.write(f"    {place}  {printable(title)}\n")
    answer = _ask(f"{what}: number") if titles else ""
    if not answer:
        return None
    if answer.isdecimal() and 1 <= int(answer) <= len(titles):
        return titles[int(answer) - 1]
    raise OkrError(f'"{answer}" is none of them', hint="Write the number in front, or nothing.")


def _ask(what: str) -> str:
    answer = ask(f"    {what} (Enter: nothing new, q: leave)> ")
    if answer in ("q", "Q"):
        raise _QuitError
    return answer
