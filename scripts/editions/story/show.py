"""Stories for people and for programs; nothing in them acts on a terminal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions.story.event import SHORT, Event
from editions.terminal import harmless, quote
from editions.wording import AROUND, word_diff

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VERSION = 1
MOST_SHOWN = 400  # characters of a text or of a diff
INDENT = 24  # columns before a text


@dataclass(frozen=True)
class Story:
    """
    What happened to a unit in one language.

    `unit` is its key, `path` and `line` (from 1; 0: it is not there any more) its place, `state` today's or
    `gone`, `todo` what is missing to the next one. `events` are oldest first, `remarks` what was not looked at.
    """

    language: str
    unit: str
    path: str
    line: int
    source: str
    target: str
    state: str
    todo: str
    events: tuple[Event, ...]
    remarks: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The story's fields, with those of its events."""
        names = ("language", "unit", "path", "line", "source", "target", "state", "todo")
        fields: dict[str, object] = {name: getattr(self, name) for name in names}
        return fields | {"remarks": list(self.remarks), "events": [event.as_json() for event in self.events]}


def to_json(stories: Sequence[Story]) -> str:
    """The stories for programs, in ASCII, so that nothing in them acts on a terminal."""
    return json.dumps({"version": VERSION, "stories": [story.as_json() for story in stories]}, indent=2)


def to_text(stories: Sequence[Story]) -> str:
    """The stories for people: what it is, what happened, and what is missing."""
    return "\n\n".join("\n".join(harmless(line) for line in _lines(story)) for story in stories)


def _lines(story: Story) -> Iterator[str]:
    place = f"{story.path}:{story.line}" if story.line else story.path
    yield f"{story.language}  {place}  {story.unit}  {story.state}"
    yield f"  source       {_quoted(story.source)}"
    yield f"  translation  {_quoted(story.target) or '(none)'}"
    for remark in story.remarks:
        yield f"  note         {_quoted(remark)}"
    yield ""
    before = ("", "")
    for event in story.events:
        now = (event.at[:10], event.commit)
        yield from _event(event, shown=now != before or not event.commit)
        before = now
    yield ""
    yield f"  today: {story.state}" + (f": {story.todo}" if story.todo else "")


def _event(event: Event, *, shown: bool) -> Iterator[str]:
    date = event.at[:10] if shown else ""
    commit = event.commit[:SHORT] if shown else ""
    yield f"  {date:<10}  {commit:<{SHORT}}  {_quoted(event.text)}{_verdict(event)}".rstrip()
    text = _texts(event)
    if text:
        yield f"{'':{INDENT}}    {text}"


def _verdict(event: Event) -> str:
    if event.counts is None:
        return f" ({event.why})" if event.why else ""
    if event.counts:
        return f" – counts{f'; {event.why}' if event.why else ''}"
    return f" – does not count: {event.why}"


def _texts(event: Event) -> str:
    """The text that an event is about, or what changed in it."""
    if event.old and event.new:
        return _quoted(word_diff(event.old, event.new, around=AROUND))
    return _quoted(event.new or event.old)


def _quoted(text: str) -> str:
    return quote(text, MOST_SHOWN)
