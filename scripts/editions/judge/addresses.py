"""
Addresses that a text names in its words: a reader may follow them by hand, a program may make links of them.

A translation names no host that its source does not name, in whatever letters it is written: `wѕws.org` with a
Cyrillic letter is another host than `wsws.org` (Unicode TS 39).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from editions.judge.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

# Top-level domains that no sentence ends in by a missing space (`Ende.So` is none), with or without a scheme before.
_KNOWN = "com|org|net|info|biz|edu|gov|int|mil|onion|io|xyz|site|online|club|shop|top|dev|app|рф"
_LETTER = r"[^\W_]"
_LABEL = rf"{_LETTER}+(?:-+{_LETTER}+){{0,20}}"
# Schemes that need no `//`.
_SCHEMES = (
    "javascript|vbscript|data|mailto|tel|sms|file|blob|about|bitcoin|ethereum|magnet|xmpp|skype|callto|geo"
    "|intent|news|irc|ldap|urn"
)
_REST = r"[^\s<>`，。、；：！？）」』】”»]{1,200}"
_SCHEME = re.compile(rf"(?i)\b(?P<scheme>{_SCHEMES}|[a-z][a-z0-9+.-]{{1,20}}(?=://)):(?P<rest>{_REST})")
# Any host with a path: `bit.ly/x`, but not `Std./Tag`.
_PATH = re.compile(rf"(?<![\w@./-]){_LABEL}(?:\.{_LABEL}){{0,8}}\.[A-Za-z]{{2,24}}(?=/\w)")
_WWW = re.compile(rf"(?i)\bwww\.{_LABEL}(?:\.{_LABEL}){{1,8}}")
_HOST_END = re.compile(r"[/?#\\]")
_HOST = re.compile(rf"(?<![\w@.-]){_LABEL}(?:\.{_LABEL}){{0,8}}\.(?:(?:{_KNOWN})(?!\w)|xn--[\w-]{{1,59}})")
_MAIL = re.compile(rf"(?<!\S)[^\s@<>`(\[]{{1,64}}@{_LABEL}(?:\.{_LABEL}){{1,8}}")
_DOTTED = re.compile(rf"(?<![\w@.-]){_LABEL}(?:\.{_LABEL}){{1,8}}(?!\w)")
_EXAMPLE = re.compile(r"(?:^|[:.@/])example\.(?:com|net|org)$")
# Between a letter of a script that writes no spaces and an ASCII letter.
_SPACELESS = re.compile(
    "(?<=[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])(?=[A-Za-z0-9])"
)
_TRAILING = ".,;:!?)]}'\"”’»›“。、，；：！？）」』】＞>·"
_CONFUSABLE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH")


def refuse(source: str, target: str) -> None:
    """
    Checks the addresses that a translation names.

    Raises:
        Refused: it names one that its source does not name.
    """
    added = _added(source, target)
    if added:
        raise Refused(f"not in the source: {', '.join(f'address {_told(each)}' for each in sorted(added))}")


def refuse_in_code(source: str, code: str) -> None:
    """
    Checks the addresses in what readers copy and run; there examples (RFC 2606) may have names of the language.

    Raises:
        Refused: it names one that its source does not name.
    """
    added = [each for each in _added(source, code) if not _EXAMPLE.search(each)]
    if added:
        raise Refused(f"not in the source: {', '.join(f'address {_told(each)}' for each in sorted(added))}")


def _added(source: str, target: str) -> Counter[str]:
    target = _as_read(target)
    if "." not in target and ":" not in target:
        return Counter()
    found = _addresses(target)
    return found - _addresses(_as_read(source)) if found else found


def _as_read(text: str) -> str:
    """A wide colon is one for a reader; words of scripts without spaces do not belong to the host beside them."""
    return text if text.isascii() else _SPACELESS.sub(" ", unicodedata.normalize("NFKC", text))


def _addresses(text: str) -> Counter[str]:
    return Counter(dict.fromkeys(_find(text), 1))


def _find(text: str) -> Iterator[str]:
    for match in _SCHEME.finditer(text):
        host = _HOST_END.split(match["rest"].lstrip("/\\"), maxsplit=1)[0]
        yield f"{match['scheme']}:{host.rstrip(_TRAILING)}".casefold()
    for pattern in (_MAIL, _HOST, _WWW, _PATH):
        for match in pattern.finditer(text):
            yield match[0].rstrip(_TRAILING).casefold()
    if not text.isascii():
        yield from (match[0].casefold() for match in _DOTTED.finditer(text) if _mixes(match[0]))


def _mixes(host: str) -> bool:
    """True where a label mixes letters of scripts that look alike."""
    return any(len(_scripts(label)) > 1 for label in host.split("."))


def _scripts(label: str) -> set[str]:
    names = (unicodedata.name(letter, "").split(" ")[0] for letter in label if letter.isalpha())
    return {name for name in names if name in _CONFUSABLE}


def _told(address: str) -> str:
    """The address, with the letters that are not what they look like."""
    odd = [letter for letter in address if not letter.isascii()] if _mixes(address) else []
    named = ", ".join(dict.fromkeys(f"{letter} is {unicodedata.name(letter, 'unknown')}" for letter in odd))
    return f"{address} ({named})" if named else address
