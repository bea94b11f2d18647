"""An address as a browser reads it, and what it says of where it leads."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

from editions.powers import Power

if TYPE_CHECKING:
    from collections.abc import Iterator

# URL Standard, https://url.spec.whatwg.org/: C0 controls go at the ends, tabs and line ends everywhere; what else is
# taken out here no browser would follow.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(.*)", re.DOTALL | re.IGNORECASE)
# Special schemes: what follows is a host, with or without slashes, and a backslash is one.
_SPECIAL = frozenset({"http", "https", "ws", "wss", "ftp"})
# Where nothing says that a value is an address, these make it one.
_TELLING = re.compile(
    r"(?:[/\\]{2}|(?:https?|wss?|ftp|file|javascript|vbscript|data|blob|filesystem|view-source):)",
    re.IGNORECASE,
)


def seen(text: str) -> str:
    """The address without what a browser does not see."""
    return _CONTROLS.sub("", text).strip()


def is_address(text: str) -> bool:
    """True for a value that is an address of elsewhere wherever it stands."""
    return _TELLING.match(seen(text)) is not None


def powers(what: str, text: str, name: str) -> Iterator[Power]:
    """
    What an address can do: an absolute one leads to a host or carries something out; a relative one may leave.

    Args:
        what: which element and attribute it stands in.
        text: as it is written.
        name: the file that holds it, below the edition's folder.
    """
    text = seen(text)
    scheme = _SCHEME.fullmatch(text)
    if scheme:
        yield Power("address", f"{what} {_absolute(scheme[1].lower(), scheme[2])}")
    elif text[:2].replace("\\", "/") == "//":
        yield Power("address", f"{what} //{host(text)}")
    else:
        target = path(text, name)
        if target.startswith(("../", "/")) or target == "..":
            yield Power("leaves", f"{what} {target}")


def _absolute(scheme: str, rest: str) -> str:
    return f"{scheme}://{host(rest)}" if scheme in _SPECIAL else f"{scheme}:{rest}"


def host(rest: str) -> str:
    """The host (and port) of what follows a special scheme, in one form for all ways to write it."""
    authority = re.split(r"[/?#]", rest.replace("\\", "/").lstrip("/"), maxsplit=1)[0]
    return unicodedata.normalize("NFKC", unquote(authority.rpartition("@")[2])).casefold()


def path(text: str, name: str) -> str:
    """Where a relative address leads, from the edition's folder, without query and fragment; empty within the page."""
    relative = unquote(re.split(r"[?#]", seen(text), maxsplit=1)[0]).replace("\\", "/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), relative)) if relative else ""
