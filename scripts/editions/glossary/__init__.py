"""
The stage terms: names and terms go to other programs, come back from them, and are looked for in the source.

    concept        an entry with its words in all languages, as every exchange format has it
    exchange_tbx   TBX-Basic, the format of terminology programs     exchange_csv   a table for spreadsheets
    outsider       what is believed of a stranger's file             codes          whose language a tag names
    merging        what comes in, put beside what is there           names_file     names.toml, edited line by line
    mining         candidates that the source has and names.toml not; words, measures, equivalents: how they are found
    showing        candidates for people and for programs
"""

from editions.glossary.concept import Concept, Form, Wording, concepts
from editions.glossary.exchange import FORMATS, export_terms, read_terms
from editions.glossary.merging import Outcome, merge_file
from editions.glossary.mining import Candidate, mine
from editions.glossary.showing import to_json, to_text

__all__ = [
    "FORMATS",
    "Candidate",
    "Concept",
    "Form",
    "Outcome",
    "Wording",
    "concepts",
    "export_terms",
    "merge_file",
    "mine",
    "read_terms",
    "to_json",
    "to_text",
]
