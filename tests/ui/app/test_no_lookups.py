"""The page's server looks nothing up and reaches nothing but this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from gradio_client import Client

from tests.ui.app.test_serving import wait_for

# Python imports a module of this name when it starts: the processes that it starts are covered.
SITECUSTOMIZE = """
import os, sys

HERE = ("127.0.0.1", "::1", "localhost", "", None, "0.0.0.0")

def hook(event, args):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0]
    elif event in ("socket.connect", "socket.bind", "socket.sendto"):
        host = args[1][0] if isinstance(args[1], tuple) else ""  # else a file of this machine
    else:
        return
    if host not in HERE:
        with open(os.environ["QUOTH_TEST_ATTEMPTS"], "a") as attempts:
            print(event, args, " ".join(sys.orig_argv), file=attempts)
        raise OSError("the test refuses the network")

sys.addaudithook(hook)
"""


def test_the_page_starts_adds_and_answers_without_a_look_up(example_copy: Path, tmp_path: Path):
    site, attempts = tmp_path / "site", tmp_path / "attempts"
    site.mkdir()
    (site / "sitecustomize.py").write_text(SITECUSTOMIZE)
    unset = {"HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "GRADIO_ANALYTICS_ENABLED"}
    environment = {name: value for name, value in os.environ.items() if name not in unset} | {
        "PYTHONPATH": str(site),
        "QUOTH_CONFIG": str(tmp_path / "none"),
        "QUOTH_TEST_ATTEMPTS": str(attempts),
        "TMPDIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "quoth.ui.cli", "ui", "--no-browser", "--port", "8070"]
    with subprocess.Popen(
        [*command, "--mcp", "--library", str(example_copy)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            url = server.stdout.readline().split()[3]
            wait_for(url, "ok")
            client = Client(url, verbose=False)
            answer = client.predict("How heavy was Harrison's first clock?", api_name="/ask")
            client.close()
        finally:
            server.terminate()
    assert answer["sentences"]
    assert not attempts.exists(), attempts.read_text()
    # that the refusal works is seen from an attempt
    script = "import socket; socket.create_connection(('example.org', 443))"
    refused = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert "the test refuses the network" in refused.stderr
    assert "example.org" in attempts.read_text()
