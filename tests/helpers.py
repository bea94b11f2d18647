"""What tests share that run the program from outside: processes that end, copies, readers of pages."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import polib
import pytest
from lxml import html

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

T = TypeVar("T")

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLE = REPOSITORY / "tests" / "sample"
FOREIGN = REPOSITORY / "tests" / "foreign"
STATES = ("missing", "changed", "machine", "translated", "vouched")  # the worst first
# Characters that typesetting adds or changes: controls, direction marks, hyphens.
SET_BY_MACHINES = {"Cc", "Cf", "Cn", "Pd"}
NO_COPY = shutil.ignore_patterns("build", "public", ".public.releases", ".editions", "__pycache__", "*.mo")
# What a copy of this project needs; its program is this repository's.
OWN = ("pyproject.toml", "README.md", "LICENSE", "Makefile", "docs", "locales")
# One of each kind: left to right, right to left, without spaces; more would only take longer. The
# proofs of tests/web take all.
FEW = frozenset({"de", "ar", "zh_CN"})


@dataclass(frozen=True)
class Run:
    """How a process ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Both streams, for messages that may stand in either."""
        return self.out + self.err

    def refused(self) -> bool:
        """True for a usage or set-up error that is told in a message and not in a traceback."""
        return self.code == 2 and bool(self.said.strip()) and "Traceback" not in self.said


def environment(home: Path, **extra: str) -> dict[str, str]:
    """The environment of a process: the tools of the system, this source tree, and no way to the network."""
    base = {
        "PATH": os.environ["PATH"],
        "DICPATH": "",  # what a system has for dictionaries is nothing that a test may hang on
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(REPOSITORY / "scripts"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
        "no_proxy": "",
        "COLUMNS": "200",
    }
    return base | extra


def start(command: list[str], *, home: Path, **extra: str) -> subprocess.Popen[str]:
    """A process that leads a group of its own, so that nothing of it outlives a test."""
    return subprocess.Popen(
        command,
        env=environment(home, **extra),
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def finish(process: subprocess.Popen[str], *, timeout: float) -> Run:
    """The end of a process; after `timeout` seconds its whole group is ended and the test fails."""
    try:
        out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        raise AssertionError(f"no end after {timeout} s\n{out}\n{err}") from None
    return Run(process.returncode, out, err)


def editions(root: Path, *words: str, timeout: float = 120, **extra: str) -> Run:
    """Runs `python -m editions --root ROOT WORDS…` with the source tree of this repository."""
    command = [sys.executable, "-m", "editions", "--root", str(root), *words]
    return finish(start(command, home=_home(root), **extra), timeout=timeout)


def make(root: Path, *words: str, timeout: float = 120, **extra: str) -> Run:
    """Runs make in a copy of this project, as someone types it."""
    command = ["make", "-C", str(root), "--no-print-directory", *words]
    return finish(start(command, home=_home(root), **extra), timeout=timeout)


def _home(root: Path) -> Path:
    """A home folder beside the project, so that no cache of the person who runs the tests plays a part."""
    home = root.parent / "home"
    home.mkdir(exist_ok=True)
    return home


def copy_project(origin: Path, target: Path) -> Path:
    """A copy of a fixture project without what was built in it."""
    return shutil.copytree(origin, target, ignore=NO_COPY)


def copy_own(target: Path, languages: Container[str] = FEW) -> Path:
    """A copy of this project with some of its languages, set up: its make runs this repository's program."""
    target.mkdir(parents=True)
    for name in OWN:
        origin = REPOSITORY / name
        if origin.is_dir():
            shutil.copytree(origin, target / name, ignore=NO_COPY)
        elif origin.exists():
            shutil.copy2(origin, target / name)
    for folder in (target / "locales").glob("*/LC_MESSAGES"):
        if folder.parent.name not in languages:
            shutil.rmtree(folder.parent)
    _put_environment(target)
    return target


def _put_environment(root: Path) -> None:
    """An environment as `make setup` leaves it, running this interpreter; it cannot install anything."""
    (root / "scripts").mkdir()
    (root / "scripts/requirements.lock").touch()
    tools = root / ".venv" / "bin"
    tools.mkdir(parents=True)
    for name, module in (("python", ""), ("editions", "-m editions")):
        refusal = 'test "$2" != pip || exit 1'  # a copy must never install itself into this environment
        text = f'#!/bin/sh\n{refusal}\nexec "{sys.executable}" {module} "$@"\n'
        (tools / name).write_text(text, encoding="utf-8")
        (tools / name).chmod(0o755)
    (root / ".venv/ready").touch()


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds a lock between the processes of pytest-xdist."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True)
class Built:
    """A project and how the commands ended that built it, by name; shared, so only to be read."""

    root: Path
    runs: Mapping[str, Run]

    def page(self, language: str, name: str = "index.html", *, view: str = "") -> html.HtmlElement:
        """A page of an edition, parsed."""
        return parse(self.output / view / language / "html" / name)

    @property
    def output(self) -> Path:
        """The output folder: build here and in the sample, build/editions elsewhere."""
        own = self.root / "build" / "editions"
        return own if own.is_dir() else self.root / "build"

    def save(self, path: Path) -> None:
        """Keeps the ends of the commands for the other processes."""
        path.write_text(json.dumps({name: asdict(run) for name, run in self.runs.items()}), encoding="utf-8")

    @classmethod
    def load(cls, root: Path, path: Path) -> Built:
        """The project that another process built."""
        runs = json.loads(path.read_text(encoding="utf-8"))
        return cls(root, {name: Run(**run) for name, run in runs.items()})


def parse(page: Path) -> html.HtmlElement:
    """An HTML file, parsed as UTF-8."""
    return html.fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def content(page: html.HtmlElement) -> html.HtmlElement:
    """The main content of a page, whatever the theme calls it."""
    found = page.xpath('//main | //*[@role="main"] | //article')
    assert found, "the page has no main content"
    return found[0]


def words(node: html.HtmlElement) -> str:
    """The text of a node with single spaces, without the sign of a permanent link."""
    return " ".join(node.text_content().replace("¶", "").split())


def bare(text: str) -> str:
    """The letters of a text in compatibility form, without what typesetting changes: spaces, hyphens, marks."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        sign for sign in plain if not sign.isspace() and unicodedata.category(sign) not in SET_BY_MACHINES
    )


def hash16(text: str) -> str:
    """The first 16 hex digits of a text's SHA-256, as marks and keys carry them."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def unit_key(domain: str, source: str) -> str:
    """The key of a unit without context."""
    return hash16(f"{domain}\x04{source}")


def vouched(root: Path, language: str) -> set[str]:
    """The texts that two people signed and nobody objected to, by hash; signatures are taken on trust here."""
    people: dict[str, set[str]] = {}
    objections = set()
    for path in (root / "locales" / language / "reviews").glob("*.jsonl"):
        for line in map(json.loads, path.read_text("utf-8").splitlines()):
            if line["do"] in {"vouch", "wrote"}:
                people.setdefault(line["text"], set()).add(line["by"])
            elif line["do"] == "revoke":
                objections.add(line["text"])
    return {text for text, who in people.items() if len(who) > 1} - objections


def state(entry: polib.POEntry, language: str, texts: set[str]) -> str:
    """The state of a unit, derived here once more from DESIGN's list; `texts` are those that are vouched for."""
    if not entry.msgstr.strip():
        return "missing"
    joined = "\x04".join((language, entry.msgctxt or "", entry.msgid, entry.msgstr))
    is_vouched = hashlib.sha256(joined.encode()).hexdigest() in texts
    for line in entry.tcomment.splitlines():
        if line.startswith("mt: "):
            fields = dict(part.split("=") for part in line.split() if "=" in part)
            if fields["t"] == hash16(entry.msgstr):
                mine = "vouched" if is_vouched else "machine"
                return mine if fields["s"] == hash16(entry.msgid) else "changed"
    if entry.fuzzy:
        return "changed"
    if is_vouched:
        return "vouched"
    return "changed" if entry.previous_msgid and entry.previous_msgid != entry.msgid else "translated"


def states(root: Path, language: str) -> dict[str, str]:
    """The state of every unit of a language, by key."""
    texts = vouched(root, language)
    return {key: state(entry, language, texts) for key, entry in units(root, language).items()}


def catalogs(root: Path, language: str) -> dict[str, polib.POFile]:
    """The catalogs of a language by domain, read by polib."""
    base = next(
        path
        for path in root.rglob("LC_MESSAGES")
        if path.parent.name == language and "build" not in path.parts
    )
    return {
        path.relative_to(base).with_suffix("").as_posix(): polib.pofile(str(path))
        for path in sorted(base.rglob("*.po"))
    }


def units(root: Path, language: str) -> dict[str, polib.POEntry]:
    """The units of a language that count, by key."""
    return {
        unit_key(domain, entry.msgid): entry
        for domain, catalog in catalogs(root, language).items()
        for entry in catalog
        if not entry.obsolete
    }


def change(root: Path, language: str, source: str, **fields: object) -> Path:
    """Sets fields of the unit with this source, in the catalog that has it; returns the catalog's path."""
    for catalog in catalogs(root, language).values():
        entry = catalog.find(source)
        if entry is not None:
            for name, value in fields.items():
                setattr(entry, name, value)
            catalog.wrapwidth = 0
            catalog.save()
            return Path(catalog.fpath)
    raise AssertionError(f"no unit {source!r} in {language}")


def snapshot(folder: Path) -> dict[str, bytes]:
    """All files below a folder with their contents."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def link_targets(page: Path) -> Iterator[tuple[str, Path, str]]:
    """The links of a page that stay within the site: (as written, file, fragment)."""
    for target in parse(page).xpath("//a/@href | //link/@href | //script/@src | //img/@src"):
        address, _, fragment = str(target).partition("#")
        address = address.partition("?")[0]
        if "://" in address or address.startswith(("mailto:", "data:", "//")):
            continue
        yield str(target), (page.parent / address).resolve() if address else page, fragment


def requests_of(page: Path) -> list[str]:
    """What a browser would fetch from elsewhere for this page without being asked."""
    root = parse(page)
    found = root.xpath(
        "//script/@src | //img/@src | //iframe/@src | //source/@src | //object/@data"
        ' | //link[@rel="stylesheet" or @rel="preload" or @rel="icon" or @rel="preconnect"]/@href'
    )
    return [str(address) for address in found if str(address).startswith(("http:", "https:", "//"))]


def daily(values: Iterable[T], count: int = 1, *, kind: Callable[[T], object] = type) -> list[Any]:
    """Parameters of a test: the first `count` of each kind are tried daily, the others in the long proofs."""
    seen: Counter[object] = Counter()
    params = []
    for value in values:
        seen[kind(value)] += 1
        params.append(pytest.param(value, marks=[pytest.mark.slow] if seen[kind(value)] > count else []))
    return params
