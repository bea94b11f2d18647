"""
The programs that write catalogs, each doing the same: read a file; change one unit of it and save the file.

The change gives `EDITED` the text `CHANGED`, clears its fuzzy flag and takes its old source away. translate-toolkit is
GPL: like all of them it is imported only in the process that measures it.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.harness.corpus import CHANGED, EDITED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OURS = "editions"


@dataclass(frozen=True)
class Writer:
    """
    A program: `load(path)` returns what it made of a file, `save(loaded, path)` changes one unit and writes it.

    `count(loaded)` says how many units it read, obsolete ones too and the header not.
    """

    name: str
    load: Callable[[Path], Any]
    save: Callable[[Any, Path], object]
    count: Callable[[Any], int]
    needs: tuple[str, ...] = ()


def _load_ours(path: Path) -> Any:
    from editions.catalog import Catalog

    return Catalog.load(path, root=path.parent)


def _save_ours(catalog: Any, path: Path) -> None:
    """By the unit's key, as the desk names it; locked, logged and synced to the disk."""
    from editions.catalog import Change, Unit, save

    key = Unit(catalog.path, catalog.domain, None, EDITED).key
    data = catalog.edit({key: Change(targets=(CHANGED,), fuzzy=False, previous=None)})
    save(path, data, expected=catalog.data, root=path.parent)


def _load_polib(width: int) -> Callable[[Path], Any]:
    def load(path: Path) -> Any:
        import polib

        return polib.pofile(str(path), wrapwidth=width)

    return load


def _change_polib(catalog: Any) -> None:
    entry = catalog.find(EDITED)
    entry.msgstr = CHANGED
    entry.flags.remove("fuzzy")
    entry.previous_msgid = None


def _save_polib(catalog: Any, path: Path) -> None:
    _change_polib(catalog)
    catalog.save(str(path))


def _save_polib_msgcat(catalog: Any, path: Path) -> None:
    _change_polib(catalog)
    between = path.with_suffix(".between.po")
    catalog.save(str(between))
    subprocess.run(["msgcat", f"--output-file={path}", str(between)], check=True, capture_output=True)
    between.unlink()


def _load_babel(path: Path) -> Any:
    from babel.messages import pofile

    with path.open("rb") as file:
        return pofile.read_po(file)


def _save_babel(width: int) -> Callable[[Any, Path], None]:
    def save(catalog: Any, path: Path) -> None:
        from babel.messages import pofile

        message = catalog[EDITED]
        message.string = CHANGED
        message.flags.discard("fuzzy")
        message.previous_id = []
        with path.open("wb") as file:
            pofile.write_po(file, catalog, width=width, include_previous=True)

    return save


def _count_babel(catalog: Any) -> int:
    return len(catalog) + len(catalog.obsolete)


def toolkit(path: str) -> Any:
    """A catalog as translate-toolkit reads it, whose class for .po files is the one that Weblate uses."""
    from translate.storage import pypo

    store: Any = pypo.pofile
    return store.parsefile(path)


def _load_toolkit(path: Path) -> Any:
    return toolkit(str(path))


def _save_toolkit(store: Any, path: Path) -> None:
    unit = store.findunit(EDITED)
    unit.target = CHANGED
    unit.markfuzzy(present=False)
    unit.prev_source = ""
    store.savefile(str(path))


def _count_toolkit(store: Any) -> int:
    return sum(not unit.isheader() for unit in store.units)


WRITERS = {
    writer.name: writer
    for writer in (
        Writer(OURS, _load_ours, _save_ours, lambda catalog: len(catalog.entries) - 1),
        Writer("polib", _load_polib(78), _save_polib, len, ("polib",)),
        Writer("polib, no wrap", _load_polib(0), _save_polib, len, ("polib",)),
        Writer("polib, then msgcat", _load_polib(78), _save_polib_msgcat, len, ("polib", "program:msgcat")),
        Writer("Babel", _load_babel, _save_babel(76), _count_babel, ("babel",)),
        Writer("Babel, no wrap", _load_babel, _save_babel(0), _count_babel, ("babel",)),
        Writer("translate-toolkit", _load_toolkit, _save_toolkit, _count_toolkit, ("translate",)),
    )
}
