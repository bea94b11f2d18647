"""Pictures: those that a book may hold are copied into it, others give way to their descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from editions.books.links import is_followed
from editions.formats.epub.archive import Member
from editions.formats.epub.drawing import is_still

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)
FOLDER = "pictures"
# How files of the core media types for pictures begin (EPUB 3.3, 3.2); SVG is told by its root element.
_BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"GIF8": ("image/gif", "gif"),
    b"RIFF": ("image/webp", "webp"),
}
SVG = ("image/svg+xml", "svg")


def kind_of(data: bytes) -> tuple[str, str] | None:
    """The media type of a picture and the ending of its name, by its bytes; None for one that no book may hold."""
    kind = next((kind for start, kind in _BEGINNINGS.items() if data.startswith(start)), None)
    if kind and kind[1] == "webp" and data[8:12] != b"WEBP":
        return None
    return kind or (SVG if is_still(data) else None)


class Pictures:
    """The pictures of one book by their addresses in the tree; `described` says whether all of them have words."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self._members: dict[str, Member] = {}
        self.described = True

    @property
    def members(self) -> tuple[Member, ...]:
        """Their files."""
        return tuple(self._members.values())

    @property
    def names(self) -> dict[str, str]:
        """The names of their files in the folder of pictures, by address."""
        return {uri: each.name.removeprefix(f"{FOLDER}/") for uri, each in self._members.items()}

    def settle(self, tree: nodes.document) -> None:
        """Takes in the pictures of a tree and describes them; in the place of others their description stands."""
        for node in list(tree.findall(nodes.image)):
            if self._place(str(node["uri"])):
                node["alt"] = str(node.get("alt") or _caption(node))
                node["loading"] = (
                    "link"  # what the document asks for is made for the web: lazily, or embedded
                )
                self.described &= bool(node["alt"])
            else:
                _describe(node)

    def _place(self, uri: str) -> bool:
        """
        Takes in the picture at `uri`, relative to the source folder; False where no book may hold it.

        It gets a number as its name, so that no name of a file of the project gets into the book.
        """
        if uri not in self._members:
            path = self._source / uri
            data = path.read_bytes() if "://" not in uri and path.is_file() else b""
            kind = kind_of(data)
            if kind is None:
                if data:
                    logger.warning(
                        "EPUB: %s: no picture that a book may hold (PNG, JPEG, GIF, WebP, SVG at rest); "
                        "its description is shown", uri, type="editions",
                    )  # fmt: skip
                return False
            media_type, ending = kind
            name = f"{FOLDER}/{len(self._members) + 1}.{ending}"
            self._members[uri] = Member(name, media_type, data)
        return True


def _caption(node: nodes.image) -> str:
    """The caption of the figure that a picture is in, else nothing."""
    figure = node.parent if isinstance(node.parent, nodes.figure) else node.parent.parent
    captions = figure.findall(nodes.caption) if isinstance(figure, nodes.figure) else ()
    return next((caption.astext() for caption in captions), "")


def _describe(node: nodes.image) -> None:
    """Puts a picture's description into its place, with a link to it if it lies on the web."""
    uri = str(node["uri"])
    words: nodes.Element = nodes.emphasis("", str(node.get("alt") or uri), ids=node["ids"])
    if "://" in uri and is_followed(uri) and not isinstance(node.parent, nodes.reference):
        words = nodes.reference("", "", words, refuri=uri)
    holder = node.parent
    holder.replace(node, words)
    outermost = holder if isinstance(holder, nodes.reference) else words
    if not isinstance(outermost.parent, nodes.TextElement):
        around, index = outermost.parent, outermost.parent.index(outermost)
        around.remove(outermost)
        around.insert(index, nodes.paragraph("", "", outermost))
