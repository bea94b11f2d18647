"""
The HTML edition's last step: a built page learns its language, its siblings and how far it can be trusted.

    page ──place──▶ positions ──settle──▶ page with lang, dir, switcher, notice, downloads
                                  ▲
                switcher, notice ─┘   (in the reader's words: voice)

`front` is the site's first page, where a reader chooses a language.
"""

from editions.formats.html.examine import is_working, own_powers, powers
from editions.formats.html.front import Entry, describe, site_index
from editions.formats.html.language_files import stand_ins
from editions.formats.html.page import settle
from editions.formats.html.setting import Download, Setting, Sibling
from editions.formats.html.style import stylesheet

BUILDER = "html"
FILES = ""

__all__ = [
    "BUILDER",
    "FILES",
    "Download",
    "Entry",
    "Setting",
    "Sibling",
    "describe",
    "is_working",
    "own_powers",
    "powers",
    "settle",
    "site_index",
    "stand_ins",
    "stylesheet",
]
