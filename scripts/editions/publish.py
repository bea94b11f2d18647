"""publish: the releasable editions in one folder, verified, handed to a destination that switches to it at once."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING

from editions import __version__, assembly, formats, powers, targets
from editions.compare import source_order
from editions.files import digest
from editions.formats import html
from editions.order import Order, environment_of
from editions.powers import Power, Record
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from editions.language import Language
    from editions.project import Project

SHOWN = 20  # how many things a refusal lists


def publish(
    project: Project, languages: Sequence[Language], states: Mapping[str, Mapping[str, int]], url: str
) -> Iterator[str]:
    """
    Publishes the release editions of the languages and yields its progress in words.

    `states` counts each language's units by state, by code.

    Raises:
        UserError: a page holds what only a working edition may hold, an edition can do more than the source edition,
            or the destination refuses; what was published before then stands as it was.
    """
    folder = project.path("releases", _name())
    shutil.rmtree(folder, ignore_errors=True)
    try:
        assembly.assemble(project, "release", languages, states, folder)
        _verify(project, languages, folder)
        _write_manifest(folder, languages)
        yield from targets.publish(folder, url, project)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _name() -> str:
    """The name of a release: its moment, UTC, to the microsecond."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")


def _verify(project: Project, languages: Sequence[Language], folder: Path) -> None:
    """Looks at the release itself, as it would go out: whatever happened to the files since they were built."""
    found = [*_working(project, folder), *_excess(project, languages, folder)]
    if found:
        more = [f"… and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
        raise UserError("\n".join([*found[:SHOWN], *more, "nothing was published"]), code=1)


def _working(project: Project, folder: Path) -> Iterator[str]:
    for page in sorted(folder.rglob("*.html")):
        if html.is_working(page.read_bytes()):
            yield f"{project.shown(page)}: a page of a working edition is in the release"


def _excess(project: Project, languages: Sequence[Language], folder: Path) -> Iterator[str]:
    """What an edition of the release can do and the source edition, there or as it was built, cannot."""
    source, ours = project.source_language, _ours(project, languages, folder)
    measure = _scan(project, source, folder) if source in languages else _as_built(project)
    for language in languages:
        if language != source:
            below = folder / language.tag
            more = powers.beyond(_scan(project, language, folder), measure, project.source)
            rest = {power: name for power, name in more.items() if power not in ours}
            yield from map(str, powers.problems(rest, below, project.shown(below), source.code))


def _as_built(project: Project) -> Record:
    """What the source edition could do with which these were compared when they were built."""
    environment = environment_of(project)
    orders = [Order(project, project.source_language, "release", kind) for kind in formats.names()]
    return _joined(powers.read(source_order(order, environment).powers) for order in orders)


def _scan(project: Project, language: Language, folder: Path) -> Record:
    """What a language's folder of the release can do; but for pages, what was examined when it was built is known."""
    orders = [Order(project, language, "release", kind) for kind in formats.names()]
    return powers.scan(
        folder / language.tag, _powers, former=_joined(powers.read(order.powers) for order in orders)
    )


def _joined(records: Iterable[Record]) -> Record:
    """The records of all kinds of a language's editions as one: in a release they lie in one folder."""
    records = list(records)
    reads = {name for record in records for name in record.reads}
    return Record({name: built for record in records for name, built in record.files.items()}, tuple(reads))


def _powers(name: str, data: bytes) -> Iterator[Power]:
    """The powers of a file of a release, by the kind that its name belongs to; a page where it belongs to none."""
    kinds = [formats.kind(each) for each in formats.names()]
    own = [kind for kind in kinds if kind.files and PurePath(name).match(kind.files)]
    for kind in own or kinds[:1]:
        yield from kind.powers(name, data)


def _ours(project: Project, languages: Sequence[Language], folder: Path) -> frozenset[Power]:
    """What pages can do because our last step made them so, and not by anything that a translation says."""
    pages = (
        power
        for language in languages
        for path in (folder / language.tag).rglob("*.html")
        for power in html.powers_of_page(
            path.relative_to(folder / language.tag).as_posix(), language, project.contact
        )
    )
    return _between(languages, folder) | html.own_powers(project.url) | frozenset(pages)


def _between(languages: Sequence[Language], folder: Path) -> frozenset[Power]:
    """The links from an edition's pages to pages of the others in the release: the only ones that may leave it."""
    return frozenset(
        Power("leaves", f"{element} href {PurePosixPath('..', path.relative_to(folder))}")
        for language in languages
        for path in (folder / language.tag).rglob("*.html")
        for element in ("a", "link")
    )


def _write_manifest(folder: Path, languages: Sequence[Language]) -> None:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        "version": 1,
        "program": f"editions {__version__}",
        "languages": [language.tag for language in languages],
        "files": {
            path.relative_to(folder).as_posix(): {
                "sha256": digest(path.read_bytes()),
                "size": path.stat().st_size,
            }
            for path in paths
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
