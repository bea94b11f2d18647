"""
Files that a published site has beside its pages: a sitemap with the languages of each page, a feed a language, what
robots may read, and a page for addresses that do not exist.

The sitemap is that of sitemaps.org with Google's alternates, the feed is Atom (RFC 4287). All need a public address.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from editions.formats.html.place import find
from editions.formats.html.shell import NOINDEX, shell
from editions.formats.html.voice import Voice, attributes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from editions.language import Language

FEED = "feed.atom"
SITEMAP = "sitemap.xml"
MISSING = "404.html"
ROBOTS = "robots.txt"


@dataclass(frozen=True)
class Published:
    """A published page: its language, its name below the edition's folder, its texts; `date` is ISO 8601 or empty."""

    language: Language
    name: str
    heading: str
    lead: str
    date: str


def published(page: str, name: str, language: Language) -> Iterator[Published]:
    """A finished page, if search engines may find it and it has a heading of its own."""
    place = find(page)
    if place.heading and not place.noindex:
        yield Published(language, name, place.heading, place.lead, place.date)


def where(url: str, language: Language, name: str) -> str:
    """The address of a page of a site."""
    return f"{url}{language.tag}/{quote('' if name == 'index.html' else name)}"


def sitemap(url: str, pages: Sequence[Published], source: Language) -> str:
    """All pages, each with its versions in all languages; the original is also for those whose language is none."""
    versions: dict[str, list[Published]] = {}
    for page in pages:
        versions.setdefault(page.name, []).append(page)
    entries = "\n".join(_entry(url, page, versions[page.name], source) for page in pages)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>{escape(url)}</loc></url>
{entries}
</urlset>
"""


def _entry(url: str, page: Published, versions: Iterable[Published], source: Language) -> str:
    links = {each.language.tag: where(url, each.language, each.name) for each in versions}
    if source.tag in links:
        links["x-default"] = url if page.name == "index.html" else links[source.tag]
    alternates = "".join(
        f'\n<xhtml:link rel="alternate" hreflang="{escape(tag)}" href="{escape(href)}"/>'
        for tag, href in links.items()
    )
    return f"<url>\n<loc>{escape(where(url, page.language, page.name))}</loc>{alternates}\n</url>"


def feed(url: str, language: Language, site: str, pages: Sequence[Published]) -> str:
    """The documents of an edition, the newest first; those without a date are no news and are left out."""
    voice = Voice.on_page(language)
    dated = sorted(
        (each for each in pages if each.date), key=lambda each: (each.date, each.name), reverse=True
    )
    here, home = f"{url}{language.tag}/{FEED}", where(url, language, "index.html")
    updated = _moment(dated[0].date if dated else "")
    entries = "\n".join(_news(url, each) for each in dated)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(language.tag)}">
<id>{escape(here)}</id>
<title>{escape(site)}: {voice.say("New and changed documents")}</title>
<updated>{updated}</updated>
<author><name>{escape(site)}</name></author>
<link rel="self" type="application/atom+xml" href="{escape(here)}"/>
<link rel="alternate" type="text/html" href="{escape(home)}"/>
{entries}
</feed>
"""


def _news(url: str, page: Published) -> str:
    address = where(url, page.language, page.name)
    return f"""<entry>
<id>urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, address)}</id>
<title>{escape(page.heading)}</title>
<updated>{_moment(page.date)}</updated>
<link rel="alternate" type="text/html" hreflang="{escape(page.language.tag)}" href="{escape(address)}"/>
<summary>{escape(page.lead)}</summary>
</entry>"""


def _moment(day: str) -> str:
    """A day as Atom has it; the first that every program can show, where there is none."""
    return f"{day or '1980-01-01'}T00:00:00Z"


def robots(url: str) -> str:
    """Everything may be read; where the sitemap is."""
    return f"User-agent: *\nAllow: /\nSitemap: {url}{SITEMAP}\n"


def missing(url: str, languages: Sequence[Language], stylesheet: str) -> str:
    """
    The page for addresses that do not exist, in all languages, since nobody knows whose reader comes there.

    A server sends it for any address, so everything in it is absolute.

    Args:
        url: the public address.
        languages: those of the site, the original's first.
        stylesheet: its name below the address.
    """
    first = languages[0]
    body = "\n".join(_missing_in(url, language) for language in languages)
    title = Voice.on_page(first).interface("Page not found")
    return shell(title, body, language=first, stylesheet=url + stylesheet, head=NOINDEX)


def _missing_in(url: str, language: Language) -> str:
    voice = Voice.on_page(language)
    own = attributes(voice.interface.language)
    home = f'<a href="{escape(where(url, language, "index.html"))}">{voice.say("All documents")}</a>'
    title = voice.say("Page not found")
    text = voice.say("There is no page at this address. All documents are listed on the first page.")
    return f"<section{own}>\n<h1>{title}</h1>\n<p>{text}</p>\n<p>{home}</p>\n</section>"
