"""Which addresses a reader of a book may follow."""

from __future__ import annotations

from urllib.parse import urlsplit

# Addresses that a reader may follow from a page; all others (javascript:, file:, relative ones) are shown as text.
FOLLOWED = frozenset({"http", "https", "mailto", "ftp", "ftps", "tel", "sms", "xmpp", "irc", "ircs", "news"})
LONGEST_ADDRESS = 2000


def is_followed(uri: str) -> bool:
    """True for an address that a reader may follow from a page."""
    try:
        return urlsplit(uri).scheme.lower() in FOLLOWED and len(uri) <= LONGEST_ADDRESS
    except ValueError:
        return False
