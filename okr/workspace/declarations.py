"""What `okr.yaml` declares: teams, people and cycles, each id once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from okr.model.cycles import Cycle, builtin_cycle
from okr.model.settings import DEFAULT_TEAM, Person, Settings, Team
from okr.snapshot import WORKSPACE_FILE
from okr.workspace.nodes import Place
from okr.workspace.reader import Reader


@dataclass(frozen=True, slots=True)
class Declarations:
    """The names that goal files may use, by id.

    Attributes:
        teams: `company` alone where none is declared.
        people: Nobody where none is declared; then any name will do.
        cycles: Those whose ids do not say their dates.
    """

    teams: dict[str, Team]
    people: dict[str, Person]
    cycles: dict[str, Cycle]


def declarations(settings: Settings, reader: Reader) -> Declarations:
    """Read what is declared; a second one of an id, and an id that means something else, are reported."""
    teams = _teams(settings, reader)
    people = {person.id: person for person, _ in _unique(settings.people, "people", "person", reader)}
    return Declarations(teams, people, dict(_cycles(settings, teams, reader)))


def _teams(settings: Settings, reader: Reader) -> dict[str, Team]:
    teams: dict[str, Team] = {}
    for team, place in _unique(settings.teams, "teams", "team", reader):
        teams[team.id] = team
        if builtin_cycle(team.id, settings.fiscal_year_start) is not None:
            message = f'the team "{team.id}" has the id of a cycle'
            reader.report("OKR007", place.at("id"), message, "Give the team another id.")
    return teams or {DEFAULT_TEAM: Team(id=DEFAULT_TEAM, title=settings.organization)}


def _cycles(settings: Settings, teams: dict[str, Team], reader: Reader) -> Iterator[tuple[str, Cycle]]:
    for declared, place in _unique(settings.cycles, "cycles", "cycle", reader):
        if builtin_cycle(declared.id, settings.fiscal_year_start) is not None:
            advice = "Leave it out here, or give the cycle another id."
            reader.report("OKR005", place.at("id"), f'"{declared.id}" says its own dates', advice)
        elif declared.id in teams:
            message = f'the cycle "{declared.id}" has the id of a team'
            reader.report("OKR007", place.at("id"), message, "Give one of the two another id.")
        else:
            yield declared.id, Cycle(declared.id, declared.start, declared.end)


def _unique(entries: Iterable[Any], key: str, noun: str, reader: Reader) -> Iterator[tuple[Any, Place]]:
    """The entries of a list with their places, each id once; a second one is reported."""
    seen: dict[str, Place] = {}
    for index, entry in enumerate(entries):
        place = Place(WORKSPACE_FILE, (key, index))
        if entry.id in seen:
            message = f'there are two {key} with the id "{entry.id}"'
            advice = f"Give one {noun} another id, or remove it."
            reader.report("OKR007", place.at("id"), message, advice, first=seen[entry.id].at("id"))
            continue
        seen[entry.id] = place
        yield entry, place
