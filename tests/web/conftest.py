"""Sites for the proofs with other people's tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from proofs import TRANSLATIONS, Site, copy_complete, signing, sites

from helpers import copy_own

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from helpers import Built

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these are long proofs: they need the whole project, in all languages and kinds, and tools of others."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def built_own(build_once: Callable[..., Built]) -> Built:
    """A copy of this project with the site of all of its languages; only to be read."""
    built = build_once("whole", lambda target: copy_own(target, TRANSLATIONS), {"site": ("site",)})
    assert built.runs["site"].code == 0, built.runs["site"].said
    return built


@pytest.fixture(scope="session")
def built_released(build_once: Callable[..., Built]) -> Built:
    """The sample with every paragraph vouched for in all of its languages, published; only to be read."""
    built = build_once("released", copy_complete, signing())
    for name, run in built.runs.items():
        assert run.code == 0, f"{name}: {run.said}"
    assert "held back" not in built.runs["publish"].said
    return built


@pytest.fixture(scope="session")
def built_sites(built_own: Built, built_sample: Built, built_released: Built) -> Mapping[str, Site]:
    """The working sites of this project and of the sample, and the sample as it is released, by name."""
    return {site.name: site for site in sites(built_own, built_sample, built_released)}
