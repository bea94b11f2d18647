"""Sphinx configuration of a foreign project: one joined catalog, a default role."""

project = "Garden Planner 3"
project_copyright = "the gardeners"
language = "en"

html_theme = "alabaster"
default_role = "guilabel"
gettext_compact = "messages"
gettext_uuid = True
locale_dirs = ["../locales"]
