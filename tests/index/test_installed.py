"""What is installed is known without importing it."""

from __future__ import annotations

from importlib.metadata import version

from quoth.index.installed import installed_versions


def test_a_package_that_is_not_there_is_left_out() -> None:
    assert installed_versions(["nowhere-to-be-found", "pytest"]) == {"pytest": version("pytest")}
