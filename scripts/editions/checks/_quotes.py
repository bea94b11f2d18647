"""The quotation marks of languages, and which of them open and close in a text. No rule itself."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal

from editions.checks._delimiters import DELIMITERS
from editions.prose import OBJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

# By language the systems in use, the usual one first, as pairs of an opening and a closing mark; a space stands within
# the marks where it belongs to them. They are those of CLDR, and beside it: de Duden and DIN 5008 (»…« in books), de-CH
# and fr-CH Federal Chancellery; fr Imprimerie nationale; es, gl academies; pl PWN; cs, sk ÚJČ, JÚĽŠ (»…«); da
# Retskrivningsordbogen; sv, fi Språkrådet, Kotus (»…»); hu AkH 12; ro DOOM 3; uk Pravopys 2019 (four systems); ru
# Rosenthal («…», „…“ within); zh GB/T 15834 and CY/T 154 (title marks are none); ko Rules of Hangul Orthography,
# appendix 2014; ja JIS X 4051; ar, fa, ur in print both «…» and “…”, in either order.
_BESIDE_CLDR = {
    "de": "»« ›‹", "lb": "«»", "sv": "»» »«", "fi": "»»", "nb": "„“ “” ‹›", "nn": "„“ “” ‹›", "no": "„“ “” ‹›",
    "ca": "‘’", "eu": "‘’ ‹›", "pt-PT": "‘’", "it": "‘’", "ro": "‘’ ‚’", "cs": "»« ›‹", "sk": "»« ›‹", "pl":
    "»« ‚’ ‘’", "sl": "»« ›‹", "bs": "»« „“ ‚’", "sr": "„“ »« ‚’ ‚‘ ‘’", "uk": "“” „”", "be": "“”", "hu": "’’ ‚’",
    "el": "‘’ ‹›", "kk": "„“", "ky": "“”", "ka": "“” ‘’", "am": "“” ‘’", "fa": "“” ”“ ‘’", "km": "«»", "vi": "«»",
    "tl": "“” ‘’", "sw": "«»", "ko": "「」 『』", "zh": "「」 『』",
}  # fmt: skip
# Where the usual marks are others than those that CLDR names.
_BEFORE_CLDR = {
    "cy": "‘’ “”", "eo": "“” ‘’ „“ «»", "de-CH": "«» ‹› „“ ‚‘", "de-LI": "«» ‹› „“ ‚‘", "nl": "‘’ “” „” ‚’", "da":
    "”” ’’ »« ›‹ „“ ‚‘ “” ‘’", "fo": "”” ’’ „“ “” »« «»", "fr": "«» ‹› “” ‘’", "es": "«» “” ‘’", "gl": "«» “” ‘’",
    "hr": "„” ‘’ »« ›‹ „“ ‚’ ‚‘", "mk": "„“ ’‘ ‚‘ «»", "bg": "„“ ’’ ‚‘ «»", "et": "„“ «» ‚‘ „”", "lv":
    "“” „“ „” «» ‘’", "lt": "„“ ‚‘", "sq": "„“ «» “” ‘’ „”", "az": "“” «» ‘’", "uz": "“” ‘’ «»", "hy": "«» “”",
    "he": "”” “” „” ״״ ’’ ‘’", "ar": "«» “” ”“ ‘’ ’‘ ‹›", "ur": "“” ”“ ‘’ ’‘ «»",
}  # fmt: skip


def _systems(tag: str) -> str:
    """The systems of a language, or of a region of it: CLDR's for the region first, then those of the language."""
    language = tag.rpartition("-")[0]
    every = f"{_BEFORE_CLDR.get(tag, '')} {DELIMITERS.get(tag, '')} {_BESIDE_CLDR.get(tag, '')}".split()
    return " ".join(dict.fromkeys([*every, *(_systems(language).split() if language else ())]))


_SYSTEMS = {tag: _systems(tag) for tag in {**DELIMITERS, **_BESIDE_CLDR, **_BEFORE_CLDR}}
MARKS = {
    tag: (frozenset(pair[0] for pair in each.split()), frozenset(pair[1] for pair in each.split()))
    for tag, each in _SYSTEMS.items()
}
_SPACED = dict.fromkeys(("fr", "fr-CA"), ("«\u00a0", "\u00a0»"))
PRIMARY = {tag: (each[0], each[1]) for tag, each in _SYSTEMS.items()} | _SPACED
# Languages that have “…” or „…“ within « » only (fr Imprimerie nationale; el Triantafyllidis; ru Rosenthal).
OUTER = {"fr": "«»", "fr-CA": "", "fr-CH": "", "el": "«»", "ru": "«»"}
NESTED = frozenset("“”„")
# Scripts without spaces between words: what stands beside a mark does not tell what it does.
SPACELESS = frozenset({"Hans", "Hant", "Jpan", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"})

# The apostrophe ’ is none of them: nothing tells it from the closing mark. ‘ counts where something follows it that
# is closed by ’; else it is a letter of a transcription.
_ALL = re.compile("[“”„‟«»‚‹›「」『』״]|‘(?=[^‘’]{1,200}’)")
_BEFORE = frozenset(" \u00a0\u202f\u2009\u3000([{<–—-/¿¡\u200e\u200f\u061c") | frozenset("“„‘‚«‹「『")
_AFTER = frozenset(" \u00a0\u202f\u2009\u3000)]}>.,;:!?…–—/-\u200e\u200f\u061c،؛؟۔।") | frozenset("”’»›」』")
# Marks that are the same whatever is beside them.
_FIXED: dict[str, Literal["open", "close"]] = {"「": "open", "『": "open", "」": "close", "』": "close"}


def marks(text: str) -> Iterator[int]:
    """Where quotation marks stand in what is shown; the Hebrew mark within words is none."""
    for match in _ALL.finditer(text):
        if match[0] != "״" or role(text, match.start()):
            yield match.start()


def role(text: str, at: int) -> Literal["open", "close"] | None:
    """Whether the mark opens or closes, by what stands beside it; None where that is open."""
    if text[at] in _FIXED:
        return _FIXED[text[at]]
    before, after = _beside(text, at, -1), _beside(text, at, 1)
    opens = (not before or before in _BEFORE) and bool(after) and _is_word(after)
    closes = (not after or after in _AFTER) and bool(before) and (_is_word(before) or before in ".,!?…;%)")
    return "open" if opens and not closes else "close" if closes and not opens else None


def _beside(text: str, at: int, step: Literal[-1, 1]) -> str:
    """The character beside the mark; behind the space that French and others put within « »."""
    near = text[at + step : at + step + 1] if at + step >= 0 else ""
    if text[at] in "«»‹›" and near in "\u00a0\u202f\u2009":
        far = at + 2 * step
        beyond = text[far : far + 1] if far >= 0 else ""
        return beyond if (text[at] in "«‹") == (step == 1) else near
    return near


def _is_word(character: str) -> bool:
    return character == OBJECT or unicodedata.category(character)[0] in "LMN"
