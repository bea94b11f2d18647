"""Who stands behind which text, from outside: journals made by hand as DESIGN 4 has them, signed by ssh-keygen."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from helpers import Run, editions, environment, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

pytestmark = pytest.mark.tool("ssh-keygen")

STATES = ("missing", "machine", "changed", "translated", "vouched")
HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
TEXTS = {
    f"{word} ships.": f"{wort} Schiffe."
    for word, wort in (("Two", "Zwei"), ("Six", "Sechs"), ("Ten", "Zehn"))
}


def digest(*fields: str) -> str:
    """DESIGN 3: sha256 over UTF-8, fields joined by U+0004."""
    return hashlib.sha256("\x04".join(fields).encode()).hexdigest()


def entry(source: str, target: str, *, before: str = "", machine: bool = False) -> str:
    """An entry; `before` are lines above it, `machine` puts the mark of a machine's own words there."""
    mark = f"# mt: llm 2026-08-04 s={digest(source)[:16]} t={digest(target)[:16]}\n" if machine else ""
    return f'\n{mark}#: docs/a.rst:1\n{before}msgid "{source}"\nmsgstr "{target}"\n'


@dataclass(frozen=True)
class Place:
    """A project on disk that knows people by their names; each has a key of her own."""

    root: Path

    def write(self, name: str, text: str) -> Path:
        """Writes a file of the project, byte for byte."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def key(self, person: str) -> Path:
        """The private key of a person, as ssh-keygen makes it."""
        path = self.root.parent / "keys" / person
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", person, "-f", str(path)]
            subprocess.run(command, check=True, timeout=60, stdin=subprocess.DEVNULL)
        return path

    def person(self, name: str, *roles: str, languages: str = '["de"]') -> str:
        """An entry of people.toml with no more than it must have; the key has its comment."""
        public = self.key(name).with_name(f"{name}.pub").read_text().strip()
        given = json.dumps(roles or ("reviewer",))
        return f'[[person]]\nid = "{name}"\nkeys = ["{public}"]\nlanguages = {languages}\nroles = {given}\n'

    def sign(self, fields: Mapping[str, Any], person: str, namespace: str = "editions") -> dict[str, Any]:
        """The fields with a signature by ssh-keygen over their JSON: sorted keys, no spaces, UTF-8."""
        bare = {name: value for name, value in fields.items() if name != "sig"}
        data = json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        command = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", str(self.key(person))]
        armour = subprocess.run(
            command, input=data, capture_output=True, check=True, timeout=60
        ).stdout.decode()
        return bare | {"sig": "".join(row for row in armour.splitlines() if not row.startswith("-"))}

    def line(self, person: str, source: str, do: str = "vouch", **more: str) -> dict[str, Any]:
        """A line of DESIGN 4 about a text of TEXTS, with no field that is not named there."""
        told = {"lang": "de", "target": TEXTS[source], "domain": "a"} | more
        text, unit = digest(told["lang"], "", source, told["target"]), digest(told["domain"], source)[:16]
        fields = {"v": 1, "do": do, "unit": unit, "text": text, "at": "2026-08-04T10:00:00Z"}
        return self.sign(fields | {"by": person, "lang": told["lang"]}, told.get("key", person))

    def journal(self, person: str, *lines: Mapping[str, Any], lang: str = "de") -> None:
        """Writes a person's journal."""
        self.write(
            f"locales/{lang}/reviews/{person}.jsonl", "".join(f"{json.dumps(line)}\n" for line in lines)
        )

    def run(self, *words: str, **more: Any) -> Run:
        """What the program says; nobody's git configuration plays a part."""
        return editions(self.root, *words, **QUIET, **more)

    def status(self, lang: str = "de") -> dict[str, Any]:
        """What `status --json` says of a language; the states sum to all units, and it ends with 0."""
        run = self.run("status", lang, "--json")
        assert run.code == 0, run.said
        found: dict[str, Any] = json.loads(run.out)["languages"][lang]
        assert sum(found[state] for state in STATES) == found["units"]
        return found

    def states(self, lang: str = "de") -> dict[str, int]:
        """How many paragraphs are in which state, without those that none is in."""
        found = self.status(lang)
        return {state: found[state] for state in STATES if found[state]}

    def git(self, *words: str) -> None:
        """Runs git in the project."""
        command = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *words]
        subprocess.run(
            command,
            cwd=self.root,
            env=environment(self.root.parent, **QUIET),
            check=True,
            capture_output=True,
            timeout=60,
        )

    def commit(self) -> None:
        """Commits all that there is."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "all")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Three paragraphs in German by people; Anna and Ben review, Cora coordinates everything, Dan translates."""
    found = Place(tmp_path / "project")
    found.write("docs/conf.py", 'root_doc = "a"\n')
    found.write("docs/a.rst", "\n\n".join(TEXTS) + "\n")
    found.write("pyproject.toml", '[tool.editions]\nsource = "docs"\nlocales = "locales"\n')
    found.write(".gitattributes", "*.jsonl merge=union\n")
    found.write(
        "locales/de/LC_MESSAGES/a.po", HEADER.format("de") + "".join(entry(*pair) for pair in TEXTS.items())
    )
    crew = [
        found.person("anna"),
        found.person("ben", "translator", "reviewer"),
        found.person("dan", "translator"),
    ]
    crew.append(found.person("cora", "coordinator", languages='["all"]'))
    found.write("locales/people.toml", "version = 1\n\n" + "\n".join(crew))
    return found


def test_a_journal_made_by_hand_counts(place: Place) -> None:
    """Lines that hold what DESIGN names and no more count: two readers, or the writer and one other."""
    two, six, ten = TEXTS
    place.journal("anna", place.line("anna", two), place.line("anna", six))
    place.journal("ben", place.line("ben", two), place.line("ben", ten, "wrote"))
    place.journal("dan", place.line("dan", six, "wrote"), place.line("dan", ten, "wrote"))
    assert place.states() == {"vouched": 2, "translated": 1}
    run = place.run("check", "de")
    assert (run.code, "journal" in run.said) == (0, False)


def test_who_wrote_what_a_machine_wrote_counts_for_nothing(place: Place) -> None:
    """A machine's own words need two who read them; the mark stays, `fuzzy` says nothing."""
    two, six, ten = TEXTS
    texts = (
        entry(*pair, machine=True, before="#, fuzzy\n" if pair[0] == ten else "") for pair in TEXTS.items()
    )
    place.write("locales/de/LC_MESSAGES/a.po", HEADER.format("de") + "".join(texts))
    place.journal("anna", *(place.line("anna", source) for source in TEXTS))
    place.journal("dan", place.line("dan", six, "wrote"))
    place.journal("cora", place.line("cora", two), place.line("cora", ten))
    assert place.states() == {"vouched": 2, "machine": 1}


def test_what_is_not_signed_so_counts_for_nothing_and_is_told(place: Place) -> None:
    """Forged, copied, edited, back-dated lines, of another namespace or version: each an error at its line."""
    two = next(iter(TEXTS))
    mine, hers = place.line("ben", two), place.line("anna", two)
    forged: list[dict[str, Any]] = [
        place.line("ben", two, key="anna"),
        mine | {"sig": hers["sig"]},
        mine | {"at": "2020-01-01T00:00:00Z"},
        mine | {"added": 1},
        mine | {"lang": "fr"},
        mine | {"text": digest("x")},
        mine | {"v": True},
        place.sign(mine, "ben", "file"),
        place.sign(mine | {"v": 2}, "ben"),
        place.sign(mine | {"do": "bless"}, "ben"),
        hers,
    ]
    place.journal("anna", hers)
    place.journal("ben", *forged)
    run = place.run("check", "de", "--format", "json")
    path = "locales/de/reviews/ben.jsonl"
    told = [(each["path"], each["line"], each["severity"]) for each in json.loads(run.out)["problems"]]
    assert run.code == 1
    assert told == [(path, number, "error") for number in range(1, len(forged) + 1)]
    assert place.states() == {"translated": 3}


def test_a_journal_is_a_set_of_lines_whatever_its_form(place: Place) -> None:
    """Repeated, reordered, spaced lines with CRLF or a BOM say the same, also where one line has no end."""
    two, six, ten = TEXTS
    place.journal("anna", *(place.line("anna", source) for source in TEXTS))
    first, second, third = (place.line("ben", source) for source in (two, six, ten))
    spaced = json.dumps(dict(reversed(second.items())), separators=(" , ", " : "))
    form = f"\ufeff{json.dumps(first)}\r\n\r\n{spaced}\n{json.dumps(first)}\r\n{json.dumps(third)}"
    place.write("locales/de/reviews/ben.jsonl", form)
    assert place.run("check", "de").code == 0
    assert place.states() == {"vouched": 3}


CHANGES: tuple[tuple[str, str], ...] = (
    ('"Zwei Schiffe."', '"Zwei Schiffe!"'),
    ('"Zwei Schiffe."', '"Zwei\u00a0Schiffe."'),
    ('msgid "Two ships."', 'msgid "Two ship."'),
    ('msgid "Two ships."', 'msgctxt "sea"\nmsgid "Two ships."'),
    (
        'ships."\nmsgstr "Zwei Schiffe."',
        'ships."\nmsgid_plural "x"\nmsgstr[0] "Zwei Schiffe."\nmsgstr[1] "x"',
    ),
    ('msgid "Two ships."', '#, fuzzy\nmsgid "Two ships."'),
)


def test_any_edit_ends_a_vouch_and_none_of_the_form_does(place: Place) -> None:
    """Another source, target, context or plural voids it; wrapping, an old source, CRLF and a BOM do not."""
    for person in ("anna", "ben"):
        place.journal(person, *(place.line(person, source) for source in TEXTS))
    path = place.root / "locales/de/LC_MESSAGES/a.po"
    good = path.read_text()
    for old, new in CHANGES:
        place.write("locales/de/LC_MESSAGES/a.po", good.replace(old, new, 1))
        assert place.states()["vouched"] == 2, new
    wrapped = good.replace('msgstr "Zwei Schiffe."', 'msgstr ""\n"Zwei "\n"Schiffe."')
    looks = wrapped.replace('msgid "Six', '#| msgid "Five ships."\nmsgid "Six')
    place.write("locales/de/LC_MESSAGES/a.po", "\ufeff" + looks.replace("\n", "\r\n"))
    assert place.states() == {"vouched": 3}


def test_a_vouch_goes_with_its_text_and_stays_in_its_language(place: Place) -> None:
    """In another catalog the words stay vouched for; the same lines in another language's folder are errors."""
    people = ("anna", "cora")
    lines = {person: [place.line(person, source, domain="old") for source in TEXTS] for person in people}
    catalog = (place.root / "locales/de/LC_MESSAGES/a.po").read_text()
    place.write("locales/fr/LC_MESSAGES/a.po", catalog.replace("Language: de", "Language: fr"))
    for person, said in lines.items():
        place.journal(person, *said)
        place.journal(person, *said, lang="fr")
    assert place.states() == {"vouched": 3}
    assert place.states("fr") == {"translated": 3}
    run = place.run("check", "fr")
    assert (run.code, run.out.count("[journal]")) == (1, 6)
    assert place.run("check", "de").code == 0


def test_three_people_are_three(place: Place) -> None:
    """`people = 3` asks for three different people, however often two of them say it."""
    two, six, _ = TEXTS
    place.write(
        "pyproject.toml", (place.root / "pyproject.toml").read_text() + "[tool.editions.policy]\npeople = 3\n"
    )
    for person in ("anna", "ben"):
        place.journal(
            person, *(place.line(person, source) for source in TEXTS), place.line(person, six, "wrote")
        )
    place.journal("cora", place.line("cora", two))
    assert place.states() == {"vouched": 1, "translated": 2}


@pytest.mark.tool("git")
def test_a_mark_that_vanished_is_an_error_for_programs_too(place: Place) -> None:
    """Check names the line and ends with 1; status counts it and ends with 0; enough vouches take its place."""
    path = "locales/de/LC_MESSAGES/a.po"
    texts = (entry(*pair, machine=True, before="#, fuzzy\n") for pair in TEXTS.items())
    place.write(path, HEADER.format("de") + "".join(texts))
    place.git("init", "-q")
    place.commit()
    place.write(path, HEADER.format("de") + "".join(entry(*pair) for pair in TEXTS.items()))
    run = place.run("check", "de", "--format", "json")
    report = json.loads(run.out)
    assert (run.code, report["version"], run.err) == (1, 1, "")
    assert all(
        set(each) == {"path", "line", "rule", "severity", "text", "fix"} for each in report["problems"]
    )
    rows = (place.root / path).read_text().splitlines()
    places = [number for number, row in enumerate(rows, 1) if "Schiffe" in row]
    assert [(each["line"], each["rule"]) for each in report["problems"]] == [
        (at, "vanished-mark") for at in places
    ]
    assert (place.status()["problems"], place.status()["releasable"]) == (3, False)
    for person in ("anna", "ben"):
        place.journal(person, *(place.line(person, source) for source in TEXTS))
    assert place.run("check", "de").code == 0


@pytest.mark.tool("git")
def test_two_vouches_may_meet_only_in_a_merge(place: Place) -> None:
    """Two branches add lines to the same journal; git joins them by union, and all of them count."""
    two, six, ten = TEXTS
    place.journal("anna", place.line("anna", two))
    place.journal("ben", *(place.line("ben", source) for source in TEXTS))
    place.git("init", "-q", "-b", "main")
    place.commit()
    for branch, source in (("left", six), ("right", ten)):
        place.git("checkout", "-q", "-b", branch, "main")
        place.journal("anna", place.line("anna", two), place.line("anna", source))
        place.commit()
    assert place.states() == {"vouched": 2, "translated": 1}
    place.git("merge", "-q", "-m", "both", "left")
    assert place.states() == {"vouched": 3}


def _plain(text: str) -> str:
    return text


def _windows(text: str) -> str:
    return "\ufeff" + text.replace("\n", "\r\n")


@pytest.mark.parametrize("form", [_plain, _windows])
def test_completing_a_vouch_clears_the_flag_and_touches_no_other_byte(
    place: Place, form: Callable[[str], str]
) -> None:
    """The last reader's word takes away `fuzzy` of a machine's text: one line goes, BOM and line ends stay."""
    texts = (
        entry(*pair, machine=True, before="#, fuzzy\n" if "Six" in pair[0] else "") for pair in TEXTS.items()
    )
    path = place.write("locales/de/LC_MESSAGES/a.po", form(HEADER.format("de") + "".join(texts)))
    place.journal("anna", *(place.line("anna", source) for source in TEXTS))
    before = path.read_bytes()
    run = place.run("approve", "de", "--yes", "--key", str(place.key("ben")))
    assert run.code == 0, run.said
    rows = before.decode().split("\n"), path.read_bytes().decode().split("\n")
    changed = [row for row in difflib.ndiff(*rows) if row[0] in "+-"]
    assert [row.strip() for row in changed] == ["- #, fuzzy"]
    assert place.states() == {"vouched": 3}


def test_looking_writes_nothing_beside_the_output_and_needs_no_home(place: Place) -> None:
    """status, check and html work without a home folder, and leave sources and translations as they are."""
    place.journal("anna", place.line("anna", next(iter(TEXTS))))
    kept = [snapshot(place.root / name) for name in ("docs", "locales")]
    for words in (("status",), ("check", "de"), ("html", "de")):
        run = place.run(*words, HOME="/nonexistent/home", XDG_CACHE_HOME="/nonexistent/home/cache")
        assert run.code == 0, run.said
    assert [snapshot(place.root / name) for name in ("docs", "locales")] == kept


@pytest.mark.parametrize("text", ["D" * 60_000, "a" + " " * 60_000 + "b"], ids=["letters", "spaces"])
def test_a_strangers_endless_text_is_refused_and_not_pondered(place: Place, text: str) -> None:
    """However long a text is, check says so at its line and ends."""
    place.write("locales/de/LC_MESSAGES/a.po", HEADER.format("de") + entry(next(iter(TEXTS)), text))
    run = place.run("check", "de", timeout=20)
    assert run.code == 1
    assert "locales/de/LC_MESSAGES/a.po:8: the translation is 60" in run.out
