"""The entry point. What a run needs is imported when it is needed, and not before."""

import gc
import sys

from okr.cli.boundary import run

_OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""Python's own 700 takes a tenth of a run: goals are many small values, and all of them stay to its end."""


def main() -> None:
    """Run `okr` with the arguments of this process, and leave."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    sys.exit(run(sys.argv[1:]))
