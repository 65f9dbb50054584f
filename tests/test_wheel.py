"""The wheel: what it holds, and that it works where there is no checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("index", "rag", "prompts", "ui", "eval")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build it from a copy, so that no build folder stays in the checkout."""
    copy = tmp_path_factory.mktemp("source")
    for name in _tracked("."):
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target, follow_symlinks=False)
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_the_wheel_holds_every_tracked_file_of_the_rooms_and_nothing_else(wheel):
    expected = {f"quoth/{name}" for room in ROOMS for name in _tracked(room)}
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == expected


def test_an_installed_wheel_answers_a_question_elsewhere(wheel, tmp_path):
    python = _venv_with_our_dependencies(tmp_path / "venv")
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel], check=True
    )
    papers = tmp_path / "papers"
    shutil.copytree(ROOT / "examples" / "library", papers)
    environment = os.environ | {"QUOTH_LIBRARY": str(tmp_path / "library")}
    environment.pop("PYTHONPATH", None)

    def quoth(*words: str) -> subprocess.CompletedProcess[str]:
        command = [str(python.with_name("quoth")), *words]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    added = quoth("add", str(papers))
    assert added.returncode == 0, added.stderr
    asked = quoth("ask", "How much did Harrison's first sea clock weigh?")
    assert asked.returncode == 0, asked.stderr
    assert "34 kilograms. [1]" in asked.stdout


def _tracked(folder: str) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = [name for name in listed.stdout.split("\0") if name]
    return [name for name in names if (ROOT / name).exists() or (ROOT / name).is_symlink()]


def _venv_with_our_dependencies(folder: Path) -> Path:
    """Make an environment that finds what Quoth depends on, and not this checkout.

    Installing it all again would take minutes and gigabytes. A path file adds a folder to look in;
    path files *inside* that folder, such as the one of an editable Quoth, are not followed.
    """
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run(
        [python, "-c", ask], capture_output=True, text=True, check=True
    ).stdout.strip()
    Path(packages, "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python
