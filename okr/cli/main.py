"""The entry point. It imports nothing that costs: scripts ask for the version, and are answered at once."""

import sys

from okr import __version__


def main() -> None:
    """Run `okr` with the arguments of this process, and leave."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"okr {__version__}\n")
        return
    from okr.cli.boundary import run

    sys.exit(run(sys.argv[1:]))
