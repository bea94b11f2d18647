"""
The pipeline: the only package that composes stages. Each `run_…` is a sub-command; it returns the exit code.

Exit codes: 0 fine, 1 problems found, 2 usage or set-up (raised as UserError).

    texts     from the source to drafts, and what is wrong with them
    people    looking, signing, undoing
    products  editions, the site, releases
    terms     names and terms, in and out
    talk      what all of them say, and know
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from editions.approve import Wish
    from editions.pipeline.engines import run_compare, run_engines, run_selftest
    from editions.pipeline.people import (
        Case,
        Signing,
        run_adopt,
        run_approve,
        run_recover,
        run_review,
        run_same,
        run_story,
    )
    from editions.pipeline.products import run_build, run_publish, run_site
    from editions.pipeline.terms import run_terms_export, run_terms_import, run_terms_mine
    from editions.pipeline.texts import (
        Drafting,
        View,
        explain_rule,
        list_rules,
        run_check,
        run_extract,
        run_language,
        run_prefill,
        run_repair,
        run_status,
        run_tidy,
        run_update,
    )

__all__ = [
    "Case",
    "Drafting",
    "Signing",
    "View",
    "Wish",
    "explain_rule",
    "list_rules",
    "run_adopt",
    "run_approve",
    "run_build",
    "run_check",
    "run_compare",
    "run_engines",
    "run_extract",
    "run_language",
    "run_prefill",
    "run_publish",
    "run_recover",
    "run_repair",
    "run_review",
    "run_same",
    "run_selftest",
    "run_site",
    "run_status",
    "run_story",
    "run_terms_export",
    "run_terms_import",
    "run_terms_mine",
    "run_tidy",
    "run_update",
]

# Where each of them is: a command reads the modules that it needs, which takes a third of a second less.
_HOMES = {
    "Wish": "editions.approve",
    "Case": f"{__name__}.people",
    "Signing": f"{__name__}.people",
    "run_adopt": f"{__name__}.people",
    "run_approve": f"{__name__}.people",
    "run_recover": f"{__name__}.people",
    "run_review": f"{__name__}.people",
    "run_same": f"{__name__}.people",
    "run_story": f"{__name__}.people",
    "run_compare": f"{__name__}.engines",
    "run_engines": f"{__name__}.engines",
    "run_selftest": f"{__name__}.engines",
    "run_build": f"{__name__}.products",
    "run_publish": f"{__name__}.products",
    "run_site": f"{__name__}.products",
    "run_terms_export": f"{__name__}.terms",
    "run_terms_import": f"{__name__}.terms",
    "run_terms_mine": f"{__name__}.terms",
    "Drafting": f"{__name__}.texts",
    "View": f"{__name__}.texts",
    "explain_rule": f"{__name__}.texts",
    "list_rules": f"{__name__}.texts",
    "run_check": f"{__name__}.texts",
    "run_extract": f"{__name__}.texts",
    "run_language": f"{__name__}.texts",
    "run_prefill": f"{__name__}.texts",
    "run_repair": f"{__name__}.texts",
    "run_status": f"{__name__}.texts",
    "run_tidy": f"{__name__}.texts",
    "run_update": f"{__name__}.texts",
}


def __getattr__(name: str) -> Any:
    """What another module of this package has, when it is asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(_HOMES[name]), name)
