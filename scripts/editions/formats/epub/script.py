"""
Scripts: how each stresses a word, and the classes by which the style sheet knows them.

Classes and not `:lang()`, which old readers do not understand; what they begin with marks them as ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.formats.pdf.fonts import IN_NASTALIQ, NASTALIQ

if TYPE_CHECKING:
    from editions.language import Language

# ISO 15924 script -> the class of words that stand out. Scripts with italics need none; all others get weight.
_ITALICS = frozenset({"Latn", "Cyrl", "Grek"})
_DOTS = {"Hans": "editions-dots-below", "Hant": "editions-dots-below", "Jpan": "editions-dots-above"}
_WEIGHT = "editions-weight"
# A whole paragraph in dots or in bold is no emphasis.
_WHOLE = "editions-upright"
# Elements that a reader would set in italics.
SLANTED = frozenset({"em", "cite", "i", "dfn", "var", "address"})


def class_of(language: Language) -> str:
    """
    The class of what is in a language, by its script.

    >>> from editions.language import Language
    >>> class_of(Language("de")), class_of(Language("ur"))
    ('editions-latn', 'editions-aran')
    """
    hanging = language.tag.split("-")[0] in IN_NASTALIQ and language.script == "Arab"
    return f"editions-{(NASTALIQ if hanging else language.script).lower()}"


def emphasis(language: Language, *, whole: bool) -> str:
    """The class of what stands out in a language, or of a paragraph that does so as a whole; none for italics."""
    if language.script in _ITALICS:
        return ""
    return _WHOLE if whole else _DOTS.get(language.script, _WEIGHT)
