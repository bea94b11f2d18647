"""
The stage story: what happened to a paragraph, oldest first, all of it offline.

Three sources tell it: version control (texts, marks, the source), the save log (what is not committed yet), and the
journals (who stands behind what). Nothing here is evidence: dates of commits and lines are what their authors say.

    naming    which unit is meant                  walk      its versions, from now to then
    versions  where versions come from             event     what each version changed, in words
    voices    what people signed, whether it counts    teller    all of this for one language
    show      for people and for programs
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.problem import UserError
from editions.story.event import Event
from editions.story.naming import HOW, find_name
from editions.story.show import Story, to_json, to_text
from editions.story.teller import Teller
from editions.story.versions import LARGEST, Versions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from editions.journal import Ledger
    from editions.language import Language
    from editions.project import Project

__all__ = ["Event", "Story", "story", "to_json", "to_text"]


def story(project: Project, unit: str, languages: Sequence[Language], ledger: Ledger) -> tuple[Story, ...]:
    """
    The story of a unit in each of the languages that has or had it, in their order.

    Args:
        project: where everything lies.
        unit: its key (16 hexadecimal digits), also one that it had before its source changed, or a place
            (`path:line`) in a catalog or template. The place of a catalog of these languages means this language alone.
        languages: translations, not the source language.
        ledger: what was signed in these languages.

    Raises:
        UserError: the word names no unit, now or ever; it says how to name one. Or git does not answer.
        CatalogError: the catalog of a place cannot be read.
    """
    if ledger.history is None:
        return _stories(project, unit, languages, ledger, lambda _: None)
    with ledger.history.reader(largest=LARGEST) as ask:
        return _stories(project, unit, languages, ledger, ask)


def _stories(
    project: Project,
    word: str,
    languages: Sequence[Language],
    ledger: Ledger,
    ask: Callable[[str], bytes | None],
) -> tuple[Story, ...]:
    versions = Versions(project, ledger.history, ask)
    name = find_name(project, word, languages, versions)
    alone = [language for language in languages if language.code == name.language]
    tellers = [Teller(project, language, ledger, versions) for language in alone or languages]
    told = [found for teller in tellers if (found := teller.story(name))]
    if not told:
        codes = ", ".join(language.code for language in languages) or "no language"
        raise UserError(f"this paragraph is and was in no catalog of {codes}; {HOW}")
    return tuple(told)
