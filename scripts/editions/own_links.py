"""
Links that lead to the same site in the reader's language: `en.wikipedia.org` becomes `fr.wikipedia.org`.

Where a link leads is the source's business. Only for sites that the project names (`own_language_sites` in
pyproject.toml, a list of hosts) a translation may choose the site's edition in its language:

- the host begins with the language: `en.wikipedia.org/wiki/Bzip2` and `fr.wikipedia.org/wiki/…`; any page of it may be
  meant, since pages are named in their language;
- the path has the language in it: `php.net/manual/en/x.php` and `php.net/manual/fr/x.php`, or `php.net/x` and
  `php.net/fr/x`; all else is the same;
- or the host names no language: `www.wikipedia.org/wiki/Bzip2`, which sends readers on.

Judge and guard see the address of the source in such a link (`as_in_source`), and the finished document has the chosen
one put in: nobody but this module decides which that may be.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.language import Language

HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}")
# The addresses of links as both syntaxes write them: `words <address>`_, <address>, [words](address).
_LINK = re.compile(r"(?<=<)https?://[^<>`\\]{1,2000}(?=>)|(?<=\]\()https?://[^()\s<>`\\]{1,2000}(?=\))")
# No sign that a page could take for anything else than a part of an address.
_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+/[\w%.,()/:~+#=&;!*'-]*")
_WHITE = re.compile(r"\s+")


@dataclass(frozen=True)
class Sites:
    """The sites (hosts, without the part that names a language) with an edition in many languages, `source`'s too."""

    hosts: tuple[str, ...]
    source: Language


def as_in_source(source: str, target: str, language: Language) -> tuple[str, dict[str, str]]:
    """
    The translation as if its links led where the source's do, and what it says in their place.

    Args:
        source: a paragraph in the source language.
        target: its translation.
        language: whose edition of a site is meant; its `sites` are those that the project names, if any.

    Returns:
        The translation, the same where it has no such link; and the chosen addresses by those of the source.
    """
    if language.sites is None or "http" not in target:
        return target, {}
    chosen = dict(_chosen(_addresses(source), _addresses(target), language, language.sites))
    back = {own: ours for ours, own in chosen.items()}
    return _LINK.sub(lambda match: back.get(_whole(match[0]), match[0]), target), chosen


def is_own_host(host: str, language: Language) -> bool:
    """True for the host of such a site's edition in the language: `fr.wikipedia.org`."""
    hosts = language.sites.hosts if language.sites else ()
    return any(host in {site, f"www.{site}", f"{code}.{site}"} for site in hosts for code in _codes(language))


def _addresses(text: str) -> Counter[str]:
    return Counter(_whole(match[0]) for match in _LINK.finditer(text))


def _whole(address: str) -> str:
    """As docutils reads an address: white space in it is where a line was broken."""
    return _WHITE.sub("", address)


def _chosen(
    ours: Counter[str], theirs: Counter[str], language: Language, sites: Sites
) -> Iterator[tuple[str, str]]:
    """Pairs of an address that the translation has not and one that only it has, as often; no address twice."""
    free = [own for own in theirs if own not in ours]
    for address in (each for each in ours if each not in theirs):
        fitting = [
            own for own in free if theirs[own] == ours[address] and _is_same(address, own, language, sites)
        ]
        if fitting:
            free.remove(fitting[0])
            yield address, fitting[0]


def _is_same(address: str, own: str, language: Language, sites: Sites) -> bool:
    """Whether `own` is the address in the language's edition of the same site."""
    if not _PLAIN.fullmatch(own):
        return False
    before, after = urlsplit(address), urlsplit(own)
    site = next((each for each in sites.hosts if f".{before.netloc}".endswith(f".{each}")), None)
    if site is None or (before.scheme, after.scheme) == ("https", "http"):
        return False
    if after.netloc in {site, f"www.{site}"} and (after.path, after.query) == (before.path, before.query):
        return True
    if after.netloc in {f"{code}.{site}" for code in _codes(language)}:
        return before.netloc.removesuffix(f".{site}") in _codes(sites.source) and not after.query
    rest = [(each.netloc, each.query, each.fragment) for each in (before, after)]
    return rest[0] == rest[1] and _differ_in_language(before.path, after.path, (sites.source, language))


def _differ_in_language(before: str, after: str, languages: tuple[Language, Language]) -> bool:
    """Whether two paths differ in one step: it names the two languages, or only the second path has one, its own."""
    old, new = before.split("/"), after.split("/")
    source, own = map(_codes, languages)
    if len(new) == len(old) + 1:
        return any(step in own and new[:at] + new[at + 1 :] == old for at, step in enumerate(new))
    steps = [pair for pair in zip(old, new, strict=False) if pair[0] != pair[1]]
    return len(old) == len(new) and len(steps) == 1 and steps[0][0] in source and steps[0][1] in own


def _codes(language: Language) -> frozenset[str]:
    """How sites write a language: `pt`, `pt-br`, `pt_br`, `pt-BR`, `pt_BR`."""
    tags = (language.tag, language.code.partition("@")[0].replace("_", "-"))
    spelt = {tag.replace("-", sign) for tag in tags for sign in "-_"}
    return frozenset({*spelt, *map(str.lower, spelt), language.tag.partition("-")[0]})
