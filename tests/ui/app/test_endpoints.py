"""The public functions, as gradio_client and an MCP client call them."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.ui.app.live import Live, serve_live

NAMES = {"ask", "search", "cite", "documents"}
QUESTION = "How much did Harrison's first sea clock weigh?"


@pytest.fixture(scope="module")
def live(example_folder):
    from quoth.ui.app.limits import Limits

    with serve_live(example_folder, mcp=True, limits=Limits(asking=4)) as running:
        yield running


@pytest.fixture(scope="module")
def client(live):
    from gradio_client import Client

    connected = Client(live.url, verbose=False)
    yield connected
    connected.close()


def test_only_the_four_endpoints_are_offered_and_each_is_described(live):
    named = httpx.get(f"{live.url}/gradio_api/info").json()["named_endpoints"]
    assert set(named) == {f"/{name}" for name in NAMES}
    assert named["/ask"]["description"].startswith("Answer a question from the library's papers")
    parameters = {p["parameter_name"]: p for p in named["/search"]["parameters"]}
    assert parameters["k"]["python_type"]["type"] == "int"
    assert parameters["k"]["parameter_default"] == 10
    assert not parameters["query"]["parameter_has_default"]


def test_ask_answers_with_quotes_and_sources(client):
    answer = client.predict(QUESTION, api_name="/ask")
    assert answer["abstained"] is None
    assert answer["sentences"][0]["quotes"]
    source = answer["sources"][0]
    assert source["document"]["file"] == "harrison-sea-clocks.pdf"
    assert source["document"]["reference"]
    assert source["page"] in (1, 2)


def test_ask_says_why_there_is_no_answer(client):
    answer = client.predict("Who won the chess tournament in Reykjavik?", api_name="/ask")
    assert answer["abstained"]["reason"]
    assert answer["sentences"] == []


def test_search_finds_passages_within_the_filters(client):
    found = client.predict("clock", 3, document="harrison", api_name="/search")
    assert len(found["hits"]) == 3
    assert {hit["document"]["file"] for hit in found["hits"]} == {"harrison-sea-clocks.pdf"}
    none = client.predict("clock", year="1850..1860", api_name="/search")
    assert none["hits"] == []


def test_cite_finds_matches_for_each_sentence(client):
    text = "Harrison built a sea clock. It weighed some thirty kilograms."
    claims = client.predict(text, 2, api_name="/cite")["claims"]
    assert [text[c["start"] : c["end"]] for c in claims] == [c["text"] for c in claims]
    matches = [match for claim in claims for match in claim["matches"]]
    assert any(m["document"]["file"] == "harrison-sea-clocks.pdf" for m in matches)
    assert {match["stance"] for match in matches} <= {"supports", "contradicts", "related"}


def test_documents_lists_the_library_without_the_paths_of_this_machine(client, example_folder):
    listed = client.predict(api_name="/documents")
    assert len(listed["documents"]) == 6
    assert str(example_folder.parent) not in json.dumps(listed)


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("/ask", {"question": "  "}, "the question is empty"),
        ("/ask", {"question": "x" * 5000}, "too long: 4,000 characters at most"),
        ("/ask", {"question": "why?", "year": "soon"}, "year soon: give 2015"),
        ("/search", {"query": "tides", "k": 0}, "k is 0: it goes from 1 to 100"),
        ("/search", {"query": "tides", "k": 101}, "k is 101"),
        ("/cite", {"text": ""}, "the text is empty"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(client, name, given, said):
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError, match=said):
        client.predict(api_name=name, **given)


def test_twenty_who_ask_at_once_all_get_their_own_answer(live, client):
    """More than are answered at once: the others wait their turn."""
    names = ["harrison", "tide", "quartz", "railway", "metre"] * 4
    with ThreadPoolExecutor(20) as pool:
        found = list(
            pool.map(
                lambda name: client.predict("time", 1, document=name, api_name="/search"), names
            )
        )
    for name, one in zip(names, found, strict=True):
        assert name in one["hits"][0]["document"]["file"]
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: client.predict(QUESTION, api_name="/ask"), range(20)))
    assert len({answer["answer"] for answer in answers}) == 1
    assert answers[0]["sentences"]


def test_a_full_queue_says_so(example_folder):
    from gradio_client import Client
    from gradio_client.utils import QueueError

    from quoth.ui.app.limits import Limits

    with serve_live(example_folder, limits=Limits(asking=1, waiting=1)) as live:
        client = Client(live.url, verbose=False)
        said = []

        def ask(_: int) -> None:
            try:
                client.predict(QUESTION, api_name="/ask")
            except QueueError as error:
                said.append(str(error))

        with ThreadPoolExecutor(12) as pool:
            list(pool.map(ask, range(12)))
        client.close()
    assert said
    assert all("full" in line.lower() for line in said)


def run_mcp(live: Live, work, *, headers: dict[str, str] | None = None):
    """Run a coroutine function of an MCP session against a server."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def main():
        async with (
            httpx.AsyncClient(headers=headers, timeout=30) as http,
            streamable_http_client(f"{live.url}/mcp", http_client=http) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await work(session)

    return asyncio.run(main())


def test_the_same_four_are_mcp_tools_and_nothing_else(live):
    async def listed(session):
        return (await session.list_tools()).tools

    tools = {tool.name: tool for tool in run_mcp(live, listed)}
    assert set(tools) == NAMES
    assert tools["ask"].description.startswith("Answer a question from the library's papers")
    assert tools["ask"].inputSchema["required"] == ["question"]
    assert tools["search"].inputSchema["properties"]["k"]["default"] == 10
    assert all(tool.annotations.readOnlyHint for tool in tools.values())


def test_an_mcp_client_asks_searches_cites_and_lists(live):
    async def use(session):
        return [
            await session.call_tool("ask", {"question": QUESTION}),
            await session.call_tool("search", {"query": "tides", "k": 2}),
            await session.call_tool("cite", {"text": "Tides follow the moon.", "k": 1}),
            await session.call_tool("documents", {}),
        ]

    results = run_mcp(live, use)
    assert not any(result.isError for result in results)
    asked, found, cited, listed = (json.loads(result.content[0].text) for result in results)
    assert asked["sources"][0]["document"]["file"] == "harrison-sea-clocks.pdf"
    assert len(found["hits"]) == 2
    assert cited["claims"][0]["matches"]
    assert len(listed["documents"]) == 6


def test_an_mcp_client_is_told_what_is_wrong(live):
    async def use(session):
        return [
            await session.call_tool("ask", {"question": ""}),
            await session.call_tool("search", {"query": "x", "k": "many"}),
            await session.call_tool("shell", {"command": "id"}),
        ]

    empty, wrong, unknown = run_mcp(live, use)
    assert all(result.isError for result in (empty, wrong, unknown))
    assert "the question is empty" in empty.content[0].text
    assert "no tool 'shell'" in unknown.content[0].text


def test_without_the_option_there_is_no_mcp(example_folder):
    with serve_live(example_folder) as live:
        for path in ("/mcp", "/mcp/", "/gradio_api/mcp/", "/gradio_api/mcp/schema"):
            assert httpx.post(live.url + path, json={}).status_code in (404, 405)


def test_mcp_and_the_api_need_a_token_where_users_log_in(example_copy):
    from gradio_client import Client

    from quoth.ui.app.users import Users
    from tests.ui.app.live import logged_in

    users = Users.of_one("ada:correct horse")

    async def listed(session):
        return await session.call_tool("documents", {})

    with serve_live(example_copy, users=users, mcp=True) as live:
        assert httpx.post(f"{live.url}/mcp", json={}).status_code == 401
        with pytest.raises(Exception, match=r"401|Unauthorized|unhandled"):
            run_mcp(live, listed)
        with logged_in(live, "ada", "correct horse") as known:
            headers = {"Authorization": known.headers["Authorization"]}
        assert not run_mcp(live, listed, headers=headers).isError
        client = Client(live.url, headers=headers, verbose=False)
        assert len(client.predict(api_name="/documents")["documents"]) == 6
        client.close()
