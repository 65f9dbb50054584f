"""Nothing is sent or looked up: adding and asking work with every socket refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Python imports a module of this name when it starts: the processes that it starts are covered.
SITECUSTOMIZE = """
import os, sys

def hook(event, args):
    if not event.startswith("socket.") or event in ("socket.__new__", "socket.gethostname"):
        return
    if event in ("socket.connect", "socket.bind") and isinstance(args[1], (str, bytes)):
        return  # between processes of this machine, by a file
    with open(os.environ["QUOTH_TEST_ATTEMPTS"], "a") as attempts:
        print(event, args, " ".join(sys.orig_argv), file=attempts)
    raise OSError("the test refuses the network")

sys.addaudithook(hook)
with open(os.environ["QUOTH_TEST_PROCESSES"], "a") as processes:
    print(" ".join(sys.orig_argv), file=processes)
"""

SCRIPT = """
import socket, sys
from pathlib import Path
from quoth.index import Library, add, load_embedder
from quoth.rag.assistant import Assistant

if __name__ == "__main__":
    with Library.open(Path(sys.argv[1]), load_embedder) as library:
        print(len(add(library, [Path(sys.argv[2])]).added))
        answer = Assistant(library).ask("What do tides follow?")
        print(type(library.embedder).__name__, answer.sentences[0].text)
    try:
        socket.create_connection(("example.org", 443))
    except OSError as error:
        print(error)
"""


def test_a_fresh_machine_without_network_converts_adds_and_asks(
    tmp_path: Path, papers: Path
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(SITECUSTOMIZE)
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    attempts, processes = tmp_path / "attempts", tmp_path / "processes"
    hub = {"HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"}
    environment = {name: value for name, value in os.environ.items() if name not in hub} | {
        "PYTHONPATH": str(site),
        "QUOTH_CACHE": str(tmp_path / "cache"),
        "HF_HOME": str(tmp_path / "hub"),
        "QUOTH_TEST_ATTEMPTS": str(attempts),
        "QUOTH_TEST_PROCESSES": str(processes),
    }
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "library"), str(papers)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    said = done.stdout.splitlines()
    assert said[:2] == ["3", "OpenVinoEmbedder Tides follow the moon."]
    started = processes.read_text()
    assert "quoth.index.openvino_conversion" in started
    assert "spawn_main" in started
    # that the refusal works is seen from the one attempt that the script itself makes
    assert said[2] == "the test refuses the network"
    assert len(attempts.read_text().splitlines()) == 1, attempts.read_text()
