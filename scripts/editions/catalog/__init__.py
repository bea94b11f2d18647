"""
Catalogs: the only module that reads and writes .po and .pot files.

A strict lexer (`lexer`) understands every construct or says in a translator's words what to do (`faults`).
Edits are spliced in (`file`): a unit that does not change keeps its bytes, whatever tool wrote it. Saves are
locked, atomic and logged (`store`). What `msgcat --no-wrap` would write is `canonical`. One unit of many versions is
found without reading all of them (`search`).
"""

from editions.catalog.canonical import canonical
from editions.catalog.faults import CatalogError
from editions.catalog.file import Catalog, Change, Keep, UnknownUnitError
from editions.catalog.store import locked, read, rewrite, save
from editions.catalog.unit import INTERFACE_DOMAIN, Unit
from editions.catalog.writer import render, unit_lines

__all__ = [
    "INTERFACE_DOMAIN",
    "Catalog",
    "CatalogError",
    "Change",
    "Keep",
    "Unit",
    "UnknownUnitError",
    "canonical",
    "locked",
    "read",
    "render",
    "rewrite",
    "save",
    "unit_lines",
]
