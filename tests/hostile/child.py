"""
What runs in a process of its own: Sphinx on the attacked project, with some of the belts taken off.

    python -m hostile.child ROOT BELTS BUILDER…

`guard`: the catalogs are written unjudged. `compare`: nor does the guard ask the judge; only its comparison is left.
`stock`: Sphinx alone, which finds the catalogs where conf.py says.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from editions import driver, formats, sanitise
from editions.language import Language
from editions.project import Project
from editions.sphinxext import guard
from editions.sphinxext.context import Context

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGE = Language("de")
UNJUDGED = {"guard": (sanitise,), "compare": (sanitise, guard)}


def main(root: Path, belts: str, builders: Sequence[str]) -> None:
    """Builds the project with each builder; says on the way which document is read, for whoever finds it hanging."""
    os.environ["no_proxy"] = "127.0.0.1"  # who wants to call the trial's own server can
    if belts == "stock":
        return _stock(root)
    driver.preload()
    project = Project.load(root)
    with ExitStack() as stack:
        for module in UNJUDGED[belts]:
            stack.enter_context(mock.patch.object(module, "judge", return_value=()))
        sanitise.sanitise(project, LANGUAGE, "working")
        for builder in builders:
            driver.in_child(lambda name: _build(project, name), builder)
    return None


def _build(project: Project, name: str) -> None:
    kind = formats.kind(name) if name in formats.names() else None
    folder = project.path("unjudged")
    with mock.patch.object(driver, "_dependencies", return_value=()), _told():
        run = driver.run_sphinx(
            project.source,
            folder / name,
            folder / "trees",
            builder=kind.builder if kind else name,
            overrides={"language": LANGUAGE.code, "editions_context": Context(project, LANGUAGE)},
            extension=kind.extension if kind else None,
        )
    (folder / f"{name}.warnings").write_text("\n".join(run.warnings), encoding="utf-8")


def _told() -> Any:
    """Names each document on the error stream before it is read."""
    from sphinx.builders import Builder

    read: Any = Builder.read_doc

    def read_doc(self: Builder, docname: str, **rest: Any) -> None:
        print(docname, file=sys.stderr, flush=True)  # noqa: T201 - the parent shows it if this process hangs
        read(self, docname, **rest)

    return mock.patch.object(Builder, "read_doc", read_doc)


def _stock(root: Path) -> None:
    from sphinx.application import Sphinx

    output = root / "stock"
    settings = {"language": "de", "locale_dirs": [str(root / "locales")]}
    with _told(), (root / "stock.warnings").open("w", encoding="utf-8") as log:
        Sphinx(root / "docs", root / "docs", output, root / "trees", "html", settings, None, log).build()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
