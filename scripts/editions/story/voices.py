"""What people signed about a unit, whether it counts today, and if not why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from editions.catalog import CatalogError, read
from editions.fingerprint import source_hash, source_text, text_hash
from editions.journal import Line
from editions.journal.ledger import journals, source_journal
from editions.journal.line import read_lines
from editions.state import own_marks
from editions.story.event import Event, forms
from editions.trust import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from editions.catalog import Unit
    from editions.journal import Ledger
    from editions.language import Language
    from editions.project import Project

SAID = {
    "vouch": "{who} vouched for the text",
    "wrote": "{who} signed to have written the text",
    "revoke": "{who} objected to the text",
    "note": "{who} noted",
    "waive": "{who} waived the rule {rule}",
    "adopt": "{who} adopted the text with the project, {whence}",
    "same": "{who} called a change of the source one of looks only",
}
NOTHING = re.compile(", so (?:it|this) counts for nothing(?: yet)?$")  # said already
FOR_IT = ("vouch", "wrote", "adopt")


@dataclass(frozen=True)
class Voices:
    """The signed lines about a unit: `versions` are all that it ever was in this language, `today` what it is."""

    project: Project
    language: Language
    ledger: Ledger
    versions: Sequence[Unit]
    today: Unit | None

    def events(self) -> list[Event]:
        """One event for each line, in no particular order."""
        return [self._event(line, reason) for line, reason in self._lines()]

    @cached_property
    def _texts(self) -> Mapping[str, Unit]:
        """The texts that it ever had, by their hash."""
        return {text_hash(unit): unit for unit in self.versions if unit.has_text}

    @cached_property
    def _sources(self) -> frozenset[str]:
        return frozenset(source_hash(unit) for unit in self.versions)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(unit.key for unit in self.versions)

    @cached_property
    def _now(self) -> frozenset[str]:
        """The hashes that stand for today's text: its own, and those under sources that are the same."""
        if self.today is None or not self.today.has_text:
            return frozenset()
        return frozenset(self.ledger.trust.hashes(self.today))

    def _lines(self) -> Iterator[tuple[Line, str]]:
        """The lines that concern the unit, each with why it counts for nothing (empty: it counts)."""
        counted = {line.id: line for line in self.ledger.lines if self._concerns(line)}
        yield from ((line, "") for line in counted.values())
        problems = {(each.path, each.line): each.text for each in self.ledger.problems}
        seen = set(counted)
        for line in self._written():
            if line.id not in seen and self._concerns(line):
                seen.add(line.id)
                reason = problems.get((line.path, line.number), "it is not believed")
                yield line, NOTHING.sub("", reason)

    def _written(self) -> Iterator[Line]:
        """The lines that stand in the files here and may concern the unit, whether they count or not."""
        needles = [each.encode() for each in (*self._texts, *self._sources, *self._keys)]
        files = sorted(journals(self.project, self.language).glob("*.jsonl"))
        for path in (*files, source_journal(self.project)):
            try:
                data = read(path, root=self.project.root)
            except CatalogError:
                continue  # check reports it
            if any(needle in data for needle in needles):
                for each in read_lines(data, self.project.shown(path)):
                    if isinstance(each, Line):
                        yield each

    def _concerns(self, line: Line) -> bool:
        if line.do == "same":
            return line.fields["to"] in self._sources
        if line.lang != self.language.code:
            return False
        if line.do == "adopt":
            return any(text in self._texts for text in line.fields["texts"])
        return line.fields["text"] in self._texts or line.fields["unit"] in self._keys

    def _event(self, line: Line, reason: str) -> Event:
        who = self._who(line.by)
        commit, export = (str(line.fields.get(name, ""))[:10] for name in ("commit", "export"))
        whence = f"as it stood at {commit}" if commit else f"as the export {export} approves it"
        said = SAID[line.do].format(who=who, rule=line.fields.get("rule", ""), whence=whence)
        words = line.fields.get("note") or line.fields.get("reason")
        said += f": “{words}”" if words else ""
        old, new = self._about(line)
        why = reason or self._why_not(line)
        counts = None if line.do == "note" and not reason else not why
        return Event(
            line.do, str(line.fields["at"]), said, "", old, new, who, counts, why or self._still(line)
        )

    def _who(self, person: str) -> str:
        known = self.ledger.people.get(person)
        return known.shown if known else person

    def _about(self, line: Line) -> tuple[str, str]:
        """The texts that a line is about, where they are not today's."""
        if line.do == "same":
            return str(line.fields.get("old", "")), str(line.fields.get("new", ""))
        texts = line.fields["texts"] if line.do == "adopt" else [line.fields["text"]]
        if self._now.intersection(texts):
            return "", ""
        return "", next((forms(self._texts[text]) for text in texts if text in self._texts), "")

    def _why_not(self, line: Line) -> str:
        """Why a line that is believed says nothing about today's text; empty if it does."""
        if line.do in ("note", "same"):
            return ""
        texts = line.fields["texts"] if line.do == "adopt" else [line.fields["text"]]
        if not self._now.intersection(texts):
            return self._edited_since(texts)
        if line.do in FOR_IT:
            return self._not_valid(line)
        return ""

    def _edited_since(self, texts: Iterable[str]) -> str:
        then = next((self._texts[text] for text in texts if text in self._texts), None)
        if self.today is None:
            return "the paragraph is gone"
        if then is None:
            return "it is about a text that is in no version here"
        changed = [
            name
            for name, differs in (
                ("the source", source_text(then) != source_text(self.today)),
                ("the text", then.target != self.today.target),
                ("the context", then.context != self.today.context),
            )
            if differs
        ]
        return f"{' and '.join(changed) or 'the unit'} changed since"

    def _not_valid(self, line: Line) -> str:
        """Why a word for today's text is none: somebody objected, or the words are a machine's, or need work."""
        unit = self.today
        if unit is None:
            return "the paragraph is gone"
        standing = self.ledger.trust.standing(unit)
        despite = frozenset(line.fields.get("despite", ())) if line.do != "adopt" else frozenset[str]()
        if Word(line.by, line.do, despite) not in standing.valid:  # type: ignore[arg-type]
            return f"{self._objectors(standing.objections - despite)} objected to this text"
        if line.do == "wrote" and own_marks(unit):
            return "these are still a machine's words"
        if unit.fuzzy and not own_marks(unit):
            return "the text is marked as needing work"
        return "the source has this paragraph no longer" if unit.obsolete else ""

    def _objectors(self, objections: frozenset[str]) -> str:
        who = {self._who(line.by) for line in self.ledger.lines if line.id in objections}
        return " and ".join(sorted(who)) or "somebody"

    def _still(self, line: Line) -> str:
        """What an objection that stands has come to."""
        if line.do != "revoke" or self.today is None:
            return ""
        valid = self.ledger.trust.standing(self.today).valid
        who = sorted({self._who(word.person) for word in valid if line.id in word.despite})
        return f"{' and '.join(who)} vouched again, knowing this" if who else ""
