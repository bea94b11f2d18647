"""What a catalog could bring into Sphinx's own lists: the search index and the inventory."""

from __future__ import annotations

import json
import re
import zlib
from typing import TYPE_CHECKING, Any

from editions.formats.html import scanner
from editions.formats.html.elements import of_html
from editions.powers import Power

if TYPE_CHECKING:
    from collections.abc import Iterator

TERM = "std:term"
_CALL = re.compile(r"\s*Search\.setIndex\((.*)\)\s*;?\s*", re.DOTALL)
_MARKUP = re.compile(r"<[a-z!?/]", re.IGNORECASE)
# What a text becomes that is no markup but looks like it: `<Enter>`. A browser does nothing with it.
_INERT = frozenset({"class", "id"})


def index_powers(data: bytes) -> Iterator[Power]:
    """
    The documents and objects that the search index names, and markup in its titles: some themes put them into the page.

    Raises:
        ValueError: it is not of Sphinx's form.
    """
    call = _CALL.fullmatch(data.decode("utf-8"))
    if call is None:
        raise ValueError("not of the form Search.setIndex(…)")
    index: dict[str, Any] = json.loads(call[1])
    for key in ("docnames", "filenames"):
        yield from (Power("search", f"{key}: {each}") for each in index.get(key, ()))
    yield from (Power("search", f"objtypes: {each}") for each in index.get("objtypes", {}).values())
    for prefix, found in index.get("objects", {}).items():
        yield from (_object(prefix, each, index) for each in found)
    shown = [*index.get("titles", ()), *index.get("alltitles", ()), *index.get("indexentries", ())]
    yield from _markup(shown)
    yield from _places(index)


def _object(prefix: str, entry: list[Any], index: dict[str, Any]) -> Power:
    """An object by its name; a term of a glossary, whose name is translated, by its place."""
    document, kind, _, anchor, name = entry
    if index["objtypes"].get(str(kind)) == TERM:
        return Power("search", f"object: {TERM} {index['docnames'][document]}#{anchor}")
    return Power("search", f"object: {prefix}.{name}")


def _markup(texts: list[str]) -> Iterator[Power]:
    for text in texts:
        if _MARKUP.search(text):
            for power in scanner.powers(of_html(f"<body>{text}".encode(errors="replace")), ""):
                if power.kind not in _INERT:
                    yield Power("search", f"in a title: {power.kind} {power.what}")


def _places(index: dict[str, Any]) -> Iterator[Power]:
    """Where titles and index entries lead: anchors become part of an address."""
    for key in ("alltitles", "indexentries"):
        for found in index.get(key, {}).values():
            yield from (Power("search", f"anchor: {each[1]}") for each in found if each[1])


def inventory_powers(data: bytes) -> Iterator[Power]:
    """
    The entries of objects.inv (format 2 of Sphinx) without their shown names, which are translated.

    Raises:
        ValueError: it is not of Sphinx's form.
    """
    start = -1
    for _ in range(4):  # lines of its head
        start = data.find(b"\n", start + 1)
    try:
        lines = zlib.decompress(data[start + 1 :]).decode("utf-8").splitlines()
    except zlib.error as error:
        raise ValueError(str(error)) from None
    for line in lines:
        found = re.fullmatch(r"(.+?)\s+(\S+)\s+(-?\d+)\s+?(\S*)\s+(.*)", line)
        yield Power("inventory", _entry(found) if found else line)


def _entry(found: re.Match[str]) -> str:
    """
    A name, its kind and its address; a term of a glossary, whose name is translated, without the name.

    Sphinx writes `$` for the name at the end of an address, which is there in one language and not in another.
    """
    name, kind, address = found[1], found[2], found[4]
    address = address.removesuffix("$") + name if address.endswith("$") else address
    return f"{'' if kind == TERM else name} {kind} {address}".strip()
