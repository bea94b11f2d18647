"""Builds documents as PDF in this process, and reads the files back."""

from __future__ import annotations

import ctypes
import io
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from docutils import nodes

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'


@dataclass(frozen=True)
class Result:
    """What a build left behind: the folder of the files, the trees of the documents, what Sphinx warned about."""

    folder: Path
    trees: Mapping[str, nodes.document]
    warnings: str

    def text(self, name: str = "book") -> str:
        """The text of a book as a reader copies it."""
        document = pdfium.PdfDocument(self.folder / f"{name}.pdf")
        return "".join(page.get_textpage().get_text_range() for page in document)


def run(
    root: Path,
    texts: Mapping[str, str],
    *,
    conf: str = "",
    out: str = "out",
    builder: str = "editions-pdf",
    **config: object,
) -> Result:
    """Builds documents, given by name, in this process, by the builder of a kind of editions."""
    docs = root / "docs"
    docs.mkdir(parents=True, exist_ok=True)
    kind = builder.replace("editions-", "editions.formats.")
    head = f'project = "Book"\nauthor = "A. Author"\nextensions = ["{kind}"]\nsmartquotes = False\n'
    (docs / "conf.py").write_text(head + conf, encoding="utf-8")
    (docs / "pic.svg").write_text(SVG, encoding="utf-8")
    for name, text in texts.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")
    log = io.StringIO()
    translators.clear()  # Sphinx keeps the catalogs of an earlier build of the process
    with docutils_namespace(), patch_docutils():
        app = Sphinx(
            docs, docs, root / out, root / f"{out}-trees", builder,
            confoverrides=config, status=None, warning=log, freshenv=True,
        )  # fmt: skip
        app.build(force_all=True)
        trees = {name: app.env.get_doctree(name) for name in app.env.found_docs}
    return Result(root / out, trees, log.getvalue())


def bare(text: str) -> str:
    """The text without what typesetting may add or take: white space, hyphens at line ends, marks of direction."""
    return re.sub("[\\s\u00ad\u200b-\u200f\u2060\ufffe\u0002-]", "", text)


def project(
    root: Path, language: str, units: Mapping[str, str], *, machine: bool = True, books: str = ""
) -> None:
    """A project whose catalog of this language translates texts of its document `index`, by a machine or not."""
    table = f'[tool.editions]\nsource = "docs"\nlocales = "locales"\n{books}'
    (root / "pyproject.toml").write_text(table, encoding="utf-8")
    entries = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n']
    for source, target in units.items():
        hashes = [sha256(each.encode()).hexdigest()[:16] for each in (source, target)]
        mark = f"# mt: test 2026-01-01 s={hashes[0]} t={hashes[1]}\n" if machine else ""
        flag = "#, fuzzy\n" if machine else ""
        entries.append(f'{mark}#: docs/index.rst\n{flag}msgid "{source}"\nmsgstr "{target}"\n')
    folder = root / "locales" / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "index.po").write_text("\n".join(entries), encoding="utf-8")


# For the configuration of a project with catalogs.
TRANSLATED = 'extensions += ["editions.sphinxext"]\n'


def links(path: Path) -> list[str]:
    """The addresses outside the file that its links lead to."""
    document = pdfium.PdfDocument(path)
    return list(dict.fromkeys(link for page in document for link in page_links(document, page)))


def page_links(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[str]:
    """The addresses outside the file that the links of a page lead to, in their order."""
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        action = raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(annotation))
        size = raw.FPDFAction_GetURIPath(document, action, None, 0)
        buffer = ctypes.create_string_buffer(max(size, 1))
        raw.FPDFAction_GetURIPath(document, action, buffer, size)
        if buffer.value:
            yield buffer.value.decode(errors="replace")


def descriptions(path: Path) -> list[str]:
    """What pictures and formulas of a file are described by, for those who do not see them."""
    with pikepdf.open(path) as document:
        elements = [each for each in document.objects if isinstance(each, pikepdf.Dictionary)]
        return [str(each.Alt) for each in elements if "/Alt" in each]


def annotations(path: Path) -> int:
    """How many links a file holds."""
    return sum(raw.FPDFPage_GetAnnotCount(page) for page in pdfium.PdfDocument(path))


def rules_in_margin(path: Path) -> int:
    """How many rules stand in the right margin of the first page: runs of reddish rows beside the text."""
    bitmap = pdfium.PdfDocument(path)[0].render(scale=2)
    column = range(round(bitmap.width * 0.856), bitmap.width)
    rows = [any(is_reddish(bitmap, x, y) for x in column) for y in range(bitmap.height)]
    return sum(now and not before for before, now in zip([False, *rows], rows, strict=False))


def is_reddish(bitmap: pdfium.PdfBitmap, x: int, y: int) -> bool:
    """True where a point of a bitmap (BGR) is clearly more red than blue."""
    start = y * bitmap.stride + x * bitmap.n_channels
    blue, _, red = bitmap.buffer[start : start + 3]
    return red - blue > 40
