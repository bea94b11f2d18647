"""Sphinx configuration of the sample: a handbook in reStructuredText and Markdown."""

project = "The Weather Station"
author = "The keepers of Hill Station"
project_copyright = "the keepers of Hill Station"

extensions = ["myst_parser"]
html_theme = "editions"
smartquotes = False
gettext_compact = False
editions_show_date = True
