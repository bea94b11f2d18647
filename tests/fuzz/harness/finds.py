"""Findings: what went wrong with an input, one file for each fault, the smallest input that shows it."""

from __future__ import annotations

import re
import traceback
from hashlib import sha256
from pathlib import Path

FAULTS = {"timeout": "takes more than two seconds", "oom": "takes more than 500 MB"}
OWN = ("/editions/", "/fuzz/targets/")


class Found(Exception):  # noqa: N818 - a finding, no error of the fuzzer
    """Something does not hold: `kind` says what in a few words, the same for each input that shows it."""

    def __init__(self, kind: str, details: str = "") -> None:
        super().__init__(f"{kind}: {details}" if details else kind)
        self.kind = kind


def signature(error: BaseException) -> str:
    """One for all inputs that show the same fault: the kind of a finding, or where an exception was raised."""
    if isinstance(error, Found):
        return error.kind
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if any(part in frame.filename for part in OWN)] or list(frames)
    places = dict.fromkeys(f"{Path(frame.filename).name}:{frame.lineno}" for frame in (own[-1], frames[-1]))
    return f"{type(error).__name__} in {', '.join(places)}"


class Finds:
    """The findings of one process, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sizes: dict[str, int] = {}

    def note(self, data: bytes, error: BaseException) -> str | None:
        """
        What to tell of a finding: a new one, or None.

        The file of a known one is replaced where this input is smaller.
        """
        fault = signature(error)
        before = self.sizes.get(fault)
        if before is not None and before <= len(data):
            return None
        self.sizes[fault] = len(data)
        path = self.folder / f"{_slug(fault)}-{sha256(fault.encode()).hexdigest()[:8]}"
        path.write_bytes(data)
        return f"{path}\t{fault}\t{_one_line(error)}" if before is None else None


def _slug(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:60]


def _one_line(error: BaseException) -> str:
    return ascii(str(error) or type(error).__name__)[1:-1][:300]
