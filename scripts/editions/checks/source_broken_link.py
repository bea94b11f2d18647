"""
Every link of the source leads somewhere.

A reference to a document, label, target, footnote, picture or file that is not there would be broken in every
language; so would be an address without a host, with a space in it, or with a scheme that nobody knows.

Bad (rst):
    Read :doc:`nowhere` first.

Bad (rst):
    Read `the report`_ first.

Bad (rst):
    Visit `the site <htps://wsws.org>`__ today.

Bad (rst):
    Visit `the site <https:///contact>`__ today.

Bad (rst):
    Visit `the site <www.wsws.org>`__ today.

Good (rst):
    Visit `the site <https://www.wsws.org/en/topics/x.html?a=b#c>`__ or write to info@wsws.org.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docutils.utils.urischemes import schemes

from editions.checks import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.source import Passage

SCOPE = "source"
SEVERITY = "error"

# The kinds of Sphinx's and MyST's remarks that are about links, and the words of docutils', which have no
# kinds.
KINDS = re.compile(r"ref\.|toc\.(not_readable|excluded)|download\.|image\.not_readable|myst\.(xref|iref|inv)")
UNUSED = "is not referenced"  # a footnote or citation that nobody uses: no broken link
WORDS = re.compile(r"Unknown target name|Anonymous hyperlink mismatch|[Uu]ndefined substitution|not readable")
HOSTED = frozenset({"http", "https", "ftp", "ftps", "sftp", "ssh", "git", "ws", "wss"})
HOST = re.compile(r"(?!-)[\w-]+(\.[\w-]+)*\.?")
BARE_HOST = re.compile(r"www\.|[\w-]+(\.[\w-]+)*\.(com|org|net|info|edu|gov|int)(/|\Z)", re.IGNORECASE)


def check(passage: Passage) -> Iterator[Finding]:
    """Yields one finding per address that cannot be one, and for a remark of Sphinx about a link."""
    if passage.kind == "remark":
        if (KINDS.match(passage.raw) and UNUSED not in passage.text) or WORDS.search(passage.text):
            yield Finding(f"broken link: {passage.text}", "correct the target, or remove the link")
        return
    for link in dict.fromkeys(passage.links):
        reason = _fault(link)
        if reason:
            yield Finding(f"broken link: {reason}: {link}", "correct the address")


def _fault(link: str) -> str | None:
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        return f"no address ({error})"
    if re.search(r"\s", link):
        return "space in the address"
    if not parts.scheme:
        return "“https://” is missing" if BARE_HOST.match(link) else None
    if parts.scheme not in schemes:
        return f"unknown scheme “{parts.scheme}”"
    if parts.scheme == "mailto":
        return None if re.fullmatch(r"[^@]+@[^@]+", parts.path) else "no mail address"
    return "no host" if parts.scheme in HOSTED and not _is_host(host) else None


def _is_host(host: str) -> bool:
    return ":" in host or HOST.fullmatch(host) is not None  # with a colon: IPv6, which urlsplit has checked
