"""Who is asking: by the option, the environment, or what git knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from okr.errors import OkrError
from okr.workspace.mistakes import did_you_mean

if TYPE_CHECKING:
    from okr.workspace import Workspace


def who(
    workspace: Workspace, by: str | None, user: str | None, email: Callable[[], str | None]
) -> str | None:
    """The id of the person who runs `okr`; `None` where nothing tells.

    Args:
        workspace: Where people are listed, or nobody is.
        by: The option `--by`.
        user: The environment's `OKR_USER`.
        email: Asks git for its `user.email`; called only if need be.

    Raises:
        OkrError: The option or the environment names somebody whom `people` does not.
    """
    if by:
        return _known(workspace, by, "--by")
    if user:
        return _known(workspace, user, "OKR_USER")
    if not any(person.email for person in workspace.people.values()):
        return None
    address = (email() or "").casefold()
    return next(
        (
            person.id
            for person in workspace.people.values()
            if (person.email or "").casefold() == address != ""
        ),
        None,
    )


def _known(workspace: Workspace, name: str, source: str) -> str:
    """The id that a name means: an id, or a handle."""
    if not workspace.people or name in workspace.people:
        return name
    for person in workspace.people.values():
        if person.handle is not None and person.handle.lstrip("@") == name.lstrip("@"):
            return person.id
    hint = did_you_mean(name, workspace.people) or f"People here: {', '.join(sorted(workspace.people))}."
    raise OkrError(f'{source} names "{name}", who is not among the people of okr.yaml', hint=hint)
