"""epubcheck on the books of this project, in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from proofs import LANGUAGES

from editions.language import Language
from epub_checking import epubcheck

if TYPE_CHECKING:
    from helpers import Built

pytestmark = [pytest.mark.tool("epubcheck"), pytest.mark.xdist_group("web")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_books_are_valid(built_own: Built, language: str):
    """Neither an error nor a warning."""
    (book,) = (built_own.root / "build" / "site").glob(f"{Language(language).tag}/*.epub")
    assert epubcheck(book) == []
