"""What a browser's parser makes of a text that stands in a page as it is: its tags, comments and entities."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

_PLACEHOLDER = re.compile(r"%(?:\(\w*\))?[#0+-]*[\d.]*[sdiouxXeEfFgGcra%]|\{\w*\}")


class _Reader(HTMLParser):
    """Collects everything but text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[f"<{tag} {attrs}>"] += 1

    def handle_endtag(self, tag: str) -> None:
        self.found[f"</{tag}>"] += 1

    def handle_comment(self, data: str) -> None:
        self.found[f"<!--{data}"] += 1

    def handle_decl(self, decl: str) -> None:
        self.found[f"<!{decl}"] += 1

    def unknown_decl(self, data: str) -> None:
        self.found[f"<![{data}"] += 1

    def handle_pi(self, data: str) -> None:
        self.found[f"<?{data}"] += 1

    def handle_entityref(self, name: str) -> None:
        self.found[f"&{name}"] += 1

    def handle_charref(self, name: str) -> None:
        self.found[f"&#{name}"] += 1


def read(text: str) -> Counter[str]:
    """All that a text says to a browser beside its words."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found


def read_quoted(text: str) -> Counter[str]:
    """The same where the text stands in an attribute of a tag."""
    return Counter({re.sub(r"\('t', .*", "", each): count for each, count in read(f'<a t="{text}">').items()})


def placeholders(text: str) -> Counter[str]:
    """What a program puts other text for."""
    return Counter(_PLACEHOLDER.findall(text))
