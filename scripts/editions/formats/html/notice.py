"""What a reader must know before trusting a page: who wrote it, and what of it is missing."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from editions.formats.html.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from editions.formats.html.setting import Setting

HUMAN = frozenset({"translated", "vouched"})
# The states whose paragraphs carry a line at their side, with what it means.
MARKED = {"machine": "Machine text", "missing": "Not translated", "changed": "Changed in the original"}
TITLE = "Machine translation, not yet reviewed by people."
MACHINE_PAGE = (
    "A machine translated this page from {language}. It may contain mistakes; the original is what counts."
)
MACHINE_PARTS = (
    "A machine translated the paragraphs marked “Machine text” from {language}. "
    "They may contain mistakes; the original is what counts."
)
MISSING_PAGE = "This page is not translated yet and is shown in {language}."
MISSING_PARTS = "Some paragraphs are not translated yet and are shown in {language}."
CHANGED_PARTS = "Some paragraphs changed after they were translated; they are shown in {language}."


def notice(states: AbstractSet[str], name: str, setting: Setting) -> str:
    """The notice for a page with these states of paragraphs; empty where there is nothing to say."""
    voice = Voice.on_page(setting.language)
    lines = [
        *_trust(states, setting, voice),
        *_legend(states, voice),
        *_original(states, name, setting, voice),
    ]
    if setting.view == "working":
        lines.append(f"<p>{voice.say('Working edition, not published.')}</p>")
    if not lines:
        return ""
    body = "\n".join(lines)
    label = voice.say("About this page")
    return f'<aside class="editions-notice" role="note" aria-label="{label}"{voice.mark}>\n{body}\n</aside>'


def machine_words(states: AbstractSet[str], setting: Setting) -> str:
    """What is said before each machine paragraph on a page that people wrote too; empty on other pages."""
    if "machine" not in states or not states & HUMAN:
        return ""
    voice = Voice.on_page(setting.language)
    return f'<span class="editions-state"{voice.mark}>{voice.say(MARKED["machine"])}: </span>'


def _trust(states: AbstractSet[str], setting: Setting, voice: Voice) -> Iterator[str]:
    """A paragraph for each thing that can be wrong with a page."""
    source = voice.interface.name_of(setting.source_language)
    if "machine" in states:
        text = MACHINE_PARTS if states & HUMAN else MACHINE_PAGE
        yield f"<p><strong>{voice.say(TITLE)}</strong> {voice.say(text, language=source)}</p>"
    if "missing" in states:
        text = MISSING_PARTS if states - {"missing"} else MISSING_PAGE
        yield f"<p>{voice.say(text, language=source)}</p>"
    if "changed" in states:
        yield f"<p>{voice.say(CHANGED_PARTS, language=source)}</p>"


def _legend(states: AbstractSet[str], voice: Voice) -> Iterator[str]:
    items = [
        f'<li class="editions-{state}">{voice.say(words)}</li>'
        for state, words in MARKED.items()
        if state in states
    ]
    if items:
        yield f'<ul class="editions-legend">{"".join(items)}</ul>'


def _original(states: AbstractSet[str], name: str, setting: Setting, voice: Voice) -> Iterator[str]:
    """A link to the same page in the source language, where that can be trusted more than this one."""
    original = setting.original
    address = original.address(name) if original and states & MARKED.keys() else None
    if original and address:
        tag = escape(original.language.tag)
        words = voice.say("Read the original")
        yield f'<p><a href="{escape(address)}" hreflang="{tag}">{words}</a></p>'
