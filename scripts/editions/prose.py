"""What of a marked-up text is prose, and how a sentence ends in the world's scripts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from editions.language import Language

Syntax = Literal["rst", "md"]

# Stands for what is no prose; U+FFFC is Unicode's "object replacement character", made for this.
OBJECT = "\ufffc"

# The ends of sentences: Unicode's property Sentence_Terminal (PropList.txt), scripts in living use, and the
# ellipsis.
TERMINALS = frozenset(".!?…‼⁇⁈⁉‽。．！？｡؟۔؝؞।॥։՜՞።፧፨။၊។៕៖།༎᠃᠉᱾᱿꩝꩞꩟꛳꛷߹܀܁܂᭚᭛᭞᭟꧈꧉")
# Scripts whose sentences end with a space only (Unicode line-breaking class SA without a full stop of its
# own).
UNPUNCTUATED = frozenset({"Thai", "Laoo", "Tavt", "Lana"})

# What is no prose, by syntax: code, roles' contents, the addresses within links, bare addresses.
_BARE_URL = r"\b[a-z][a-z0-9+.-]*://[^\s<>`)\]。，；、！？؟،؛]+(?<![.,;:!?'\"”’»])"
_NOT_PROSE = {
    "rst": re.compile(rf"``.+?``|:[\w.:+-]+:`[^`]+`|<[^<>`]+>(?=`)|<[^<>\s]+>|{_BARE_URL}", re.DOTALL),
    "md": re.compile(
        r"(?P<ticks>`+).+?(?P=ticks)|\{[\w.:+-]+\}`[^`]+`|(?<=\])\([^()\s]*(?:\s+\"[^\"]*\")?\)|<[^<>\s]+>|"
        + _BARE_URL,
        re.DOTALL,
    ),
}
_REMEMBERED = 64  # texts: all rules ask of one paragraph before they come to the next
_END = 400  # characters at the end of a text in which a sentence ends; the search is quadratic in them
# What may stand between the end of a sentence and the end of a text: quotes, brackets, markup, marks of
# direction, the address of a link, footnotes.
_CLOSERS = re.compile(
    r"(?:[\s\"'”’»›“„‘‟」』】〉》﹂﹄）)\]}*_`|\\\u200b-\u200f\u2060\u2066-\u2069]"
    r"|\ufffc+(?=`)|(?<=\])\ufffc+|\[(?:\d+|\#[\w-]*|\^[\w-]+|\*)\]_?)+\Z"
)


@lru_cache(maxsize=_REMEMBERED)
def prose(text: str, syntax: Syntax) -> str:
    """
    The text with code, contents of roles and addresses blanked out, as long as before and with its line
    breaks.

    What is blanked becomes U+FFFC, so places in the result are places in the text.
    """
    return _NOT_PROSE[syntax].sub(_blank, text)


@lru_cache(maxsize=_REMEMBERED)
def ending(text: str, syntax: Syntax) -> str:
    """The last character, behind closing quotes, brackets, footnotes, markup; U+FFFC where code is last."""
    words = prose(text, syntax)[-_END:]
    last = words[-1:]
    return last if last.isalnum() or last in TERMINALS else _CLOSERS.sub("", words)[-1:]


def is_sentence(text: str, syntax: Syntax) -> bool:
    """True where the text ends as sentences do, in any script."""
    return ending(text, syntax) in TERMINALS


def full_stop(mark: str, language: Language) -> str:
    """The language's mark where English has `mark` (`.`, `!`, `?`); the mark itself where it is the same."""
    marks = _MARKS.get(language.tag.split("-")[0]) or _MARKS.get(language.script) or {}
    return marks.get(mark, mark)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", OBJECT, match[0])


_DANDA = {".": "।"}
_FULL_WIDTH = {".": "。", "!": "！", "?": "？"}
# By language first, by script else (CLDR, characters/exemplarCharacters type "punctuation"; W3C script
# resources). Marathi, Konkani and Gujarati use the danda only in verse; Nepali, Hindi, Bengali, Assamese in
# prose.
_MARKS = {
    "el": {"?": ";"}, "ur": {".": "۔", "?": "؟"}, "ks": {".": "۔", "?": "؟"},
    "hi": _DANDA, "ne": _DANDA, "sa": _DANDA, "mai": _DANDA, "bho": _DANDA,
    "Beng": _DANDA, "Guru": _DANDA, "Orya": _DANDA, "Olck": {".": "᱾"},
    "Hans": _FULL_WIDTH, "Hant": _FULL_WIDTH, "Jpan": _FULL_WIDTH,
    "Arab": {"?": "؟"}, "Armn": {".": "։"}, "Ethi": {".": "።"}, "Mymr": {".": "။"}, "Khmr": {".": "។"},
    "Tibt": {".": "།"}, "Mong": {".": "᠃"},
}  # fmt: skip
