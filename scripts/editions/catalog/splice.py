"""The lines over a unit's texts, changed one by one: the machine mark, the flags, the previous source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.catalog.writer import NOT_IN_A_LINE, location_lines, target_lines
from editions.state import find_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from editions.catalog.unit import Unit


def is_note(line: str) -> bool:
    """True for a translator's comment line: `# …`, `#` alone or `## …`."""
    line = line.strip()
    return line.startswith("#") and (line[1:2] in ("", "#") or line[1:2].isspace())


def with_mark(head: Sequence[str], mark: str | None, newline: str) -> list[str]:
    """
    The lines with this mark line instead of all others.

    It takes the first one's place, else it follows the translators' comments.

    Raises:
        ValueError: the mark is not one comment line.
    """
    if mark is not None and (NOT_IN_A_LINE.search(mark) or not is_note(mark)):
        raise ValueError(f"a mark is one comment line, not {mark!r}")
    notes = [index for index, line in enumerate(head) if is_note(line)]
    marks = find_marks([head[n].strip().lstrip("#") for n in notes])
    old = {notes[n] for _, lines in marks for n in lines}
    place = min(old) if old else (notes[-1] + 1 if notes else 0)
    before = [line for index, line in enumerate(head[:place]) if index not in old]
    after = [line for index, line in enumerate(head[place:], place) if index not in old]
    return [*before, *([] if mark is None else [mark + newline]), *after]


def with_note(head: Sequence[str], note: str, newline: str) -> list[str]:
    """
    The lines with this comment line below the translators' others; as they are where its first word is there already.

    Raises:
        ValueError: the note is not one comment line.
    """
    if NOT_IN_A_LINE.search(note) or not is_note(note):
        raise ValueError(f"a note is one comment line, not {note!r}")
    kind = note.split()[:2]
    notes = [index for index, line in enumerate(head) if is_note(line)]
    if any(head[index].split()[:2] == kind for index in notes):
        return list(head)
    place = notes[-1] + 1 if notes else 0
    return [*head[:place], note + newline, *head[place:]]


def without_previous(head: Sequence[str]) -> list[str]:
    """The lines without the old source."""
    return [line for line in head if not line.lstrip().startswith("#|")]


def with_fuzzy(head: Sequence[str], newline: str, *, fuzzy: bool) -> list[str]:
    """The lines with the flag set, in front of other flags, or cleared; a flag line left empty goes."""
    return _with_flag(head, newline) if fuzzy else _without_flag(head, newline)


def _flags(line: str) -> list[str]:
    return [flag.strip() for flag in line.strip()[2:].split(",") if flag.strip()]


def _has_flags(line: str) -> bool:
    """True for a line of flags: `#, …`, or `#= …` of the newest GNU gettext."""
    return line.lstrip().startswith(("#,", "#="))


def _with_flag(head: Sequence[str], newline: str) -> list[str]:
    for index, line in enumerate(head):
        if line.lstrip().startswith("#,"):
            return [*head[:index], "#, " + ", ".join(["fuzzy", *_flags(line)]) + newline, *head[index + 1 :]]
    late = (index for index, line in enumerate(head) if line.lstrip().startswith(("#=", "#|")))
    place = next(late, len(head))
    return [*head[:place], "#, fuzzy" + newline, *head[place:]]


def _without_flag(head: Sequence[str], newline: str) -> list[str]:
    lines = []
    for line in head:
        if not _has_flags(line) or "fuzzy" not in _flags(line):
            lines.append(line)
            continue
        rest = [flag for flag in _flags(line) if flag != "fuzzy"]
        lines += [f"{line.lstrip()[:2]} " + ", ".join(rest) + newline] if rest else []
    return lines


def with_locations(head: Sequence[str], locations: Sequence[str], newline: str) -> list[str]:
    """The lines with these locations, where the old ones stood, else before the flags and the old source."""
    kept = [line for line in head if not line.lstrip().startswith("#:")]
    first = next((index for index, line in enumerate(head) if line.lstrip().startswith("#:")), None)
    if first is None:
        late = (index for index, line in enumerate(head) if line.lstrip().startswith(("#,", "#=", "#|")))
        first = next(late, len(head))
    return [*kept[:first], *(line + newline for line in location_lines(locations)), *kept[first:]]


def new_target(unit: Unit, targets: tuple[str, ...]) -> list[str]:
    """
    The lines of a unit's new translation, without line ends.

    Raises:
        ValueError: a unit without plural gets other than one text, or one with plural none or more than ten.
    """
    most = 1 if unit.plural is None else 10
    if not 1 <= len(targets) <= most:
        raise ValueError(
            f"{unit.catalog}:{unit.line}: {len(targets)} texts for a unit that takes 1 to {most}"
        )
    return target_lines(targets, plural=unit.plural is not None)
