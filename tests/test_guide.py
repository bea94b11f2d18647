"""The guide says what the program does: links, commands, keys, states, rules, and examples that run."""

from __future__ import annotations

import importlib
import re
import shutil
import tomllib
import zipfile
from dataclasses import asdict, dataclass, fields
from itertools import accumulate
from typing import TYPE_CHECKING

import pytest

from editions import engines
from editions.checks import rules
from editions.project import KEYS, LOCALE_FOLDERS, PRINT_KEYS, SOURCE_FOLDERS, Policy, Project
from editions.state import STATES
from helpers import NO_COPY, REPOSITORY, change, editions
from test_docs import stages, targets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helpers import Run

PROGRAM = REPOSITORY / "scripts" / "editions"
GUIDE = REPOSITORY / "scripts" / "guide"
PAGES = [REPOSITORY / "README.md", REPOSITORY / "locales" / "README.md", *sorted(GUIDE.glob("*.md"))]
CODE = re.compile(r"^```(?s:.*?)^```$|^ {4}.*$|(?P<ticks>`+)[^`\n].*?(?P=ticks)", re.MULTILINE)
LINK = re.compile(r"\]\((?P<path>[^)#\s]*)[^)]*\)")
COMMAND = re.compile(
    r"(?:^|[\s`/])(?P<program>editions|make) +(?:--root \S+ +)?(?P<word>[a-z][a-z-]*)", re.MULTILINE
)
EXAMPLE = re.compile(r"^`(?P<path>\w+/\w+\.py)`:\n\n```python\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
# Rules of what is found before a check can run, and of stages that report problems of their own.
OTHER_RULES = {"catalog", "prefill", "journal", "vanished-mark", "overwritten", "power"}
# A project that gives each example something to do.
SMALL = {
    "docs/conf.py": 'project = "Small"\n',
    "docs/index.rst": "Small\n=====\n\nRead more\n\nWho gave the order?\n",
    "pyproject.toml": '[tool.editions.engines.phrasebook.phrases.fr]\n"Read more" = "Lire la suite"\n',
}


def page(name: str) -> str:
    """The text of a page of the guide."""
    return (GUIDE / f"{name}.md").read_text("utf-8")


def code(text: str) -> str:
    """What stands on a page as code: blocks, indented lines, words between back-quotes."""
    return "\n".join(match[0] for match in CODE.finditer(text))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_link_leads_somewhere(path: Path):
    """A relative link of README.md, locales/README.md or the guide resolves."""
    for match in LINK.finditer(CODE.sub("", path.read_text("utf-8"))):
        target = match["path"]
        if target and "://" not in target and not target.startswith("mailto:"):
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_command_exists(path: Path, tmp_path: Path):
    """Every `editions <stage>` and `make <target>` on a page can be typed; `man` is an example of extending.md."""
    known = {"editions": stages(tmp_path), "make": targets()}
    if path.stem == "extending":
        known["editions"].add("man")
    for match in COMMAND.finditer(code(path.read_text("utf-8"))):
        assert match["word"] in known[match["program"]], match[0]


def test_the_guide_has_the_pages_that_it_promises():
    """One page for each reader."""
    assert {path.stem for path in GUIDE.glob("*.md")} == {
        "adoption",
        "checking",
        "deciding",
        "drafting",
        "extending",
        "operating",
        "printing",
        "reading",
        "safety",
        "terms",
        "trust",
    }


def documented_keys() -> set[str]:
    """The keys in the table of adoption.md; `a.b`, `.c` in one cell are a.b and a.c."""
    found: set[str] = set()
    for cell in re.findall(r"^\| (`[^|]+) \|", page("adoption"), re.MULTILINE):
        found.update(accumulate(re.findall(r"`([^`]+)`", cell), _completed))
    return found


def _completed(before: str, key: str) -> str:
    return before.rpartition(".")[0] + key if key.startswith(".") else key


def _engine_keys(name: str) -> Iterator[str]:
    """The options that an engine has beside those of all."""
    own = importlib.import_module(f"editions.engines.{name}").OPTIONS
    yield from (key for key in own if key not in engines.COMMON)


def test_the_keys_are_those_that_the_program_reads():
    """adoption.md names every key of [tool.editions], and no other."""
    expected = set(KEYS) - {"languages", "policy", "engines", "print"} | {"languages.<code>.date_locale"}
    expected |= {f"policy.{field.name}" for field in fields(Policy)} | {f"print.{key}" for key in PRINT_KEYS}
    expected |= {f"engines.<name>.{key}" for key in (*engines.COMMON, *asdict(engines.Limits()))}
    expected |= {f"engines.{name}.{key}" for name in engines.names() for key in _engine_keys(name)}
    assert documented_keys() == expected


def test_our_own_keys_are_documented():
    """What this project's pyproject.toml says stands in adoption.md."""
    table = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["tool"]["editions"]
    keys = {name for name, value in table.items() if not isinstance(value, dict)}
    keys |= {f"policy.{name}" for name in table["policy"]}
    assert keys <= documented_keys()


def test_a_language_has_a_date_locale_of_its_own(tmp_path: Path):
    """`languages.pt.date_locale`, as adoption.md writes it, is read."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").touch()
    catalog = tmp_path / "locales" / "pt" / "LC_MESSAGES" / "index.po"
    catalog.parent.mkdir(parents=True)
    catalog.touch()
    (example,) = re.findall(r"`(languages\.\w+\.date_locale = .+?)`", page("adoption"))
    (tmp_path / "pyproject.toml").write_text(f"[tool.editions]\n{example}\n", encoding="utf-8")
    assert [language.date_locale for language in Project.load(tmp_path).languages] == ["pt_PT"]


def test_the_usual_places_are_those_that_are_tried():
    """adoption.md lists the folders that stand in for a missing key, in their order."""
    for folders in (SOURCE_FOLDERS, LOCALE_FOLDERS):
        assert ", ".join(f"`{folder}`" for folder in folders) in page("adoption")


def test_the_states_are_those_of_the_program():
    """operating.md explains every state of a paragraph."""
    assert (
        tuple(re.findall(r"^\| (\w+) \| .+ \| .+ \| .+ \|$", page("operating"), re.MULTILINE)[1:]) == STATES
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_messages_name_rules_that_exist(path: Path):
    """The rule at the end of a message on a page is one that finds something."""
    known = {rule.name for rule in rules()} | OTHER_RULES
    assert (
        set(re.findall(r"^ {4}\S.*:\d+: .* \[([a-z-]+)\]$", path.read_text("utf-8"), re.MULTILINE)) <= known
    )


@dataclass(frozen=True)
class Extended:
    """The program in `scripts` with the examples of extending.md on its shelves, and a small project in `root`."""

    scripts: Path
    root: Path

    def run(self, *words: str) -> Run:
        """Runs that program in that project."""
        return editions(self.root, *words, PYTHONPATH=str(self.scripts))


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Extended:
    """The examples on their shelves, and a project with a first catalog in French."""
    folder = tmp_path_factory.mktemp("extended")
    found = Extended(folder / "scripts", folder / "project")
    shutil.copytree(PROGRAM, found.scripts / "editions", ignore=NO_COPY)
    examples = {match["path"]: match["text"] for match in EXAMPLE.finditer(page("extending"))}
    assert {path.partition("/")[0] for path in examples} == {"checks", "engines", "formats", "targets"}
    for path, text in examples.items():
        (found.scripts / "editions" / path).write_text(text, encoding="utf-8")
    (found.root / "docs").mkdir(parents=True)
    for name, text in SMALL.items():
        (found.root / name).write_text(text, encoding="utf-8")
    for words in (("extract",), ("language", "add", "fr")):
        assert found.run(*words).code == 0
    return found


@pytest.mark.xdist_group("extended")
def test_the_example_of_a_check_finds_its_bad_sample(extended: Extended):
    """A rule put onto the shelf is asked, and is named after its file."""
    change(extended.root, "fr", "Who gave the order?", msgstr="Il a donné un ordre.")
    run = extended.run("check", "fr")
    assert run.code == 0, run.said
    assert "the source asks, the translation does not [question]" in run.out


@pytest.mark.xdist_group("extended")
def test_the_examples_of_an_engine_and_a_format_make_an_edition(extended: Extended):
    """The draft of the phrasebook stands in the page of the manual."""
    run = extended.run("prefill", "fr", "--engine", "phrasebook")
    assert "1 paragraph filled by phrasebook" in run.out
    assert extended.run("man", "fr").code == 0
    (page,) = (extended.root / "build" / "editions" / "fr" / "man").glob("*.1")
    assert "Lire la suite" in page.read_text("utf-8")


@pytest.mark.xdist_group("extended")
def test_the_example_of_a_destination_packs_a_release(extended: Extended):
    """The archive holds the source's edition in every format; nothing half-written lies beside it."""
    run = extended.run("publish", "--to", "zip:release.zip")
    assert run.code == 0, run.said
    with zipfile.ZipFile(extended.root / "release.zip") as archive:
        assert {"index.html", "en/index.html", "en/small.1", "en/small.pdf"} <= set(archive.namelist())
    assert list(extended.root.glob(".*.zip")) == []


@pytest.mark.xdist_group("extended")
def test_the_example_of_a_destination_refuses_another_place(extended: Extended):
    """What is no archive is left alone, with a word."""
    run = extended.run("publish", "--to", "zip:docs")
    assert run.refused()
    assert (extended.root / "docs" / "conf.py").is_file()
