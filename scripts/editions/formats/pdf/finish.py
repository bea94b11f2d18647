"""What a PDF still lacks when Typst has written it: the language by its script, and text that can be copied."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf

from editions.formats.pdf.legible import make_legible
from editions.formats.pdf.tag import tag_language

if TYPE_CHECKING:
    from collections.abc import Iterable


def finish(data: bytes, tag: str, texts: Iterable[str]) -> bytes:
    """
    The PDF in its final form; the same input always gives the same bytes, and the same bytes where nothing changes.

    Args:
        data: as Typst wrote it.
        tag: the language of the book (BCP 47).
        texts: all texts of the book.
    """
    with pikepdf.open(io.BytesIO(data)) as document:
        steps = (tag_language(document, tag), make_legible(document, texts))
        if not any(steps):
            return data
        written = io.BytesIO()
        document.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
            fix_metadata_version=False,  # Typst says the version that it writes; looking costs as much as a page
        )
    return written.getvalue()
