"""The language of a PDF as BCP 47 has it: Typst knows languages and regions, no scripts."""

from __future__ import annotations

import pikepdf


def tag_language(document: pikepdf.Pdf, tag: str) -> bool:
    """
    Puts `tag` wherever Typst put its own form of the document's language (`zh-CN` for `zh-Hans`).

    Returns:
        Whether anything was changed.
    """
    former = str(document.Root.get("/Lang", ""))
    if former == tag:
        return False
    for each in document.objects:
        if isinstance(each, pikepdf.Dictionary) and str(each.get("/Lang", "")) == former:
            each["/Lang"] = pikepdf.String(tag)
    metadata = document.Root.get("/Metadata")
    if metadata is not None:
        metadata.write(metadata.read_bytes().replace(f">{former}<".encode(), f">{tag}<".encode()))
    return True
