"""The line under a title: whose translation it is, how far it can be trusted, where to read the original."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from editions.formats.html.front import describe
from editions.formats.html.notice import MARKED
from editions.formats.html.parallel import main_page, parallel_page
from editions.formats.html.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.formats.html.place import Place
    from editions.formats.html.setting import Setting
    from editions.language import Language


def status_line(place: Place, name: str, setting: Setting) -> str:
    """The line for a page of a translation, in its readers' language; empty in the original, and without a title."""
    is_document = bool(place.lead or place.states)
    if setting.original is None or place.below_title is None or not is_document:
        return ""
    voice = Voice.on_page(setting.language)
    items = " · ".join(f"<span>{item}</span>" for item in _items(place, name, setting, voice))
    return f'<p class="editions-status"{voice.mark}>{items}</p>'


def _items(place: Place, name: str, setting: Setting, voice: Voice) -> Iterator[str]:
    source = voice.say(
        "Translated from {language}", language=voice.interface.name_of(setting.source_language)
    )
    original = setting.original.address(main_page(name)) if setting.original else None
    tag = escape(setting.source_language.tag)
    yield f'<a href="{escape(original)}" hreflang="{tag}">{source}</a>' if original else source
    words = _trust(place, setting)
    if words:
        yield voice.say(words)
    yield from _views(name, setting, voice)
    contact = contact_address(setting.publication.contact, setting.language, name)
    if contact:
        yield f'<a href="{escape(contact)}">{voice.say("Report a mistake")}</a>'


def _trust(place: Place, setting: Setting) -> str:
    """Published text was reviewed, unless the page says otherwise; what else there is to say, the notice says."""
    if place.states & MARKED.keys():
        return ""
    if setting.view == "release":
        return "Reviewed by people."
    return describe(dict.fromkeys(place.states, 1)) if place.states else ""


def _views(name: str, setting: Setting, voice: Voice) -> Iterator[str]:
    """The way to the view with the original beside it, and back."""
    if main_page(name) != name:
        label, target = "Translation only", main_page(name)
    elif name in setting.paired:
        label, target = "Original and translation side by side", parallel_page(name)
    else:
        return
    yield f'<a href="{quote(target.rpartition("/")[2])}">{voice.say(label)}</a>'


def contact_address(contact: str, language: Language, name: str) -> str:
    """Where mistakes of a page are reported; a mail says which page it is about."""
    if contact.startswith("mailto:"):
        return f"{contact}?subject={quote(f'{language.tag}/{main_page(name)}')}"
    return contact
