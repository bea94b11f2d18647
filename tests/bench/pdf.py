"""
Sets one document in print: from a tree to a PDF, beside WeasyPrint and XeLaTeX.

The documents of tests/scripts, about 300 words each, in one process a measurement: once as the first document of a
process, once as the second, when fonts and locales are loaded. The step is all from the tree, which is read before: for
WeasyPrint the page that Sphinx writes with its stock theme comes in between, for XeLaTeX the LaTeX. WeasyPrint needs
Debian's Pango, XeLaTeX Debian's TeX (`texlive-xetex texlive-latex-extra`), which sets French only without a preamble
of its own.

Must reach: the step takes at most a fifth of WeasyPrint's CPU and a tenth of XeLaTeX's, and no more memory than
WeasyPrint's (issue 5, core 6).
"""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.harness.measure import Case
from bench.harness.table import Column, Table, Target, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx

    from bench.harness.child import Clock
    from bench.harness.measure import Session
    from bench.harness.table import Cell

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
LANGUAGES = ("fr", "ar", "hi")
RUNS = 2  # of XeLaTeX: references and the number of pages are right after the second


def typst(clock: Clock, language: str) -> int:
    """By this program; returns 1 for a file that is not empty."""
    import editions.formats.pdf.builder

    del editions  # only imported, before the clock starts
    return _set(clock, "editions-pdf", language, lambda: None)


def weasyprint(clock: Clock, language: str) -> int:
    """By WeasyPrint, from the page that Sphinx writes."""
    import weasyprint as library

    return _set(
        clock, "singlehtml", language, lambda: library.HTML("out/index.html").write_pdf("out/index.pdf")
    )


def xelatex(clock: Clock, language: str) -> int:
    """By XeLaTeX, from the LaTeX that Sphinx writes."""
    return _set(clock, "latex", language, _run_xelatex, latex_engine="xelatex")


def _run_xelatex() -> None:
    for _ in range(RUNS):
        command = ["xelatex", "-interaction=batchmode", "book.tex"]
        subprocess.run(command, cwd="out", check=False, capture_output=True, timeout=170)


def _set(clock: Clock, builder: str, language: str, finish: Callable[[], object], **options: object) -> int:
    """Reads the document; writes it from its tree, and has it set: the step."""
    with clock("whole"):
        _application("dummy", language, **options).build(force_all=True)
        app = _application(builder, language, freshenv=False, **options)
        with clock("step"):
            app.build(force_all=True)
            finish()
    return sum(path.stat().st_size > 0 for path in Path("out").glob("*.pdf"))


def _application(builder: str, language: str, *, freshenv: bool = True, **options: object) -> Sphinx:
    """Sphinx, with the document of a language."""
    from sphinx.application import Sphinx

    docs = Path("docs")
    docs.mkdir(exist_ok=True)
    conf = 'project = "Book"\nauthor = "A"\nextensions = ["editions.formats.pdf"]\n'
    (docs / "conf.py").write_text(
        f'{conf}latex_documents = [("index", "book.tex", "Book", "A", "howto")]\n', encoding="utf-8"
    )
    (docs / "index.rst").write_bytes((SCRIPTS / f"{language}.rst").read_bytes())
    return Sphinx(
        docs, docs, "out", "trees", builder, confoverrides={"language": language, **options},
        status=None, warning=io.StringIO(), freshenv=freshenv,
    )  # fmt: skip


LIMITS = {weasyprint: 5, xelatex: 10}  # times our CPU


def run(session: Session) -> Iterator[Table]:
    """The figures of each language, for the first document of a process and for the second."""
    yield _table(session, "The first document of a process", warm=False)
    yield _table(session, "The second document of a process", warm=True)


def _table(session: Session, title: str, *, warm: bool) -> Table:
    cases = [_case("Typst", typst, language, warm=warm) for language in LANGUAGES]
    cases += [
        _case("WeasyPrint", weasyprint, language, warm=warm, needs=("weasyprint",), rival=True)
        for language in LANGUAGES
    ]
    cases.append(_case("XeLaTeX", xelatex, "fr", warm=warm, needs=("program:xelatex",), rival=True))
    figures = session.measure(cases)
    rows: list[tuple[Cell, ...]] = []
    for case in cases:
        one, ours = figures[case.name], figures[f"Typst, {case.arguments[0]}"]
        times, memory = ratio(one.cpu("step"), ours.cpu("step")), ratio(one.peak, ours.peak)
        limit = LIMITS.get(case.work)
        target = None if limit is None or one.fault else Target(case.name, times, limit, at_least=True)
        rows.append(
            (case.name, one.cpu("step"), one.wall("step"), times, one.cpu("whole"), one.peak, memory, target)
        )
    columns = (
        Column("by"), Column("step, CPU s", ".3f"), Column("step, wall s", ".3f"), Column("×", ".1f"),
        Column("with reading, CPU s", ".2f"), Column("peak MB", ".0f"), Column("× memory", ".2f"), Column("target"),
    )  # fmt: skip
    faults = [f"{one.name}: {one.fault}" for one in figures.values() if one.fault]
    return Table(title, columns, rows, faults)


def _case(by: str, work: Callable[..., int], language: str, *, warm: bool, **options: Any) -> Case:
    options.setdefault("expect", 1)
    return Case(f"{by}, {language}", work, (language,), warm=(language,) if warm else None, **options)
