"""The short cut for translations without markup gives what Sphinx gives."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polib
import pytest
from docutils.frontend import get_default_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sphinx.application import Sphinx
from sphinx.parsers import RSTParser
from sphinx.transforms import i18n
from sphinx.util.docutils import docutils_namespace, patch_docutils

from editions.judge import may_be_markup
from editions.sphinxext.plain import paragraph, short_cut
from helpers import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docutils import nodes


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sphinx]:
    """A Sphinx application that reads both markup languages."""
    root: Path = tmp_path_factory.mktemp("plain")
    (root / "conf.py").write_text('extensions = ["myst_parser"]\n')
    (root / "index.rst").write_text("Title\n=====\n")
    with patch_docutils(root), docutils_namespace():
        yield Sphinx(root, root, root / "out", root / "tree", "dummy", status=None, warning=io.StringIO())


def parsed(app: Sphinx, text: str, name: str) -> str:
    """What Sphinx's own parser makes of a text, written out."""
    app.env.prepare_settings("index")
    values = get_default_settings(RSTParser)
    values.env = app.env
    place = str(app.srcdir / name)
    rest = {"config": app.config, "env": app.env, "registry": app.registry, "settings": values}
    return written(i18n._publish_msgstr(text, place, 3, **rest))


def written(node: nodes.Element) -> str:
    """A node with all that it holds, and where it says it comes from."""
    return node.pformat() + repr((node.source, node.line))


WORDS = st.text(
    alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd", "Mn", "Zs", "Pd", "Po", "Pi", "Pf"]),
    min_size=1,
    max_size=60,
)


@given(WORDS, st.sampled_from(["a.rst", "a.md"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_short_cut_gives_what_sphinx_gives(app: Sphinx, text: str, name: str) -> None:
    """For any text that is taken for plain words, the paragraph is the one that Sphinx parses."""
    if not may_be_markup(text):
        node = paragraph(text, str(app.srcdir / name), 3)
        assert written(node) == parsed(app, text, name)


def test_every_plain_text_of_the_sample(app: Sphinx) -> None:
    """The same for all translations of the sample, in three scripts."""
    texts = {
        entry.msgstr for path in SAMPLE.rglob("*.po") for entry in polib.pofile(str(path)) if entry.msgstr
    }
    plain = [text for text in texts if not may_be_markup(text)]
    assert len(plain) > len(texts) // 3
    for text in plain:
        node = paragraph(text, str(app.srcdir / "a.rst"), 3)
        assert written(node) == parsed(app, text, "a.rst")


def test_sphinx_is_left_as_it_was() -> None:
    """After a build Sphinx's own function is in its place."""
    before = i18n._publish_msgstr
    with short_cut():
        assert i18n._publish_msgstr is not before
    assert i18n._publish_msgstr is before
