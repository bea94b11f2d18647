"""What a PDF can do beyond being read: actions, forms, files within it, annotations that play or run something."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf

from editions.formats.html import address
from editions.powers import Power

if TYPE_CHECKING:
    from collections.abc import Iterator

# Keys that stand for something which acts, wherever they are (ISO 32000-2: 12.6, 12.7, 7.11, 12.3.5).
KEYS = frozenset({
    "/AA", "/OpenAction", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/AcroForm", "/JS", "/JavaScript",
    "/RichMediaContent", "/RichMediaSettings", "/3DD", "/3DV", "/Collection", "/Threads", "/Requirements",
    "/Encrypt", "/ReqHandlers", "/SigFlags", "/NeedAppearances",
})  # fmt: skip
# Where a dictionary with /S is an action, and what it may be: a place in this file, an address.
_ACTION_KEYS = frozenset({"/A", "/PA", "/Next", "/OpenAction", "/AA"})
ACTIONS = frozenset({
    "/GoToR", "/GoToE", "/GoToDp", "/Launch", "/Thread", "/Sound", "/Movie", "/Hide", "/Named",
    "/SubmitForm", "/ResetForm", "/ImportData", "/JavaScript", "/SetOCGState", "/Rendition", "/Trans",
    "/GoTo3DView", "/RichMediaExecute",
})  # fmt: skip
_PLACES = frozenset({"/GoTo", "/URI"})


def powers(name: str, data: bytes) -> Iterator[Power]:
    """The powers of one file of a PDF edition; one that is no PDF, or cannot be read, is a power of its own."""
    if not name.endswith(".pdf"):
        return
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            yield from _of_value(document.trailer, "")
            for each in document.objects:
                yield from _of_value(each, "")
    except pikepdf.PdfError as error:
        yield Power("unreadable", f"{name}: {error}")


def _of_value(value: Any, key: str) -> Iterator[Power]:
    """The powers of an object and of what lies directly in it; other objects come by themselves."""
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        yield from _of_dictionary(value, key)
        items = value.items() if isinstance(value, pikepdf.Dictionary) else value.stream_dict.items()
        for name, each in items:
            if name in KEYS:
                yield Power("pdf", name)
            if isinstance(each, pikepdf.Object) and not each.is_indirect:
                yield from _of_value(each, name)
    elif isinstance(value, pikepdf.Array):
        for each in value:
            if isinstance(each, pikepdf.Object) and not each.is_indirect:
                yield from _of_value(each, key)


def _of_dictionary(value: Any, key: str) -> Iterator[Power]:
    action = str(value.get("/S", ""))
    if action in ACTIONS or (key in _ACTION_KEYS and action and action not in _PLACES):
        yield Power("pdf", f"action {action}")
    if "/URI" in value:
        yield from address.powers("link", str(value.get("/URI")), "")
    subtype = str(value.get("/Subtype", ""))
    if "/Rect" in value and subtype != "/Link":
        yield Power("pdf", f"annotation {subtype}")
