"""`editions publish`: what is released, what is held back, and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import editions, parse, snapshot

if TYPE_CHECKING:
    from pathlib import Path


def languages(folder: Path) -> set[str]:
    """The languages of the pages in a folder."""
    return {str(parse(page).get("lang")) for page in folder.rglob("*.html")}


def test_publish_holds_back_what_the_policy_forbids(sample: Path):
    """Unvouched languages stay at home, each with a reason, and that is no failure."""
    run = editions(sample, "publish")
    assert run.code == 0, run.said
    assert languages(sample / "public") == {"en", "zh-Hans"}
    for code in ("de", "ar"):
        assert any(code in line for line in run.said.splitlines()), code


def test_a_plan_writes_nothing(sample: Path):
    """--plan says what would happen."""
    before = snapshot(sample)
    run = editions(sample, "publish", "--plan")
    assert run.code == 0, run.said
    assert "de" in run.said
    assert not (sample / "public").exists()
    after = snapshot(sample)
    assert {
        name: data for name, data in after.items() if not name.startswith(("build/", ".editions/"))
    } == before


def test_publish_to_a_folder(sample: Path):
    """--to names another place, relative to the project."""
    run = editions(sample, "publish", "--to", "file:out/www")
    assert run.code == 0, run.said
    assert languages(sample / "out/www") == {"en", "zh-Hans"}
    assert not (sample / "public").exists()


def test_a_language_that_is_held_back_by_name_is_no_error(sample: Path):
    """`publish de` publishes nothing of German, says why, and ends with 0."""
    run = editions(sample, "publish", "de")
    assert run.code == 0, run.said
    assert "de" not in languages(sample / "public") if (sample / "public").exists() else True
    assert "de" in run.said


def test_what_is_published_has_no_hooks_and_stays_when_published_again(sample: Path):
    """A second publish of the same texts leaves the readers' files as they are."""
    assert editions(sample, "publish").code == 0
    before = snapshot(sample / "public")
    pages = [data for name, data in before.items() if name.endswith(".html")]
    assert pages
    assert not any(b"data-unit" in page or b"data-state" in page for page in pages)
    assert editions(sample, "publish").code == 0
    assert snapshot(sample / "public") == before


def test_the_published_site_links_only_to_what_is_there(sample: Path):
    """Languages that were held back are not offered."""
    assert editions(sample, "publish").code == 0
    for page in (sample / "public").rglob("*.html"):
        for link in parse(page).xpath("//a[@hreflang]/@href"):
            assert (page.parent / str(link).partition("#")[0]).resolve().exists(), link


@pytest.mark.parametrize(
    "target",
    ["ftp:somewhere", "file:", "file:build/public", "file:docs", "file:."],
)
def test_targets_that_are_none_are_refused(sample: Path, target: str):
    """An unknown scheme, the build folder and a folder of sources are no places for a release."""
    before = {name: snapshot(sample / name) for name in ("docs", "locales")}
    run = editions(sample, "publish", "--to", target)
    assert run.refused(), run
    assert {name: snapshot(sample / name) for name in before} == before


def test_publish_does_not_replace_a_folder_of_somebody_else(sample: Path):
    """A folder with files that no publish wrote is not emptied."""
    (sample / "public").mkdir()
    (sample / "public/diary-of-the-family.txt").write_text("irreplaceable", encoding="utf-8")
    editions(sample, "publish")
    assert (sample / "public/diary-of-the-family.txt").read_text("utf-8") == "irreplaceable"


def test_a_damaged_catalog_is_no_policy(sample: Path):
    """The others are released, the reason is the damage and nothing that follows from it, and the exit code is 1."""
    catalog = sample / "locales/de/LC_MESSAGES/diary.po"
    catalog.write_bytes(catalog.read_bytes()[:-4])
    run = editions(sample, "publish")
    assert run.code == 1, run.said
    assert languages(sample / "public") == {"en", "zh-Hans"}
    (held,) = [line for line in run.said.splitlines() if line.startswith("de: held back")]
    assert "locales/de/LC_MESSAGES/diary.po:" in held
    assert "not translated" not in held
