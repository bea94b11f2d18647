"""The numbers that a project gives its sections, figures, tables and listings, in the digits of the edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from editions.language import Language


def section_number(env: BuildEnvironment, docname: str, section: nodes.Element, language: Language) -> str:
    """`1.2. ` where the project numbers its sections; else nothing."""
    numbers = env.toc_secnumbers.get(docname, {})
    keys = (f"#{each}" for each in section["ids"])
    number = next((numbers[key] for key in keys if key in numbers), None)
    first = isinstance(section.parent, (nodes.document, addnodes.start_of_file))
    number = number or (numbers.get("") if first else None)
    return language.digits(".".join(map(str, number)) + ". ") if number else ""


def figure_number(env: BuildEnvironment, docname: str, node: nodes.Element, language: Language) -> str:
    """`Fig. 1 ` where the project numbers its figures, tables and listings; else nothing."""
    known = env.toc_fignumbers.get(docname, {}) if env.config.numfig else {}
    for kind, numbers in known.items():
        number = next((numbers[each] for each in node["ids"] if each in numbers), None)
        if number:
            form = env.config.numfig_format.get(kind, "%s")
            return f"{form % language.digits('.'.join(map(str, number)))} "
    return ""
