"""The stage prefill on small projects: a real server on loopback, the real Apertium, real catalogs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polib
import pytest

from editions.catalog import Catalog
from editions.engines import find
from editions.language import Language
from editions.prefill import Order, Report, prefill
from editions.problem import UserError
from editions.project import Project
from editions.state import parse_mark, state_of
from engines.fault_server import FaultServer, Reply, always, page, serve, translate
from helpers import content, copy_own, editions, parse, words
from vouching import vouched_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
HUMAN = '#. kept\n#: ../../docs/a.rst:1\nmsgid "Hello, people."\nmsgstr ""\n"Hola, "\n"gente."\n'
OLD = '#, fuzzy\n#| msgid "Old text."\nmsgid "Newer text."\nmsgstr "Texto viejo."\n'
EMPTY = (
    'msgid "The *great* force."\nmsgstr ""\n',
    '#: ../../docs/a.rst:9\nmsgid "See `the page <https://x.org>`__ and |name|."\nmsgstr ""\n',
    '#: ../../docs/b.md:9\nmsgid "Plain words of Markdown."\nmsgstr ""\n',
)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests to loopback go there, whatever the environment says; marks have a date of their own."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1533168000")


def make(root: Path, url: str = "", **catalogs: str) -> Project:
    """A project with one catalog per language: `es="…"`, or `es__b="…"` for the document b."""
    (root / "docs").mkdir(parents=True)
    (root / "docs" / "conf.py").touch()
    table = (
        f'[tool.editions.engines.google]\nurl = "{url}"\ninterval = 0\nbackoff = 0\ntimeout = 30\n'
        if url
        else ""
    )
    (root / "pyproject.toml").write_text(table, encoding="utf-8")
    for name, body in catalogs.items():
        code, _, domain = name.partition("__")
        path = root / "locales" / code / "LC_MESSAGES" / f"{domain or 'a'}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER.format(code) + "\n" + body, encoding="utf-8")
    return Project.load(root)


def fill(project: Project, engine: str | None = "google", **others: Any) -> list[Report]:
    """Prefill of all the project's languages, announcements kept to itself."""
    return prefill(Order(project, engine or "", **others), project.languages)


def units(project: Project, code: str = "es", domain: str = "a") -> list[Any]:
    """The units of a catalog."""
    path = project.locales / code / "LC_MESSAGES" / f"{domain}.po"
    return list(Catalog.load(path, root=project.root).units)


def text(project: Project, code: str = "es", domain: str = "a") -> str:
    """A catalog as it stands on disk."""
    return (project.locales / code / "LC_MESSAGES" / f"{domain}.po").read_text(encoding="utf-8")


def test_fills_what_is_missing_and_marks_it(tmp_path: Path) -> None:
    """Missing units get a draft with their markup, the fuzzy flag and a mark; people's text keeps its bytes."""
    with serve() as server:
        project = make(tmp_path, server.url, es="\n".join([HUMAN, OLD, *EMPTY]))
        [report] = fill(project)
    assert str(report) == "es: 3 paragraphs filled by google"
    assert (report.filled, report.left, report.errors, report.code) == (3, (), (), 0)
    drafts = [unit for unit in units(project) if state_of(unit) == "machine"]
    assert [unit.target for unit in drafts] == [
        "THE *GREAT* FORCE.",
        "SEE `THE PAGE <https://x.org>`__ AND |name|.",
        "PLAIN WORDS OF MARKDOWN.",
    ]
    assert all(unit.fuzzy for unit in drafts)
    marks = [parse_mark(unit.comments) for unit in drafts]
    assert [(mark.engine, mark.date) for mark in marks if mark] == [("google", "2018-08-02")] * 3
    assert HUMAN in text(project)
    assert OLD in text(project)
    assert [entry.msgid for entry in polib.pofile(text(project))] == [unit.source for unit in units(project)]


def test_second_run_asks_nothing_and_writes_nothing(tmp_path: Path) -> None:
    """A filled catalog is not asked about again and keeps every byte."""
    with serve() as server:
        project = make(tmp_path, server.url, es="\n".join(EMPTY))
        fill(project)
        before, asked = text(project), len(server.asked)
        [report] = fill(project)
        assert str(report) == "es: nothing to fill"
        assert (text(project), len(server.asked)) == (before, asked)


def test_asks_for_each_distinct_text_once(tmp_path: Path) -> None:
    """The same text in several catalogs, also with other targets in its links, costs one request."""
    linked = 'msgid "See `the page <https://{}.org>`__."\nmsgstr ""\n'
    with serve() as server:
        project = make(tmp_path, server.url, es=linked.format("a"), es__b=linked.format("b"))
        [report] = fill(project)
    assert report.filled == 2
    assert len(server.asked) == 1
    assert units(project, domain="b")[0].target == "SEE `THE PAGE <https://b.org>`__."


def test_announces_before_it_sends(tmp_path: Path) -> None:
    """Host, number of texts and characters are said before the first request."""
    said: list[tuple[str, int]] = []
    with serve() as server:
        project = make(tmp_path, server.url, es="\n".join(EMPTY))
        fill(project, announce=lambda words: said.append((words, len(server.asked))))
    assert said == [(f"es: 3 texts for google, 75 characters, go to {server.host}", 0)]
    assert sum(map(len, server.texts)) == 75


def test_uses_no_online_engine_that_was_not_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name nothing is sent; the error says of each engine why it does not serve, with exit code 2."""
    monkeypatch.setenv("PATH", str(tmp_path))
    [report] = fill(make(tmp_path, "https://translate.invalid/m", es=EMPTY[0]), engine=None)
    assert report.code == 2
    assert "apertium: " in str(report.errors[0])
    assert "--engine google" in str(report.errors[0])
    assert str(report).splitlines()[0] == "es: nothing filled"
    assert str(report.errors[0]) in str(report)


def test_nothing_to_fill_needs_no_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is missing it does not matter which engines there are."""
    monkeypatch.setenv("PATH", str(tmp_path))
    [report] = fill(make(tmp_path, es=HUMAN), engine=None)
    assert (str(report), report.code) == ("es: nothing to fill", 0)


def test_unknown_engine_is_refused(tmp_path: Path) -> None:
    """A name that no engine has is answered with those there are."""
    with pytest.raises(UserError, match="choose from"):
        fill(make(tmp_path, es=EMPTY[0]), engine="nobody")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("la [1]gran fuerza", "is not closed"),
        ("la gran fuerza", "lost"),
        ("la [1]gran[/1] [1]x[/1] fuerza", "doubled"),
        ("la [1]gran[/1] fuerza de https://y.org", "not in the source: link to https://y.org"),
        ("la [1]gran[/1] fuer\u0007za", "control character"),
        ("The [1]great[/1] force.", "came back as it was"),
        ("la [1]gran[/1] fuerza " * 40, "doubled"),
        ("x [1]gran[/1] " + "muy " * 200, "characters long"),
    ],
)
def test_leaves_empty_what_comes_back_broken(tmp_path: Path, answer: str, reason: str) -> None:
    """A draft that the judge refuses is not written; the report says where and why, other units are filled."""

    def reply(question: dict[str, str], number: int) -> Reply:
        return page(answer) if "[1]" in question["q"] else translate(question, number)

    with serve(reply) as server:
        project = make(tmp_path, server.url, es="\n".join([EMPTY[2], EMPTY[0]]))
        [report] = fill(project)
    broken = units(project)[1]
    assert broken.target == ""
    assert report.filled == 1
    [left] = report.left
    assert (left.path, left.line) == ("locales/es/LC_MESSAGES/a.po", broken.line)
    assert reason in left.text
    assert str(report).splitlines()[0] == "es: 1 paragraph filled by google, 1 left without a draft"
    assert str(left) in str(report)
    assert report.code == 0


def test_asks_nothing_about_what_it_cannot_protect(tmp_path: Path) -> None:
    """Open markup, program code, plural forms and Markdown with markup are left to people and never sent."""
    odd = [
        'msgid "An *open end"\nmsgstr ""\n',
        'msgid "x = 1\\ny = 2"\nmsgstr ""\n',
        'msgid "one page"\nmsgid_plural "pages"\nmsgstr[0] ""\nmsgstr[1] ""\n',
        '#: ../../docs/b.md:9\nmsgid "Markdown with *markup*"\nmsgstr ""\n',
    ]
    with serve() as server:
        project = make(tmp_path, server.url, es="\n".join(odd))
        [report] = fill(project)
        assert server.asked == []
    assert [left.line for left in report.left] == sorted(unit.line for unit in units(project))


def test_takes_over_what_has_no_words(tmp_path: Path) -> None:
    """A unit of markup and numbers alone is copied, without a request, and marked as a copy."""
    with serve() as server:
        project = make(tmp_path, server.url, es='msgid "|name| 1918"\nmsgstr ""\n')
        fill(project)
        assert server.asked == []
    [unit] = units(project)
    mark = parse_mark(unit.comments)
    assert unit.target == "|name| 1918"
    assert mark is not None
    assert mark.engine == "copy"


def test_refresh_replaces_only_a_machines_own_words(tmp_path: Path) -> None:
    """With refresh, a machine's text is replaced unless a person edited it or people stand behind it."""
    sources = ["The old one.", "The edited one.", "The vouched one."]
    with serve() as server:
        project = make(
            tmp_path, server.url, es="\n".join(f'msgid "{source}"\nmsgstr ""\n' for source in sources)
        )
        fill(project)
        path = project.locales / "es" / "LC_MESSAGES" / "a.po"
        path.write_text(text(project).replace("THE EDITED ONE.", "El editado."), encoding="utf-8")
        trust = vouched_for(units(project)[2])
        asked = len(server.asked)
        assert fill(project, trust=trust, refresh=True)[0].filled == 0, "the answers are remembered"
        assert len(server.asked) == asked
    with serve(lambda question, number: page("Nuevo: " + question["q"])) as other:  # noqa: ARG005
        config = tmp_path / "pyproject.toml"
        config.write_text(config.read_text().replace(server.url, other.url))
        project = Project.load(tmp_path)
        assert fill(project, trust=trust)[0].filled == 0
        assert fill(project, trust=trust, refresh=True)[0].filled == 1
        before = text(project)
        assert fill(project, trust=trust, refresh=True)[0].filled == 0
    assert [unit.target for unit in units(project)] == [
        "Nuevo: The old one.",
        "El editado.",
        "THE VOUCHED ONE.",
    ]
    assert text(project) == before


def test_a_person_who_saves_meanwhile_wins(tmp_path: Path) -> None:
    """What a person wrote into the catalog while the engine worked is neither lost nor replaced."""
    path = tmp_path / "locales" / "es" / "LC_MESSAGES" / "a.po"

    def reply(question: dict[str, str], number: int) -> Reply:
        body = path.read_text(encoding="utf-8")
        path.write_text(
            body.replace(EMPTY[0], EMPTY[0].replace('msgstr ""', 'msgstr "La *gran* fuerza."')), "utf-8"
        )
        return translate(question, number)

    with serve(reply) as server:
        project = make(tmp_path, server.url, es="\n".join(EMPTY))
        [report] = fill(project)
    assert report.filled == 2
    assert units(project)[0].target == "La *gran* fuerza."
    assert state_of(units(project)[0]) == "translated"


def test_one_language_does_not_stop_the_others(tmp_path: Path) -> None:
    """A damaged catalog and a language that is not offered are told; the other languages are filled."""
    with serve() as server:
        project = make(tmp_path, server.url, br=EMPTY[0], de='msgid "cut', es=EMPTY[0])
        damaged = text(project, "de")
        reports = {report.language.code: report for report in fill(project)}
    assert reports["es"].filled == 1
    assert reports["br"].code == 2
    assert "does not offer Breton" in str(reports["br"].errors[0])
    assert reports["de"].code == 1
    assert "locales/de/LC_MESSAGES/a.po:6" in str(reports["de"].errors[0])
    assert text(project, "de") == damaged


def test_no_network(tmp_path: Path) -> None:
    """Where the host cannot be reached each language says so with exit code 2, and no catalog changes."""
    with serve() as server:
        closed = server.url
    project = make(tmp_path, closed, de=EMPTY[0], es=EMPTY[0])
    before = text(project, "de"), text(project)
    reports = fill(project)
    assert [report.code for report in reports] == [2, 2]
    assert all(f"no network: could not reach {server.host}" in str(report.errors[0]) for report in reports)
    assert (text(project, "de"), text(project)) == before


def test_asks_an_engine_that_is_down_only_once(tmp_path: Path) -> None:
    """When the server asks to stop, the other languages do not ask it again."""
    limit = Reply(status=429, headers=(("Retry-After", "9999"),))
    with serve(always(limit)) as server:
        reports = fill(make(tmp_path, server.url, de=EMPTY[0], es=EMPTY[0], fr=EMPTY[0]))
        assert len(server.asked) == 1
    assert [report.code for report in reports] == [2, 2, 2]


def test_keeps_what_was_answered_when_the_engine_gives_up(tmp_path: Path) -> None:
    """Answers before the failure are in the catalog, and the report counts them beside the error."""

    def reply(question: dict[str, str], number: int) -> Reply:
        return (
            translate(question, number)
            if number <= 2
            else Reply(status=429, headers=(("Retry-After", "9999"),))
        )

    with serve(reply) as server:
        project = make(tmp_path, server.url, es="\n".join(EMPTY))
        [report] = fill(project)
    assert (report.filled, report.code) == (2, 2)
    assert [bool(unit.target) for unit in units(project)] == [True, True, False]


INTERRUPTED = """
import sys
from pathlib import Path
from editions.prefill import Order, prefill
from editions.project import Project
project = Project.load(Path(sys.argv[1]))
try:
    prefill(Order(project, "google", announce=print), project.languages)
except KeyboardInterrupt:
    sys.exit(130)
"""


def wait_until(holds: Callable[[], bool]) -> None:
    """Waits for something that happens soon; fails after 20 seconds."""
    for _ in range(2000):
        if holds():
            return
        time.sleep(0.01)
    pytest.fail("it did not happen")


def test_ctrl_c_loses_no_answer(tmp_path: Path) -> None:
    """Interrupted while the server hangs it ends at once, catalogs are whole; the next run asks for the rest only."""

    def reply(question: dict[str, str], number: int) -> Reply:
        return translate(question, number) if number <= 2 else Reply(hangs=True)

    with serve(reply) as server:
        project = make(tmp_path, server.url, es="\n".join([HUMAN, *EMPTY]))
        process = _start(project)
        wait_until(lambda: len(server.asked) == 3)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130
        assert HUMAN in text(project)
        assert [path.name for path in (tmp_path / "locales" / "es" / "LC_MESSAGES").iterdir()] == ["a.po"]
        server.reply = translate
        fill(project)
        assert server.texts[3:] == server.texts[2:3]
    assert all(unit.target for unit in units(project))


def test_killed_it_loses_no_answer(tmp_path: Path) -> None:
    """Killed outright, the catalog is whole, and the next run asks for nothing that was answered before."""
    many = "\n".join(f'msgid "Text number {number}."\nmsgstr ""\n' for number in range(30))

    def reply(question: dict[str, str], number: int) -> Reply:
        return translate(question, number) if number <= 25 else Reply(hangs=True)

    with serve(reply) as server:
        project = make(tmp_path, server.url, es=many)
        process = _start(project)
        wait_until(lambda: len(server.asked) == 26)
        process.kill()
        process.wait(timeout=20)
        assert len(units(project)) == 30
        server.reply = translate
        fill(project)
        assert len(server.asked) == 26 + 5
    assert all(unit.target for unit in units(project))


def _start(project: Project) -> subprocess.Popen[bytes]:
    scripts = Path(__file__).resolve().parent.parent / "scripts"
    return subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(project.root)],
        env={**os.environ, "PYTHONPATH": str(scripts)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.tool("apertium")
def test_the_resolution_in_four_languages_from_empty(tmp_path: Path) -> None:
    """This project's own text, without any translation, is filled for real: nothing is broken in the built pages."""
    codes = ("es", "pt_BR", "fr", "gl")
    for code in codes:
        reason = find("apertium").unavailable(Language("en"), Language(code), {})
        if reason:
            pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    root = copy_own(tmp_path / "own", ())
    assert editions(root, "language", "add", *codes).code == 0
    run = editions(root, "prefill", *codes)
    assert run.code == 0, run.err
    built = editions(root, "html", *codes)
    assert built.code == 0, built.out + built.err
    project = Project.load(root)
    for code in codes:
        found = [
            unit for path in project.catalogs(Language(code)) for unit in Catalog.load(path, root=root).units
        ]
        texts = [unit for unit in found if not unit.is_interface]
        filled = [unit for unit in texts if state_of(unit) == "machine"]
        assert len(filled) >= 0.9 * len(texts) > 10, run.out


@pytest.mark.tool("apertium")
def test_hard_markup_is_whole_in_the_built_page(tmp_path: Path) -> None:
    """Fifty paragraphs with hard markup go through Apertium into a page: every link and literal of theirs is there."""
    cases = (Path(__file__).parent / "engines" / "hard_cases.txt").read_text("utf-8").splitlines()[1:]
    # As paragraphs of a document: what they refer to is there, and none begins a list or is code.
    body = [case for case in cases if not case.startswith(("- ", "The following")) and "@handle" not in case]
    root = tmp_path / "hard"
    (root / "docs/guide").mkdir(parents=True)
    (root / "docs/guide/intro.rst").write_text(":orphan:\n\nIntroduction\n============\n")
    (root / "docs/conf.py").write_text(
        'project = "Hard"\nextensions = ["sphinx.ext.mathjax"]\nmathjax_path = "m.js"\n'
    )
    (root / "docs/index.rst").write_text("Hard\n====\n\n" + "\n\n".join(body) + TARGETS, encoding="utf-8")
    for stage in (("extract",), ("language", "add", "es"), ("prefill", "es"), ("html", "es", "en")):
        run = editions(root, *stage)
        assert run.code == 0, (stage, run.out, run.err)
    pages = [parse(root / f"build/editions/{code}/html/index.html") for code in ("en", "es")]
    ours, theirs = (Counter(_works(page)) for page in pages)
    assert ours == theirs
    assert sum(ours.values()) >= 30


def _works(page: Any) -> Iterator[str]:
    """What a page's paragraphs do: links, references, notes, literals, formulas."""
    main = content(page)
    yield from (f"link {href}" for href in main.xpath(".//p//a/@href") if not href.startswith("../"))
    yield from (f"code {words(node)}" for node in main.xpath(".//p//code"))
    yield from (f"math {words(node)}" for node in main.xpath(".//p//*[contains(@class, 'math')]"))


TARGETS = """

.. |name| replace:: a name
.. |the other name| replace:: another name
.. [1] One.
.. [#note] Two.
.. [*] Three.
.. [CIT2018] A book.
.. _some-label:

A place
-------

.. _another-label:

Another place
-------------

.. _Python: https://python.example
.. _the manual: https://manual.example

.. glossary::

   Socialism
      A thing.

   economic system
      Another thing.
"""


@pytest.mark.tool("apertium")
def test_fills_with_apertium_unnamed(tmp_path: Path) -> None:
    """On a machine with Apertium, a language that it speaks is filled without naming an engine or any network."""
    said: list[str] = []
    long = 'msgid "The struggle for *socialism* requires democracy, and **democracy** requires ``code``."\nmsgstr ""\n'
    project = make(tmp_path, es="\n".join([HUMAN, *EMPTY, long]), de=EMPTY[0])
    reports = {report.language.code: report for report in fill(project, engine=None, announce=said.append)}
    assert reports["es"].filled == 4
    assert reports["de"].code == 2
    assert all(state_of(unit) == "machine" for unit in units(project)[1:])
    assert "democracia" in units(project)[4].target
    assert [line.split(":")[0] for line in said] == ["es"]
    assert "stay on this machine" in said[0]


def test_server_that_bends_tags(tmp_path: Path) -> None:
    """Tags with spaces and wide brackets, as real engines return them, come back as markup."""

    def reply(question: dict[str, str], number: int) -> Reply:
        del number
        return page(question["q"].upper().replace("[1]", "【 1 】").replace("[/1]", "[ / 1 ]"))

    with serve(reply) as server:
        assert isinstance(server, FaultServer)
        project = make(tmp_path, server.url, es=EMPTY[0])
        fill(project)
    assert units(project)[0].target == "THE *GREAT* FORCE."
