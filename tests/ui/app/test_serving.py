"""`quoth ui` as a process, and what it refuses."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from quoth.index.errors import UsageError
from quoth.ui.app.serving import Address, ServeOptions, free_socket, is_loopback
from quoth.ui.app.users import Users
from quoth.ui.cli import run


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_another_host_is_refused_without_users(host, capsys, tmp_path):
    assert run(["ui", "--host", host, "--library", str(tmp_path / "library")]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"quoth: --host {host} lets other machines in")
    assert said.count("\n") == 1
    assert not (tmp_path / "library").exists()


def test_another_host_is_taken_with_users():
    assert ServeOptions("0.0.0.0", users=Users.of_one("ada:long enough")).host == "0.0.0.0"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--auth", "ada:short"], "too short"),
        (["--auth", "ada"], "USER:PASSWORD"),
        (["--auth", "ada:long enough", "--auth-file", "x"], "not both"),
        (["--auth-file", "nowhere"], "No such file"),
        (["--host", "127.0.0.1.x", "--auth", "ada:long enough"], "cannot listen on"),
    ],
)
def test_what_cannot_be_is_one_line_and_exit_2(words, said, capsys, tmp_path):
    assert run(["ui", "--no-browser", "--library", str(tmp_path / "library"), *words]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_a_port_that_is_in_use_leads_to_the_next():
    with free_socket("127.0.0.1", 7990) as first:
        port = first.getsockname()[1]
        with free_socket("127.0.0.1", port) as second:
            assert port < second.getsockname()[1] < port + 20


def test_where_no_port_is_free_one_line_says_so(monkeypatch):
    monkeypatch.setattr("quoth.ui.app.serving._PORTS_TRIED", 1)
    with free_socket("127.0.0.1", 8010) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"the ports {port} to {port} are in use"):
            free_socket("127.0.0.1", port)


def test_loopback_is_told_from_the_rest():
    assert all(map(is_loopback, ("127.0.0.1", "127.1.2.3", "localhost", "::1")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "10.0.0.1", "localhost.evil.example")))


def test_the_address_is_one_that_a_browser_here_can_open():
    assert Address("0.0.0.0", 80).url == "http://127.0.0.1:80"
    assert Address("::1", 80).url == "http://[::1]:80"
    assert Address("127.0.0.1", 7860).url == "http://127.0.0.1:7860"


def wait_for(url: str, status: str) -> None:
    for _ in range(600):
        try:
            if httpx.get(f"{url}/healthz").json()["status"] == status:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.05)
    raise TimeoutError(status)


def test_the_port_answers_before_the_page_is_built_and_ctrl_c_ends_it_cleanly(
    example_copy: Path, tmp_path: Path
):
    environment = {**os.environ, "TMPDIR": str(tmp_path), "QUOTH_CONFIG": str(tmp_path / "none")}
    command = [sys.executable, "-m", "quoth.ui.cli", "ui", "--no-browser", "--port", "8030"]
    with subprocess.Popen(
        [*command, "--mcp", "--library", str(example_copy)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            url = server.stdout.readline().split()[3]
            assert server.stdout.readline() == f"MCP is at {url}/mcp\n"
            wait_for(url, "starting")
            early = httpx.get(url, headers={"Accept": "text/html"})
            assert "Opening your library" in early.text
            assert httpx.get(f"{url}/config").status_code == 503
            assert len(list(tmp_path.glob("quoth-ui-*"))) == 1
            wait_for(url, "ok")
            assert "gradio" in httpx.get(url, headers={"Accept": "text/html"}).text
            with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))):
                server.send_signal(signal.SIGINT)
                out, err = server.communicate(timeout=30)
        finally:
            server.kill()
    assert server.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert err.splitlines()[-1] == "quoth: interrupted; what was done before is kept"
    assert list(tmp_path.glob("quoth-ui-*")) == []


def test_a_page_that_cannot_be_built_ends_the_server_with_its_error(tmp_path):
    from quoth.rag.assembly import build_assistant
    from quoth.rag.settings import Settings
    from quoth.ui.app.context import open_context
    from quoth.ui.app.serving import serve

    settings = Settings(library=str(tmp_path / "library"))
    context = open_context(build_assistant(settings), settings)

    def broken(_context):
        message = "no such theme"
        raise UsageError(message)

    with pytest.raises(UsageError, match="no such theme"):
        serve(context, broken, ServeOptions(port=8050, browser=False))
