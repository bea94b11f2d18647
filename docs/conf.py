"""Sphinx configuration of the documents in this folder; the editions pipeline adds the rest."""

project = "Political documents"
author = "Socialist Equality Party (US)"

html_theme = "editions"
html_show_copyright = False
# The quotation marks stand in the text as its author and its translators set them.
smartquotes = False
# One catalog per document.
gettext_compact = False
# The date of a document (`:date:` in its first field list) is shown under its title.
editions_show_date = True
