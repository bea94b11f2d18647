"""A project: what `[tool.editions]` in its pyproject.toml says, and where everything lies."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path  # noqa: TC003 - dataclasses read their annotations
from typing import TYPE_CHECKING, Any, Literal, get_args

from babel import Locale, UnknownLocaleError

from editions.language import Language
from editions.own_links import HOST, Sites
from editions.problem import UserError, relative

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

View = Literal["working", "release"]
# What [tool.editions] may hold, and of which kind.
KEYS: Mapping[str, type | tuple[type, ...]] = {
    "source": str,
    "locales": str,
    "output": str,
    "source_language": str,
    "date_locale": str,
    "languages": dict,
    "books": (str, list),
    "print": dict,
    "url": str,
    "contact": str,
    "prose": bool,
    "allowed_powers": list,
    "own_language_sites": list,
    "dictionaries": str,
    "policy": dict,
    "engines": dict,
    "chain": list,
}
# Addresses that pages may carry; nothing else can come into them this way.
_WEB = r"https?://[^\s<>\"'\\]+"
ADDRESSES = {"url": _WEB, "contact": rf"{_WEB}|mailto:[^\s<>\"'\\]+@[^\s<>\"'\\]+"}
LIKE = {"url": "https://example.org/documents/", "contact": "mailto:us@example.org"}
PRINT_KEYS = ("paper", "template")
PAPERS = ("a4", "a5", "letter")
SOURCE_FOLDERS = ("docs", "doc", "source", "docs/source", "doc/source", ".")
LOCALE_FOLDERS = ("locales", "locale", "docs/locales", "docs/locale", "source/locale", "doc/locale")


@dataclass(frozen=True)
class Policy:
    """What may be published: `people` behind every paragraph, machine text or not, and where it goes."""

    people: int = 2
    machine: bool = False
    target: str = ""


@dataclass(frozen=True)
class Book:
    """A document tree that becomes one file: its root document and the name of the file without ending."""

    root: str
    name: str


@dataclass(frozen=True)
class Project:
    """A Sphinx project and its translations; all paths are absolute."""

    root: Path
    source: Path
    locales: Path
    output: Path
    source_language: Language
    policy: Policy = field(default_factory=Policy)
    options: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, root: Path) -> Project:
        """
        The project in the folder `root`, from `[tool.editions]` of its pyproject.toml, else by convention.

        Raises:
            UserError: the folder holds no Sphinx project, or the table says something that cannot be.
        """
        root = root.resolve()
        options = _read_options(root / "pyproject.toml")
        source = _folder(root, options, "source", SOURCE_FOLDERS, holds="conf.py")
        locales = _folder(root, options, "locales", LOCALE_FOLDERS)
        if not (source / "conf.py").is_file():
            raise UserError(
                f"{relative(source, root)}/conf.py: no Sphinx project here; "
                'name its folder with `source = "…"` under [tool.editions] in pyproject.toml'
            )
        output = _inside(root, _text(options, "output", "build/editions"), "output")
        if any(folder.is_relative_to(output) for folder in (root, source, locales)):
            raise UserError("pyproject.toml: [tool.editions] output must be a folder that may be deleted")
        _refuse_odd(options)
        language = Language(_text(options, "source_language", "en"), _date_locale(options, "date_locale"))
        return cls(root, source, locales, output, language, _policy(options), options)

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """The languages it is translated into, sorted by code: folders of `locales` with LC_MESSAGES/*.po."""
        if not self.locales.is_dir():
            return ()
        tables = self.options.get("languages", {})
        return tuple(
            Language(
                folder.name,
                _date_locale(tables.get(folder.name, {}), f"languages.{folder.name}.date_locale"),
                self._sites,
            )
            for folder in sorted(self.locales.iterdir())
            if Language.is_code(folder.name)
            and folder.name != self.source_language.code
            and any((folder / "LC_MESSAGES").rglob("*.po"))
        )

    @property
    def _sites(self) -> Sites | None:
        hosts = tuple(map(str, self.options.get("own_language_sites", ())))
        return Sites(hosts, self.source_language) if hosts else None

    @property
    def editions(self) -> tuple[Language, ...]:
        """All languages it is published in: the source language first, then the translations."""
        return (self.source_language, *self.languages)

    def choose(self, words: Sequence[str], *, translations_only: bool = False) -> tuple[Language, ...]:
        """
        The languages that words of a command line name (codes; `all` or nothing: every one), each once.

        Raises:
            UserError: a word is empty or names no language of this project.
        """
        known = {language.code: language for language in self.editions}
        if translations_only:
            del known[self.source_language.code]
        codes = [code for word in words for code in word.split() or [""]]
        if not codes or codes == ["all"]:
            return tuple(known.values())
        for code in codes:
            if code not in known:
                raise UserError(_unknown_language(code, known))
        return tuple(known[code] for code in dict.fromkeys(codes))

    def catalogs(self, language: Language) -> list[Path]:
        """The language's .po files, sorted; links and other things that are no plain files are left to check."""
        return sorted((self.locales / language.code / "LC_MESSAGES").rglob("*.po"))

    def catalog(self, language: Language, domain: str) -> Path:
        """Where the language's catalog of a domain (`guide/intro`) lies, whether it exists or not."""
        return self.locales / language.code / "LC_MESSAGES" / f"{domain}.po"

    def domain(self, path: Path) -> str:
        """A catalog's path below LC_MESSAGES, or a template's below `templates`, without ending: as Sphinx names it."""
        parts = path.with_suffix("").parts
        if path.suffix == ".pot" and path.is_relative_to(self.templates):
            return "/".join(parts[len(self.templates.parts) :])
        found = "LC_MESSAGES" in parts
        return "/".join(parts[len(parts) - parts[::-1].index("LC_MESSAGES") :]) if found else path.stem

    def template(self, domain: str) -> Path:
        """Where the template of a domain lies, whether it exists or not."""
        return self.templates / f"{domain}.pot"

    @property
    def templates(self) -> Path:
        """The folder of the templates: locales/pot, or where an adopted project keeps its .pot files already."""
        own = self.locales / "pot"
        if own.is_dir():
            return own
        found = sorted(path.parent for path in self.locales.glob("*.pot")) or sorted(
            path.parent for path in self.locales.glob("*/*.pot")
        )
        return found[0] if found else own

    def path(self, *parts: str) -> Path:
        """A path below the output folder, which may be deleted at any time."""
        return self.output.joinpath(*parts)

    def edition(self, language: Language, view: View, kind: str) -> Path:
        """The folder of a finished edition: <output>/de/html, or <output>/release/de/html."""
        base = self.output if view == "working" else self.output / "release"
        return base / language.code / kind

    def shown(self, path: Path) -> str:
        """The path as messages show it: relative to the project."""
        return relative(path, self.root)

    @property
    def paper(self) -> str:
        """The size of printed pages, one of `PAPERS`."""
        return str(self.options.get("print", {}).get("paper", PAPERS[0]))

    @cached_property
    def print_template(self) -> Path | None:
        """
        The project's own template of printed pages, if it has one.

        Raises:
            UserError: it is not there.
        """
        return _print_template(self.root, self.options)

    @property
    def url(self) -> str:
        """Where what is published can be found: the address of its first page, with a slash at its end; else empty."""
        text = str(self.options.get("url", ""))
        return text if not text or text.endswith("/") else f"{text}/"

    @property
    def contact(self) -> str:
        """Where a reader reports a mistake: an address of a page or of mail (`mailto:…`); else empty."""
        return str(self.options.get("contact", ""))

    @property
    def allowed_powers(self) -> frozenset[str]:
        """What editions may do that the source edition does not, in the words of the message that refused it."""
        return frozenset(map(str, self.options.get("allowed_powers", ())))

    @property
    def dictionaries(self) -> Path | None:
        """The project's own folder of dictionaries and lists of words, if it has one."""
        name = _text(self.options, "dictionaries", "")
        return _inside(self.root, name, "dictionaries") if name else None

    @property
    def prose(self) -> bool:
        """True where the source must keep the rules of prose; in adopted projects they only warn."""
        return bool(self.options.get("prose", False))


def parse_view(text: str) -> View:
    """
    The view that a word names: `working` (also the empty word) or `release`.

    Raises:
        UserError: it names none.
    """
    if text in ("", "working"):
        return "working"
    if text == "release":
        return "release"
    raise UserError(f"EDITION={text!r}: no such edition; choose from: {', '.join(get_args(View))}")


def _read_options(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path.name}: cannot be read: {error}") from None
    options = table.get("tool", {}).get("editions", {})
    if not isinstance(options, dict):
        raise UserError(f"{path.name}: [tool.editions] must be a table")
    return options


def _refuse_odd(options: Mapping[str, Any]) -> None:
    """Refuses keys that nobody reads, so that a slip of the pen is noticed, and values of the wrong kind."""
    for name, value in options.items():
        if name not in KEYS:
            raise UserError(f"pyproject.toml: [tool.editions] knows no {name!r}; it knows {', '.join(KEYS)}")
        if not isinstance(value, KEYS[name]):
            raise UserError(f"pyproject.toml: [tool.editions] {name} cannot be {value!r}")
    code = options.get("source_language", "en")
    if not Language.is_code(code):
        raise UserError(
            f"pyproject.toml: [tool.editions] source_language {code!r} is no code like en or pt_BR"
        )
    _refuse_odd_print(options.get("print", {}))
    for name, form in ADDRESSES.items():
        if name in options and not re.fullmatch(form, options[name]):
            raise UserError(
                f"pyproject.toml: [tool.editions] {name} cannot be {options[name]!r}; it is like {LIKE[name]}"
            )
    odd = next(
        (each for each in options.get("own_language_sites", ()) if not HOST.fullmatch(str(each))), None
    )
    if odd is not None:
        raise UserError(
            f"pyproject.toml: [tool.editions] own_language_sites lists hosts like wikipedia.org, not {odd!r}"
        )
    for code, table in options.get("languages", {}).items():
        if not isinstance(table, dict) or set(table) - {"date_locale"}:
            raise UserError(
                f'pyproject.toml: [tool.editions.languages.{code}] holds date_locale = "…" and nothing else'
            )


def _refuse_odd_print(table: Mapping[str, Any]) -> None:
    odd = next((name for name in table if name not in PRINT_KEYS), None)
    if odd is not None:
        raise UserError(
            f"pyproject.toml: [tool.editions.print] knows no {odd!r}; it knows {', '.join(PRINT_KEYS)}"
        )
    if table.get("paper", PAPERS[0]) not in PAPERS:
        raise UserError(
            f"pyproject.toml: [tool.editions.print] paper cannot be {table['paper']!r}; it can be {', '.join(PAPERS)}"
        )


def _print_template(root: Path, options: Mapping[str, Any]) -> Path | None:
    table = options.get("print", {})
    if "template" not in table:
        return None
    path = _inside(root, _text(table, "template", ""), "print.template")
    if not path.is_file():
        raise UserError(
            f"pyproject.toml: [tool.editions.print] template: there is no file {table['template']!r}; "
            "copy ours from the folder theme/print of the package editions"
        )
    return path


def _date_locale(options: Mapping[str, Any], name: str) -> str:
    value = options.get(name.rpartition(".")[2], "")
    try:
        return value if not value or Locale.parse(value) else ""
    except (UnknownLocaleError, ValueError, TypeError):
        raise UserError(
            f"pyproject.toml: [tool.editions] {name} = {value!r} is no locale like en_GB"
        ) from None


def _text(options: Mapping[str, Any], name: str, default: str) -> str:
    value = options.get(name, default)
    if not isinstance(value, str):
        raise UserError(f"pyproject.toml: [tool.editions] {name} must be text, not {value!r}")
    return value


def _inside(root: Path, text: str, name: str) -> Path:
    path = (root / text).resolve()
    if not path.is_relative_to(root):
        raise UserError(f"pyproject.toml: [tool.editions] {name} = {text!r} leaves the project's folder")
    return path


def _folder(root: Path, options: Mapping[str, Any], name: str, usual: Sequence[str], holds: str = "") -> Path:
    if name in options:
        return _inside(root, _text(options, name, ""), name)
    for candidate in usual:
        if (root / candidate / holds).exists():
            return (root / candidate).resolve()
    return (root / usual[0]).resolve()


def _policy(options: Mapping[str, Any]) -> Policy:
    table = options.get("policy", {})
    try:
        policy = Policy(**table)
    except TypeError:
        unknown = sorted(set(table) - {"people", "machine", "target"})
        raise UserError(f"pyproject.toml: [tool.editions.policy] knows no {', '.join(unknown)}") from None
    if type(policy.people) is not int or policy.people < 1:
        raise UserError("pyproject.toml: [tool.editions.policy] people must be a whole number from 1")
    if type(policy.machine) is not bool or type(policy.target) is not str:
        raise UserError("pyproject.toml: [tool.editions.policy] machine is true or false, target is text")
    return policy


def _unknown_language(code: str, known: Mapping[str, Language]) -> str:
    choices = ", ".join(known) or "none yet: no folder of locales holds LC_MESSAGES/*.po"
    what = "LANG is empty" if not code else f"unknown language {code!r}"
    return f"{what}; choose from: {choices}, or all"
