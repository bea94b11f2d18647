"""The one error of markup: an answer, or a source, whose markup cannot be carried over."""

from __future__ import annotations


class MarkupLostError(Exception):
    """The markup of a paragraph did not survive; the text says what went wrong, in plain words."""
