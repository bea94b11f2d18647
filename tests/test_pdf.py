"""PDF editions: every text of a document, in every script, set by Typst, and nothing of it as code."""

from __future__ import annotations

import ctypes
import io
import json
import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest
import typst
from docutils import nodes
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw as pdfium_raw
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from editions.formats.pdf.books import slug
from editions.formats.pdf.markup import flowing, literal
from editions.problem import UserError
from editions.state import Mark, target_hash_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from docutils.parsers.rst import Directive
