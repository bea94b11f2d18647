"""
The HTML edition's last step: a built page learns its language, its siblings and how far it can be trusted.

    page ──place──▶ positions ──settle──▶ page with lang, dir, switcher, notice, downloads
                                  ▲
                switcher, notice ─┘   (in the reader's words: voice)

`front` is the site's first page, where a reader chooses a language.
"""

from editions.formats.html.examine import is_working, own_powers, powers, powers_of_page
from editions.formats.html.front import Entry, describe, site_index
from editions.formats.html.language_files import stand_ins
from editions.formats.html.page import settle
from editions.formats.html.parallel import main_page, parallel, parallel_page
from editions.formats.html.public import (
    FEED,
    MISSING,
    ROBOTS,
    SITEMAP,
    Published,
    feed,
    missing,
    published,
    robots,
    sitemap,
)
from editions.formats.html.setting import Download, Publication, Setting, Sibling
from editions.formats.html.style import stylesheet

BUILDER = "html"
FILES = ""

__all__ = [
    "BUILDER",
    "FEED",
    "FILES",
    "MISSING",
    "ROBOTS",
    "SITEMAP",
    "Download",
    "Entry",
    "Publication",
    "Published",
    "Setting",
    "Sibling",
    "describe",
    "feed",
    "is_working",
    "main_page",
    "missing",
    "own_powers",
    "parallel",
    "parallel_page",
    "powers",
    "powers_of_page",
    "published",
    "robots",
    "settle",
    "site_index",
    "sitemap",
    "stand_ins",
    "stylesheet",
]
