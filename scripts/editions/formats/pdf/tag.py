"""The language of a PDF as BCP 47 has it: Typst knows languages and regions, no scripts."""

from __future__ import annotations

import io

import pikepdf


def with_language(data: bytes, tag: str) -> bytes:
    """
    The PDF with `tag` wherever Typst put its own form of the document's language (`zh-CN` for `zh-Hans`).

    The same bytes come back where nothing is to be changed; the same input always gives the same bytes.
    """
    with pikepdf.open(io.BytesIO(data)) as document:
        former = str(document.Root.get("/Lang", ""))
        if former == tag:
            return data
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary) and str(each.get("/Lang", "")) == former:
                each["/Lang"] = pikepdf.String(tag)
        metadata = document.Root.get("/Metadata")
        if metadata is not None:
            named = metadata.read_bytes().replace(f">{former}<".encode(), f">{tag}<".encode())
            metadata.write(named)
        written = io.BytesIO()
        document.save(written, deterministic_id=True)
    return written.getvalue()
