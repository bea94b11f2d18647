"""
Journals: who stands behind which text, signed; the project's only memory of trust (DESIGN 4).

A person's lines are in locales/<lang>/reviews/<person>.jsonl, what concerns every language in locales/source.jsonl.
A line counts only if it stands where it belongs, its person is enrolled in people.toml of the trusted revision with
a role for it, and one of her keys (or the desk's) signed exactly this line. Lines are a set: order, place, repetition
and dates decide nothing.

    line     what a line may say, and the bytes that are signed       people   who is believed: people.toml
    seal     signatures, made and verified                            ledger   which lines count, and what they come to
    pen      writes new lines
"""

from editions.journal.ledger import Ledger, people_file, read_ledger
from editions.journal.line import Line
from editions.journal.pen import Pen, find_pen, on_unit
from editions.journal.people import People, Person

__all__ = ["Ledger", "Line", "Pen", "People", "Person", "find_pen", "on_unit", "people_file", "read_ledger"]
