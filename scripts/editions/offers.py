"""The stage engines: which engine works here for which languages, why the others do not, and what each sends where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editions import engines
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from editions.language import Language
    from editions.project import Project

MANY = 3  # languages that a reason is told of by name; of more their number is told, unless they are all


@dataclass(frozen=True)
class Offer:
    """
    What one engine offers a project.

    `works` are the codes of the languages that it could fill now; `reasons` why it cannot fill the others: the reason,
    and the codes it holds for. `host` is empty where nothing leaves this machine. `wrong` is what is wrong with its
    options, where that is so.
    """

    engine: str
    sends: str
    host: str = ""
    is_online: bool = False
    works: tuple[str, ...] = ()
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wrong: str = ""


def offers(project: Project, languages: Sequence[Language]) -> list[Offer]:
    """What every engine of the shelf offers for the languages; nobody outside this machine is asked."""
    return [_offer(name, project, languages) for name in engines.names()]


def lines(offer: Offer, place: int | None) -> list[str]:
    """What is told of an offer; `place` is its number in the project's chain, from 1."""
    order = f", number {place} of the chain" if place else ""
    head = f"{offer.engine}{order}: " + (f"works for {' '.join(offer.works)}" if offer.works else "not here")
    sends = f"sends {offer.sends} to {offer.host}" if offer.host else "nothing leaves this machine"
    named = "; used when named" if offer.is_online and not place else ""
    told = [
        f"  not {' '.join(codes) if len(codes) <= MANY else f'{len(codes)} languages'}: {reason}"
        for reason, codes in offer.reasons.items()
    ]
    return [head, f"  {sends}{named}", *([f"  {offer.wrong}"] if offer.wrong else told)]


def document(found: Sequence[Offer], chain: Sequence[str]) -> dict[str, object]:
    """The same for programs."""
    return {
        "version": 1,
        "chain": list(chain),
        "engines": {
            each.engine: {
                "works": list(each.works),
                "host": each.host,
                "online": each.is_online,
                "sends": each.sends,
                "reasons": {reason: list(codes) for reason, codes in each.reasons.items()},
                "wrong": each.wrong,
            }
            for each in found
        },
    }


def _offer(name: str, project: Project, languages: Sequence[Language]) -> Offer:
    engine = engines.find(name)
    reasons: dict[str, list[str]] = defaultdict(list)
    works = []
    try:
        options = engines.options(project, engine)
        host, is_online = engine.host(options), engine.is_online(options)
        for language in languages:
            reason = engine.unavailable(project.source_language, language, options)
            if reason is None:
                works.append(language.code)
            else:
                reasons[reason].append(language.code)
    except UserError as error:
        return Offer(name, engine.sends, wrong=str(error))
    told = {reason: tuple(codes) for reason, codes in reasons.items()}
    return Offer(name, engine.sends, host, is_online, tuple(works), told)
