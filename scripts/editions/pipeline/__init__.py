"""
The pipeline: the only package that composes stages. Each `run_…` is a sub-command; it returns the exit code.

Exit codes: 0 fine, 1 problems found, 2 usage or set-up (raised as UserError).

    texts     from the source to drafts, and what is wrong with them
    people    looking, signing, undoing
    products  editions, the site, releases
    terms     names and terms, in and out
    talk      what all of them say, and know
"""

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
from editions.pipeline.terms import TERM_FORMATS, run_terms_export, run_terms_import, run_terms_mine
from editions.pipeline.texts import (
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
    "TERM_FORMATS",
    "Case",
    "Signing",
    "View",
    "explain_rule",
    "list_rules",
    "run_adopt",
    "run_approve",
    "run_build",
    "run_check",
    "run_extract",
    "run_language",
    "run_prefill",
    "run_publish",
    "run_recover",
    "run_repair",
    "run_review",
    "run_same",
    "run_site",
    "run_status",
    "run_story",
    "run_terms_export",
    "run_terms_import",
    "run_terms_mine",
    "run_tidy",
    "run_update",
]
