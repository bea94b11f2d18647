"""The formats in which names and terms go out and come in, by name and by the ending of a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from editions.glossary.codes import Codes
from editions.glossary.concept import concepts
from editions.glossary.exchange_csv import read_csv, write_csv
from editions.glossary.exchange_tbx import EDITION_2, read_tbx, write_tbx
from editions.glossary.outsider import read_bytes
from editions.problem import UserError
from editions.terminal import quote
from editions.terms import FILE, load_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from editions.glossary.concept import Concept
    from editions.language import Language
    from editions.project import Project
    from editions.terms import Terms

FORMATS: Mapping[str, Callable[[Sequence[Concept], Language], str]] = {
    "tbx": write_tbx,
    "tbx2": partial(write_tbx, edition=EDITION_2),
    "csv": write_csv,
}
_READERS: Mapping[str, Callable[[bytes, str, Codes], tuple[Concept, ...]]] = {
    ".tbx": read_tbx,
    ".xml": read_tbx,
    ".csv": read_csv,
}


def export_terms(project: Project, form: str, languages: Sequence[Language] | None = None) -> str:
    """
    All names and terms of the project in a format, one of FORMATS; with `languages` only their words.

    Raises:
        UserError: there is no such format, names.toml cannot be read, or has what the format cannot have.
    """
    if form not in FORMATS:
        raise UserError(f"--format {quote(form)}: there is no such format; choose from: {', '.join(FORMATS)}")
    chosen = None if languages is None else {language.code for language in languages}
    shown = project.shown(project.locales / FILE)
    return FORMATS[form](concepts(load_terms(project), shown, chosen), project.source_language)


def read_terms(project: Project, path: Path, terms: Terms) -> tuple[tuple[Concept, ...], Codes]:
    """
    What a file says (the format by its ending), and the codes, which know what languages were left out.

    Only languages are read that the project has, or `terms`, its names and terms.

    Raises:
        UserError: the file cannot be read, is damaged, or has what is not believed.
    """
    reader = _READERS.get(path.suffix.casefold())
    shown = quote(str(path))
    if reader is None:
        raise UserError(f"{shown}: the ending says no format; it can be {', '.join(_READERS)}")
    named = {code for term in terms.entries for code in (*term.renderings, *term.forbidden)}
    codes = Codes(project.source_language, named | {language.code for language in project.languages})
    return reader(read_bytes(path), shown, codes), codes
