"""
Books: which documents become one file, and the tree of such a file with its documents in reading order.

Kinds of editions that are files to take away make one a book: `builder` is what their Sphinx builders have in common,
`caveats` what a reader of such a file must be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from editions.problem import UserError
from editions.project import Book

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from editions.project import Project

OPTION = "pyproject.toml: [tool.editions] books"
# Names in a toctree that stand for pages which only HTML has.
GENERATED = frozenset({"genindex", "modindex", "search", "self"})


def books(env: BuildEnvironment, project: Project | None) -> tuple[Book, ...]:
    """
    The project's books, in reading order: those that its options list, or one a document, or one for everything.

    Raises:
        UserError: the options name a document that is not there, or a name that cannot be a file's.
    """
    options = project.options if project else {}
    chosen = options.get("books")
    if isinstance(chosen, list):
        return _listed(env, chosen)
    if chosen == "documents":
        listed = _documents(env) or (env.config.root_doc,)
        return tuple(Book(docname, docname.replace("/", "-")) for docname in listed)
    if chosen is not None:
        raise UserError(f'{OPTION} must be "documents" or tables with root and name, not {chosen!r}')
    return (Book(env.config.root_doc, slug(env.config.project) or "book"),)


def slug(text: str) -> str:
    """
    A title as the name of a file: its letters and digits in any script, small, with hyphens between words.

    >>> slug("Political documents: 2018")
    'political-documents-2018'
    """
    kept = "".join(char if char.isalnum() else " " for char in text)
    return "-".join(kept.casefold().split())


def _listed(env: BuildEnvironment, tables: Sequence[Any]) -> tuple[Book, ...]:
    found = tuple(_book(env, table) for table in tables)
    names = [book.name.casefold() for book in found]
    for name in names:
        if names.count(name) > 1:
            raise UserError(f"{OPTION}: two books have the name {name!r}; give each its own")
    return found


def _book(env: BuildEnvironment, table: Any) -> Book:
    root, name = (table.get("root"), table.get("name")) if isinstance(table, dict) else (None, None)
    if not isinstance(root, str) or not isinstance(name, str):
        raise UserError(f"{OPTION}: each book needs a root (a document) and a name (of its file)")
    if root not in env.found_docs:
        raise UserError(f"{OPTION}: there is no document {root!r}; name it without ending, as in a toctree")
    if not name or name.startswith(".") or set(name) & set('/\\:*?"<>|\0'):
        raise UserError(f"{OPTION}: {name!r} cannot be the name of a file; use letters, digits and hyphens")
    return Book(root, name)


def _documents(env: BuildEnvironment) -> tuple[str, ...]:
    included: list[str] = env.toctree_includes.get(env.config.root_doc, [])
    return tuple(name for name in dict.fromkeys(included) if name in env.found_docs)


def assemble(builder: Builder, book: Book) -> nodes.document:
    """
    The tree of a book: its root document with every document that it lists, in place of the list and resolved.

    Each such document stands in a `start_of_file` that carries its name; a document is taken once, where it is
    listed first.
    """
    tree = _inlined(builder, book.root, {book.root})
    tree["docname"] = book.root
    builder.env.resolve_references(tree, book.root, builder)
    return tree


def documents_of(tree: nodes.document) -> frozenset[str]:
    """The names of the documents that a book's tree holds."""
    inner = (str(each["docname"]) for each in tree.findall(addnodes.start_of_file))
    return frozenset({str(tree["docname"]), *inner})


def _inlined(builder: Builder, docname: str, taken: set[str]) -> nodes.document:
    tree = builder.env.get_doctree(docname)
    for toctree in list(tree.findall(addnodes.toctree)):
        toctree.parent.replace(toctree, list(_chapters(builder, toctree, taken)))
    return tree


def _chapters(builder: Builder, toctree: addnodes.toctree, taken: set[str]) -> Iterator[nodes.Node]:
    caption = toctree.get("caption")
    if caption:
        yield nodes.rubric(caption, caption, classes=["part"], **_provenance(toctree, caption))
    for title, target in toctree["entries"]:
        if "://" in target:
            yield nodes.paragraph("", "", nodes.reference("", title or target, refuri=target))
    for _, target in toctree["entries"]:
        if target not in taken and target not in GENERATED and target in builder.env.found_docs:
            taken.add(target)
            chapter = addnodes.start_of_file(docname=target)
            chapter += _inlined(builder, target, taken).children
            yield chapter


def _provenance(toctree: addnodes.toctree, text: str) -> dict[str, Any]:
    """The state of a toctree's caption, as the provenance of the extension notes it for each of its texts."""
    entries: dict[str, Any] = toctree.get("editions_entries") or {}
    shown = entries.get(text)
    if shown is None:
        return {}
    return {"unit_state": shown.state} | ({} if shown.shown else {"shown": "source"})
