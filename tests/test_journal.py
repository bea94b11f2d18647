"""Journals as they lie there, without version control: which lines count, and which attacks come to nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions.fingerprint import fingerprint, text_hash
from editions.journal import Line, on_unit
from editions.journal.line import LONGEST, MUST, payload, read_lines, written
from editions.state import Mark
from vouching import ANNA, AT, BEN, CORA, DAN, MALLORY, PHRASE, SENTENCE, Scene, Signer, canonical, crew

if TYPE_CHECKING:
    from pathlib import Path

DESK = Signer("desk")
NOT_SIGNED = "no key of 'anna' signed this line as it stands"


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A project that enrolled its crew, without version control."""
    found = Scene.make(tmp_path, monkeypatch)
    found.enrol()
    return found


def vouches(*signers: Signer) -> list[dict[str, Any]]:
    """A vouch of each for the German sentence."""
    return [signer.says("vouch", SENTENCE) for signer in signers]


def test_two_people_make_a_text_vouched(scene: Scene):
    """One person is not enough, two are, and nothing is wrong with their journals."""
    scene.add(*vouches(ANNA))
    assert scene.state() == "translated"
    scene.add(*vouches(BEN))
    assert scene.state() == "vouched"
    assert scene.complaints() == []
    assert scene.state(PHRASE) == "translated"


def test_one_person_is_one_however_often_she_signs(scene: Scene):
    """Vouching twice, on two days, and saying that one wrote it makes no second person."""
    lines = [ANNA.signed({"do": do, "lang": "de", "unit": SENTENCE.key, "text": text_hash(SENTENCE), "at": at})
             for do in ("vouch", "wrote") for at in (AT, "2026-09-09T09:09:09Z")]  # fmt: skip
    scene.add(*lines, *lines)
    assert scene.state() == "translated"


def test_the_writer_and_one_other_are_enough(scene: Scene):
    """A translator stands behind what she says to have written; with a reviewer that makes two."""
    scene.add(DAN.says("wrote", SENTENCE), ANNA.says("vouch", SENTENCE))
    assert scene.state() == "vouched"


@pytest.mark.parametrize("do", ["note", "revoke"])
def test_other_words_do_not_vouch(scene: Scene, do: str):
    """Notes and objections are no vouches."""
    scene.add(*(signer.says(do, SENTENCE, note="hm") for signer in (ANNA, BEN, CORA)))
    assert scene.state() == "translated"
    assert scene.complaints() == []


def test_a_stranger_cannot_sign_as_somebody_else(scene: Scene):
    """A line in Anna's name under Mallory's key counts for nothing, wherever it stands."""
    forged = MALLORY.says("vouch", SENTENCE, by="anna")
    scene.add(forged, *vouches(BEN))
    assert scene.state() == "translated"
    assert (
        f"locales/de/reviews/anna.jsonl:1 error: {NOT_SIGNED}, so it counts for nothing" in scene.complaints()
    )


def test_an_enrolled_person_cannot_sign_as_somebody_else(scene: Scene):
    """Ben's own key signs for Ben alone, although it is enrolled."""
    scene.add(BEN.says("vouch", SENTENCE, by="anna"), *vouches(BEN))
    assert scene.state() == "translated"


def test_whoever_is_not_enrolled_counts_for_nothing(scene: Scene):
    """A signature that is right, by somebody whom nobody enrolled, is a warning and no vouch."""
    scene.add(*vouches(ANNA, MALLORY))
    assert scene.state() == "translated"
    (said,) = scene.complaints()
    assert "mallory.jsonl:1 warning: 'mallory' is not enrolled in locales/people.toml" in said


@pytest.mark.parametrize(
    "change",
    [
        {"text": text_hash(PHRASE)},
        {"unit": "0" * 16},
        {"do": "wrote"},
        {"do": "revoke"},
        {"at": "2020-01-01T00:00:00Z"},
        {"despite": ["0" * 64]},
        {"reason": "fine"},
        {"anything": 1},
    ],
)
def test_a_signature_fits_one_line_only(scene: Scene, change: dict[str, Any]):
    """Copied onto another text, unit, kind or day, or with a word more, a signature is worth nothing."""
    scene.add(*vouches(BEN), vouches(ANNA)[0] | change)
    assert scene.state() == "translated"
    assert NOT_SIGNED in " ".join(scene.complaints())


def test_a_signature_does_not_move_to_another_person(scene: Scene):
    """Anna's line with Ben's name in it is not Ben's."""
    scene.add(*vouches(ANNA), vouches(ANNA)[0] | {"by": "ben"})
    assert scene.state() == "translated"


@pytest.mark.parametrize(
    "place",
    ["locales/de/reviews/ben.jsonl", "locales/fr/reviews/anna.jsonl", "locales/source.jsonl",
     "locales/de/reviews/Anna.jsonl"],
)  # fmt: skip
def test_a_line_counts_only_where_it_belongs(scene: Scene, place: str):
    """In another person's file, another language's folder or the source's journal a line says nothing."""
    scene.add(*vouches(BEN))
    scene.add(*vouches(ANNA), path=scene.root / place)
    assert scene.state() == "translated"
    assert "belongs into locales/de/reviews/anna.jsonl" in " ".join(scene.complaints())


def test_what_concerns_the_source_stands_in_its_own_journal(scene: Scene):
    """A coordinator's `same` in her own journal says nothing."""
    same = CORA.signed({"do": "same", "from": fingerprint("Old."), "to": fingerprint("New."), "lang": "de"})
    scene.add(same, path=scene.journal("cora"))
    assert "belongs into locales/source.jsonl" in " ".join(scene.complaints())
    assert scene.ledger().lines == ()


def test_who_reviews_german_cannot_vouch_for_french(scene: Scene):
    """The hash of a French text in German lines, in German journals, signed by German reviewers: no French vouch."""
    hidden = [
        signer.signed({"do": "vouch", "lang": "de", "unit": PHRASE.key, "text": text_hash(PHRASE)})
        for signer in (ANNA, BEN)
    ]
    scene.add(*hidden)
    assert scene.complaints() == []  # nobody sees in a hash which language it is of
    assert scene.state(PHRASE) == "translated"
    assert not scene.ledger().trust.people_behind(PHRASE)


def test_who_reviews_german_cannot_object_waive_or_adopt_elsewhere(scene: Scene):
    """Objections, waivers and adoptions stay in their language, too."""
    text = text_hash(PHRASE)
    scene.enrol(crew().replace('["all"]', '["de"]'))
    adopt = CORA.signed(
        {"do": "adopt", "lang": "de", "domain": "a", "commit": "0" * 40, "texts": [text, text_hash(SENTENCE)]}
    )
    waive = {"do": "waive", "lang": "de", "unit": "0" * 16, "text": text, "rule": "markup", "reason": "so"}
    revoke = {"do": "revoke", "lang": "de", "unit": "0" * 16, "text": text}
    scene.add(adopt, ANNA.signed(waive), ANNA.signed(revoke))
    ledger = scene.ledger()
    assert scene.complaints() == []
    assert (scene.state(SENTENCE), scene.state(PHRASE)) == ("vouched", "translated")
    assert not ledger.trust.standing(PHRASE).objections
    assert ledger.waivers == {("markup", "de", text)}
    assert [line.lang for line in ledger.lines if line.fields.get("text") == text] == ["de", "de"]


def test_a_translator_does_not_vouch(scene: Scene):
    """Dan may say that he wrote a text, not that it is right."""
    scene.add(DAN.says("vouch", SENTENCE), *vouches(ANNA))
    assert scene.state() == "translated"
    assert "'dan' has no role for this (vouch in de)" in " ".join(scene.complaints())


@pytest.mark.parametrize("do", ["adopt", "same"])
def test_only_a_coordinator_adopts_and_calls_sources_the_same(scene: Scene, do: str):
    """The two words that carry many texts are a coordinator's, a reviewer's are void."""
    fields = {
        "adopt": {"lang": "de", "domain": "a", "commit": "0" * 40, "texts": [text_hash(SENTENCE)]},
        "same": {"from": fingerprint("An old sentence."), "to": fingerprint(SENTENCE.source)},
    }
    scene.add(ANNA.signed({"do": do, **fields[do]}))
    assert "'anna' has no role for this" in " ".join(scene.complaints())
    assert scene.ledger().lines == ()
    scene.add(CORA.signed({"do": do, **fields[do]}))
    assert [line.by for line in scene.ledger().lines] == ["cora"]


def test_the_desk_signs_for_people_and_says_nothing_itself(scene: Scene):
    """With the desk's key a line in Anna's name counts; a line in the desk's own name does not."""
    scene.enrol(crew() + DESK.entry("desk"))
    scene.add(DESK.says("vouch", SENTENCE, by="anna"), DESK.says("vouch", SENTENCE))
    assert scene.ledger().trust.people_behind(SENTENCE) == {"anna"}
    scene.add(DESK.says("vouch", SENTENCE, by="mallory"), DESK.says("vouch", SENTENCE, by="dan"))
    assert scene.ledger().trust.people_behind(SENTENCE) == {"anna"}
    scene.add(DESK.says("vouch", SENTENCE, by="ben"))
    assert scene.state() == "vouched"


def test_a_desk_signs_only_in_its_languages(scene: Scene):
    """The key of a desk for French is worth nothing in German, and nothing for the source of all languages."""
    scene.enrol(crew() + DESK.entry("desk", languages=("fr",)))
    same = {
        "do": "same",
        "from": fingerprint("An old one."),
        "to": fingerprint(SENTENCE.source),
        "by": "cora",
    }
    scene.add(DESK.says("vouch", SENTENCE, by="anna"), DESK.signed(same))
    assert scene.ledger().lines == ()
    scene.enrol(crew() + DESK.entry("desk", languages=("all",)))
    assert {line.by for line in scene.ledger().lines} == {"anna", "cora"}


def test_who_left_is_believed_no_longer(scene: Scene):
    """With Ben's entry his vouches go; with his role they go too."""
    scene.add(*vouches(ANNA, BEN))
    assert scene.state() == "vouched"
    scene.enrol(ANNA.entry() + BEN.entry("translator"))
    assert scene.state() == "translated"
    scene.enrol(ANNA.entry())
    assert scene.state() == "translated"


def test_a_key_that_changed_hands_takes_no_name_along(scene: Scene):
    """The id `ben` with a new key does not stand behind what the old key signed."""
    scene.add(*vouches(ANNA, BEN))
    scene.enrol(ANNA.entry() + Signer("ben", "another").entry())
    assert scene.state() == "translated"


@pytest.mark.parametrize(
    "edited",
    [
        replace(SENTENCE, source="A sentence!"),
        replace(SENTENCE, targets=("Ein Satz!",)),
        replace(SENTENCE, targets=("Ein Satz. ",)),
        replace(SENTENCE, context="menu"),
        replace(SENTENCE, plural="Sentences."),
        replace(SENTENCE, targets=("Ein Satz.", "Sätze.")),
        replace(SENTENCE, catalog="locales/de_AT/LC_MESSAGES/a.po"),
    ],
)
def test_any_edit_voids_a_vouch(scene: Scene, edited: Any):
    """Another source, text, context, plural or language is another text."""
    scene.add(*vouches(ANNA, BEN))
    assert scene.state(edited) != "vouched"
    assert not scene.ledger().trust.people_behind(edited)


def test_a_vouch_survives_moves_marks_and_comments(scene: Scene):
    """A text may move to another catalog, get comments and a left-over old source: it stays vouched."""
    scene.add(*vouches(ANNA, BEN))
    moved = replace(SENTENCE, catalog="locales/de/LC_MESSAGES/guide/b.po", domain="guide/b", comments=("hm",))
    assert scene.state(moved) == "vouched"
    assert scene.state(replace(moved, previous="Another source.")) == "vouched"
    assert scene.state(replace(moved, flags=("fuzzy",))) == "changed"


TRICKS = {
    "a name twice": lambda text: text.replace('"v": 1', '"v": 1, "v": 1'),
    "another name twice": lambda text: text.replace('"by"', '"by": "mallory", "by"'),
    "version true": lambda text: text.replace('"v": 1', '"v": true'),
    "version 1.0": lambda text: text.replace('"v": 1', '"v": 1.0'),
    "version 2": lambda text: text.replace('"v": 1', '"v": 2'),
    "version text": lambda text: text.replace('"v": 1', '"v": "1"'),
    "no version": lambda text: text.replace('"v": 1, ', ""),
    "unknown kind": lambda text: text.replace('"vouch"', '"bless"'),
    "kind is a list": lambda text: text.replace('"vouch"', '["vouch"]'),
    "NaN": lambda text: text.replace('"v": 1', '"v": 1, "x": NaN'),
    "infinity": lambda text: text.replace('"v": 1', '"v": 1, "x": -Infinity'),
    "1e400": lambda text: text.replace('"v": 1', '"v": 1, "x": 1e400'),
    "a huge number": lambda text: text.replace('"v": 1', f'"v": 1, "x": {"9" * 5000}'),
    "a huge version": lambda text: text.replace('"v": 1', f'"v": {"9" * 4000}'),
    "half a pair": lambda text: text.replace('"v": 1', '"v": 1, "x": "\\ud800"'),
    "deep": lambda text: text.replace('"v": 1', '"v": 1, "x": ' + "[" * 50_000 + "]" * 50_000),
    "deep, and it ends": lambda text: text.replace('"v": 1', '"v": 1, "x": ' + "[" * 900 + "]" * 900),
    "deep objects": lambda text: text.replace('"v": 1', '"v": 1, "x": ' + '{"a":' * 500 + "1" + "}" * 500),
    "a list": lambda text: f"[{text}]",
    "a text": lambda _: '"vouch"',
    "a number": lambda _: "1",
    "two on a line": lambda text: f"{text} {text}",
    "cut off": lambda text: text[:-1],
    "a hash in capitals": lambda text: text.replace(text_hash(SENTENCE), text_hash(SENTENCE).upper()),
    "a hash too long": lambda text: text.replace(text_hash(SENTENCE), text_hash(SENTENCE) + "0"),
    "a person with a path": lambda text: text.replace('"anna"', '"../anna"'),
    "a person with a line end": lambda text: text.replace('"anna"', '"anna\\n"'),
    "no language": lambda text: text.replace('"lang": "de"', '"lang": "de/../fr"'),
    "a date with words": lambda text: text.replace(AT, "yesterday, I think"),
    "a signature with spaces": lambda text: text.replace('"sig": "', '"sig": " '),
    "no signature": lambda text: text.replace('"sig"', '"gis"'),
    "despite is a text": lambda text: text.replace('"v": 1', f'"v": 1, "despite": "{"0" * 64}"'),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_line_that_is_not_plain_says_nothing(scene: Scene, trick: str):
    """Whatever JSON can be made to hold, an odd line is one problem and no vouch, and the others still count."""
    text = json.dumps(vouches(ANNA)[0])
    odd = TRICKS[trick](text)
    assert odd != text
    scene.add(*vouches(BEN))
    scene.write("locales/de/reviews/anna.jsonl", f"{odd}\n")
    assert scene.state() == "translated"
    (said,) = scene.complaints()
    assert said.startswith("locales/de/reviews/anna.jsonl:1 error: this line")
    assert len(said) < 400
    scene.write("locales/de/reviews/anna.jsonl", f"{odd}\n{text}\n")
    assert scene.state() == "vouched"


def test_no_depth_overflows_the_stack(scene: Scene):
    """A line that nests as deep as can just be read is refused like all others, and never a crash."""
    text = json.dumps(vouches(ANNA)[0])
    for depth in range(850, 1000, 7):
        deep = text.replace('"v": 1', '"v": 1, "x": ' + "[" * depth + "]" * depth)
        found = list(read_lines(deep.encode(), "a"))
        assert not any(isinstance(each, Line) for each in found), depth
    scene.write("locales/de/reviews/anna.jsonl", deep)
    assert len(scene.complaints()) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_a_journal_is_utf_8_and_nothing_else(scene: Scene, encoding: str):
    """A line in another encoding is refused, although Python's json would guess it."""
    line = ANNA.says("vouch", SENTENCE, reason="schön")
    scene.add(*vouches(BEN))
    scene.write("locales/de/reviews/anna.jsonl", json.dumps(line, ensure_ascii=False).encode(encoding))
    assert scene.state() == "translated"
    assert "cannot be read" in scene.complaints()[0]


@pytest.mark.parametrize("form", ["{0}\r\n", "\ufeff{0}", "\n\n  {0}\n\n", "{0}", "{0}\n{0}\n", "\t{0} \r\n"])
def test_how_an_editor_ends_its_lines_does_not_matter(scene: Scene, form: str):
    """CRLF, a byte order mark, empty lines, no end, the same line twice: the vouch counts once."""
    scene.add(*vouches(BEN))
    scene.write("locales/de/reviews/anna.jsonl", form.format(json.dumps(vouches(ANNA)[0])))
    assert scene.complaints() == []
    assert scene.state() == "vouched"
    assert len(scene.ledger().lines) == 2


def test_how_a_line_is_spelled_does_not_matter(scene: Scene):
    """Spaces, the order of names and escapes are not signed: the same line stays the same line."""
    line = ANNA.says("vouch", SENTENCE, reason="schön")
    spelled = [json.dumps(line, indent=None, ensure_ascii=odd, sort_keys=odd) for odd in (True, False)]
    scene.write("locales/de/reviews/anna.jsonl", "\n".join(spelled))
    assert [each.id for each in scene.ledger().lines] == [Line("", 1, line).id]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10_000), byte=st.integers(1, 255))
def test_no_flip_of_a_byte_is_believed(scene: Scene, place: int, byte: int):
    """Whichever byte of a signed line changes: it counts no more, or says exactly what it said before."""
    raw = bytearray(json.dumps(vouches(ANNA)[0]).encode())
    said = canonical(json.loads(bytes(raw)))
    raw[place % len(raw)] ^= byte
    scene.write("locales/de/reviews/anna.jsonl", bytes(raw))
    assert {line.payload for line in scene.ledger().lines} <= {said}


def test_a_line_cannot_be_longer_than_people_read(scene: Scene):
    """Reasons and notes are one printable line of bounded length; what acts on a terminal is refused."""
    for odd in ("x" * (LONGEST + 1), "a\nb", "\x1b[2J", "\u202egnp.exe", ""):
        scene.write("locales/de/reviews/anna.jsonl", "")
        scene.add(ANNA.says("note", SENTENCE, note=odd), ANNA.says("revoke", SENTENCE, reason=odd))
        assert scene.ledger().lines == ()
        assert all(said.isprintable() for said in scene.complaints())


@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "loop", "huge"])
def test_what_is_no_plain_file_is_no_journal(scene: Scene, kind: str):
    """A link, a folder, a pipe or a file without end in a journal's place is a problem, and nobody waits for it."""
    scene.add(*vouches(BEN))
    elsewhere = scene.write("docs/anna.jsonl", json.dumps(vouches(ANNA)[0]))
    place = scene.journal("anna")
    match kind:
        case "link":
            place.symlink_to(elsewhere)
        case "folder":
            place.mkdir()
        case "pipe":
            os.mkfifo(place)
        case "loop":
            place.symlink_to(place)
        case "huge":
            with place.open("wb") as file:
                file.truncate(30_000_000)
    assert scene.state() == "translated"
    (said,) = scene.complaints()
    assert said.startswith("locales/de/reviews/anna.jsonl:1 error:")


def test_nothing_in_the_output_or_the_save_log_is_believed(scene: Scene):
    """Files that a stranger commits into build/ and .editions/ have no effect on who stands behind what."""
    forged = MALLORY.says("vouch", SENTENCE, by="anna")
    verdict = hashlib.sha256(f"{ANNA.public}\n{forged['sig']}\n".encode() + canonical(forged)).hexdigest()
    scene.add(forged, *vouches(BEN))
    for name in (".editions/verdicts", ".cache/editions/verdicts", "build/editions/verdicts", "verdicts"):
        scene.write(name, f"{verdict}\n")
    scene.write("build/editions/locale/working/de/LC_MESSAGES/a.json", '{"version": 1, "units": {}}')
    scene.write("build/editions/people.toml", MALLORY.entry())
    assert scene.state() == "translated"


def test_every_kind_of_line_can_be_written_and_read(scene: Scene):
    """What `written` makes of each kind comes back with the same fields and the same signed bytes."""
    about = {"lang": "de", "unit": "0" * 16, "text": "0" * 64, "note": "ä", "rule": "a-b", "reason": "weil",
             "domain": "a/b", "commit": "0" * 40, "texts": [], "from": "0" * 64, "to": "1" * 64}  # fmt: skip
    for do, fields in MUST.items():
        line = ANNA.signed({"do": do} | {name: value for name, value in about.items() if name in fields})
        data = written(line)
        assert data.isascii()
        assert data.endswith(b"\n")
        assert payload(line) == canonical(line)
        (found,) = read_lines(data, "a")
        assert isinstance(found, Line)
        assert found.fields == line
        assert found.payload == canonical(line)
    assert scene.root.exists()


def test_people_are_read_from_nowhere_else(scene: Scene):
    """Entries in the language's folder or the project's settings enrol nobody."""
    for name in (
        "people.toml",
        "locales/de/people.toml",
        "locales/de/reviews/people.toml",
        "docs/people.toml",
    ):
        scene.write(name, MALLORY.entry())
    scene.add(*vouches(ANNA, MALLORY))
    assert scene.state() == "translated"


def test_what_was_signed_as_a_machines_stays_a_machines(scene: Scene):
    """Vouched for, the mark dropped, then objected to: the words are still no person's, whoever claims them."""
    drafted = replace(
        SENTENCE, comments=(Mark.of("llm", dt.date(2026, 8, 4), SENTENCE, SENTENCE.targets).text,)
    )
    for signer in (ANNA, BEN):
        line = on_unit("vouch", drafted, scene.ledger())
        assert line["engine"] == "llm"
        scene.add(signer.says("vouch", drafted, engine="llm"))
    assert scene.state(drafted) == scene.state(SENTENCE) == "vouched"
    scene.add(BEN.says("revoke", SENTENCE))
    assert scene.state(SENTENCE) == "machine"
    objections = sorted(scene.ledger().trust.standing(SENTENCE).objections)
    scene.add(
        DAN.says("wrote", SENTENCE, despite=objections), ANNA.says("vouch", SENTENCE, despite=objections)
    )
    assert scene.state(SENTENCE) == "machine"
