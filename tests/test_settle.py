"""The last step of HTML: a page of any theme gets its language, its siblings and its notice, and keeps the rest."""

import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from editions.formats.html import Download, Entry, Setting, Sibling, settle, site_index, stylesheet
from editions.language import Language

ENGLISH, GERMAN, ARABIC, CHINESE, SORANI = (Language(code) for code in ("en", "de", "ar", "zh_CN", "ckb"))
PAGES = frozenset({"index.html", "deep/a b.html", "deep/a.html"})
OWN = """<!DOCTYPE html>
<html lang="en" dir="ltr">
<head><title>T</title></head>
<body><header><!--editions:switcher--></header>
<main><!--editions:notice--><p data-state="machine">Eins</p>{more}</main>
<footer><!--editions:downloads--></footer></body></html>
"""
FOREIGN = """<!doctype html>
<html class='a lang="x"' LANG=en data-theme="dark" >
<head><title>T</title><script>if (1 < 2) document.write("</head><main>")</script></head>
<body>\t<!-- <main> --><div title="<main>">{content}</div>&nbsp;&unknown;</body>
</html>"""


def setting(language=GERMAN, *, view="working", siblings=None, downloads=()):
    """A setting among an English, an Arabic and a German edition; the Chinese one is not built."""
    if siblings is None:
        siblings = (
            Sibling(ENGLISH, "../../en/html/", PAGES),
            Sibling(ARABIC, "../../ar/html/", frozenset({"index.html"})),
            Sibling(GERMAN, "../../de/html/", PAGES),
            Sibling(CHINESE, None),
        )
    return Setting(language, ENGLISH, view, siblings, downloads)


class Tree(HTMLParser):
    """Checks that elements are closed in order; keeps the start tags."""

    VOID = frozenset({"meta", "link", "img", "br", "hr", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open, self.tags = [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        """Keeps the tag, and that it is open."""
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """The tag closed is the one opened last."""
        assert self.open.pop() == tag


def links(page: str) -> list[tuple[str, str]]:
    """Addresses and tags of the switcher's links."""
    switcher = re.search(r'<nav class="editions-switcher".*?</nav>', page, re.DOTALL)
    assert switcher
    return [(tag["href"], tag["hreflang"]) for name, tag in Tree(switcher[0]).tags if name == "a"]


def notice(page: str) -> str:
    """The words of the notice, without tags."""
    found = re.search(r'<aside class="editions-notice".*?</aside>', page, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", " ", found[0]).split()) if found else ""


def test_the_root_element_gets_language_and_direction_and_keeps_its_other_attributes():
    """An old lang is replaced, whatever its case and quotes; one inside a value is not touched."""
    page = settle(FOREIGN.format(content=""), "index.html", setting(ARABIC))
    assert '<html lang="ar" dir="rtl" class=\'a lang="x"\' data-theme="dark">' in page


def test_our_slots_are_filled_and_every_other_byte_stays():
    """Taking out what came in gives back the page."""
    page = OWN.format(more="")
    settled = settle(page, "index.html", setting(downloads=(Download("PDF", "whole", "../pdf/a.pdf"),)))
    for part, slot in (("nav", "switcher"), ("aside", "notice"), ("nav", "downloads")):
        whole = rf'<{part} class="editions-{slot}".*?</{part}>'
        settled, count = re.subn(whole, f"<!--editions:{slot}-->", settled, flags=re.DOTALL)
        assert count == 1
    assert (
        settled.replace('<meta name="robots" content="noindex">\n', "").replace('lang="de"', 'lang="en"')
        == page
    )


def test_settling_is_pure():
    """The same page and setting give the same result."""
    page = OWN.format(more="")
    assert settle(page, "index.html", setting()) == settle(page, "index.html", setting())


@pytest.mark.parametrize(
    ("content", "before"),
    [
        ('<article>a</article><div role="main">m</div><main id="m">M', '<main id="m">'),
        ('<article>a</article><div role="main" class="x>y">M', '<div role="main" class="x>y">'),
        ("<article>M", "<article>"),
        ("M", "<body>"),
    ],
)
def test_a_foreign_page_gets_its_parts_at_the_start_of_the_main_content(content, before):
    """main, else role=main, else article, else the body; words in scripts, comments and values are no tags."""
    page = settle(FOREIGN.format(content=content), "index.html", setting())
    place = page.index(f'{before}\n<div class="editions-parts">')
    assert page.count('<div class="editions-parts">') == 1
    assert place > page.index("</script>")
    assert page.index("<style>") < page.rindex("</head>")


def test_a_foreign_page_keeps_its_text():
    """Nothing of the page is lost, reordered or rewritten: entities, tabs and spaces included."""
    page = FOREIGN.format(content="<p>a &amp; b</p>")
    settled = settle(page, "index.html", setting())
    rest = iter(settled)
    body = page[page.index("<head>") :]
    assert all(character in rest for character in body)
    assert "&nbsp;&unknown;</body>\n</html>" in settled


def test_a_redirect_page_gets_its_language_and_nothing_to_see():
    """A page without a body has no reader."""
    page = '<html><head><meta http-equiv="refresh" content="0; url=a.html"></head></html>'
    assert settle(page, "index.html", setting()) == page.replace("<html>", '<html lang="de" dir="ltr">')


def test_a_page_without_a_root_element_gets_one():
    """HTML allows the tag to be left out; a reader still has to know the language."""
    page = settle("<!DOCTYPE html>\n<title>T</title><body><p>x</p>", "index.html", setting(ARABIC))
    assert page.startswith('<!DOCTYPE html><html lang="ar" dir="rtl">')


def test_the_switcher_leads_to_the_same_page_or_to_the_first_one():
    """Links are relative, quoted and name a file, from a page in a folder too; what is not built is no link."""
    page = settle(OWN.format(more=""), "deep/a b.html", setting())
    assert links(page) == [
        ("../../../en/html/deep/a%20b.html", "en"),
        ("../../../ar/html/index.html", "ar"),
        ("a%20b.html", "de"),
    ]
    assert '<span lang="zh-Hans" dir="ltr">简体中文</span>' in page


def test_the_switcher_names_languages_as_their_readers_do():
    """Endonyms carry their own language and direction; the page's own one is marked as current."""
    page = settle(OWN.format(more=""), "index.html", setting())
    assert '<nav class="editions-switcher" aria-label="Sprachen">' in page
    assert 'hreflang="ar" lang="ar" dir="rtl">العربية</a>' in page
    assert 'hreflang="de" aria-current="page" lang="de" dir="ltr">Deutsch</a>' in page


def test_a_single_edition_has_no_switcher():
    """Where there is nothing to choose, nothing is shown."""
    alone = setting(ENGLISH, view="release", siblings=(Sibling(ENGLISH, "", PAGES),))
    page = settle("<html lang='en'><head></head><body><p>x</p></body></html>", "index.html", alone)
    assert page == '<html lang="en" dir="ltr"><head></head><body><p>x</p></body></html>'


def test_many_languages_are_folded():
    """A long list opens without a script and does not push the text off the screen."""
    many = tuple(
        Sibling(Language(code), f"../{code}/") for code in ("ar", "de", "en", "fr", "hi", "ja", "ru")
    )
    page = settle(OWN.format(more=""), "index.html", setting(siblings=many))
    assert '<details>\n<summary>Sprachen: <span lang="de" dir="ltr">Deutsch</span></summary>' in page
    assert len(links(page)) == 7


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), ["Arbeitsfassung, nicht veröffentlicht."]),
        (("vouched", "translated"), ["Arbeitsfassung, nicht veröffentlicht."]),
        (
            ("machine",),
            ["noch nicht von Menschen geprüft", "Diese Seite wurde maschinell übersetzt", "Englisch"],
        ),
        (("machine", "vouched"), ["Die als „Maschinell übersetzt“ gekennzeichneten Absätze"]),
        (("missing",), ["Diese Seite ist noch nicht übersetzt", "Nicht übersetzt"]),
        (("missing", "translated"), ["Einige Absätze sind noch nicht übersetzt", "Zum Original"]),
        (
            ("changed", "vouched"),
            ["Einige Absätze wurden nach ihrer Übersetzung geändert", "Im Original geändert"],
        ),
    ],
)
def test_the_notice_says_what_the_states_of_the_page_mean(states, expected):
    """Each combination of states has its own words, in the reader's language."""
    blocks = "".join(f'<p data-state="{state}">x</p>' for state in states)
    words = notice(settle(FOREIGN.format(content=blocks), "index.html", setting()))
    assert [part for part in expected if part not in words] == []
    assert ("Zum Original" in words) == bool({"machine", "missing", "changed"} & set(states))


def test_the_notice_of_a_machine_page_in_whole():
    """A golden notice: landmark, trust, legend, way to the original, kind of edition."""
    page = settle(OWN.format(more=""), "deep/a b.html", setting(GERMAN))
    assert page[page.index("<aside") : page.index("</aside>")] == (
        '<aside class="editions-notice" role="note" aria-label="Über diese Seite">\n'
        "<p><strong>Maschinelle Übersetzung, noch nicht von Menschen geprüft.</strong> Diese Seite wurde maschinell "
        "übersetzt (Originalsprache: Englisch). Sie kann Fehler enthalten; maßgeblich ist das Original.</p>\n"
        '<ul class="editions-legend"><li class="editions-machine">Maschinell übersetzt</li></ul>\n'
        '<p><a href="../../../en/html/deep/a%20b.html" hreflang="en">Zum Original</a></p>\n'
        "<p>Arbeitsfassung, nicht veröffentlicht.</p>\n"
    )


def test_a_released_page_has_a_notice_only_for_machine_text():
    """A release of vouched text needs no notice; machine text that a policy lets out stays marked."""
    released = setting(GERMAN, view="release")
    plain = "<html><head></head><body><main><p{}>x</p></main></body></html>"
    assert notice(settle(plain.format(""), "index.html", released)) == ""
    words = notice(settle(plain.format(' class="a editions-machine"'), "index.html", released))
    assert "noch nicht von Menschen geprüft" in words
    assert "Arbeitsfassung" not in words


def test_the_source_edition_has_no_word_about_translation():
    """The original only says that it is a working edition."""
    page = settle(FOREIGN.format(content='<p data-state="source">x</p>'), "index.html", setting(ENGLISH))
    assert notice(page) == "Working edition, not published."


def test_words_that_fell_back_to_english_say_so():
    """A Sorani page whose notice is in English marks language and direction of the notice."""
    page = settle(OWN.format(more=""), "index.html", setting(SORANI))
    assert '<html lang="ckb" dir="rtl">' in page
    assert 'role="note" aria-label="About this page" lang="en" dir="ltr">' in page
    assert 'aria-label="Languages" lang="en" dir="ltr">' in page


def test_machine_paragraphs_are_called_so_for_the_ear_where_people_wrote_others():
    """On a mixed page a word opens each machine paragraph; on a machine's page the notice is enough."""
    word = '<p data-state="machine"><span class="editions-state">Maschinell übersetzt: </span>Eins</p>'
    assert word not in settle(OWN.format(more=""), "index.html", setting())
    mixed = settle(OWN.format(more='<p data-state="vouched">Zwei</p>'), "index.html", setting())
    assert word in mixed
    assert mixed.count("editions-state") == 1


def test_downloads_are_reached_from_a_page_in_a_folder():
    """Addresses of files are given from the edition's folder and rewritten for the page; labels are escaped."""
    page = settle(
        OWN.format(more=""), "deep/a.html", setting(downloads=(Download("A & B", "whole", "../pdf/a.pdf"),))
    )
    assert '<li><a href="../../pdf/a.pdf">A &amp; B</a></li>' in page


def test_a_page_has_the_files_of_its_own_document():
    """Where each document has a book, its page links to that one, and a page without one to none of the others."""
    books = (
        Download("PDF", "deep-a", "../pdf/deep-a.pdf"),
        Download("EPUB", "deep-a", "../epub/deep-a.epub"),
    )
    page = settle(OWN.format(more=""), "deep/a.html", setting(downloads=books))
    assert page.count("../../pdf/deep-a.pdf") == page.count("../../epub/deep-a.epub") == 1
    assert "deep-a" not in settle(OWN.format(more=""), "index.html", setting(downloads=books))


def test_a_working_page_hides_from_search_engines_once():
    """The robots tag is added where the theme has none, and not doubled."""
    page = FOREIGN.format(content="")
    assert settle(page, "index.html", setting()).count("noindex") == 1
    known = page.replace("<title>", '<meta name="robots" content="noindex"><title>')
    assert settle(known, "index.html", setting()).count("noindex") == 1
    assert "noindex" not in settle(page, "index.html", setting(view="release"))


@pytest.mark.parametrize(
    "page", ["", "text only", "<html", "<!--editions:notice", "<p><body", "\ufeff<p>\r\n<b>"]
)
def test_broken_pages_are_no_reason_to_fail(page):
    """Whatever a theme wrote, its text is still there afterwards."""
    settled = settle(page, "index.html", setting())
    assert [line for line in page.split("\n") if line not in settled] == []


def test_the_first_page_of_a_site_lets_the_reader_choose():
    """Languages by their own names with their state in their own words; nobody is redirected."""
    entries = [
        Entry(ENGLISH, "en/index.html", (Download("PDF", "a", "en/a.pdf"),), {}),
        Entry(ARABIC, "ar/index.html", (), {"machine": 3, "vouched": 1}),
        Entry(GERMAN, "de/index.html", (), {"vouched": 4, "machine": 0}),
        Entry(CHINESE, None, (), {"missing": 4}),
    ]
    page = site_index("Papers & <pages>", entries, language=ENGLISH, view="working")
    tags = Tree(page).tags
    assert [tag["href"] for name, tag in tags if name == "a"] == [
        "en/index.html", "en/a.pdf", "ar/index.html", "de/index.html",
    ]  # fmt: skip
    assert "<h1>Papers &amp; &lt;pages&gt;</h1>" in page
    assert '<a href="ar/index.html" hreflang="ar" lang="ar" dir="rtl">العربية</a>' in page
    assert '<span lang="de" dir="ltr">Von Menschen geprüft.</span>' in page
    assert '<span lang="zh-Hans" dir="ltr">尚未全部译完。</span>' in page
    assert "noindex" in page
    assert not re.search("refresh|<script", page)


def test_a_released_site_is_open_to_search_engines():
    """Neither noindex nor the word of a working edition stands on it."""
    page = site_index("Papers", [], language=GERMAN, view="release")
    assert "noindex" not in page
    assert "Arbeitsfassung" not in page
    assert ".site-index" in stylesheet()


@pytest.mark.parametrize("theme", ["furo", "alabaster"])
def test_pages_of_other_themes_are_settled(theme, tmp_path):
    """Real pages of real themes get language, direction, notice and switcher, and are otherwise unharmed."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text(f'project = "P"\nhtml_theme = "{theme}"\n', encoding="utf-8")
    (source / "index.rst").write_text("Title\n=====\n\nText.\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(source), str(tmp_path / "html")]
    subprocess.run(command, check=True, timeout=120)
    for path in (tmp_path / "html").glob("*.html"):
        before = path.read_text(encoding="utf-8")
        after = settle(before, path.name, setting(ARABIC))
        assert re.search(r'<html lang="ar" dir="rtl"', after)
        assert len(links(after)) == 3
        assert notice(after) == "نسخة عمل غير منشورة."
        head, body = before.split("</head>", 1)
        assert after.startswith(head[: head.index("<html")])
        main = re.search(r'<[a-z]+[^>]*role="main"[^>]*>', body)
        assert after.endswith(body[main.end() :])
