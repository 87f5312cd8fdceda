"""The one door to git: revisions, the sides of a comparison, snapshots, history, and making a commit.

Everything is asked of git itself, by commands whose output does not depend on anybody's settings, so that
whatever git can do (linked work trees, submodules, SHA-256, packs, mailmaps) holds here too. Nothing is ever
checked out. Needs git 2.31 or newer.
"""

from okr.git.history import Version
from okr.git.repository import Repository
from okr.git.revisions import Commit, Place, Side, Sides, parse_since
from okr.git.snapshots import GitSnapshot

__all__ = ["Commit", "GitSnapshot", "Place", "Repository", "Side", "Sides", "Version", "parse_since"]
