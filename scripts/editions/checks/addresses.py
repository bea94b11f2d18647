"""
Addresses, telephone numbers, hash tags and handles of the source stand in the translation, unchanged.

They are facts: a letter or digit more, and nobody is reached. Telephone numbers may be in the digits of the language
and parted in another way; an address may have an ending of the language behind it. Links, and addresses that the source
has not, are judged by `markup`; where it refuses a text nothing is said twice here.

Bad (de):
    msgid "Call +49 30 5557810 today."
    msgstr "Rufen Sie heute +49 30 5557801 an."

Bad (fr):
    msgid "Use #FreeAssange and follow @WikiLeaks there."
    msgstr "Utilisez #FreeAssagne et suivez @WikiLeaks."

Bad (ar):
    msgid "Call +44 20 7946 0018 today."
    msgstr "اتصل اليوم على الرقم +٤٤ ٢٠ ٧٩٤٦ ٠٠٨١."

Bad (ja):
    msgid "Read more at wsws.org every day."
    msgstr "毎日お読みください。"

Bad (hi):
    msgid "Follow @wsws_updated for news."
    msgstr "समाचार के लिए @wsws का अनुसरण करें।"

Good (de):
    msgid "Call +49 30 555 78 10, write to contact@example.org, visit example.org."
    msgstr "Tel. +49 (30) 5557810, Mail: contact@example.org, Netz: example.org."

Good (fa):
    msgid "Call +44 20 7946 0018 today."
    msgstr "امروز با شماره ‎+۴۴ ۲۰ ۷۹۴۶ ۰۰۱۸ تماس بگیرید."

Good (tr):
    msgid "on wsws.org, with #FreeAssange"
    msgstr "wsws.org'da, #FreeAssange ile"

Good (zh_CN):
    msgid "Use the colour #ff8800, see issue #1234, and read README.md."
    msgstr "使用橙色，参见问题1234，并阅读说明文件。"
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from editions.checks import Finding, pairs
from editions.checks._shown import texts
from editions.judge import judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "error"

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})"
_MAIL = re.compile(rf"(?<![\w.+@/-])[\w.+-]{{1,64}}@{_LABEL}(?:\.{_LABEL}){{1,8}}")
# Top-level domains that are no ending of a file name, and no word.
_DOMAINS = "com|org|net|info|biz|edu|gov|mil|onion|eu|uk|de|fr|ca|au|ch|at|nl|ru|jp|cn|br|int"
_HOST = re.compile(
    rf"(?<![\w.@/:\\-])[a-z0-9][a-z0-9-]{{0,62}}(?:\.[a-z0-9-]{{1,63}}){{0,6}}\.(?:{_DOMAINS})(?![\w@(-]|\.\w)"
)
_APART = r"[\s().\-/\u00a0\u2011\u2013]"
_PHONE = re.compile(
    rf"(?<![\w+.-])\+\d{{1,3}}{_APART}{{0,3}}\d(?:{_APART}{{0,3}}\d){{5,12}}(?![\w+])"
    r"|(?<![\w+.-])(?:1[-. ])?(?:\(\d{3}\)[-. ]?|\d{3}[-.])\d{3}[-.]\d{4}(?![\w-])"
)
_TAG = re.compile(r"(?<![\w#&/@])#(?![0-9a-fA-F]{3,8}\b)(?=\d{0,20}[^\W\d])\w{3,60}")
_HANDLE = re.compile(r"(?<![\w@/.&+-])@[A-Za-z_]\w{2,29}(?![\w@]|[.:/-]\w)")
_NO_DIGITS = re.compile(r"[\s().\-/\u2010-\u2015\u200b-\u200f\u202a-\u202f\u2060-\u2069\u00a0]")
_SIGNS = re.compile(rf"[@#]|\+\d|\d[-.]\d|\.(?:{_DOMAINS})")


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per address that is not there; what the markup has lost is told elsewhere."""
    for source, target in texts(unit):
        if not _SIGNS.search(source):
            continue
        for kind, pattern, has in _KINDS:
            lost = [each for each in _found(pattern, source) if not has(target, each)]
            if lost and not (pattern in _JUDGED and _is_refused(unit)):
                yield from (_finding(kind, each, source, target, pattern) for each in lost)


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return list(dict.fromkeys(match[0].strip().rstrip(".") for match in pattern.finditer(text)))


def _has_text(target: str, address: str) -> bool:
    return address.casefold() in target.casefold()


def _has_number(target: str, number: str) -> bool:
    """True where the digits stand there in a row, in those of any script, however they are parted."""
    return _digits(number) in _digits(target)


def _digits(text: str) -> str:
    plain = _NO_DIGITS.sub("", text)
    return "".join(str(unicodedata.decimal(char, char)) for char in plain)


def _is_refused(unit: Unit) -> bool:
    """True where the text is refused anyway, for a lost link or an address that is not in its source."""
    return any(judge(source, target, unit.syntax) for source, target in pairs(unit))


def _finding(kind: str, lost: str, source: str, target: str, pattern: re.Pattern[str]) -> Finding:
    known = _found(pattern, source)
    other = next((each for each in _found(pattern, target) if each not in known), None)
    if other:
        return Finding(f"the {kind} “{lost}” of the source is “{other}” here", f"write {lost}")
    return Finding(f"the {kind} “{lost}” of the source is missing", f"write {lost}, as it is")


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str, str], bool]], ...] = (
    ("address", _MAIL, _has_text),
    ("address", _HOST, _has_text),
    ("telephone number", _PHONE, _has_number),
    ("hash tag", _TAG, _has_text),
    ("handle", _HANDLE, _has_text),
)
_JUDGED = frozenset({_MAIL, _HOST})
