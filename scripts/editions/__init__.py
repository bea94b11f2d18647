"""
Localized editions of Sphinx documents that readers can trust.

    docs/*.rst ──extract──▶ locales/pot ──update──▶ locales/<lang>/LC_MESSAGES/*.po
                                                        │ prefill (machine drafts, marked as such)
                                                        │ review  (people read, mend and vouch)
                                                        │ check   (safe? complete? true to the source?)
      build/<lang>/{html,pdf,epub,…} ◀──build── sanitised catalogs
                │ publish (only what the policy allows)

Rooms:
    __main__ cli     the command line       pipeline/     the only package that composes stages
    extract update tidy prefill check status build site publish       the stages, one module each; none imports another
    newcomer glossary repair         ... the stages `language`, which begins one, `terms`, and `check --fix`
    review approve adopt same story recover                           ... those in which people look, sign and undo
    project language problem     what a project is, its languages, what can be wrong
    catalog state markup judge   a catalog's text, a unit's state, its markup, whether it may be shown
    journal trust history vanished                who stands behind which text; what was there before
    saves losses cosmetic wording                 what was saved and overwritten; whether and how a text changed
    terms spelling reports baseline               names, terms, dictionaries; what check says, and of what it is silent
    books credits                                 documents as one file; who is named for them
    strangers_xml                                 files of other programs, as far as they are believed
    sanitise driver order compare assembly policy interface           what stages share
    powers           what built files could do; no translated edition may do more than the source edition
    checks/ engines/ formats/ targets/            shelves: one file per rule, engine, kind of edition, destination
    sphinxext/       what runs inside Sphinx: guard, provenance, publication, search
    theme/           the look: HTML theme, print template, interface strings
"""

__version__ = "0.1.0"
