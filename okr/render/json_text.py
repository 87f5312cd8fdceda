"""JSON as every machine output is written."""

from __future__ import annotations

import json
from typing import Any


def written(value: Any) -> str:
    """Indented, in ASCII: no terminal, no log and no encoding on the way can take harm from it.

    The runner of GitHub's workflows obeys `##[` anywhere in a line; only texts can hold it.

    Raises:
        ValueError: A number is not finite; JSON has no word for that.
    """
    return json.dumps(value, indent=2, allow_nan=False).replace("##[", "#\\u0023[") + "\n"
