"""Reads source documents with Sphinx in this process and gives what the rules of prose look at."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from editions.source import Passage, Reading, passages, remarks

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_folder(docs: Path, *, root: Path, **settings: object) -> Reading:
    """What stands in the documents of a folder with a conf.py, read by Sphinx's builder `dummy`."""
    log = io.StringIO()
    with TemporaryDirectory() as work, docutils_namespace(), patch_docutils():
        app = Sphinx(
            docs, docs, Path(work) / "out", Path(work) / "doctrees", "dummy",
            confoverrides=settings, status=None, warning=log,
        )  # fmt: skip
        app.build()
        trees = [app.env.get_doctree(name) for name in sorted(app.env.found_docs)]
    found = tuple(passage for tree in trees for passage in passages(tree, root))
    return Reading(found, tuple(remarks(log.getvalue(), root)))


def read_texts(root: Path, texts: Mapping[str, str], **settings: object) -> Reading:
    """What stands in documents given by file name, below `root`/docs; the root document is made up."""
    docs = root / "docs"
    docs.mkdir(parents=True, exist_ok=True)
    (docs / "conf.py").write_text(
        'project = "x"\nextensions = ["myst_parser"]\nsmartquotes = False\n', encoding="utf-8"
    )
    toctree = "".join(f"   {Path(name).stem}\n" for name in texts)
    (docs / "index.rst").write_text(f"Contents\n========\n\n.. toctree::\n\n{toctree}", encoding="utf-8")
    for name, text in texts.items():
        (docs / name).write_text(text, encoding="utf-8")
    return read_folder(docs, root=root, **settings)


def of(reading: Reading, path: str) -> list[Passage]:
    """All passages and remarks of one file."""
    return [passage for passage in (*reading.passages, *reading.remarks) if passage.path == path]
