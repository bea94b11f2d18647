"""Pictures: copied beside the book's Typst file under names of ours, sized for the page."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx.util.images import get_image_size

from editions.formats.pdf.markup import literal

if TYPE_CHECKING:
    from pathlib import Path

    from docutils import nodes

FOLDER = "pictures"
KINDS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"})
# A CSS pixel is 1/96 inch; wider pictures than this are as wide as what holds them.
_POINTS_PER_PIXEL = 0.75
_WIDEST = 400
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(px|pt|pc|mm|cm|in|em|ex|%|)")
_UNITS = {"px": (0.75, "pt"), "": (0.75, "pt"), "pc": (12.0, "pt"), "ex": (0.5, "em")}


@dataclass
class Pictures:
    """The pictures of one book; `sources` maps a picture's address in the tree to its file."""

    folder: Path
    source: Path
    names: dict[str, str] = field(default_factory=dict)

    def place(self, uri: str) -> str | None:
        """
        Copies the picture that lies at `uri`, relative to the source folder; its path for Typst, or None.

        The copy is numbered, so that no name of a file reaches Typst. None: there is no such file, or it is of a kind
        that Typst does not know.
        """
        if uri not in self.names:
            path = self.source / uri
            if path.suffix.lower() not in KINDS or not path.is_file():
                return None
            shutil.copyfile(path, self.folder / self._named(uri, path.suffix.lower()))
        return self.names[uri]

    def draw(self, picture: bytes, what: str) -> str:
        """Writes a picture (SVG) that was made for the book; its path for Typst. `what` is in its place in `names`."""
        if what not in self.names:
            (self.folder / self._named(what, ".svg")).write_bytes(picture)
        return self.names[what]

    def _named(self, uri: str, ending: str) -> str:
        (self.folder / FOLDER).mkdir(exist_ok=True)
        self.names[uri] = f"{FOLDER}/{len(self.names) + 1}{ending}"
        return self.names[uri]

    def named_in(self, diagnostic: str) -> str | None:
        """The address of the first picture that an error of Typst shows in its excerpt of the book's file."""
        match = re.search(rf"{FOLDER}/\d+\.\w+", diagnostic)
        addresses = {name: uri for uri, name in self.names.items()}
        return addresses.get(match[0]) if match else None

    def call(self, node: nodes.image, name: str, alt: str) -> str:
        """The call that sets a picture; without a description it is marked as decoration."""
        width = length(node.get("width", "")) or self._natural_width(node, name)
        arguments = [literal(name), f"width: {width}"]
        if length(node.get("height", "")):
            arguments += [f"height: {length(node['height'])}", 'fit: "contain"']
        if alt:
            return f"image({', '.join([*arguments, f'alt: {literal(alt)}'])})"
        return f"pdf.artifact(image({', '.join(arguments)}))"

    def _natural_width(self, node: nodes.image, name: str) -> str:
        if node.get("height"):
            return "auto"
        pixels, _ = get_image_size(str(self.folder / name)) or (0, 0)
        points = pixels * _POINTS_PER_PIXEL * node.get("scale", 100) / 100
        return f"{points:.1f}pt" if 0 < points <= _WIDEST else "100%"


def length(text: str) -> str:
    """
    A length of docutils in Typst's units; empty where it is none.

    >>> length("200px"), length("50 %"), length("3cm"), length("wide")
    ('150.0pt', '50.0%', '3.0cm', '')
    """
    match = _LENGTH.fullmatch(str(text).strip())
    if match is None:
        return ""
    factor, unit = _UNITS.get(match[2], (1.0, match[2]))
    return f"{float(match[1]) * factor}{unit}"
