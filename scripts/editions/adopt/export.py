"""
What an export of Weblate says: its texts, and which of them somebody approved.

Read are XLIFF 1.1 and 1.2 as Weblate writes them (Files, Customize download, “XLIFF 1.1 with gettext extensions”):
`approved="yes"` at a text; for a plural at its group alone, because at the single forms Weblate's library writes it
whatever the state; the context as `id`, or 16 hexadecimal digits for none. The file is a stranger's: no document type
(so no entity), no other encoding than UTF-8, bounded in bytes, depth and elements.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

import langcodes

from editions.language import Language
from editions.problem import UserError
from editions.strangers_xml import StrangersXml
from editions.terminal import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LARGEST = 100_000_000  # bytes; the export of 100,000 paragraphs has about 70 MB
CHUNK = 4_000_000  # bytes that are parsed at once
NAMESPACES = {f"urn:oasis:names:tc:xliff:document:1.{minor}" for minor in (1, 2)}
# Weblate writes its checksum of a text as the id of one without context. A context that looks like that cannot be told
# from none, and is taken for it.
NO_CONTEXT = re.compile(r"[0-9a-f]{16}")
SEPARATOR = ("__%04__", "\x04")  # how the Translate Toolkit writes into an id what XML cannot have
DONE = {
    "",
    "translated",
    "signed-off",
    "final",
}  # states of a translation that waits for nobody (XLIFF 1.2, 4.3)
DOWNLOAD = "download it from Weblate as “XLIFF 1.1 with gettext extensions”"
# Why a text of an export cannot be compared with one of a catalog.
INLINE, TWICE = "it has inline tags, so it cannot be compared", "it stands there in pieces, or several times"
FORMS, EMPTY = "its plural forms do not belong together", "there is no translation in the export"


@dataclass(frozen=True)
class Entry:
    r"""
    A text of an export.

    `line` is where it begins, `part` which `<file>` of the export it stands in (from 1). `context` is empty for none;
    `source` is as `source_text` gives it (a plural joined by `\x00`), `targets` are one text or the plural forms, at
    the end also empty ones that the language does not have. `done`: it is translated and waits for nobody. `fault`:
    why it cannot be compared.
    """

    line: int
    part: int
    context: str
    source: str
    targets: tuple[str, ...]
    approved: bool
    done: bool
    fault: str = ""

    @property
    def is_plural(self) -> bool:
        """True for a text with plural forms."""
        return "\x00" in self.source


@dataclass(frozen=True)
class Export:
    """What an export says: `path` as messages show it, `digest` the SHA-256 of its bytes."""

    path: str
    digest: str
    entries: tuple[Entry, ...]

    @property
    def approved(self) -> tuple[Entry, ...]:
        """The texts that it calls approved."""
        return tuple(entry for entry in self.entries if entry.approved)

    @property
    def approves_everything(self) -> bool:
        """
        True where no translated text is without approval, as older Weblates and po2xliff write it for every text.

        Plurals say nothing here: older Weblates left them without approval.
        """
        states = {entry.approved for entry in self.entries if entry.done and not entry.is_plural}
        return states == {True}


def read_export(path: Path, language: Language) -> Export:
    """
    What an export of this language says.

    Raises:
        UserError: it cannot be read, is none of Weblate's, or of another language; says where.
    """
    reader, digest = _Reader(quote(str(path)), language), sha256()
    try:
        for chunk in _chunks(path):
            digest.update(chunk)
            reader.parse(chunk)
        reader.parse(b"", last=True)
    except OSError as error:
        raise UserError(f"{reader.shown}: the file cannot be read: {error.strerror}") from None
    return Export(reader.shown, digest.hexdigest(), tuple(reader.entries))


def _chunks(path: Path) -> Iterator[bytes]:
    """
    The bytes of a plain file.

    Raises:
        UserError: it is none, or too large.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # waits for no pipe
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UserError(f"{quote(str(path))}: this is no plain file; save the export first")
        total = 0
        while chunk := file.read(CHUNK):
            total += len(chunk)
            if total > LARGEST:
                most = LARGEST // 1_000_000
                raise UserError(
                    f"{quote(str(path))}: the file has more than {most} MB; export the components one by one"
                )
            yield chunk


def fits(language: Language, code: str) -> bool:
    """
    True where a code of an export (`de`, `pt_BR`, `zh-Hans`, `nb_NO`) names this language.

    What goes without saying is added first, by CLDR's likely subtags: `nb` is `nb-Latn-NO`, `de_AT` is not `de`.
    """
    other = code.replace("-", "_")
    return Language.is_code(other) and _whole(Language(other)) == _whole(language)


def _whole(language: Language) -> str:
    return str(langcodes.Language.get(language.tag).maximize())


@dataclass
class _Form:
    """A `<trans-unit>` that is being read: a text, or one form of a plural."""

    line: int
    depth: int
    attributes: Mapping[str, str]
    state: str = ""
    fault: str = ""
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        return self.texts.get("source", "")

    @property
    def target(self) -> str:
        return self.texts.get("target", "")

    @property
    def done(self) -> bool:
        return bool(self.target.strip()) and self.state in DONE


@dataclass
class _Group:
    """A plural that is being read."""

    line: int
    depth: int
    attributes: Mapping[str, str]
    forms: list[_Form] = field(default_factory=list)
    fault: str = ""


class _Reader(StrangersXml):
    """Reads an export piece by piece; `entries` are those that are complete."""

    advice = f"; {DOWNLOAD}"
    division = "; export components one by one"

    def __init__(self, shown: str, language: Language) -> None:
        super().__init__(shown)
        self.language = language
        self.entries: list[Entry] = []
        self._stack: list[str] = []  # names of the open elements; empty for those of other standards
        self._namespace = ""
        self._part = 0
        self._group: _Group | None = None
        self._form: _Form | None = None
        self._text: tuple[str, int, list[str]] | None = (
            None  # name, depth and pieces of the open source or target
        )

    def doctype(self, *, has_subset: bool) -> None:  # noqa: ARG002
        """An export has none."""
        raise self.refusal(f"an export declares no document type, so this file is not believed; {DOWNLOAD}")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A text, a plural, or a part of one begins."""
        namespace, _, local = name.rpartition(" ")
        if not self._stack:
            self._root(namespace, local)
        local = local if namespace == self._namespace else ""
        parent = self._stack[-1] if self._stack else ""
        self._stack.append(local)
        if self._text and self._form:
            self._form.fault = INLINE
        elif parent in {"body", "group"} and self._stack[1] == "file":
            self._unit(local, attributes)
        elif (parent, local) == ("xliff", "file"):
            self._file(attributes)
        elif self._form and self.depth == self._form.depth + 1 and local in {"source", "target"}:
            self._open_text(self._form, local, attributes)

    def _root(self, namespace: str, local: str) -> None:
        if local != "xliff" or namespace not in NAMESPACES:
            raise self.refusal(f"this is no XLIFF 1.1 or 1.2; {DOWNLOAD}")
        self._namespace = namespace

    def _file(self, attributes: Mapping[str, str]) -> None:
        self._part += 1
        code, mine = attributes.get("target-language", ""), self.language
        if not fits(mine, code):
            shown = f"for {quote(code, 40)!r}" if code else "and does not say for which language"
            raise self.refusal(f"this is an export {shown}; asked for was {mine.code} ({mine.name})")

    def _unit(self, local: str, attributes: Mapping[str, str]) -> None:
        depth, line = self.depth, self.line
        if "gettext-domain-header" in attributes.get("restype", ""):
            raise self.refusal(
                "this file was made from a PO file (po2xliff): there “approved” means only that a text is not marked "
                f"as needing work; {DOWNLOAD}"
            )
        if local == "trans-unit":
            self._form = _Form(line, depth, dict(attributes))
        elif local == "group" and self._group:
            self._group.fault = FORMS
        elif local == "group" and attributes.get("restype") == "x-gettext-plurals":
            self._group = _Group(line, depth, dict(attributes))

    def _open_text(self, form: _Form, local: str, attributes: Mapping[str, str]) -> None:
        if local in form.texts:
            form.fault = TWICE
        if local == "target":
            form.state = attributes.get("state", "")
        self._text = (local, self.depth, [])

    def characters(self, text: str) -> None:
        """Text of a source or target."""
        if self._text:
            self._text[2].append(text)

    def end(self) -> None:
        """What is complete is kept."""
        depth = len(self._stack)
        self._stack.pop()
        if self._form and self._text and self._text[1] == depth:
            self._form.texts[self._text[0]] = "".join(self._text[2])
            self._text = None
        elif self._form and self._form.depth == depth:
            form, self._form = self._form, None
            if self._group:
                self._group.forms.append(form)
            else:
                self.entries.append(_single(form, self._part))
        elif self._group and self._group.depth == depth:
            group, self._group = self._group, None
            self.entries.append(_plural(group, self._part))


def _single(form: _Form, part: int) -> Entry:
    approved = form.attributes.get("approved") == "yes" and form.state in DONE
    fault = form.fault or ("" if form.target.strip() else EMPTY)
    context = _context(form.attributes)
    return Entry(form.line, part, context, form.source, (form.target,), approved, form.done, fault)


def _plural(group: _Group, part: int) -> Entry:
    """A plural: its forms repeat the source's plural, and what the language does not need is empty."""
    forms = group.forms
    plurals = {form.source for form in forms[1:]}
    faults = (group.fault, *(form.fault for form in forms), "" if len(plurals) == 1 else FORMS)
    texts = [form.target for form in forms]
    done = bool(forms) and forms[0].done and all(form.done for form in forms if form.target)
    approved = group.attributes.get("approved") == "yes" and all(
        form.attributes.get("approved") != "no" and form.state in DONE for form in forms if form.target
    )
    fault = next(filter(None, faults), "") or ("" if any(text.strip() for text in texts) else EMPTY)
    source = "\x00".join([form.source for form in forms[:1]] + sorted(plurals))
    return Entry(group.line, part, _context(group.attributes), source, tuple(texts), approved, done, fault)


def _context(attributes: Mapping[str, str]) -> str:
    name = attributes.get("id", "").replace(*SEPARATOR)
    return "" if NO_CONTEXT.fullmatch(name) else name
