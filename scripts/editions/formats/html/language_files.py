"""The files beside the pages that Sphinx and themes write in another way for each language, without what differs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_LANGUAGE = re.compile(r"LANGUAGE: '[A-Za-z0-9_@.-]*'")
SEARCH = "language_data.js"
_TEMPLATES = ("_t", ".jinja")
# A theme's word in a template: {{ _("Search") }}.
_WORD = re.compile(
    r"""\{\{-?\s*_\(\s*(?P<quote>["'])(?P<words>[^"'\\]+)(?P=quote)\s*\)\s*(?:\|\s*e\s*)?-?\}\}"""
)
# A word that could be more than a word where it comes to stand is left in, so that it is seen.
_PLAIN = re.compile(r"[^<>\"'`$\\{}()=;]+")


def stand_ins(app: Any) -> dict[str, bytes]:
    """
    By name, what to examine in the place of a file: nothing for a copy of Sphinx's own, else what is in all languages.

    Copies are the words of its search and stemmers. Filled in are the search's language, and the words of a theme in
    its scripts and styles (sphinx_rtd_theme: `versions.js`).
    """
    static = Path(app.outdir, "_static")
    found = {
        f"_static/{path.name}": b"" for path in static.glob("*.js") if _is_copy(path, app.config.language)
    }
    for name, template in _templates(app):
        path = static / name
        if path.is_file() and f"_static/{name}" not in found:
            text = path.read_text("utf-8", "replace")
            same = _without(text, _search_values(app)) if name == SEARCH else _untranslated(text, template)
            found[f"_static/{name}"] = _LANGUAGE.sub("LANGUAGE", same).encode()
    return found


def _is_copy(path: Path, language: str) -> bool:
    """True for a copy of a file that Sphinx has for this language."""
    import sphinx

    package = Path(sphinx.__file__).parent
    if path.name == "translations.js":
        origins = [package / "locale" / language / "LC_MESSAGES" / "sphinx.js"]
    elif path.name.endswith("stemmer.js"):
        origins = list((package / "search").glob("non-minified-js/*-stemmer.js"))
    else:
        return False
    data = path.read_bytes()
    return any(origin.is_file() and origin.read_bytes() == data for origin in origins)


def _templates(app: Any) -> Iterator[tuple[str, Path]]:
    """The templates of static files, by the name of what is made of them."""
    theme = getattr(app.builder, "theme", None)
    folders = [Path(each, "static") for each in (theme.get_theme_dirs() if theme else ())]
    folders += [Path(app.confdir, each) for each in app.config.html_static_path if theme]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            ending = next((each for each in _TEMPLATES if path.name.endswith(each)), None)
            if ending and path.is_file():
                yield path.relative_to(folder).as_posix().removesuffix(ending), path


def _untranslated(text: str, template: Path) -> str:
    """The text with each line that holds nothing of the language but a theme's words as the template has it."""
    from sphinx.locale import _

    for line in template.read_text("utf-8", "replace").splitlines():
        words = [_(match["words"]) for match in _WORD.finditer(line)]
        if words and all(map(_PLAIN.fullmatch, words)):
            text = text.replace(_WORD.sub(lambda match: _(match["words"]), line), line)
    return text


def _search_values(app: Any) -> list[str]:
    """What Sphinx's class for the language gives its search: stop words, stemmer, splitter."""
    indexer = getattr(app.builder, "indexer", None)
    if indexer is None:
        return []
    values = [str(value) for value in indexer.context_for_searchtool().values() if value]
    return [*values, json.dumps(sorted(indexer.lang.stopwords), indent=4)]


def _without(text: str, values: list[str]) -> str:
    """The text without the values, and without lines that held nothing else."""
    for value in sorted(values, key=len, reverse=True):
        text = text.replace(value, "")
    return "\n".join(line for line in text.splitlines() if line.strip())
