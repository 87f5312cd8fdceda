"""The entry point. What a run needs is imported when it is needed, and not before."""

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from okr.cli.boundary import run

_OBJECTS_BETWEEN_COLLECTIONS = 1_000_000
"""Python's own 700 takes a tenth of a run: goals are many small values, and all of them stay to its end."""


def main() -> NoReturn:
    """Run `okr` with the arguments of this process, and leave.

    All that has to be written or closed is by then. Python would take every value apart before it leaves, for
    a fifth of a short run; the system just takes the memory back.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # nobody reads it any more; what there was to say of that is said
            stream.flush()
    os._exit(code)
