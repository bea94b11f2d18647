"""A role and a directive that only this project knows."""

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.util.docutils import SphinxRole


class Stamp(SphinxRole):
    """A text that looks like a stamp."""

    def run(self):
        """One inline element."""
        return [nodes.inline(self.rawtext, self.text, classes=["stamp"])], []


class Letter(Directive):
    """A box with the text of a letter."""

    has_content = True

    def run(self):
        """One container around the content."""
        box = nodes.container(classes=["letter"])
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


def setup(app):
    """Adds both."""
    app.add_role("stamp", Stamp())
    app.add_directive("letter", Letter)
    return {"parallel_read_safe": True}
