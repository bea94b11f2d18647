"""How two versions of a catalog differ, in whole entries: bytes only, so that it works on damaged files too."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

BLANK = re.compile(rb"\n(?:[ \t\r]*\n)+")
# An entry ends with its translation; what follows belongs to the next one, but for further plural forms.
TARGET = re.compile(
    rb'(?:^|\n)[ \t]*(?:#~[ \t]+)?msgstr(?:\[\d\])?[ \t]+"[^\n]*(?:\n[ \t]*(?:#~[ \t]+)?"[^\n]*)*\s*\Z'
)
LATER = re.compile(rb"\s*(?:#~[ \t]+)?msgstr")
# What extraction writes, from the source alone: no work of a translator.
GENERATED = re.compile(rb"^[ \t]*#[:.][^\n]*\n?", re.MULTILINE)
STEP = 4096  # bytes


def chunks(data: bytes) -> list[bytes]:
    """
    The entries of a catalog as they stand there, from blank line to blank line.

    What a blank line cuts apart, a comment or a plural form, stays with its entry; entries that no blank line
    parts stay together. So a machine's text is never without its mark.
    """
    found: list[bytes] = []
    whole = True
    parts = BLANK.split(data)
    for index, part in enumerate(parts):
        if not part.strip():
            continue
        text = part + (b"\n" if index < len(parts) - 1 else b"")
        if found and (not whole or LATER.match(text)):
            found[-1] += b"\n" + text
        else:
            found.append(text)
        whole = _is_whole(text)
    return found


def difference(old: bytes, new: bytes) -> tuple[int, bytes, bytes]:
    """
    What a change took and what it brought: (line, old entries, new entries), each parted by blank lines.

    The line (from 1) is where the first difference stands in `new`. Entries that only moved, or whose places
    in the source moved, are no difference.
    """
    start = _start(old, new)
    tail = _tail(old, new, start)
    before, after = old[start : len(old) - tail], new[start : len(new) - tail]
    one, two = chunks(before), chunks(after)
    gone, come = _without(one, Counter(two)), _without(two, Counter(one))
    same = Counter(map(_essence, gone)) & Counter(map(_essence, come))
    gone, come = _without(gone, same, _essence), _without(come, same, _essence)
    head = BLANK.split(come[0], 1)[0].rstrip(b"\n") if come else b""
    first = max((b"\n" + after + b"\n").find(b"\n" + head + b"\n"), 0) if come else 0
    line = new.count(b"\n", 0, start + first) + 1
    return line, b"\n".join(gone), b"\n".join(come)


def essences(data: bytes) -> Iterator[bytes]:
    """Yields the entries of a catalog without their places in the source, and with Unix line ends."""
    for chunk in chunks(data.replace(b"\r\n", b"\n")):
        yield _essence(chunk)


def _is_whole(text: bytes) -> bool:
    """True where the text ends with a translation; most end with a line of one, which is seen at once."""
    last = text.rfind(b"\nmsgstr")
    if last >= 0 and text.find(b"\n", last + 1) in (-1, len(text) - 1):
        return True
    return TARGET.search(text) is not None


def _without(
    entries: Iterable[bytes], others: Mapping[bytes, int], name: Callable[[bytes], bytes] = bytes
) -> list[bytes]:
    """The entries whose names others do not have; what is there twice must be among the others twice."""
    left = Counter(others)
    rest = []
    for chunk in entries:
        if left[known := name(chunk)]:
            left[known] -= 1
        else:
            rest.append(chunk)
    return rest


def _essence(chunk: bytes) -> bytes:
    return GENERATED.sub(b"", chunk).rstrip()


def _start(old: bytes, new: bytes) -> int:
    """Up to which entry both begin with the same bytes."""
    same = _same_start(old, new)
    window = STEP
    while window < 2 * same:
        low = max(same - window, 0)
        ends = [match.end() + low for match in BLANK.finditer(old[low:same])]
        starts = [0, *ends] if low == 0 else ends
        for start, end in zip(starts[-2::-1], starts[:0:-1], strict=True):
            if _is_whole(old[start:end]) and not (LATER.match(old, end) or LATER.match(new, end)):
                return end
        window *= 2
    return 0


def _tail(old: bytes, new: bytes, start: int) -> int:
    """How many bytes at the end are the same in both and are whole entries, none of them before `start`."""
    same = _same_end(old, new, start)
    low = len(old) - same
    window = STEP
    while window < 2 * same:
        before = old.find(b"\n", low) + 1
        for match in BLANK.finditer(old, low, low + window):
            if _is_whole(old[before : match.start()]) and not LATER.match(old, match.end()):
                return len(old) - match.end()
            before = match.end()
        window *= 2
    return 0


def _same_start(old: bytes, new: bytes) -> int:
    most, same = min(len(old), len(new)), 0
    while same < most and old[same : same + STEP] == new[same : same + STEP]:
        same += STEP
    same = min(same, most)
    pairs = zip(old[same : same + STEP], new[same : same + STEP], strict=False)
    return same + next((n for n, (x, y) in enumerate(pairs) if x != y), min(STEP, most - same))


def _same_end(old: bytes, new: bytes, start: int) -> int:
    most, same = min(len(old), len(new)) - start, 0
    while same + STEP <= most and _before_end(old, same) == _before_end(new, same):
        same += STEP
    size = min(STEP, most - same)
    pairs = zip(reversed(_before_end(old, same)), reversed(_before_end(new, same)), strict=False)
    return same + next((n for n, (x, y) in enumerate(pairs) if x != y or n >= size), size)


def _before_end(data: bytes, same: int) -> bytes:
    end = len(data) - same
    return data[max(end - STEP, 0) : end]
