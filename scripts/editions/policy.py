"""The release policy: which language may be published, and what keeps the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from editions.language import Language
    from editions.problem import Problem
    from editions.project import Project


def releasable(
    project: Project, language: Language, counts: Mapping[str, int], problems: Sequence[Problem]
) -> tuple[bool, tuple[str, ...]]:
    """
    Whether the language may be published now, and the reasons why not, the gravest first.

    Args:
        project: says how many people must stand behind a paragraph, and whether machine text may go out.
        language: a translation, or the source language.
        counts: the number of the language's units in each state; of the source they say nothing.
        problems: what check found in this language.
    """
    damage = list(_damage(problems))
    reasons = [*damage, *_errors(language, problems)]
    if language != project.source_language and not damage:  # else nobody knows what is in its catalogs
        reasons += _states(project, counts)
    return not reasons, tuple(reasons)


def _damage(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems:
        if problem.rule == "catalog":
            yield f"{problem.path}:{problem.line}: {problem.text}"


def _errors(language: Language, problems: Sequence[Problem]) -> Iterator[str]:
    number = sum(problem.severity == "error" and problem.rule != "catalog" for problem in problems)
    if number:
        noun, lists = ("error", "lists it") if number == 1 else ("errors", "lists them")
        yield f"{number} {noun}; `make check LANG={language.code}` {lists}"


def _states(project: Project, counts: Mapping[str, int]) -> Iterator[str]:
    units = sum(counts.values())
    if not units:
        yield "there is nothing to publish: its catalogs hold no paragraphs"
    if counts.get("missing"):
        yield f"{_share(counts['missing'], units)} not translated yet"
    if counts.get("changed"):
        yield f"{_share(counts['changed'], units)} waiting for a new look: the source or the text changed"
    people = "1 person" if project.policy.people == 1 else f"{project.policy.people} people"
    if counts.get("machine") and not project.policy.machine:
        yield f"{_share(counts['machine'], units)} machine text, and {people} must stand behind each"
    if counts.get("translated"):
        yield f"{_share(counts['translated'], units)} translated, but {people} must stand behind each"


def _share(number: int, units: int) -> str:
    return (
        f"{number} of {units} {'paragraph' if units == 1 else 'paragraphs'} {'is' if number == 1 else 'are'}"
    )
