"""What Apertium's pairs do to spaces, signs and capitals around tags and words, undone by a look at the source."""

from __future__ import annotations

import html
import re

# Before or in a word that a stage of the pair did not know (`*`), could not transfer (`@`) or inflect (`#`).
_MARKS = "*@#"
_PARTED = re.compile(r"(?<=\S)[ ]+([.,;:!?])(?=\s|\Z)")
_PAIR = re.compile(r'<g id="(?P<number>\d+)">(?P<inner>.*?)</g>', re.DOTALL)
_WHOLE = re.compile(r'[^\w<]*<g id="\d+">(?:(?!</g>).)*</g>[^\w<]*', re.DOTALL)
_ALONE = re.compile(r'<x id="(?P<number>\d+)"/>')
_AFTER_FIRST = re.compile(r'(?P<first>(?:\A\s*|[.!?]\s+)<x id="(?P<number>\d+)"/>\s+)(?P<letter>[^\W\d_])')
_SIGNS_BEFORE = re.compile(r"\A[^\w<>]*")
_SIGNS_BEHIND = re.compile(r"[^\w<>]*\Z")


def mended(answer: str, source: str) -> str:
    """An answer without the pair's own marks and spaces, as its source has them; both in the wire form."""
    for mark in _MARKS:
        answer = _without(mark, answer, source)
    if not _PARTED.search(source):
        answer = _PARTED.sub(r"\1", answer)
    for pair in _PAIR.finditer(source):
        answer = _with_signs(answer, pair["number"], html.unescape(pair["inner"]))
    small = {match["number"] for match in _AFTER_FIRST.finditer(source) if match["letter"].islower()}
    return _AFTER_FIRST.sub(lambda match: _in_case(match, small), answer)


def drift(answer: str, source: str) -> str:
    """Why the tags of an answer enclose other words than those of its source; empty where nothing shows it."""
    if _WHOLE.fullmatch(source) and not _WHOLE.fullmatch(answer):
        return "the markup of the whole text is on a part of its translation"
    before, after = _places(source), _places(answer)
    if any(after[number] != place for number, place in before.items() if number in after):
        return "a name or reference came into other markup, or out of its own"
    return ""


def _without(mark: str, answer: str, source: str) -> str:
    """The answer without a mark that its source has nowhere, or not at the beginning of words."""
    if mark not in source:
        return answer.replace(mark, "")
    at_word = re.compile(rf"(?<!\S)\{mark}(?=\w)")
    return answer if at_word.search(source) else at_word.sub("", answer)


def _with_signs(answer: str, number: str, inner: str) -> str:
    """The answer with the signs within a pair's ends that stayed outside, like the quotes of an emphasised title."""
    before, behind = _signs(_SIGNS_BEFORE, inner).lstrip(), _signs(_SIGNS_BEHIND, inner).rstrip()
    opening = f'<g id="{number}">'
    if before:
        answer = answer.replace(before + opening, opening + before, 1)
    if behind:
        outside = re.compile(rf"({opening}(?:(?!</g>).)*)</g>{re.escape(behind)}", re.DOTALL)
        answer = outside.sub(lambda match: f"{match[1]}{behind}</g>", answer, count=1)
    return answer


def _signs(pattern: re.Pattern[str], inner: str) -> str:
    found = pattern.search(inner)
    return html.escape(found[0], quote=False) if found else ""


def _in_case(match: re.Match[str], small: set[str]) -> str:
    """What follows a tag in front of a sentence, small as in the source: a pair takes it for the first word."""
    is_word = not match.string[match.end() : match.end() + 1].isupper()
    letter = match["letter"].lower() if match["number"] in small and is_word else match["letter"]
    return match["first"] + letter


def _places(text: str) -> dict[str, str]:
    """The tags that stand alone, each with the number of the pair that it is in; empty for none."""
    places = dict.fromkeys(_ALONE.findall(text), "")
    for pair in _PAIR.finditer(text):
        places.update(dict.fromkeys(_ALONE.findall(pair["inner"]), pair["number"]))
    return places
