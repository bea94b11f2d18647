"""
Names and terms as TBX (TermBase eXchange), dialect TBX-Basic, which programs for terminology read.

Written is ISO 30042:2019 in the style DCA, data categories as attributes (`<termNote type="partOfSpeech">`): it needs
no namespaces beside the one of the standard, and it is what the edition of 2008 had, so that one writer serves both;
that one (`tbx2`) is what Weblate and the Translate Toolkit read up to now. Read are both editions in both styles.

| names.toml | TBX |
|---|---|
| `[[name]]` | `subjectField` is “names”; TBX-Basic of 2019 knows no proper noun as a part of speech |
| `part` | `partOfSpeech` of the original's term |
| the first rendering, the others, forbidden ones | `administrativeStatus` preferred, admitted, deprecated |
| `open` | all its renderings are only admitted |
| `from` | `source` of the language's section |
| `keep`, `note` | a `note` of the entry |

The Translate Toolkit could write the second of these too, but it is under the GPL; tests read with it what we write.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from editions.glossary.concept import Concept, Form, Wording
from editions.glossary.outsider import LONGEST_FORM, LONGEST_REMARK, MOST_CONCEPTS, plain
from editions.glossary.xml_reader import EntryReader
from editions.language import Language
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.glossary.codes import Codes
    from editions.glossary.concept import Status
    from editions.glossary.xml_reader import Node
    from editions.terms import Kind

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
NAMES = "names"  # the subject field of what is a name
KEEP = "Stays as it is in every language."
PARTS = frozenset({"noun", "verb", "adjective", "adverb", "other"})
ADMITTED, PREFERRED = "admittedTerm-admn-sts", "preferredTerm-admn-sts"
STATUSES: dict[Status, str] = {
    "preferred": PREFERRED,
    "admitted": ADMITTED,
    "open": ADMITTED,
    "forbidden": "deprecatedTerm-admn-sts",
}
# How a status begins, in the words of either edition and of common programs.
WORTH: dict[str, Status] = {
    "preferred": "preferred",
    "admitted": "admitted",
    "deprecated": "forbidden",
    "superseded": "forbidden",
    "obsolete": "forbidden",
    "notrecommended": "forbidden",
}
ENTRIES, SECTIONS = ("conceptEntry", "termEntry"), ("langSec", "langSet")
TERMS = ("termSec", "tig", "ntig")
GROUPS = ("termGrp", "termNoteGrp", "adminGrp")


@dataclass(frozen=True)
class Edition:
    """How an edition of the standard names its elements."""

    root: str
    header: str
    entry: str
    section: str
    term: str
    attributes: tuple[tuple[str, str], ...] = ()


EDITION_3 = Edition(
    "tbx", "tbxHeader", "conceptEntry", "langSec", "termSec", (("style", "dca"), ("xmlns", NAMESPACE))
)
EDITION_2 = Edition("martif", "martifHeader", "termEntry", "langSet", "tig")


def write_tbx(concepts: Sequence[Concept], source: Language, edition: Edition = EDITION_3) -> str:
    """
    The concepts as TBX-Basic; their originals are in the language `source`.

    Raises:
        UserError: there are none, which TBX cannot say.
    """
    if not concepts:
        raise UserError("there are no names or terms yet, and TBX without any is not valid")
    attributes = {"type": "TBX-Basic", **dict(edition.attributes), "xml:lang": source.tag}
    root = ET.Element(edition.root, attributes)
    description = ET.SubElement(ET.SubElement(root, edition.header), "fileDesc")
    ET.SubElement(ET.SubElement(description, "sourceDesc"), "p").text = "Names and terms; made by editions"
    body = ET.SubElement(ET.SubElement(root, "text"), "body")
    for number, concept in enumerate(concepts, 1):
        entry = ET.SubElement(body, edition.entry, {"id": f"c{number}"})
        _write_entry(entry, concept, source, edition)
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _write_entry(entry: ET.Element, concept: Concept, source: Language, edition: Edition) -> None:
    if concept.kind == "name":
        ET.SubElement(entry, "descrip", {"type": "subjectField"}).text = NAMES
    for note in (KEEP if concept.keep else "", concept.note):
        if note:
            ET.SubElement(entry, "note").text = note
    section = ET.SubElement(entry, edition.section, {"xml:lang": source.tag})
    term = _write_term(section, concept.source, PREFERRED, edition)
    if concept.part in PARTS:
        ET.SubElement(term, "termNote", {"type": "partOfSpeech"}).text = concept.part
    for wording in concept.wordings:
        section = ET.SubElement(entry, edition.section, {"xml:lang": Language(wording.language).tag})
        if wording.origin:
            ET.SubElement(section, "admin", {"type": "source"}).text = wording.origin
        for form in wording.forms:
            _write_term(section, form.text, STATUSES[form.status], edition)


def _write_term(section: ET.Element, text: str, status: str, edition: Edition) -> ET.Element:
    term = ET.SubElement(section, edition.term)
    ET.SubElement(term, "term").text = text
    ET.SubElement(term, "termNote", {"type": "administrativeStatus"}).text = status
    return term


def read_tbx(data: bytes, shown: str, codes: Codes) -> tuple[Concept, ...]:
    """
    What a TBX file says of the project's languages; `shown` is its name in messages.

    An entry without words in the language of the original is left out. Of several words of the original the first
    one counts that may be used.

    Raises:
        UserError: it is no TBX, or has what is not believed; says in which line.
    """
    found: list[Concept] = []

    def take(node: Node) -> None:
        if len(found) >= MOST_CONCEPTS:
            raise UserError(f"{shown}:{node.line}: the file has more than {MOST_CONCEPTS} entries; divide it")
        concept = _Entry(node, shown).concept(codes)
        found.extend([concept] if concept else [])
        codes.wordless += concept is None

    EntryReader(shown, (EDITION_3.root, EDITION_2.root), ENTRIES, take).parse(data, last=True)
    return tuple(found)


class _Entry:
    """An entry as it stands in a file."""

    def __init__(self, node: Node, shown: str) -> None:
        self._node, self._shown = node, shown

    def concept(self, codes: Codes) -> Concept | None:
        wordings: dict[str, Wording] = {}
        own: list[tuple[Form, str]] = []
        strange = 0
        for section in self._node.all(SECTIONS):
            code = codes.find(section.language)
            terms = list(self._terms(section)) if code is not None else []
            strange += code is None
            if code == codes.source:
                own += terms
            elif code is not None and terms:
                wordings[code] = self._joined(wordings.get(code), code, section, [form for form, _ in terms])
        first = next(((form, part) for form, part in own if form.status != "forbidden"), None)
        if first is None:
            return None
        notes = [self._text(note, LONGEST_REMARK) for note in self._node.all({"note"})]
        note = " ".join(note for note in notes if note and note != KEEP)[:LONGEST_REMARK]
        form, part = first
        kind = self._kind(part)
        part = part if part in PARTS else ""
        found = tuple(wordings.values())
        is_foreign = bool(strange) and not found
        return Concept(form.text, kind, found, KEEP in notes, note, part, is_foreign, self._node.line)

    def _kind(self, part: str) -> Kind:
        fields = (child.text.strip() for child in self._node.children if child.category == "subjectField")
        return "name" if part == "properNoun" or NAMES in fields else "term"

    def _joined(self, before: Wording | None, code: str, section: Node, forms: list[Form]) -> Wording:
        """The forms of a language, whose section may be there several times, with what each is worth."""
        origin = next(self._texts(section, "source", LONGEST_REMARK), "")
        if not origin:
            of_terms = (
                text for term in section.all(TERMS) for text in self._texts(term, "source", LONGEST_REMARK)
            )
            origin = next(of_terms, "")
        forms = [*(before.forms if before else ()), *forms]
        usable = [form for form in forms if form.status != "forbidden"]
        if usable and all(form.status == "admitted" for form in usable):
            forms = [form if form.status == "forbidden" else replace(form, status="open") for form in forms]
        forms.sort(key=lambda form: ("preferred", "open", "admitted", "forbidden").index(form.status))
        return Wording(code, tuple(forms), (before.origin if before else "") or origin)

    def _terms(self, section: Node) -> Iterator[tuple[Form, str]]:
        """Yields the section's forms, each with its part of speech; where no status is given the first is preferred."""
        is_first = True
        for node in section.all(TERMS):
            text = next(self._texts(node, "term", LONGEST_FORM), "")
            if not text:
                continue
            said = next(self._texts(node, "administrativeStatus", LONGEST_FORM), "").casefold()
            default: Status = "preferred" if is_first else "admitted"
            status = next((worth for word, worth in WORTH.items() if said.startswith(word)), default)
            is_first = is_first and status == "forbidden"
            yield Form(text, status, node.line), next(self._texts(node, "partOfSpeech", LONGEST_FORM), "")

    def _texts(self, node: Node, category: str, longest: int) -> Iterator[str]:
        """Yields what a section or term says in a category, also in the standard's groups."""
        for child in node.children:
            if child.name in GROUPS:
                yield from self._texts(child, category, longest)
            elif child.category == category:
                yield self._text(child, longest)

    def _text(self, node: Node, longest: int) -> str:
        return plain(node.text, f"{self._shown}:{node.line}", longest)
