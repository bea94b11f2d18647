r"""
Search in foreign themes: in the edition's language, or plain, never English in disguise.

Sphinx has a search for some sixteen languages and gives every other one the English stemmer and stop words, so that a
Polish reader cannot find the word "to"; its words end at the vowel signs of Devanagari, Tamil or Thai. For languages
that Sphinx has none for, and for Japanese and Chinese, this part registers one of its own. It works in two places
that must agree to the letter: in Python for the index, in JavaScript for what a reader types.

- A word is letters, marks, digits and `_` by their Unicode category, with an apostrophe between Cyrillic letters
  (п’ять) and the point of the Catalan l·l. Inside it may stand what is invisible: joiners, soft hyphens.
- Words are compared in NFC, without case and without what is invisible. There are no stop words.
- A stemmer is used where Snowball has one on both sides, Python's and Sphinx's JavaScript; else there is none.
- Scripts without spaces between words, and Hangul, whose particles are written onto the word, are found by any part of
  a text. Index and query are cut into runs of such letters, up to the next space, punctuation or other script.
  Sphinx's page looks for a part of more than two characters within the runs of the index; shorter ones it looks up
  only as they are, so the index also has every single character and every pair. Overlapping n-grams of up to three
  would be no smaller (for 270,000 characters of Japanese 1.06 MB against 1.05 MB) and less exact: what is found here
  stands there as it was typed, and is highlighted as one. A run ends in a space, so that none is ever equal to what
  was typed: where a term is equal, Sphinx's page does not look within others.

The project's own choice wins: `html_search_language`, a class that conf.py or an extension registers, and the entry of
`html_search_options` by which Sphinx's Japanese or Chinese is chosen.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import import_module, metadata
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import Stemmer
from sphinx import package_dir
from sphinx.search import SearchLanguage, languages

from editions.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.config import Config

# Snowball's algorithms for languages that Sphinx has no class for and whose JavaScript it brings (from 9.0 on).
# Lithuanian is left out: Snowball 3.1 changed it, and Sphinx's JavaScript is that of 3.0.
SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "el": "greek", "eo": "esperanto", "et": "estonian", "eu": "basque",
    "ga": "irish", "hi": "hindi", "hy": "armenian", "id": "indonesian", "ne": "nepali", "sr": "serbian",
    "ta": "tamil", "yi": "yiddish",
}  # fmt: skip
# The one written standard of Norwegian that Sphinx's class is for goes by two codes.
_SAME = {"nb": "no"}
# Sphinx's classes that find too little, each with the option by which a project chooses it all the same. They cut a
# text into words for the index, but its page takes a query as one word. Without jieba there is no Chinese word in the
# index, and from 9.0 on the page breaks off (https://github.com/sphinx-doc/sphinx/issues/14229).
_MENDED = {"sphinx.search.ja.SearchJapanese": "type", "sphinx.search.zh.SearchChinese": "dict"}

# Blocks of scripts that write no space between words, and Hangul.
_UNSPACED = (
    (0x0E01, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1100, 0x11FF),  # letters of Hangul
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x1B00, 0x1B7F),  # Balinese
    (0x2E80, 0x9FFF),  # Han, Kana, Bopomofo
    (0xA960, 0xA9FF),  # Hangul, Javanese, Myanmar
    (0xAA60, 0xAADF),  # Myanmar, Tai Viet
    (0xAC00, 0xD7FF),  # Hangul
    (0xF900, 0xFAFF),  # Han
    (0x1AFF0, 0x1B16F),  # Kana
    (0x20000, 0x3FFFF),  # Han
)
# What a reader neither sees nor types: soft hyphen, tatweel, joiners, marks of direction, variation selectors.
_DROPPED = (
    (0x00AD, 0x00AD), (0x061C, 0x061C), (0x0640, 0x0640), (0x200B, 0x200F), (0x2060, 0x2060), (0xFE00, 0xFE0F),
    (0xE0100, 0xE01EF),
)  # fmt: skip
_JOINERS = ((0x00AD, 0x00AD), (0x200C, 0x200D), (0x2060, 0x2060))
# Apostrophes that are part of a word, as they are typed and as they are printed, and the point of l·l.
_APOSTROPHES = "'\u2019\u02bc"
_POINT = "\u00b7"
_WIDE = r"[\uff00-\uffef]+"  # ＷＳＷＳ, ｱｻﾝｼﾞ: letters of another width, which are typed in either
# The longest text that Sphinx's page does not look for within others, in units of UTF-16.
_SHORT = 2
_ONE_UNIT = 0xFFFF  # the last character of one unit

_WORD = (
    "(?=[{unspaced}])[{first}](?:(?=[{unspaced}])[{inner}]|[{dropped}])*"
    "|(?=[{first}])(?:[\\u0400-\\u052f][{apostrophes}](?=[\\u0400-\\u052f])|[lL]{point}(?=[lL])"
    "|(?![{unspaced}])[{inner}]|[{joiners}])+"
)
_SPLITTER = """\
// Words by Unicode, in every script; written by editions.sphinxext.search.
var splitQuery = (query) =>
  query
    .replace(/{wide}/gu, (each) => each.normalize("NFKC"))
    .normalize("NFC")
    .match(/{word}/gu) || [];
"""
_STEMMER = """\
// A word without its case and without what is invisible; written by editions.sphinxext.search.
var Stemmer = function () {{
  {rules}
  this.stemWord = (word) =>
    rules.stemWord(
      word
        .replace(/[{dropped}{apostrophes}{point}]+/gu, "")
        .toLowerCase()
        .toUpperCase()
        .toLowerCase()
        .replace(/i\\u0307/g, "i")
        .replace(/\\u03c2/g, "\\u03c3")
        .normalize("NFC"),
    );
}};
"""
_NO_RULES = "const rules = { stemWord: (word) => word };"


def _in_javascript(point: int) -> str:
    return f"\\u{point:04x}" if point <= _ONE_UNIT else f"\\u{{{point:x}}}"


def _ranges(pairs: tuple[tuple[int, int], ...], form: Callable[[int], str]) -> str:
    """Code points for a class of a pattern, each written in the form of a language."""
    return "".join(form(first) if first == last else f"{form(first)}-{form(last)}" for first, last in pairs)


def _fill(text: str, form: Callable[[int], str], **more: str) -> str:
    """A template with its sets of characters, each of them written in the form of a language."""
    return text.format(
        unspaced=_ranges(_UNSPACED, form),
        dropped=_ranges(_DROPPED, form),
        joiners=_ranges(_JOINERS, form),
        apostrophes="".join(form(ord(each)) for each in _APOSTROPHES),
        point=form(ord(_POINT)),
        **more,
    )


@cache
def _word() -> re.Pattern[str]:
    r"""What a word is; `\w` has letters and digits, but no mark."""
    points = chain(range(0x300, 0x20000), range(0xE0100, 0xE01F0))
    marks = "".join(each for each in map(chr, points) if _is_mark(each))
    return re.compile(_fill(_WORD, chr, first=r"\w", inner=rf"\w{marks}"))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


_IS_UNSPACED = re.compile(_fill("[{unspaced}]", chr))
_LEFT_OUT = re.compile(_fill("[{dropped}{apostrophes}{point}]+", chr))
_IS_WIDE = re.compile(_WIDE)
_SPLITTER_CODE = _fill(
    _SPLITTER,
    _in_javascript,
    wide=_WIDE,
    word=_fill(_WORD, _in_javascript, first=r"\p{L}\p{N}_", inner=r"\p{L}\p{M}\p{N}_"),
)


def fold(word: str) -> str:
    """
    The form in which words are compared: NFC, no case, nothing invisible.

    Case goes by lower, upper and lower once more, which JavaScript has too, unlike Unicode's folding; the result is as
    fine, but ı, i and İ are one letter.
    """
    bare = _LEFT_OUT.sub("", word).lower().upper().lower()
    return unicodedata.normalize("NFC", bare.replace("i\u0307", "i").replace("\u03c2", "\u03c3"))


class PlainSearch(SearchLanguage):
    """Whole words by Unicode, without stemmer and stop words; parts of a text in scripts without spaces."""

    js_splitter_code = _SPLITTER_CODE
    js_stemmer_code = _fill(_STEMMER, _in_javascript, rules=_NO_RULES)

    def split(self, text: str) -> list[str]:
        """The words of a text; of a script without spaces, a run and its characters and pairs."""
        narrow = _IS_WIDE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
        words = _word().findall(unicodedata.normalize("NFC", narrow))
        return [part for word in words for part in _parts(word)]

    def stem(self, word: str) -> str:
        """The term of the index for a word."""
        folded = fold(word)
        if _IS_UNSPACED.match(folded):
            return folded if _length(folded) <= _SHORT else f"{folded} "
        return self.shorten(folded)

    def shorten(self, word: str) -> str:
        """The folded word without its endings; here they stay."""
        return word

    def word_filter(self, word: str) -> bool:
        """True for what belongs into the index: all but numbers, which Sphinx's page does not look for."""
        return bool(word) and not (word.isascii() and word.isdigit())


def _parts(word: str) -> list[str]:
    """A word as it is; of a script without spaces, also every part that is short."""
    if not _IS_UNSPACED.match(word):
        return [word]
    run = fold(word)
    pairs = [run[start : start + 2] for start in range(len(run) - 1)]
    short = [each for each in chain(run, pairs) if _length(each) <= _SHORT and not _is_mark(each[0])]
    return [run, *dict.fromkeys(short)]


def _length(text: str) -> int:
    """How long JavaScript takes a text to be: in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


class StemmedSearch(PlainSearch):
    """Words without their endings, by Snowball on both sides."""

    algorithm = ""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self._stemmer = Stemmer.Stemmer(self.algorithm)

    def shorten(self, word: str) -> str:
        """The folded word without its endings."""
        return str(self._stemmer.stemWord(word))


def _rules(algorithm: str) -> str:
    """
    Sphinx's JavaScript for a Snowball algorithm; empty where it has none, or of another generation than PyStemmer's.

    Within a generation (Snowball 3) the algorithms of SNOWBALL are the same on both sides; a test compares them.
    """
    folder = Path(package_dir, "search")
    paths = [folder / "minified-js" / f"{name}-stemmer.js" for name in ("base", algorithm)]
    readable = folder / "non-minified-js" / f"{algorithm}-stemmer.js"
    if not all(path.is_file() for path in (*paths, readable)):
        return ""
    made_by = re.search(r"Snowball (\d+)\.", readable.read_text("utf-8"))
    if made_by is None or made_by[1] != metadata.version("PyStemmer").partition(".")[0]:
        return ""
    return "\n".join(path.read_text("utf-8") for path in paths)


def search_language(code: str) -> type[PlainSearch]:
    """A class for a language that Sphinx has none for; stemmed where both sides can."""
    algorithm = SNOWBALL.get(_base(code), "")
    rules = _rules(algorithm) if algorithm else ""
    given: dict[str, Any] = {"lang": code, "language_name": Language(code).name}
    if not rules:
        return type("PlainSearch", (PlainSearch,), given)
    own = f"const rules = new {algorithm.capitalize()}Stemmer();"
    code_of_both = f"{rules}\n{_fill(_STEMMER, _in_javascript, rules=own)}"
    given |= {"algorithm": algorithm, "js_stemmer_code": code_of_both}
    return type("StemmedSearch", (StemmedSearch,), given)


def _base(code: str) -> str:
    """The language of a code: `sr` of `sr@latin`."""
    base = re.split(r"[_@-]", code)[0]
    return _SAME.get(base, base)


def _renamed(origin: str | type[SearchLanguage], code: str) -> type[SearchLanguage]:
    """Sphinx's class for the language of a code that it does not know: `de@formal`, `nb`."""
    found: Any = origin
    if isinstance(origin, str):
        module, _, name = origin.rpartition(".")
        found = getattr(import_module(module), name)
    return type(found.__name__, (found,), {"lang": code})


def _register(app: Sphinx, config: Config) -> None:
    """Gives the edition a search in its language, unless the project or Sphinx has one."""
    code = config.language
    if config.html_search_language:
        return
    known = languages.get(code) or languages.get(code.partition("_")[0])  # as Sphinx looks
    origin = known or languages.get(_base(code))
    option = _MENDED.get(origin) if isinstance(origin, str) else None
    if origin is None or (option and option not in config.html_search_options):
        app.add_search_language(search_language(code))
    elif known is None:
        app.add_search_language(_renamed(origin, code))


def setup(app: Sphinx) -> None:
    """Adds search in the edition's language to an application."""
    app.connect("config-inited", _register)
