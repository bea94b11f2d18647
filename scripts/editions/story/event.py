"""What happened to a unit, told: from steps to events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions.fingerprint import target_hash
from editions.state import own_marks
from editions.story.versions import HERE, is_commit
from editions.wording import word_diff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.story.walk import Step

SHORT = 10  # digits of a commit's hash
HOW = {
    "text": " (found by its text, which stayed the same)",
    "likeness": " (probably: the two are very much alike)",
}


@dataclass(frozen=True)
class Event:
    """
    One thing that happened: `at` is when (ISO 8601, empty if nobody knows), `text` says what, in plain words.

    `kind` is a word for programs, `commit` the hash, empty for what is not committed or stands in a journal.
    `old` and `new` are the texts that it is about, `by` who it was as others may see it, `counts` whether
    a signed line says anything today, and `why`.
    """

    kind: str
    at: str
    text: str
    commit: str = ""
    old: str = ""
    new: str = ""
    by: str = ""
    counts: bool | None = None
    why: str = ""

    def as_json(self) -> dict[str, object]:
        """The event's fields, those that say nothing left out, with a word diff where two texts differ."""
        fields: dict[str, object] = {"kind": self.kind, "at": self.at, "text": self.text}
        more = {name: getattr(self, name) for name in ("commit", "by", "old", "new", "why")}
        fields |= {name: text for name, text in more.items() if text}
        if self.counts is not None:
            fields["counts"] = self.counts
        if self.old and self.new:
            fields["diff"] = word_diff(self.old, self.new)
        return fields


def events(step: Step) -> Iterator[Event]:
    """What a step did, one event for each thing."""
    commit = step.name if is_commit(step.name) else ""
    for kind, text, old, new in _told(step):
        yield Event(kind, step.date, text + _where(step), commit, old, new)
    if step.dropped and step.after:
        text = "a merge took another text in place of this one"
        yield Event("dropped", step.date, text, commit, forms(step.after), "")


def forms(unit: Unit) -> str:
    """A translation as people read it: the forms of a plural with a bar between them."""
    return " | ".join(unit.targets)


def sources(unit: Unit) -> str:
    """A source as people read it, with its plural and what tells it from others like it."""
    text = unit.source if unit.plural is None else f"{unit.source} | {unit.plural}"
    return f"{text} ({unit.context})" if unit.context else text


def _where(step: Step) -> str:
    if is_commit(step.name):
        return ""
    return " (not committed)" if step.name == HERE else " (saved here, not committed)"


def _told(step: Step) -> Iterator[tuple[str, str, str, str]]:
    before, after = step.before, step.after
    if step.damage:
        yield "damaged", f"this version of the catalog is passed over: {step.damage}", "", ""
    elif after is None:
        yield (
            "gone",
            "the paragraph was taken out of the catalog, with its text",
            forms(before) if before else "",
            "",
        )
    elif before is None:
        came = "was there already, and older commits are not here:" if step.link == "cut" else "came into"
        yield "came", f"the paragraph {came} {after.catalog}", "", sources(after)
        yield from _text(None, after)
        yield from _flag(None, after)
    else:
        yield from _place(before, after)
        if sources(before) != sources(after):
            yield "source", f"the source changed{HOW.get(step.link, '')}", sources(before), sources(after)
        yield from _text(before, after)
        yield from _flag(before, after)


def _place(before: Unit, after: Unit) -> Iterator[tuple[str, str, str, str]]:
    if before.catalog != after.catalog:
        yield "moved", f"the paragraph moved from {before.catalog} to {after.catalog}", "", ""
    if after.obsolete and not before.obsolete:
        yield (
            "obsolete",
            "the source has this paragraph no longer; the text is kept at the catalog's end",
            "",
            "",
        )
    if before.obsolete and not after.obsolete:
        yield "back", "the source has this paragraph again", "", ""


def _text(before: Unit | None, after: Unit) -> Iterator[tuple[str, str, str, str]]:
    """Who wrote the text, as far as the machine marks tell."""
    old, new = forms(before) if before else "", forms(after)
    marks, former = own_marks(after), own_marks(before) if before else ()
    edited = before is None or before.targets != after.targets
    had = before is not None and before.has_text
    if edited and not after.has_text:
        if had:
            yield "emptied", "the text was taken away", old, ""
    elif marks and (edited or not former):
        draft = ", a draft" if after.fuzzy else ""
        what = f"a machine wrote the text: {marks[0].engine}, {marks[0].date}{draft}"
        yield "machine", what if edited else f"{what} (the mark was added later)", old if edited else "", new
    elif edited:
        whose = " (it was a machine's)" if former else ""
        if had:
            yield "edited", f"the text was edited{whose}", old, new
        else:
            yield "written", "the text was written, with no mark of a machine", old, new
    elif former and not marks:
        what = "the line that says a machine wrote this text vanished; the words are still the machine's"
        yield "unmarked", what, "", ""


def _flag(before: Unit | None, after: Unit) -> Iterator[tuple[str, str, str, str]]:
    was = before is not None and before.fuzzy
    drafted = bool(own_marks(after)) and (before is None or target_hash(before) != target_hash(after))
    if after.fuzzy and not was and not drafted and after.has_text:
        yield "fuzzy", "the text was marked as needing work", "", ""
    if was and not after.fuzzy and after.has_text:
        yield "accepted", "the text is no longer marked as needing work", "", ""
