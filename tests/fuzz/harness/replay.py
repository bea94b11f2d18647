"""One input again, without the fuzzer: what it does, how long it takes, how much memory."""

from __future__ import annotations

import resource
import sys
import time
import traceback
from typing import TYPE_CHECKING

from fuzz.harness.finds import Found

if TYPE_CHECKING:
    from pathlib import Path

    from fuzz.harness.shelf import Target

MOST_SECONDS, MOST_MB = 2, 500


def replay(target: Target, path: Path) -> int:
    """Tells what an input does; 1 where something does not hold, 0 where all is well."""
    run, data = target.load().run, path.read_bytes()
    run(b"")  # imports and fills caches
    start, memory = time.process_time(), _peak()
    try:
        run(data)
    except Found as found:
        fault = str(found)
    except Exception:  # noqa: BLE001 - that is what we are after
        fault = traceback.format_exc()
    else:
        fault = ""
    seconds, memory = time.process_time() - start, _peak() - memory
    tight = seconds > MOST_SECONDS or memory > MOST_MB
    sys.stdout.write(f"{target.name}: {len(data):,} bytes, {seconds:.2f} s, {memory:,} MB more\n")
    sys.stdout.write(f"{fault or ('too much' if tight else 'all is well')}\n")
    return 1 if fault or tight else 0


def _peak() -> int:
    """The most memory that this process had, in MB."""
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit
