"""
What a published page says of itself to programs: its address, its languages, what it is a translation of.

Alternates by language are those of Google's "localized versions" (every version lists itself and all others, and what
fits no language, `x-default`); the rest is Open Graph (ogp.me) and JSON-LD in the words of schema.org. Without a public
address (`[tool.editions] url`) a page has only the alternates, by relative addresses.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import langcodes

from editions.formats.html.parallel import main_page
from editions.formats.html.public import where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.formats.html.place import Place
    from editions.formats.html.setting import Setting, Sibling
    from editions.language import Language

LONGEST_DESCRIPTION = 200  # characters; search engines show less


def metadata(place: Place, name: str, setting: Setting) -> str:
    """The elements for the head of a published page; each on a line. Empty where the page has no text of its own."""
    if not place.heading:
        return ""
    name = main_page(name)
    lines = [*_alternates(name, setting)]
    if place.lead and not place.described:
        lines.append(f'<meta name="description" content="{escape(_description(place))}">')
    if setting.publication.url:
        lines += [
            *_addresses(name, setting),
            *_open_graph(place, name, setting),
            _structured(place, name, setting),
        ]
    return "".join(f"{line}\n" for line in lines)


def _versions(name: str, setting: Setting) -> list[Sibling]:
    """The editions that have the page, this one among them."""
    return [each for each in setting.siblings if each.base is not None and name in each.pages]


def _alternates(name: str, setting: Setting) -> Iterator[str]:
    versions = _versions(name, setting)
    if not versions[1:]:
        return
    found = {each.language.tag: _alternate(each, name, setting) for each in versions}
    original = found.get(setting.source_language.tag)
    chooser = setting.publication.url if name == "index.html" else original
    if chooser or original:
        found["x-default"] = chooser or original or ""
    for tag, href in found.items():
        yield f'<link rel="alternate" hreflang="{escape(tag)}" href="{escape(href)}">'


def _alternate(sibling: Sibling, name: str, setting: Setting) -> str:
    if setting.publication.url:
        return where(setting.publication.url, sibling.language, name)
    if sibling.language.code == setting.language.code:
        return quote(name.rpartition("/")[2])
    return sibling.address(name) or ""


def _addresses(name: str, setting: Setting) -> Iterator[str]:
    yield f'<link rel="canonical" href="{escape(where(setting.publication.url, setting.language, name))}">'
    if setting.publication.feed:
        href = escape(f"{setting.publication.url}{setting.language.tag}/{setting.publication.feed}")
        yield f'<link rel="alternate" type="application/atom+xml" href="{href}">'


def _open_graph(place: Place, name: str, setting: Setting) -> Iterator[str]:
    values = [
        ("og:type", "article"),
        ("og:title", place.heading),
        ("og:url", where(setting.publication.url, setting.language, name)),
        ("og:description", _description(place)),
        ("og:site_name", setting.publication.site),
        ("og:locale", _locale(setting.language)),
    ]
    others = [
        each.language for each in _versions(name, setting) if each.language.code != setting.language.code
    ]
    values += [("og:locale:alternate", _locale(language)) for language in others]
    for key, value in values:
        if value:
            yield f'<meta property="{key}" content="{escape(value)}">'


def _description(place: Place) -> str:
    """The first paragraph, cut between words; in scripts without spaces, between characters."""
    text = place.lead
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    cut = text[: LONGEST_DESCRIPTION - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _locale(language: Language) -> str:
    """Language and territory, as Open Graph asks for: `de_DE`, the likely territory (CLDR) where the tag has none."""
    likely = langcodes.Language.get(language.tag).maximize()
    return "_".join(part for part in (likely.language, likely.territory) if part)


def _structured(place: Place, name: str, setting: Setting) -> str:
    """The page as a schema.org Article; `<` is escaped, so that no text can end the element."""
    publication, here = setting.publication, where(setting.publication.url, setting.language, name)
    article = _article(setting.language, here) | {
        "@context": "https://schema.org",
        "url": here,
        "headline": place.heading,
        "description": _description(place),
        "datePublished": place.date,
        "isPartOf": {"@type": "WebSite", "name": publication.site, "url": publication.url},
    }
    article |= _relations(name, setting)
    shown = {key: value for key, value in article.items() if value}
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _article(language: Language, where: str) -> dict[str, Any]:
    return {"@type": "Article", "@id": where, "inLanguage": language.tag}


def _relations(name: str, setting: Setting) -> dict[str, Any]:
    """Of the original its translations; of a translation its original, and the translators who agreed to be named."""
    others = {each.language.code: each.language for each in _versions(name, setting)}
    source, publication = setting.source_language, setting.publication
    if setting.language.code == source.code:
        translations = [each for code, each in others.items() if code != source.code]
        return {
            "workTranslation": [_article(each, where(publication.url, each, name)) for each in translations]
        }
    found: dict[str, Any] = {}
    if source.code in others:
        found["translationOfWork"] = _article(source, where(publication.url, source, name))
    names = setting.publication.credits.translators
    found["translator"] = [{"@type": "Person", "name": each} for each in names]
    return found
