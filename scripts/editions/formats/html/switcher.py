"""Links out of a page: to the same page in other languages, to the files that can be taken away."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from editions.formats.html.setting import up
from editions.formats.html.voice import Voice, attributes

if TYPE_CHECKING:
    from editions.formats.html.setting import Setting, Sibling

# More links than a line or two of a telephone holds are folded into a list that opens without a script.
UNFOLDED = 6


def switcher(name: str, setting: Setting) -> str:
    """The languages by their own names, as a landmark; empty where there is only one."""
    if not setting.siblings[1:]:
        return ""
    voice = Voice.on_page(setting.language)
    label = voice.say("Languages")
    items = "\n".join(f"<li>{_link(sibling, name, setting)}</li>" for sibling in setting.siblings)
    links = f"<ul>\n{items}\n</ul>"
    if len(setting.siblings) > UNFOLDED:
        current = f"<span{attributes(setting.language)}>{escape(setting.language.endonym)}</span>"
        links = f"<details>\n<summary>{label}: {current}</summary>\n{links}\n</details>"
    return f'<nav class="editions-switcher" aria-label="{label}"{voice.mark}>\n{links}\n</nav>'


def downloads(name: str, setting: Setting) -> str:
    """The files that go with a page, as a landmark; empty where there are none."""
    files = setting.files_of(name)
    if not files:
        return ""
    voice = Voice.on_page(setting.language)
    links = (f'<a href="{escape(up(name) + each.address)}">{voice.say(each.label)}</a>' for each in files)
    items = "\n".join(f"<li>{link}</li>" for link in links)
    label = voice.say("Downloads")
    return f'<nav class="editions-downloads" aria-label="{label}"{voice.mark}>\n<ul>\n{items}\n</ul>\n</nav>'


def _link(sibling: Sibling, name: str, setting: Setting) -> str:
    language = sibling.language
    current = language.code == setting.language.code
    address = quote(name.rsplit("/", 1)[-1]) if current else sibling.address(name)
    words = f"{attributes(language)}>{escape(language.endonym)}"
    if address is None:
        return f"<span{words}</span>"
    state = ' aria-current="page"' if current else ""
    return f'<a href="{escape(address)}" hreflang="{escape(language.tag)}"{state}{words}</a>'
