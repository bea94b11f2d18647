"""`editions status` and the command line's own manners."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import polib
import pytest

from helpers import STATES, Built, change, editions, states

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = {"units", *STATES, "problems", "releasable", "reasons"}
STAGES = ["extract", "update", "prefill", "check", "status", "review", "html", "pdf", "site", "publish"]


def status(root: Path, *words: str) -> dict[str, Any]:
    """What `status --json` says."""
    run = editions(root, "status", "--json", *words)
    assert run.code == 0, run.said
    return json.loads(run.out)


@pytest.mark.parametrize("project", ["built_sample", "built_joined", "built_furo"])
def test_status_has_the_form_of_the_contract(project: str, request: pytest.FixtureRequest):
    """Version, source, and for each language numbers that add up, a verdict and its reasons."""
    built = request.getfixturevalue(project)
    assert built.runs["status"].code == 0
    report = json.loads(built.runs["status"].out)
    assert report["version"] == 1
    assert report["source"] == "en"
    for counts in report["languages"].values():
        assert set(counts) == FIELDS
        assert sum(counts[name] for name in STATES) == counts["units"] > 0
        assert isinstance(counts["releasable"], bool)
        assert isinstance(counts["reasons"], list)
        assert counts["releasable"] or counts["reasons"]


@pytest.mark.parametrize("language", ["de", "ar", "zh_CN"])
def test_status_counts_what_the_catalogs_say(built_sample: Built, language: str):
    """The five states as derived here from the catalogs that polib reads."""
    counts = json.loads(built_sample.runs["status"].out)["languages"][language]
    expected = Counter(states(built_sample.root, language).values())
    assert {name: counts[name] for name in STATES} == {name: expected[name] for name in STATES}
    assert counts["problems"] == 0


def test_only_what_is_vouched_for_throughout_is_releasable(built_sample: Built):
    """Of Chinese two people vouched for every paragraph; of the others not, and each says why."""
    for code, counts in json.loads(built_sample.runs["status"].out)["languages"].items():
        assert counts["releasable"] is (counts["vouched"] == counts["units"]) is (code == "zh_CN")
        assert bool(counts["reasons"]) is not counts["releasable"]
        assert all(isinstance(reason, str) and reason for reason in counts["reasons"])


def test_german_has_every_state(built_sample: Built):
    """The sample shows what each state looks like."""
    german = json.loads(built_sample.runs["status"].out)["languages"]["de"]
    assert all(german[name] for name in STATES)


def test_obsolete_and_interface_units_are_not_counted(sample: Path):
    """Units that left the documents and the strings of a theme are nobody's work."""
    before = status(sample)["languages"]["de"]
    folder = sample / "locales/de/LC_MESSAGES"
    with (folder / "diary.po").open("a", encoding="utf-8") as file:
        file.write('\n#~ msgid "Gone long ago."\n#~ msgstr "Längst fort."\n')
    interface = polib.POFile(wrapwidth=0)
    interface.metadata = {"Language": "de", "Content-Type": "text/plain; charset=UTF-8"}
    interface.append(polib.POEntry(msgid="Next page", msgstr="Nächste Seite"))
    interface.save(str(folder / "sphinx.po"))
    after = status(sample)["languages"]["de"]
    assert {name: after[name] for name in ("units", *STATES)} == {
        name: before[name] for name in ("units", *STATES)
    }


def test_status_counts_errors_as_problems(sample: Path):
    """A unit that check refuses is a problem, and status still ends with 0."""
    change(
        sample,
        "de",
        "By the sun, not by the clock.",
        msgstr="Nach der `Sonne <https://evil.example>`__.",
        tcomment="",
        flags=[],
    )
    assert status(sample)["languages"]["de"]["problems"] >= 1
    assert status(sample)["languages"]["ar"]["problems"] == 0


def test_status_of_some_languages(sample: Path):
    """Named languages narrow the report."""
    assert set(status(sample, "ar")["languages"]) == {"ar"}


def test_status_survives_a_damaged_catalog(sample: Path):
    """An overview of everything does not fall with one file; the damage is a problem of its language."""
    catalog = sample / "locales/de/LC_MESSAGES/diary.po"
    catalog.write_bytes(catalog.read_bytes()[:900])
    run = editions(sample, "status", "--json")
    assert "Traceback" not in run.said
    report = json.loads(run.out)["languages"]
    assert report["de"]["problems"] >= 1
    assert report["ar"]["problems"] == 0


def test_status_is_a_table_for_people(sample: Path):
    """Without --json every language has its line."""
    run = editions(sample, "status")
    assert run.code == 0, run.said
    for code in ("de", "ar", "zh_CN"):
        assert code in run.out


@pytest.mark.parametrize(
    "words",
    [[], ["nonsense"], ["html", "--nonsense"], ["status", "--json", "xx"], ["html", "../x"], ["html", ""]],
)
def test_wrong_usage_is_two(sample: Path, words: list[str]):
    """No stage, an unknown one, an unknown option, a language that is none: 2, with a message."""
    run = editions(sample, *words)
    assert run.refused(), run
    assert run.out == ""


def test_help_is_zero_and_names_the_stages(sample: Path):
    """--help lists every stage."""
    run = editions(sample, "--help")
    assert run.code == 0
    for stage in STAGES:
        assert stage in run.out


def test_a_folder_without_a_project_is_two(tmp_path: Path):
    """Where there is no conf.py the message says so and what to write."""
    run = editions(tmp_path / "nowhere", "html")
    assert run.refused(), run
    assert "conf.py" in run.said


@pytest.mark.parametrize(
    "settings",
    [
        "[tool.editions\n",
        "[tool.editions]\nsource = 5\n",
        '[tool.editions]\noutput = "../../elsewhere"\n',
        "[tool.editions.policy]\npeople = 0\n",
        "[tool.editions.policy]\nrobots = true\n",
    ],
)
def test_settings_that_cannot_be_are_two(sample: Path, settings: str):
    """A pyproject.toml that is broken or says something impossible is refused with its name."""
    (sample / "pyproject.toml").write_text(settings, encoding="utf-8")
    run = editions(sample, "html", "de")
    assert run.refused(), run
    assert "pyproject.toml" in run.said


def test_review_says_what_to_look_at_next(sample: Path):
    """The list names units that wait, with their places."""
    run = editions(sample, "review", "de")
    assert run.code == 0, run.said
    assert "locales/de/LC_MESSAGES/" in run.out
