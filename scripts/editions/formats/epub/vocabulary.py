"""The elements and attributes that a page of a book may hold."""

from __future__ import annotations

# Elements of HTML that are text and its order, or show a picture.
KEPT = frozenset({
    "p", "em", "strong", "b", "i", "u", "s", "small", "sub", "sup", "span", "br", "hr", "wbr", "q", "cite", "code",
    "kbd", "samp", "var", "abbr", "dfn", "time", "mark", "ins", "del", "bdi", "bdo", "ruby", "rt", "rp", "blockquote",
    "address", "ul", "ol", "li", "dl", "dt", "dd", "div", "section", "article", "aside", "nav", "header", "footer",
    "main", "h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr",
    "th", "td", "figure", "figcaption", "details", "summary", "pre", "a", "img",
})  # fmt: skip
# Elements of HTML's content category "phrasing", and some that may not stand within them.
PHRASES = frozenset({
    "em", "strong", "b", "i", "u", "s", "small", "sub", "sup", "span", "q", "cite", "code", "kbd", "samp", "var",
    "abbr", "dfn", "mark", "bdi", "bdo", "time",
})  # fmt: skip
BLOCKS = (
    "p, div, ul, ol, dl, table, section, aside, figure, blockquote, pre, h1, h2, h3, h4, h5, h6, hr, details"
)
# Elements that act, fetch, or ask for an answer: they go with all that is in them.
DROPPED = frozenset({
    "script", "style", "template", "noscript", "iframe", "frame", "frameset", "object", "embed", "applet", "portal",
    "fencedframe", "svg", "canvas", "video", "audio", "source", "track", "map", "area", "input", "button", "select",
    "textarea", "datalist", "option", "progress", "meter", "dialog", "link", "meta", "base", "title", "head",
})  # fmt: skip
# Attributes that are kept as they are, wherever they stand.
ATTRIBUTES = frozenset(
    {"class", "title", "role", "scope", "headers", "datetime", "open", "reversed", "abbr", "alt"}
)
# Attributes that hold a number, or a word of a list, on the elements that know them.
NUMBERS = {
    "colspan": {"td", "th"}, "rowspan": {"td", "th"}, "start": {"ol"}, "value": {"li"}, "span": {"col", "colgroup"},
    "width": {"img"}, "height": {"img"},
}  # fmt: skip
# Elements of presentational MathML 3 that only show, and attributes that say how.
FORMULA = frozenset({
    "math", "mi", "mn", "mo", "ms", "mtext", "mspace", "mrow", "mfrac", "msqrt", "mroot", "mstyle", "mpadded",
    "mphantom", "mfenced", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts",
    "mprescripts", "none", "mtable", "mtr", "mtd",
})  # fmt: skip
FORMULA_ATTRIBUTES = frozenset({
    "display", "displaystyle", "scriptlevel", "alttext", "dir", "mathvariant", "mathsize", "stretchy", "symmetric",
    "fence", "separator", "form", "lspace", "rspace", "minsize", "maxsize", "largeop", "movablelimits", "accent",
    "accentunder", "linethickness", "width", "height", "depth", "voffset", "notation", "open", "close", "separators",
    "columnalign", "rowalign", "columnspacing", "rowspacing", "columnlines", "rowlines", "frame", "columnspan",
    "rowspan", "align", "side",
})  # fmt: skip
# What Sphinx says of footnotes, and what makes reading systems show them in a window (EPUB SSV 1.1, notes).
TYPES = {"doc-footnote": "footnote", "doc-noteref": "noteref"}
# Roles that ARIA no longer has, and what is said instead (DPUB-ARIA 1.1, 5.3).
ROLES = {"doc-biblioentry": "listitem"}
