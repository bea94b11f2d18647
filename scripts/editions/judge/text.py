"""What is asked of a translation as a string of characters, before any parser sees it; linear in its length."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from editions.judge.refusal import Reason, Refused

LONGEST_LINE = 10_000  # characters that a parser is given; docutils' own limit (line_length_limit)
_FEW = 8  # invisible characters that a short text may have
_STACKED = 8  # marks on one letter; no orthography needs as many
_COMMAND = re.compile(r"\\[A-Za-z]+|\\.|\^\^|\$\$")
_WORD_COMMAND = re.compile(r"(?<!\\)(?:\\\\)*(\\[A-Za-z]{2,})|(\^\^)")
# Commands of a formula that load, link, define or style; MathJax's and LaTeX's. Such a formula stays as it is.
_MIGHTY = re.compile(
    r"\\(?:input|include|openin|read|write|immediate|catcode|csname|def|edef|gdef|let|newcommand|renewcommand|require"
    r"|href|url|html\w*|class|cssId|style|data|bbox|unicode|includegraphics|special|directlua|usepackage)(?![A-Za-z])"
)
_NOQA = re.compile(r"#\s*noqa\s*(?:\Z|\n)", re.IGNORECASE)
# Signs by which some parser here recognises markup. Work grows with their number times the length.
_SIGNS = re.compile(r"[*`_|\[\]<>{}$\\!&~:@#]")
# Stretches of ASCII without a space: docutils looks for the scheme of an address from every letter of one.
_STRETCH = re.compile(r"[!-~]{1001,}")
_MOST_SIGNS = 3_000
_MORE_SIGNS = 60  # that a translation may have beyond twice its source's: quotation marks, escapes

# C0 and C1 controls but tab and newline, line separators, the byte order mark, interlinear annotations,
# surrogates, private letters and non-characters: nothing that a reader could read.
_LAST = "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufff0-\ufffb\ud800-\udfff\ufdd0-\ufdef"
    f"\ue000-\uf8ff\U000f0000-\U0010ffff{_LAST}]"
)
# Embeddings, overrides and isolates reorder what a reader sees (Unicode TR 36); single direction marks do not.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Characters without any look (Unicode's Default_Ignorable_Code_Point) that no text in use needs: old Hangul fillers,
# invisible operators, deprecated format characters, musical ones, tags; the blank of Braille, the place of an object.
_NEEDLESS = re.compile(
    "[\u115f\u1160\u17b4\u17b5\u180e\u2061-\u2065\u206a-\u206f\u2800\u3164\uffa0\ufffc"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
# ... and those that scripts do need: soft hyphen, joiners, spaces without width, direction marks, variation selectors.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180d\u180f\u200b-\u200f\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_HIDDEN_RUN = re.compile(_HIDDEN.pattern + "{4,}")  # a joiner beside a direction mark is two
# A selector chooses a form of an emoji, a symbol or an ideograph; behind any other letter it says nothing.
_SELECTED = re.compile(
    "[A-Za-z\u00aa-\u024f\u0370-\u058f\u05d0-\u06ff\u0900-\u0dff\\s][\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_WIDE_RUN = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]{5,}")
# Elements of HTML (the standard's list): shown as such in RST, live in a raw block.
_TAG = re.compile(
    r"(?i)</?(?:a|abbr|audio|b|base|blockquote|body|br|button|canvas|code|details|dialog|div|em|embed|font|form|frame"
    r"|h[1-6]|head|html|i|iframe|img|input|kbd|label|li|link|math|meta|noscript|object|ol|option|p|pre|q|s|script"
    r"|select|slot|small|span|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tr|tt|u|ul|video)"
    r"(?=[\s/>])[^<>]{0,500}>?"
)


def is_endless(source: str, target: str) -> bool:
    """True where a text is longer than a translation of its source can be."""
    return len(target) > 4 * len(source) + 200


def refuse(source: str, target: str) -> None:
    """
    Checks the characters, length and lines of a translation.

    Raises:
        Refused: it holds characters, lines or a length that its source gives no reason for.
    """
    refuse_characters(source, target)
    if is_endless(source, target):
        raise Refused(f"the translation is {len(target)} characters long, its source only {len(source)}")
    if "#" in target and _NOQA.search(target) and not _NOQA.search(source):
        raise Refused(Reason("the text ends with “# noqa”, which would switch off a check", "remove it"))
    if target.count("\n") > source.count("\n"):
        raise Refused(
            Reason("the text has more lines than its source", "a paragraph is one line: join the lines")
        )
    if "\n" in source:
        _refuse_commands(source, target)
    else:
        _refuse_bounds(source, target)


def refuse_characters(source: str, target: str) -> None:
    """
    Checks that a text shows what it says, whatever it stands for.

    Raises:
        Refused: it holds invisible or private characters, or stacks marks, beyond what `source` does.
    """
    if target.isascii() and target.isprintable():
        return
    _refuse_unreadable(source, target)
    reordering = Counter(_REORDERING.findall(target))
    if reordering and reordering != Counter(_REORDERING.findall(source)):
        raise Refused(
            Reason("there are invisible characters that change the order of the text", "remove them")
        )
    _refuse_hidden(source, target)
    if _WIDE_RUN.search(target) and not _WIDE_RUN.search(source):
        raise Refused(Reason("there is a run of wide spaces", "put one space in its place"))
    if _stacked(target) and not _stacked(source):
        raise Refused(Reason("too many marks are stacked on one letter", "remove them"))
    if (
        unicodedata.category(target[:1] or " ")[0] == "M"
        and unicodedata.category(source[:1] or " ")[0] != "M"
    ):
        raise Refused(Reason("the text begins with a mark that belongs onto a letter", "remove it"))
    if can_be_read(source) and not can_be_read(target):
        raise Refused("there is nothing in it that could be read")


def _refuse_hidden(source: str, target: str) -> None:
    hidden = len(_HIDDEN.findall(target))
    if not hidden or len(_HIDDEN.findall(source)) >= hidden:
        return
    if _HIDDEN_RUN.search(target) or _SELECTED.search(target) or hidden > max(_FEW, len(target) // 4):
        raise Refused(Reason("there are more invisible characters than any script needs", "remove them"))


def can_be_read(text: str) -> bool:
    """True where a text has letters, numbers or signs, and not only what is invisible or parts them."""
    return any(unicodedata.category(character)[0] in "LNS" for character in text)


def _refuse_unreadable(source: str, target: str) -> None:
    for pattern, what in ((_CONTROL, "control character"), (_NEEDLESS, "character")):
        added = sorted(set(pattern.findall(target)) - set(source))
        if added:
            raise Refused(Reason(f"there is an invisible {what} U+{ord(added[0]):04X}", "remove it"))
    unknown = [letter for letter in set(target) - set(source) if unicodedata.category(letter) == "Cn"]
    if unknown:  # no font has it, and nobody can say what it will mean
        raise Refused(Reason(f"there is no character U+{ord(min(unknown)):04X} in Unicode yet", "remove it"))


def _refuse_commands(source: str, target: str) -> None:
    if Counter(_COMMAND.findall(target)) != Counter(_COMMAND.findall(source)):
        raise Refused("code and formulas must keep the same commands as the source")
    if _MIGHTY.search(source) and target != source:
        raise Refused(Reason("a formula with such a command cannot be translated", "copy the source"))
    refuse_tags(source, target)


def refuse_commands(source: str, target: str) -> None:
    """
    Checks that a text brings in no command of a formula; single letters may be escapes.

    Raises:
        Refused: it has one that its source has not.
    """
    if "\\" in target or "^^" in target:
        _refuse_new(_WORD_COMMAND, source, target, "command")


def refuse_tags(source: str, target: str) -> None:
    """
    Checks that a text brings in no element of HTML.

    Raises:
        Refused: it has one that its source has not, or with other attributes.
    """
    if "<" in target:
        _refuse_new(_TAG, source, target, "HTML")


def _refuse_new(pattern: re.Pattern[str], source: str, target: str, what: str) -> None:
    added = Counter(match[0] for match in pattern.finditer(target))
    added -= Counter(match[0] for match in pattern.finditer(source))
    if added:
        raise Refused(f"not in the source: {', '.join(f'{what} {each}' for each in sorted(added))}")


def _refuse_bounds(source: str, target: str) -> None:
    if len(source) > LONGEST_LINE or len(_SIGNS.findall(source)) > _MOST_SIGNS:
        raise Refused("its source is too long, or has too much markup, to compare them")
    if len(target) > LONGEST_LINE:
        raise Refused(f"the text is {len(target)} characters long; a paragraph has at most {LONGEST_LINE}")
    if len(target) <= _MORE_SIGNS:
        return
    signs, most = len(_SIGNS.findall(target)), 2 * len(_SIGNS.findall(source)) + _MORE_SIGNS
    if signs > most:
        raise Refused(
            f"there are {signs} signs of markup (* ` _ : [ …) where the source gives reason for {most}"
        )

    if _STRETCH.search(target) and not _STRETCH.search(source):
        raise Refused("there is a word of more than 1000 characters")


def _stacked(text: str) -> bool:
    """Whether more marks stand on one letter, or on all of them, than any orthography has; of any combining class."""
    run = marks = 0
    for character in text:
        run = run + 1 if character > "\u02ff" and unicodedata.category(character) in ("Mn", "Me") else 0
        marks += bool(run)
        if run > _STACKED:
            return True
    return marks > _STACKED and marks * 4 > len(text) * 3


def compare(source: Counter[str], target: Counter[str]) -> None:
    """
    Checks that two signatures are the same.

    Raises:
        Refused: with one reason for all that was lost and one for all that was added.
    """
    lost, added = source - target, target - source
    reasons = []
    if lost:
        reasons.append(f"lost from the source: {', '.join(sorted(lost.elements()))}")
    if added:
        reasons.append(f"not in the source: {', '.join(sorted(added.elements()))}")
    if reasons:
        raise Refused(*reasons)
