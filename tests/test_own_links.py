"""Links to the same site in the reader's language: only where the project names the site, and only to that edition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from editions.language import Language
from editions.own_links import Sites, as_in_source, is_own_host
from helpers import content, editions, parse

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = Language("en")
SITES = Sites(("wikipedia.org", "php.net"), ENGLISH)
OURS = "https://en.wikipedia.org/wiki/Peace"
MANUAL = "https://www.php.net/manual/en/reference.php"
FRENCH = Language("fr", sites=SITES)
HEAD = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (OURS, "https://fr.wikipedia.org/wiki/Paix", "fr"),
        (OURS, "https://ru.wikipedia.org/wiki/Мир", "ru"),
        (OURS, "https://pt.wikipedia.org/wiki/Paz#Origem", "pt_BR"),
        ("http://en.wikipedia.org/wiki/Peace", "https://zh.wikipedia.org/wiki/%E5%92%8C%E5%B9%B3", "zh_CN"),
        (MANUAL, "https://www.php.net/manual/fr/reference.php", "fr"),
        ("https://www.php.net/mail", "https://www.php.net/ja/mail", "ja"),
        (OURS, "https://www.wikipedia.org/wiki/Peace", "fr"),
        (MANUAL, "https://www.php.net/manual/pt_BR/reference.php", "pt_BR"),
    ],
)
def test_takes_the_own_edition_for_the_source(before: str, after: str, code: str) -> None:
    """The address of the site's edition in the language is judged as the one of the source, and noted."""
    language = Language(code, sites=SITES)
    target, chosen = as_in_source(f"the `page <{before}>`__", f"xx `yy <{after}>`__", language)
    assert target == f"xx `yy <{before}>`__"
    assert chosen == {before: after}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OURS, "https://de.wikipedia.org/wiki/Frieden"),  # another language's
        (OURS, "https://fr.wikipedia.org.evil.example/wiki/Paix"),
        (OURS, "https://evil.example/fr.wikipedia.org/wiki/Paix"),
        (OURS, "https://fr.wikipedia.org@evil.example/wiki/Paix"),
        (OURS, "https://fr.wikipedia.org:8080/wiki/Paix"),
        (OURS, "https://fr.wikipedia.org/w/index.php?title=Paix&action=raw"),
        (OURS, "http://fr.wikipedia.org/wiki/Paix"),  # less safe than the source's
        (OURS, "https://fr.wikipedia.org/wiki/Pa\u202eix"),
        (OURS, 'https://fr.wikipedia.org/wiki/"onclick="x'),
        (OURS, "javascript:alert(1)//fr.wikipedia.org/"),
        (MANUAL, "https://www.php.net/manual/fr/other.php"),
        (MANUAL, "https://evil.php.net/manual/fr/reference.php"),
        (MANUAL, "https://www.php.net/manual/de/reference.php"),
        ("https://www.php.net/mail", "https://www.php.net/de/mail"),
        ("https://www.php.net/mail", "https://www.php.net/fr/mail/more"),
        (OURS, "https://www.wikipedia.org/wiki/War"),
        ("https://example.org/en/", "https://example.org/fr/"),  # a site that nobody named
        ("https://xwikipedia.org/wiki/Peace", "https://fr.wikipedia.org/wiki/Paix"),
    ],
)
def test_leaves_every_other_address_to_the_judge(before: str, after: str) -> None:
    """An address that is not surely the same site in the language stays what it is, and is refused as ever."""
    target = f"xx `yy <{after}>`__"
    assert as_in_source(f"the `page <{before}>`__", target, FRENCH) == (target, {})


def test_pairs_each_address_once() -> None:
    """Two links take one own address each; a second use of an address, or one too many, stays as it is."""
    source = f"`a <{OURS}>`__ and `b <{MANUAL}>`__"
    own = "https://fr.wikipedia.org/wiki/Paix"
    target, chosen = as_in_source(source, f"`b <{MANUAL}>`__ et `a <{own}>`__", FRENCH)
    assert target == f"`b <{MANUAL}>`__ et `a <{OURS}>`__"
    assert chosen == {OURS: own}
    twice = f"`a <{own}>`__ et `b <{own}>`__"
    assert as_in_source(source, twice, FRENCH) == (twice, {})
    both = f"`a <{OURS}>`__ et `a <{own}>`__"
    assert as_in_source(f"`a <{OURS}>`__", both, FRENCH) == (both, {})


def test_knows_hosts_of_the_language() -> None:
    """The comparison of built pages lets the language's own edition of a named site pass, and nothing else."""
    assert all(is_own_host(host, FRENCH) for host in ("fr.wikipedia.org", "www.wikipedia.org"))
    for host in (
        "de.wikipedia.org",
        "wikipedia.org.evil.example",
        "fr.evil.example",
        "evil-fr.wikipedia.org",
    ):
        assert not is_own_host(host, FRENCH)
    assert not is_own_host("fr.wikipedia.org", Language("fr"))


@pytest.mark.parametrize("allowed", [True, False])
def test_edition_leads_where_the_translation_says(tmp_path: Path, *, allowed: bool) -> None:
    """With the site named, page and book lead to the reader's own edition of it; else the source text stands."""
    own = "https://fr.wikipedia.org/wiki/Paix"
    _write_project(tmp_path, sites='["wikipedia.org"]' if allowed else "[]", own=own)
    checked = editions(tmp_path, "check", "fr")
    built = editions(tmp_path, "html", "fr")
    page = parse(tmp_path / "build/editions/fr/html/index.html")
    links = [str(href) for href in content(page).xpath(".//a/@href") if "wikipedia" in str(href)]
    assert (checked.code, built.code) == ((0, 0) if allowed else (1, 1)), checked.out + built.err
    assert links == ([own, own] if allowed else [OURS, OURS])
    shown = re.sub(r"\s+", " ", content(page).text_content())
    assert (own in shown) == allowed, "an address that is its own words follows"
    assert ("La paix, dit" in shown) == allowed
    if allowed:
        assert editions(tmp_path, "pdf", "fr").code == 0
        assert editions(tmp_path, "epub", "fr").code == 0


def _write_project(root: Path, *, sites: str, own: str) -> None:
    (root / "docs").mkdir()
    (root / "docs/conf.py").write_text('project = "Peace"\n')
    (root / "docs/index.rst").write_text(
        f"Peace\n=====\n\nPeace, says `a page <{OURS}>`__.\n\nSee <{OURS}>.\n"
    )
    (root / "pyproject.toml").write_text(f"[tool.editions]\nown_language_sites = {sites}\n")
    folder = root / "locales/fr/LC_MESSAGES"
    folder.mkdir(parents=True)
    units = {
        "Peace": "Paix",
        f"Peace, says `a page <{OURS}>`__.": f"La paix, dit `une page <{own}>`__.",
        f"See <{OURS}>.": f"Voyez <{own}>.",
    }
    body = "\n".join(f'msgid "{source}"\nmsgstr "{target}"\n' for source, target in units.items())
    (folder / "index.po").write_text(HEAD + body)


def test_refuses_what_is_no_host(tmp_path: Path) -> None:
    """A site in pyproject.toml that is no plain host is refused in one line."""
    _write_project(tmp_path, sites='["https://wikipedia.org/"]', own=OURS)
    run = editions(tmp_path, "check", "fr")
    assert run.code == 2
    assert "own_language_sites lists hosts like wikipedia.org" in run.err
