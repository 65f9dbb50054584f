from __future__ import annotations

import httpx
import pytest

from quoth.ui.app.context import open_context
from quoth.ui.app.guard import Access
from quoth.ui.app.server import make_app
from quoth.ui.app.users import Users, user_line
from tests.ui.app.live import logged_in, serve_live

PASSWORD = "correct horse"
EVERYWHERE = (
    "/",
    "/config",
    "/theme.css",
    "/gradio_api/info",
    "/gradio_api/startup-events",
    "/gradio_api/app_id",
    "/static/css/theme.css",
    "/assets/x.js",
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/mcp/",
    "/mcp",
    "/mcp/",
    "/docs",
    "/openapi.json",
    "/documents/x/pages/1.png?scale=1",
    "/documents/x/boxes?start=0&end=1",
    "/documents/x/text?start=0&end=1",
    "/files/x",
    "/downloads/x",
    "/logout",
    "/nowhere",
)


@pytest.fixture(scope="module")
def users(tmp_path_factory):
    path = tmp_path_factory.mktemp("users") / "users"
    path.write_text("".join(f"{user_line(name, PASSWORD)}\n" for name in ("ada", "eve")), "utf-8")
    return Users.of_file(path)


@pytest.fixture(scope="module")
def live(example_copy, users):
    with serve_live(example_copy, users=users, mcp=True) as running:
        yield running


@pytest.fixture(scope="module")
def ada(live):
    with logged_in(live, "ada", PASSWORD) as client:
        yield client


@pytest.fixture(scope="module")
def eve(live):
    with logged_in(live, "eve", PASSWORD) as client:
        yield client


@pytest.mark.parametrize("path", EVERYWHERE)
def test_nothing_is_open_to_whoever_is_not_logged_in(live, path):
    for method in ("GET", "POST", "PUT", "DELETE"):
        answer = httpx.request(method, live.url + path)
        assert answer.status_code == 401, (method, path)
        assert answer.json() == {"detail": "log in first"}


def test_a_browser_is_sent_to_the_login_page(live):
    answer = httpx.get(live.url, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert 'name="password"' in httpx.get(f"{live.url}/login").text


def test_a_login_lets_in_and_a_logout_shuts_out(live):
    with httpx.Client(base_url=live.url) as client:
        sent = {"username": "ada", "password": PASSWORD}
        answer = client.post("/login", data=sent)
        cookie = answer.headers["set-cookie"]
        assert answer.status_code == 303
        assert all(part in cookie for part in ("HttpOnly", "SameSite=strict"))
        assert client.get("/").status_code == 200
        assert client.get("/gradio_api/info").status_code == 200
        assert client.post("/logout").headers["location"] == "/login"
        assert client.get("/config").status_code == 401
        token = cookie.partition("=")[2].partition(";")[0]
        again = httpx.get(f"{live.url}/config", headers={"Authorization": f"Bearer {token}"})
        assert again.status_code == 401


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"username": "ada", "password": "wrong"}},
        {"data": {"username": "nobody", "password": PASSWORD}},
        {"data": {}},
        {"json": {"username": "ada"}},
        {"json": ["ada", PASSWORD]},
        {"json": {"username": {"$ne": ""}, "password": {"$ne": ""}}},
        {"content": b"\xff{", "headers": {"Content-Type": "application/json"}},
        {"data": {"username": "ada", "password": "x" * 20_000}},
    ],
)
def test_a_wrong_login_is_refused(live, sent):
    answer = httpx.post(f"{live.url}/login", **sent)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_a_forged_or_foreign_token_lets_nobody_in(live, users):
    sessions = live.context.database.file
    for header in ("Bearer x", "Bearer", "Basic YWRhOmNvcnJlY3QgaG9yc2U=", "Bearer " + "é" * 9):
        answer = httpx.get(f"{live.url}/config", headers={"Authorization": header.encode()})
        assert answer.status_code == 401
    from quoth.ui.app.sessions import Sessions

    token = Sessions(sessions).begin("gone")  # a user whose line was taken out of the file
    answer = httpx.get(f"{live.url}/config", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/file=..%2f..%2fetc%2fpasswd",
        "/file=/etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1:22/",
        "/monitoring",
        "/gradio_api/component_server",
        "/gradio_api/mcp/",
        "/static/%2e%2e/%2e%2e/routes.py",
        "/docs",
        "/openapi.json",
    ],
)
def test_what_the_page_does_not_use_is_shut_for_users_too(ada, path):
    assert ada.get(path).status_code in (403, 404)
    assert ada.post(path).status_code in (403, 404, 405)


def test_an_upload_in_gradios_cache_cannot_be_fetched_by_anyone(ada, eve):
    sent = {"files": ("secret.txt", b"the secret of ada", "text/plain")}
    path = ada.post("/gradio_api/upload", files=sent).raise_for_status().json()[0]
    assert path.endswith("secret.txt")
    for client in (ada, eve):
        for form in ("/gradio_api/file=", "/file=", "/gradio_api/file/", "/gradio_api//file="):
            assert b"secret of" not in client.get(form + path).content


def test_a_download_is_its_users_alone(live, ada, eve):
    url = live.context.downloads.offer("ada", "größe.md", "text/markdown", b"mine")
    answer = ada.get(url)
    assert answer.content == b"mine"
    assert (
        answer.headers["content-disposition"] == "attachment; filename*=UTF-8''gr%C3%B6%C3%9Fe.md"
    )
    assert eve.get(url).status_code == 404
    assert ada.get("/downloads/none").status_code == 404


def test_what_is_too_large_is_refused_before_it_is_kept(example_folder):
    from quoth.ui.app.limits import Limits

    limits = Limits(upload_bytes=1000, total_bytes=3000)
    with serve_live(example_folder, limits=limits) as live:
        one = [("files", ("big.txt", b"x" * 1500, "text/plain"))]
        many = [("files", (f"{n}.txt", b"x" * 900, "text/plain")) for n in range(5)]
        for sent in (one, many):
            answer = httpx.post(f"{live.url}/gradio_api/upload", files=sent)
            assert answer.status_code == 413
            assert not list(live.uploads.rglob("*.txt"))


@pytest.fixture(scope="module")
def local(example_folder):
    with serve_live(example_folder) as running:
        yield running


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_a_name_that_was_made_to_point_here_is_refused(local, host):
    answer = httpx.get(f"{local.url}/config", headers={"Host": host})
    assert answer.status_code in (400, 403)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST", "[::1]"])
def test_the_names_of_this_machine_pass(local, host):
    port = local.url.rpartition(":")[2]
    answer = httpx.get(f"{local.url}/config", headers={"Host": f"{host}:{port}"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://[", ""]
)
def test_another_sites_page_cannot_post(local, origin):
    sent = {"files": ("a.txt", b"planted", "text/plain")}
    answer = httpx.post(f"{local.url}/gradio_api/upload", files=sent, headers={"Origin": origin})
    assert answer.status_code == 403
    same = httpx.post(f"{local.url}/gradio_api/upload", files=sent, headers={"Origin": local.url})
    assert same.status_code == 200


def test_every_answer_keeps_a_browser_from_other_hosts_and_frames(local):
    for path in ("/", "/healthz", "/nowhere"):
        headers = httpx.get(local.url + path).headers
        assert "connect-src 'self'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"


def test_websockets_are_not_offered(local):
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    assert httpx.get(f"{local.url}/config", headers=upgrade).status_code != 101


def test_a_context_and_its_access_must_agree_about_users(local, users):
    from tests.ui.app.live import blank_page

    with pytest.raises(ValueError, match="has_users"):
        make_app(local.context, blank_page, access=Access(users))


def test_ten_wrong_passwords_make_an_address_wait(example_copy, users):
    with serve_live(example_copy, users=users) as live:
        wrong = {"username": "ada", "password": "wrong wrong"}
        codes = [httpx.post(f"{live.url}/login", json=wrong).status_code for _ in range(11)]
        assert codes == [403] * 10 + [429]
        right = {"username": "ada", "password": PASSWORD}
        assert httpx.post(f"{live.url}/login", json=right).status_code == 429


def test_a_user_is_asked_for_in_every_call(live):
    from quoth.ui.app.context import NotLoggedIn

    with pytest.raises(NotLoggedIn, match="log in first"):
        live.context.user_of(None)


def test_without_users_everything_is_the_local_users(local):
    assert local.context.user_of(None) == "local"


def test_a_context_closes_all_that_it_opened(tmp_path):
    from quoth.rag.assembly import build_assistant
    from quoth.rag.settings import Settings

    settings = Settings(library=str(tmp_path / "library"))
    context = open_context(build_assistant(settings), settings)
    context.close()
    assert not context.adding.is_busy()
