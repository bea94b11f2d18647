"""An engine's own codes for languages: found by language and script, for no reader of one script reads another."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import langcodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from editions.language import Language

# Engines say Norwegian and mean Bokmål, or Kurdish and mean Kurmanji.
_NAMED_OTHERWISE = {"no": "nb", "ku": "kmr"}


def offered(language: Language, codes: Iterable[str]) -> str | None:
    """
    The code for the same language in the same script, so never Cyrillic for `sr_Latn`; None where there is none.

    Of several it is the nearest by CLDR: `pt-PT` for `pt_PT` where that is offered, else `pt`.
    """
    wanted = _language_and_script(language.tag)
    fitting = (code for code in codes if _language_and_script(code) == wanted)
    return min(fitting, key=lambda code: langcodes.tag_distance(language.tag, code), default=None)


def not_offered(source: Language, target: Language, code: Callable[[Language], str | None]) -> str | None:
    """Why an engine does not translate between languages that it has these codes for; None where it does."""
    for language in (source, target):
        if code(language) is None:
            return f"it does not offer {language.name} ({language.code})"
    if code(source) == code(target):
        return f"it does not tell {target.name} ({target.code}) from {source.name} ({source.code})"
    return None


def base(tag: str) -> str:
    """The language alone, by its present code: `he` for `iw`, `nb` for `no`."""
    language = str(langcodes.Language.get(tag).language)
    return _NAMED_OTHERWISE.get(language, language)


@cache
def _language_and_script(tag: str) -> tuple[str, str]:
    return base(tag), str(langcodes.Language.get(tag).maximize().script)
