"""The entry point. What a run needs is imported when it is needed, and not before."""

import sys

from okr.cli.boundary import run


def main() -> None:
    """Run `okr` with the arguments of this process, and leave."""
    sys.exit(run(sys.argv[1:]))
