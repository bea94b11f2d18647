"""Whose language a tag names: files of exchange say `pt-BR`, `zh-CN` or `de-DE`, the project `pt_BR`, `zh_CN`, `de`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import langcodes

from editions.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 35  # characters of a tag that programs must take (RFC 5646, 4.4.1)


class Codes:
    """
    The codes of a project, and what a file had beside them.

    `strange` counts the tags that named none of its languages, `wordless` the entries without words of the original.
    """

    def __init__(self, source: Language, others: Iterable[str]) -> None:
        self.source = source.code
        languages = {code: Language(code) for code in (*others, source.code) if Language.is_code(code)}
        self._codes = languages.keys()
        self._tags = {language.tag.casefold(): code for code, language in languages.items()}
        self._whole = {_whole(language.tag): code for code, language in languages.items()}
        self._known: dict[str, str | None] = {}
        self.strange: Counter[str] = Counter()
        self.wordless = 0

    def find(self, tag: str) -> str | None:
        """
        The code of the project's language that a tag or code names; None for any other, which is counted.

        What goes without saying is added by CLDR's likely subtags: `de-DE` is `de`, `de-AT` is not. The source may
        be of any region: an original in `en-GB` is one in English.
        """
        if tag not in self._known:
            self._known[tag] = tag if tag in self._codes else self._look_up(tag)
        code = self._known[tag]
        self.strange.update([tag] if code is None else [])
        return code

    def _look_up(self, tag: str) -> str | None:
        if not tag or len(tag) > LONGEST:
            return None
        tag = Language(tag).tag if Language.is_code(tag) else tag.replace("_", "-")
        code = self._tags.get(tag.casefold()) or self._whole.get(_whole(tag))
        is_source = _script(tag) == _script(Language(self.source).tag)
        return code or (self.source if is_source else None)


def _whole(tag: str) -> str:
    try:
        return str(langcodes.Language.get(tag).maximize())
    except ValueError:
        return ""


def _script(tag: str) -> tuple[str | None, str | None]:
    try:
        whole = langcodes.Language.get(tag).maximize()
    except ValueError:
        return (None, None)
    return (whole.language, whole.script)
