"""The HTML theme: what a built page holds, in any language, and what it never holds."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from editions.interface import THEME

STATIC = THEME / "editions" / "static"
SHEETS = sorted(STATIC.glob("*.css"))
PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:"
    r"|(?:text-align|float|clear|justify-content)\s*:\s*(?:left|right)\b"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CONF = """
project = "Papers & pages"
copyright = "the <publisher>"
html_theme = "editions"
html_theme_path = [{theme!r}]
html_permalinks = html_use_index = False

def add_context(app, pagename, template, context, doctree):
    context["editions"] = {{
        "tag": "ar", "dir": "rtl", "view": "{view}", "ui": lambda text: text.replace("Skip", "<Skip> &"),
        "source_tag": "en", "source_dir": "ltr",
    }}

def leave_out_search(app):
    app.builder.search = False

def setup(app):
    app.connect("html-page-context", add_context)
    app.connect("builder-inited", leave_out_search)
"""
DOCUMENT = """
Bread & <roses>
===============

Text with *emphasis*, ``code`` and a note. [#note]_

===== =====
One   Two
===== =====
a     b
===== =====

.. code-block:: python

   print("hello")

.. figure:: picture.svg
   :alt: A picture.

   Its caption.

.. [#note] The note.
"""


class Page(HTMLParser):
    """The tags of a page with their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Keeps the tag."""
        self.tags.append((tag, dict(attrs)))

    def all(self, tag):
        """The attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]


def build(folder: Path, view: str) -> Path:
    """Builds a small project with the theme by plain Sphinx; warnings are errors."""
    source = folder / "source"
    source.mkdir()
    (source / "conf.py").write_text(CONF.format(theme=str(THEME), view=view), encoding="utf-8")
    (source / "index.rst").write_text("Papers\n======\n\n.. toctree::\n\n   deep/paper\n", encoding="utf-8")
    (source / "deep").mkdir()
    (source / "deep" / "paper.rst").write_text(DOCUMENT, encoding="utf-8")
    (source / "deep" / "picture.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8"
    )
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", str(source), str(folder / "html")]
    subprocess.run(command, check=True, timeout=120)
    return folder / "html"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The pages of a working edition; Sphinx warns of nothing."""
    return build(tmp_path_factory.mktemp("theme"), "working")


@pytest.fixture(scope="module")
def paper(built) -> str:
    """A document's page, as the theme made it."""
    return (built / "deep" / "paper.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_the_style_names_no_side_of_the_page(sheet):
    """Only logical properties: the same sheet serves both directions of writing."""
    assert PHYSICAL.findall(COMMENT.sub("", sheet.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_the_style_fetches_nothing(sheet):
    """No sheet imports another, and none loads a font or a picture."""
    assert not re.search(r"@import|url\(|@font-face", sheet.read_text(encoding="utf-8"))


def test_the_page_says_its_language_and_direction(paper):
    """The root element carries the tag and the direction of the edition."""
    assert Page(paper).all("html") == [{"lang": "ar", "dir": "rtl"}]


def test_the_page_has_one_heading_and_its_landmarks(paper):
    """One h1, main, header and footer; the skip link is the first link and leads into main."""
    page = Page(paper)
    assert [len(page.all(tag)) for tag in ("h1", "main", "header", "footer")] == [1, 1, 1, 1]
    assert page.all("a")[0]["href"] == "#main"
    assert page.all("main")[0]["id"] == "main"


def test_the_page_has_one_script_and_loads_nothing_from_elsewhere(built):
    """The script that keeps a reader's place when he changes the language; nothing comes from another host."""
    for path in built.rglob("*.html"):
        page = Page(path.read_text(encoding="utf-8"))
        loaded = [
            tag.get("src") or tag["href"] for name in ("link", "img", "iframe") for tag in page.all(name)
        ]
        assert [tag["src"].rpartition("/")[2] for tag in page.all("script")] == ["editions.js"]
        assert [address for address in loaded if "//" in address or address.startswith("/")] == []


def test_the_page_links_only_to_what_was_built(built):
    """Every relative address of every page names a file: the edition can be read from a folder."""
    for path in built.rglob("*.html"):
        page = Page(path.read_text(encoding="utf-8"))
        addresses = [
            tag.get("src") or tag.get("href", "") for name in ("a", "link", "img") for tag in page.all(name)
        ]
        for address in addresses:
            name = re.split(r"[?#]", address)[0]
            assert not name or (path.parent / name).is_file(), address


def test_a_page_with_its_style_weighs_little(built, paper):
    """HTML and all style sheets together stay under 50 kB."""
    sheets = [built / "deep" / tag["href"].split("?")[0] for tag in Page(paper).all("link")]
    assert sheets
    assert len(paper.encode()) + sum(sheet.stat().st_size for sheet in sheets) < 50_000


def test_texts_are_escaped(paper):
    """Titles, names from conf.py and the interface's words cannot become markup."""
    assert "<title>Bread &amp; &lt;roses&gt; — Papers &amp; pages</title>" in paper
    assert "the &lt;publisher&gt;" in paper
    assert "&lt;Skip&gt; &amp; to content" in paper


def test_words_of_the_configuration_carry_the_source_language(paper):
    """What conf.py says is not translated, so it is marked as English in an Arabic page."""
    assert '<span lang="en" dir="ltr">the &lt;publisher&gt;</span>' in paper
    assert 'lang="en" dir="ltr">Papers &amp; pages</a>' in paper


def test_a_table_scrolls_in_a_box_that_the_keyboard_reaches(paper):
    """Each table stands in a labelled, focusable box, and every box is closed."""
    assert (
        len(re.findall('<div class="scroll" role="group" tabindex="0" aria-label="Table"><table', paper)) == 1
    )
    assert paper.count("</table></div>") == 1


def test_the_slots_wait_for_the_last_step(paper):
    """Switcher, notice and downloads have one place each."""
    assert sorted(re.findall("<!--editions:([a-z]+)-->", paper)) == ["downloads", "notice", "switcher"]


def test_only_a_working_edition_hides_from_search_engines(built, paper, tmp_path):
    """The robots tag stands in working editions and not in released ones."""
    noindex = '<meta name="robots" content="noindex">'
    assert noindex in paper
    assert noindex in (built / "index.html").read_text(encoding="utf-8")
    assert noindex not in (build(tmp_path, "release") / "index.html").read_text(encoding="utf-8")
