"""The first page of a site: a reader chooses a language, and sees how far its text can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from editions.formats.html.notice import HUMAN, TITLE
from editions.formats.html.public import where
from editions.formats.html.shell import NOINDEX, shell
from editions.formats.html.voice import Voice, attributes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from editions.formats.html.setting import Download
    from editions.language import Language
    from editions.project import View


@dataclass(frozen=True)
class Entry:
    """
    An edition on the first page: the address of its pages, or None where it is not built, and of its files.

    `states` counts its units (`{"machine": 12}`); empty for the source edition.
    """

    language: Language
    page: str | None
    downloads: tuple[Download, ...]
    states: Mapping[str, int]


def site_index(
    title: str,
    entries: Sequence[Entry],
    *,
    language: Language,
    view: View,
    stylesheet: str = "editions.css",
    url: str = "",
) -> str:
    """
    The page as HTML. Nobody is sent on by guesses about his language: the page offers, the reader chooses.

    Args:
        title: the site's name.
        entries: one for each edition, in the order of the list.
        language: of the title, and of the page's own words.
        view: working editions are kept out of search engines, and say what they are.
        stylesheet: the address of a file that holds what `stylesheet()` returns.
        url: the public address, if the site has one; then the page names the first pages of all editions.
    """
    voice = Voice.on_page(language)
    working = view == "working"
    line = f"<p{voice.mark}>{voice.say('Working edition, not published.')}</p>\n" if working else ""
    rows = "\n".join(_row(entry) for entry in entries)
    body = f"""<h1>{escape(title)}</h1>
{line}<nav aria-labelledby="languages">
<h2 id="languages"{voice.mark}>{voice.say("Choose a language")}</h2>
<ul>
{rows}
</ul>
</nav>"""
    head = (NOINDEX if working else "") + _metadata(url, title, entries, voice)
    return shell(title, body, language=language, stylesheet=stylesheet, head=head)


def _metadata(url: str, title: str, entries: Sequence[Entry], voice: Voice) -> str:
    """What the page says to search engines: what it is, where it is, and its versions, which name it as `x-default`."""
    if not url:
        return ""
    named = [each.language for each in entries if each.page]
    endonyms = escape(", ".join(each.endonym for each in named))
    versions = {each.tag: where(url, each, "index.html") for each in named} | {"x-default": url}
    links = (
        f'<link rel="alternate" hreflang="{escape(tag)}" href="{escape(href)}">\n'
        for tag, href in versions.items()
    )
    description = f"{escape(title)}. {voice.say('Choose a language')}: {endonyms}"
    return (
        f'<meta name="description" content="{description}">\n'
        f'<link rel="canonical" href="{escape(url)}">\n{"".join(links)}'
    )


def describe(states: Mapping[str, int]) -> str:
    """In English, a key of the interface: how far an edition with these counts of units can be trusted."""
    found = {state for state, count in states.items() if count}
    if not found:
        return "Original"
    if "machine" in found:
        return TITLE
    if found - HUMAN:
        return "Not completely translated yet."
    return "Reviewed by people." if found == {"vouched"} else "Translated, not yet reviewed."


def _row(entry: Entry) -> str:
    """Name, state and files of an edition, in its own language."""
    language, words = entry.language, Voice.on_page(entry.language)
    name = f"{attributes(language)}>{escape(language.endonym)}"
    link = f'href="{escape(entry.page)}" hreflang="{escape(language.tag)}"' if entry.page else ""
    name = f"<a {link}{name}</a>" if link else f"<span{name}</span>"
    state = f"<span{attributes(words.interface.language)}>{words.say(describe(entry.states))}</span>"
    files = (f'<a href="{escape(each.address)}">{_label(each, entry, words)}</a>' for each in entry.downloads)
    line = " · ".join([state, *files])
    return f'<li><p class="endonym">{name}</p>\n<p>{line}</p></li>'


def _label(download: Download, entry: Entry, words: Voice) -> str:
    """What kind of file it is; and of which book, where there are several."""
    several = len({each.book for each in entry.downloads}) > 1
    return words.say(download.label) + (f": {escape(download.book)}" if several else "")
