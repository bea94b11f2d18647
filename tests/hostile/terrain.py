"""The project that is attacked: one document and one catalog for each attack, and secrets beside it."""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from hostile.shelf import Attack

SECRET = "Inhalt-der-fremden-Datei"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><title>{}</title></svg>'
# As open as a project's configuration gets: every text can be translated, every extension of Markdown is on.
CONF = """\
project = "Terrain"
release = "Ausgabe-Nummer-Neun"
extensions = ["myst_parser"]
html_theme = "{theme}"
gettext_compact = False
gettext_additional_targets = ["index", "literal-block", "doctest-block", "raw", "image"]
myst_enable_extensions = [
    "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist", "html_admonition",
    "html_image", "strikethrough", "substitution", "tasklist",
]
myst_substitutions = {{"lamp": "a lamp of brass"}}
myst_all_links_external = False
smartquotes = False
"""
INDEX = """\
Terrain
=======

.. _hall:

The hall
--------

A first text.

.. _cellar:

The cellar
----------

Another text.

.. toctree::
   :glob:

   *-*
"""
SETTINGS = """\
[tool.editions]
source = "docs"
locales = "locales"
output = "build"
"""
HEADER = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def lay_out(root: Path, attacks: Iterable[Attack], *, theme: str = "editions") -> Path:
    """Writes the project without any translation; returns its root."""
    docs = root / "docs"
    docs.mkdir(parents=True)
    (root / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    (docs / "conf.py").write_text(CONF.format(theme=theme), encoding="utf-8")
    (docs / "index.rst").write_text(INDEX, encoding="utf-8")
    (docs / "list.txt").write_text("an honest list", encoding="utf-8")
    (docs / "honest.svg").write_text(SVG.format("honest"), encoding="utf-8")
    for attack in attacks:
        (docs / f"{attack.docname}.{attack.syntax}").write_text(attack.source, encoding="utf-8")
        if f"{attack.word}.svg" in attack.source:
            (docs / f"{attack.word}.svg").write_text(SVG.format("honest"), encoding="utf-8")
    _put_secrets(root.parent)
    return root


def _put_secrets(folder: Path) -> None:
    for ending in ("txt", "html", "md", "rst", "csv", "py"):
        (folder / f"secret.{ending}").write_text(f"{SECRET}\n", encoding="utf-8")
    (folder / "secret.svg").write_text(SVG.format(SECRET), encoding="utf-8")
    (folder / "secret.png").write_bytes(_png(SECRET))


def _png(comment: str) -> bytes:
    """A picture of one point that carries a comment."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    text = chunk(b"tEXt", b"Comment\0" + comment.encode())
    return b"\x89PNG\r\n\x1a\n" + head + text + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def plant(
    root: Path, attacks: Iterable[Attack], sources: Mapping[str, str], words: Mapping[str, str]
) -> dict[str, tuple[str, int]]:
    """
    Writes each attack into its catalog; returns where each translation stands: path and line, by the attack's name.

    Args:
        root: the project.
        attacks: what to plant.
        sources: the attacked unit's source text, by the attack's name; empty catalogs where it has none.
        words: what to put in the place of `@words@` of the attacks.
    """
    folder = root / "locales" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "index.po").write_text(HEADER, encoding="utf-8")
    places = {}
    for attack in attacks:
        unit = _unit(attack, sources.get(str(attack)), words)
        path = folder / f"{attack.docname}.po"
        path.write_text(f"{HEADER}{unit}", encoding="utf-8", newline="")
        places[str(attack)] = (path.relative_to(root).as_posix(), HEADER.count("\n") + unit.count("\n"))
    return places


def _unit(attack: Attack, source: str | None, words: Mapping[str, str]) -> str:
    if source is None:
        return ""
    payload = attack.payload
    for name, word in words.items():
        payload = payload.replace(name, word)
    place = f"#: docs/{attack.docname}.{attack.syntax}"
    return f"\n{place}\nmsgid {json.dumps(source)}\nmsgstr {quoted(payload)}\n"


def quoted(text: str) -> str:
    r"""
    A text as a string of a catalog: quotation marks, backslashes, lines and tabs escaped, all else as it is.

    >>> print(quoted('a "b"\nc'))
    "a \"b\"\nc"
    """
    escapes = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r"}
    return '"' + "".join(escapes.get(sign, sign) for sign in text) + '"'


def attacked_units(root: Path, attacks: Iterable[Attack]) -> dict[str, str]:
    """The source texts that hold the attacks' words, by the attacks' names, from the templates that were extracted."""
    import polib

    found = {}
    for attack in attacks:
        template = polib.pofile(str(root / "locales" / "pot" / f"{attack.docname}.pot"), wrapwidth=0)
        units = [entry.msgid for entry in template if attack.word in entry.msgid]
        assert len(units) == 1, f"{attack}: its word must stand in one text, not in {units}"
        found[str(attack)] = units[0]
    return found
