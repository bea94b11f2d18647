"""The scan of built output: a translated edition can do nothing that the source edition cannot."""

from __future__ import annotations

import io
import json
import os
import zlib
from typing import TYPE_CHECKING

import pikepdf
import pytest

from editions import formats
from editions.files import digest
from editions.formats.html.elements import of_xml
from editions.formats.html.scanner import powers as page_powers
from editions.powers import Power, beyond, scan
from editions.problem import UserError
from helpers import editions, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HTML = formats.kind("html")
PDF = formats.kind("pdf")

SNIPPETS = [
    ("<script>alert(1)</script>", "script: alert(1)"),
    ("<script src=//e.example/x.js></script>", "address: script src //e.example"),
    ("<script src=../_static/x.js?v=1></script>", "loads: script _static/x.js"),
    ('<script type="application/ld+json">{"a": 1}</script>', "script: data of type application/ld+json"),
    ("<p onclick=go()>", "handler: p onclick=go()"),
    ("<svg/onload=go()>", "handler: svg onload=go()"),
    ('<a href="java&#9;script:go()">', "address: a href javascript:go()"),
    ('<a href="\x01 JavaScript:go()">', "address: a href javascript:go()"),
    ("<a href=VBSCRIPT:x>", "address: a href vbscript:x"),
    ("<a href='data:text/html,x'>", "address: a href data:text/html,x"),
    ("<a href=mailto:a@b.example>", "address: a href mailto:a@b.example"),
    ("<a href=https://E.example/deep?x#y>", "address: a href https://e.example"),
    (r"<a href='https:\\e.example\x'>", "address: a href https://e.example"),
    ("<a href=https:/e.example>", "address: a href https://e.example"),
    ("<a href=https://good.example@e.example:8/>", "address: a href https://e.example:8"),
    ("<a href=https://%65.example>", "address: a href https://e.example"),
    ("<a href=https://ｅ.example>", "address: a href https://e.example"),
    (r"<a href='\\e.example/x'>", "address: a href //e.example"),
    ("<a href=../../other/>", "leaves: a href ../other"),
    ("<a href=%2e%2e/%2E./x>", "leaves: a href ../x"),
    (r"<a href='..\..\x'>", "leaves: a href ../x"),
    ("<a href=/admin>", "leaves: a href /admin"),
    ("<img src=https://e.example/pixel.gif>", "address: img src https://e.example"),
    ("<img srcset='a.png 1x, https://e.example/b.png 2x'>", "address: img srcset https://e.example"),
    ("<video poster=//e.example/x>", "address: video poster //e.example"),
    ("<a ping='a https://e.example'>", "address: a ping https://e.example"),
    ("<blockquote cite=https://e.example>", "address: blockquote cite https://e.example"),
    ("<body background=https://e.example>", "address: body background https://e.example"),
    ("<form action=https://e.example><input name=q>", "address: form action https://e.example"),
    ("<button formaction=https://e.example>", "address: button formaction https://e.example"),
    ("<iframe srcdoc='<b>x'>", "attribute: iframe srcdoc=<b>x"),
    ("<iframe src=x.html>", "loads: iframe guide/x.html"),
    ("<object data=x.swf>", "loads: object guide/x.swf"),
    ("<embed src=x>", "element: embed"),
    ("<applet>", "element: applet"),
    ("<portal src=https://e.example>", "element: portal"),
    ("<base href=https://e.example>", "address: base href https://e.example"),
    (
        "<meta http-equiv=Refresh content='0; url=https://e.example'>",
        "address: meta refresh https://e.example",
    ),
    (
        "<meta http-equiv=Content-Security-Policy content='x'>",
        "attribute: meta http-equiv=content-security-policy x",
    ),
    ("<meta name=referrer content=unsafe-url>", "attribute: meta referrer"),
    ("<meta property=og:image content=https://e.example/x>", "address: meta content https://e.example"),
    ("<link rel=preload href=x.css>", "attribute: link rel=preload"),
    ("<link rel=stylesheet href=x.css>", "loads: link guide/x.css"),
    ("<svg><a xlink:href='javascript:go()'>", "address: a xlink:href javascript:go()"),
    ("<svg><set attributeName=href to=javascript:go()>", "address: set to javascript:go()"),
    ("<svg><animate values='a;javascript:go()'>", "address: animate values javascript:go()"),
    ("<svg><use href='#x'>", "element: use"),
    ("<svg><rect fill='url(https://e.example)'>", "style: fill: url(https://e.example)"),
    ("<svg><script>go()</script></svg>", "script: go()"),
    ("<math href=javascript:go()>", "address: math href javascript:go()"),
    ("<svg><foreignObject><p onclick=x>", "handler: p onclick=x"),
    ("<p style='background: URL(//e.example)'>", "style: style: background: URL(//e.example)"),
    ("<style>@import url(//e.example);</style>", "style: @import url(//e.example);"),
    ("<p id=searchbox>", "id: searchbox"),
    ("<a name=forms>", "id: forms"),
    ("<p class='plain mermaid'>", "class: mermaid"),
    ("<p data-toggle=x>", "attribute: p data-toggle"),
    ("<p data-src=https://e.example>", "address: p data-src https://e.example"),
    ("<p contenteditable popover>", "attribute: p popover"),
    ("<x-thing>", "element: x-thing"),
    ("<!--[if IE]><script>go()</script><![endif]-->", "comment: [if IE]><script>go()</script><![endif]"),
    ('<!--#exec cmd="ls" -->', 'comment: #exec cmd="ls"'),
    ("<?php go() ?>", "comment: ?<?php go() ?>"),
    ("<template><p><template><b onclick=x>", "handler: b onclick=x"),
    ("<noscript><p onclick=x></noscript>", "handler: p onclick=x"),
    ("<noscript><p title='</noscript><img src=x onerror=go()>'></noscript>", "handler: img onerror=go()"),
    ("</title><textarea></textarea><p onclick=x>", "handler: p onclick=x"),
]


@pytest.mark.parametrize(("snippet", "expected"), SNIPPETS, ids=[expected for _, expected in SNIPPETS])
def test_what_a_page_can_do_is_seen(snippet: str, expected: str) -> None:
    """Whatever acts, loads or leads away is a power, read as a browser reads it."""
    found = {f"{each.kind}: {each.what}" for each in HTML.powers("guide/a.html", snippet.encode())}
    assert expected in found


@pytest.mark.parametrize(
    "snippet",
    [
        "<p>Text, <em>emphasis</em>, <strong lang=de dir=ltr>and</strong> <span title='x: y'>more</span>.",
        "<a href='#p-1'>here</a> <a href=b.html>there</a> <a href='../index.html#x'>above</a>",
        '<p data-unit=1 data-state=machine data-shown=source class="editions-machine">',
        '<details class="previous"><summary>Früher</summary><p>alt</p></details>',
        "<!-- a remark --><p aria-label='https://e.example' role=note>",
        "<p>&lt;script&gt;go()&lt;/script&gt; javascript:go()",
    ],
)
def test_text_is_no_power(snippet: str) -> None:
    """Words, emphasis, links within the edition and our own marks can be in a translation alone."""
    assert list(HTML.powers("guide/a.html", snippet.encode())) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script/><p xmlns='http://www.w3.org/1999/xhtml' onclick='go()'/>", "handler: p onclick=go()"),
        ("<s:script xmlns:s='http://www.w3.org/2000/svg'>go()</s:script>", "script: go()"),
        (
            "<a xmlns:x='http://www.w3.org/1999/xlink' x:href='javascript:go()'/>",
            "address: a href javascript:go()",
        ),
    ],
)
def test_xhtml_is_read_as_xml(text: str, expected: str) -> None:
    """A chapter of an EPUB is what its XML says, whatever prefixes it uses."""
    found = page_powers(of_xml(f"<html>{text}</html>".encode()), "a.xhtml")
    assert expected in {f"{each.kind}: {each.what}" for each in found}


def test_the_letters_of_an_index_are_the_languages() -> None:
    """Anchors of the general index come from translated words; any other page has those of its source."""
    page = b"<section id=Q><h2>Q</h2></section><h2 id=Symbole>Symbole</h2><p id=forms>"
    assert [str(each) for each in HTML.powers("genindex-Q.html", page)] == ["an identifier: forms"]
    assert len(list(HTML.powers("a.html", page))) == 3


def test_what_cannot_be_examined_is_a_power() -> None:
    """A file that does not have the form of its kind is not waved through."""
    for name in ("a.xhtml", "searchindex.js", "objects.inv"):
        assert [each.kind for each in HTML.powers(name, b"<a><b></a>")] == ["unreadable"]
    assert [each.kind for each in PDF.powers("a.pdf", b"no PDF")] == ["unreadable"]


def index(**more: object) -> bytes:
    """A search index."""
    return f"Search.setIndex({json.dumps({'docnames': ['a'], 'titles': ['A'], **more})})".encode()


def test_the_search_index_gains_nothing() -> None:
    """Documents, objects and markup in titles count; words of a title, even between angle brackets, do not."""
    before = set(HTML.powers("searchindex.js", index()))
    for more in (
        {"docnames": ["a", "b"]},
        {"titles": ["<img src=x onerror=go()>"]},
        {"objtypes": {"0": "py:function"}, "objects": {"m": [[0, 0, 1, "", "f"]]}},
        {"indexentries": {"<script>go()</script>": [[0, "x", False]]}},
    ):
        assert set(HTML.powers("searchindex.js", index(**more))) > before, more
    assert set(HTML.powers("searchindex.js", index(titles=["Ä < Ö", "1 <2"]))) == before


def inventory(*lines: str) -> bytes:
    """An inventory of objects."""
    return b"# Sphinx inventory version 2\n# Project: p\n# Version: \n# zlib\n" + zlib.compress(
        "\n".join(lines).encode()
    )


def test_the_inventory_gains_nothing() -> None:
    """A new name is a power; another shown name is none, nor is a term's name, which is translated."""
    before = set(
        HTML.powers("objects.inv", inventory("a std:doc -1 a.html A", "frost std:term -1 a.html#t -"))
    )
    translated = inventory("a std:doc -1 a.html Ein A", "Frost std:term -1 a.html#t -")
    assert set(HTML.powers("objects.inv", translated)) == before
    assert set(HTML.powers("objects.inv", inventory("b std:doc -1 a.html A"))) - before


def document(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A PDF of one page, changed."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    change(pdf)
    written = io.BytesIO()
    pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def action(**parts: object) -> Callable[[pikepdf.Pdf], None]:
    """Puts a link with this action on the page."""

    def change(pdf: pikepdf.Pdf) -> None:
        inner = pikepdf.Dictionary({f"/{key}": value for key, value in parts.items()})
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 1, 1], A=inner
        )
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(link)])

    return change


def annotation(subtype: str) -> Callable[[pikepdf.Pdf], None]:
    """Puts an annotation of this kind on the page, within the page's own object."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Annots = pikepdf.Array(
            [pikepdf.Dictionary(Subtype=pikepdf.Name(subtype), Rect=[0, 0, 1, 1])]
        )

    return change


def in_root(key: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    """Puts a value into the catalog of the document."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root[key] = value

    return change


def attached(pdf: pikepdf.Pdf) -> None:
    """Attaches a file."""
    pdf.attachments["x.exe"] = b"MZ"


PDFS = [
    (action(S=pikepdf.Name.JavaScript, JS="app.alert(1)"), "pdf: action /JavaScript"),
    (action(S=pikepdf.Name.Launch, F="calc.exe"), "pdf: action /Launch"),
    (action(S=pikepdf.Name.SubmitForm), "pdf: action /SubmitForm"),
    (action(S=pikepdf.Name.ImportData), "pdf: action /ImportData"),
    (action(S=pikepdf.Name.GoToR, F="x.pdf"), "pdf: action /GoToR"),
    (action(S=pikepdf.Name.GoToE), "pdf: action /GoToE"),
    (action(S=pikepdf.Name.Rendition), "pdf: action /Rendition"),
    (action(S=pikepdf.Name("/OfTomorrow")), "pdf: action /OfTomorrow"),
    (action(S=pikepdf.Name.URI, URI="https://E.example/x"), "address: link https://e.example"),
    (action(S=pikepdf.Name.URI, URI="javascript:go()"), "address: link javascript:go()"),
    (in_root("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")), "pdf: /OpenAction"),
    (in_root("/AA", pikepdf.Dictionary()), "pdf: /AA"),
    (in_root("/AcroForm", pikepdf.Dictionary(XFA="x")), "pdf: /XFA"),
    (attached, "pdf: /EmbeddedFiles"),
    (annotation("/RichMedia"), "pdf: annotation /RichMedia"),
    (annotation("/3D"), "pdf: annotation /3D"),
    (annotation("/FileAttachment"), "pdf: annotation /FileAttachment"),
    (annotation("/Widget"), "pdf: annotation /Widget"),
]


@pytest.mark.parametrize(("change", "expected"), PDFS, ids=[expected for _, expected in PDFS])
def test_what_a_pdf_can_do_is_seen(change: Callable[[pikepdf.Pdf], None], expected: str) -> None:
    """Actions, forms and files within a PDF are powers; a link counts by its host."""
    found = {f"{each.kind}: {each.what}" for each in PDF.powers("book.pdf", document(change))}
    assert expected in found


def test_a_plain_pdf_can_do_nothing() -> None:
    """Pages, and links to places in the document, are no power."""
    assert list(PDF.powers("book.pdf", document(action(S=pikepdf.Name.GoTo, D="here")))) == []


def folder(root: Path, **texts: str) -> Path:
    """A folder of pages."""
    root.mkdir()
    for name, text in texts.items():
        (root / f"{name}.html").write_text(text, encoding="utf-8")
    return root


def test_what_the_source_has_anywhere_the_edition_may_have(tmp_path: Path) -> None:
    """Powers are compared for an edition as a whole; the first file that has one is named."""
    source = scan(folder(tmp_path / "en", a="<p id=x>", b="<a href=https://e.example/1>"), HTML.powers)
    same = scan(folder(tmp_path / "de", a="<a href=https://e.example/2>", b="<p id=x>"), HTML.powers)
    more = scan(folder(tmp_path / "fr", a="<p id=x>", b="<p id=y>"), HTML.powers)
    assert beyond(same, source) == {}
    assert beyond(more, source) == {Power("id", "y"): "b.html"}


def test_only_what_changed_is_examined_again(tmp_path: Path) -> None:
    """A file with the bytes of the former record is taken from there."""
    pages = folder(tmp_path / "de", a="<p id=x>", b="<p id=y>")
    seen: list[str] = []

    def powers(name: str, data: bytes) -> list[Power]:
        seen.append(name)
        return list(HTML.powers(name, data))

    first = scan(pages, powers)
    (pages / "a.html").write_text("<p id=z>")
    second = scan(pages, powers, former=first)
    assert sorted(seen) == ["a.html", "a.html", "b.html"]
    assert {power.what for power in second.seen() if power.kind == "id"} == {"z", "y"}


def test_files_that_the_source_edition_lacks(tmp_path: Path) -> None:
    """Links and unknown files are powers; a copy of a file of the source and one of Sphinx's own are not."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "map.de.svg").write_text("<svg/>")
    source = scan(folder(tmp_path / "en", a=""), HTML.powers)
    pages = folder(tmp_path / "de", a="<script src=_static/translations.js></script>")
    for name in ("_static", "_images"):
        (pages / name).mkdir()
    (pages / "_images" / "map.de.svg").write_text("<svg/>")
    (pages / "_images" / "other.svg").write_text("<svg onload='go()'/>")
    (pages / "_static" / "translations.js").write_text("own")
    (pages / "_images" / "etc").symlink_to("/etc")
    (pages / "passwd.html").symlink_to("/etc/passwd")
    os.mkfifo(pages / "pipe")
    record = scan(pages, HTML.powers, stand_ins={"_static/translations.js": b""})
    found = {(power.kind, name) for power, name in beyond(record, source, tmp_path / "docs").items()}
    assert found == {
        ("file", "_images/other.svg"),
        ("content", "_images/other.svg"),
        ("odd file", "_images/etc"),
        ("odd file", "passwd.html"),
        ("odd file", "pipe"),
    }


def test_what_was_read_from_elsewhere_counts(tmp_path: Path) -> None:
    """A file outside of the source that only the translation read is a power."""
    pages = folder(tmp_path / "de", a="")
    more = beyond(scan(pages, HTML.powers, reads=["/etc/passwd"]), scan(pages, HTML.powers))
    assert list(more) == [Power("reads", "/etc/passwd")]


CONF = """\
project = "Small"
html_theme = "editions"
gettext_compact = False
smartquotes = False
release = "{release}"  # another one has Sphinx read and write everything anew


def setup(app):
    app.connect("html-page-context", plant)


def plant(app, pagename, templatename, context, doctree):
    if app.config.language in {languages!r}:
        context["body"] = context.get("body", "") + {text!r}
"""
PO = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
HOSTILE = "<script>steal()</script>"


def plant(root: Path, text: str, *languages: str) -> None:
    """Has an extension of the project write into the pages of these languages."""
    conf = CONF.format(languages=languages, text=text, release=len(text))
    (root / "docs" / "conf.py").write_text(conf, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of one page, translated into de."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.rst").write_text("Title\n=====\n\nA first text.\n")
    plant(tmp_path, "")
    translate(tmp_path, "Titel")
    return tmp_path


def translate(root: Path, title: str) -> None:
    """Writes the catalog."""
    path = root / "locales" / "de" / "LC_MESSAGES" / "index.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PO + f'#: docs/index.rst\nmsgid "Title"\nmsgstr "{title}"\n', encoding="utf-8")


def build(root: Path, *words: str, kind: str = "html", view: str = "working") -> tuple[int, str]:
    """Builds and returns the exit code and what was said; in a process that has loaded nothing before."""
    run = editions(root, kind, f"--edition={view}", *words)
    return run.code, run.out


@pytest.mark.parametrize("words", [(), ("de",)])
def test_an_edition_that_can_do_more_is_not_shown(root: Path, words: tuple[str, ...]) -> None:
    """What came past judge and guard fails the edition, by name; what readers had stays, and no later run forgets."""
    output = root / "build" / "editions"
    assert build(root, *words)[0] == 0
    former = snapshot(output / "de")
    plant(root, HOSTILE, "de")
    for _ in range(2):
        code, said = build(root, *words)
        assert code == 1
        assert "de html: not built: it could do more than the edition in en" in said
        assert "build/editions/.staging/working/de/html/index.html:" in said
        assert ": a script: steal(): the edition in en has nothing like it [power]" in said
        assert "build/editions/de/html/index.html" not in said
        assert snapshot(output / "de") == former
    plant(root, "")
    translate(root, "Neuer Titel")
    assert build(root, *words)[0] == 0
    assert "Neuer Titel" in (output / "de/html/index.html").read_text("utf-8")


def test_what_the_source_edition_can_do_is_no_alarm(root: Path) -> None:
    """The same script in every language is the project's own."""
    plant(root, HOSTILE, "en", "de")
    assert build(root, "de")[0] == 0
    assert HOSTILE in (root / "build/editions/de/html/index.html").read_text("utf-8")


def test_what_the_project_allows_is_no_alarm(root: Path) -> None:
    """An excess that pyproject.toml lists in the words of the message is let through; nothing else is."""
    plant(root, HOSTILE, "de")
    table = root / "pyproject.toml"
    before = table.read_text("utf-8") if table.exists() else "[tool.editions]\n"
    for allowed, code in ((["a script: other()"], 1), (["a script: steal()"], 0)):
        text = before.replace(
            "[tool.editions]", f"[tool.editions]\nallowed_powers = {json.dumps(allowed)}", 1
        )
        table.write_text(text, "utf-8")
        assert build(root, "de")[0] == code


def test_nobody_sees_the_edition_that_is_only_compared_with(root: Path) -> None:
    """`html de` alone shows, tells and links to nothing of a source edition."""
    code, said = build(root, "de")
    assert (code, said) == (0, "build/editions/de/html/index.html\n")
    output = root / "build" / "editions"
    assert not (output / "en").exists()
    assert "/en/html" not in (output / "de/html/index.html").read_text("utf-8")
    code, said = build(root, "de")
    assert said == "build/editions/de/html/index.html (unchanged)\n"
    build(root, "en")
    assert "../../en/html/index.html" in (output / "de/html/index.html").read_text("utf-8")


def test_other_languages_link_to_what_readers_still_have(root: Path) -> None:
    """An edition that is held back stays where it was, and is linked to as before."""
    build(root)
    plant(root, HOSTILE, "de")
    build(root)
    assert "../../de/html/index.html" in (root / "build/editions/en/html/index.html").read_text("utf-8")


def test_no_comparison_no_edition(root: Path) -> None:
    """Where the source edition cannot be built the translated one fails with that reason."""
    text = (root / "docs/conf.py").read_text("utf-8")
    broken = "    if app.config.language == 'en': raise ValueError('broken')\n"
    (root / "docs/conf.py").write_text(
        text.replace("def setup(app):\n", f"def setup(app):\n{broken}"), "utf-8"
    )
    code, said = build(root, "de")
    assert code == 1
    assert "de html: not built: the edition in en, with which it is compared, cannot be built" in said
    assert "broken" in said


def test_what_an_earlier_source_left_is_no_alarm(root: Path) -> None:
    """A page that was removed is in the former build of a language only: it is built from nothing, and is fine."""
    (root / "docs" / "old.rst").write_text(
        ":orphan:\n\nOld\n===\n\n.. raw:: html\n\n   <script>old()</script>\n"
    )
    build(root, "de")
    (root / "docs" / "old.rst").unlink()
    code, said = build(root)
    assert code == 0, said
    assert not (root / "build/editions/de/html/old.html").exists()


def test_a_link_or_strange_file_in_the_output_is_refused(root: Path) -> None:
    """What an extension leaves in the output for one language alone is named, and nothing is shown."""
    more = (
        "\n\ndef leave(app, error):\n"
        "    import os, pathlib\n"
        "    if app.config.language == 'de':\n"
        "        os.symlink('/etc/passwd', pathlib.Path(app.outdir, 'passwd.html'))\n"
        "        pathlib.Path(app.outdir, 'tool.bin').write_bytes(b'x')\n"
    )
    conf = (root / "docs/conf.py").read_text("utf-8")
    hooked = conf.replace("plant)\n\n", "plant)\n    app.connect('build-finished', leave)\n\n", 1)
    (root / "docs/conf.py").write_text(hooked + more, encoding="utf-8")
    code, said = build(root, "de")
    assert code == 1
    assert "something that is no plain file: passwd.html" in said
    assert "a file: tool.bin" in said
    assert not (root / "build/editions/de").exists()


def test_a_pdf_that_can_do_more_is_not_shown(root: Path) -> None:
    """A link to a host that the source's book does not name fails the book."""
    assert build(root, "de", kind="pdf")[0] == 0
    former = snapshot(root / "build/editions/de/pdf")
    more = (
        "\n\ndef link(app, doctree):\n"
        "    from docutils import nodes\n"
        "    if app.config.language == 'de':\n"
        "        doctree[0] += nodes.paragraph('', '', nodes.reference('', 'x', refuri='https://e.example/'))\n"
    )
    conf = (root / "docs/conf.py").read_text("utf-8")
    hooked = conf.replace("plant)\n\n", "plant)\n    app.connect('doctree-read', link)\n\n", 1)
    (root / "docs/conf.py").write_text(hooked.replace('"0"', '"1"') + more, encoding="utf-8")
    code, said = build(root, "de", kind="pdf")
    assert code == 1
    assert "small.pdf:1: an address: link https://e.example: the edition in en has nothing like it" in said
    assert snapshot(root / "build/editions/de/pdf") == former


def staged(root: Path, code: str, name: str) -> Path:
    """A page of what is built already and nobody has published."""
    return root / "build" / ".staging" / "release" / code / "html" / name


def add(page: Path, text: str) -> None:
    """Writes into a page, behind the back of the program."""
    page.write_text(page.read_text("utf-8").replace("</body>", f"{text}</body>"), encoding="utf-8")


def test_publish_looks_again(sample: Path) -> None:
    """What got into built pages afterwards does not go out, and what was published stays."""
    assert editions(sample, "publish").code == 0
    former = snapshot(sample / "public")
    page = staged(sample, "zh_CN", "diary.html")
    whole = page.read_text("utf-8")
    for text, words in (
        (HOSTILE, "a script: steal()"),
        ("<a href=https://e.example>x</a>", "an address: a href https://e.example"),
        ("<a href=../../x.html>x</a>", "an address outside of the edition: a href ../../x.html"),
        ("<p data-unit=x>", "a page of a working edition is in the release"),
    ):
        add(page, text)
        run = editions(sample, "publish")
        assert run.code == 1, run.said
        assert words in run.said
        assert "nothing was published" in run.said
        assert snapshot(sample / "public") == former
        page.write_text(whole, encoding="utf-8")


def test_publish_without_the_source_edition_looks_too(sample: Path) -> None:
    """A language that is published alone is compared with the source edition as it was built."""
    assert editions(sample, "publish", "zh_CN").code == 0
    add(staged(sample, "zh_CN", "diary.html"), HOSTILE)
    run = editions(sample, "publish", "zh_CN")
    assert run.code == 1, run.said
    assert "zh-Hans/diary.html" in run.said
    assert "steal()" in run.said


def test_a_script_beside_the_pages_is_looked_at_too(root: Path) -> None:
    """Another content of a script counts like another script."""
    record = scan(folder(root / "en"), HTML.powers)
    (root / "en" / "x.js").write_text("go()")
    before = scan(root / "en", HTML.powers)
    (root / "en" / "x.js").write_text("steal()")
    assert beyond(before, record)
    assert [power.kind for power in beyond(scan(root / "en", HTML.powers), before)] == ["content"]
    assert digest(b"steal()")[:16] in str(beyond(scan(root / "en", HTML.powers), before))


def test_a_record_is_kept(root: Path) -> None:
    """What an edition can do lies beside its stamp, by file."""
    build(root, "de")
    path = root / "build/editions/.staging/working/de/html.powers.json"
    data = json.loads(path.read_text("utf-8"))
    assert data["version"] == 1
    assert ["file", "index.html"] in data["files"]["index.html"]["powers"]


def test_a_kind_of_edition_must_say_what_its_files_can_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """A format without `powers` is a mistake that is told at once."""
    monkeypatch.delattr("editions.formats.html.powers")
    with pytest.raises((UserError, AttributeError), match="powers"):
        formats.kind("html")
