"""Reading the source with the project's own Sphinx, in a child process, for the rules that look at it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from editions import driver
from editions.source import Passage, Reading, passages, remarks

if TYPE_CHECKING:
    from editions.project import Project


def read_source(project: Project) -> Reading:
    """
    All passages of the source, and what Sphinx remarked on them.

    Raises:
        UserError: Sphinx cannot read the source.
    """
    driver.preload()
    run = driver.in_child(_run, project)
    found: tuple[Passage, ...] = run.collected
    return Reading(found, tuple(remarks("\n".join(run.warnings), project.root)))


def _run(project: Project) -> driver.SphinxRun:
    from editions.sphinxext.context import Context

    folder = project.path(".staging", "source")
    shutil.rmtree(folder, ignore_errors=True)  # what was read before is not remarked on again
    overrides = {
        "language": project.source_language.sphinx_code,
        "editions_context": Context(project, project.source_language),
    }

    def collect(app: Any) -> tuple[Passage, ...]:
        documents = (app.env.get_doctree(name) for name in sorted(app.env.found_docs))
        return tuple(passage for document in documents for passage in passages(document, project.root))

    return driver.run_sphinx(
        project.source, folder, folder / "doctrees", builder="dummy", overrides=overrides, collect=collect
    )
