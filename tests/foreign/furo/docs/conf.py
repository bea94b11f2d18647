"""Sphinx configuration of a foreign project: another theme, an extension of its own, no [tool.editions]."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "Post Office Manual"
project_copyright = "the post office"

extensions = ["stamps"]
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["post.css"]
locale_dirs = ["locale"]
