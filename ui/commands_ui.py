"""The command that opens the page in the browser: ui."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.index.errors import UsageError
from quoth.ui.options import (
    BaseUrlOption,
    LibraryOption,
    LlmOption,
    StrictOption,
    open_assistant,
)

if TYPE_CHECKING:
    from quoth.ui.app.serving import Address, ServeOptions
    from quoth.ui.app.users import Users

__all__ = ["COMMANDS"]


def ui(
    host: Annotated[
        str, typer.Option(help="Another than 127.0.0.1 lets other machines in: --auth is needed.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Or the next that is free.")] = 7860,
    auth: Annotated[
        str | None, typer.Option(help="USER:PASSWORD; other users of this machine may see it.")
    ] = None,
    auth_file: Annotated[
        Path | None, typer.Option(help="A file of users, a line each from --hash-password.")
    ] = None,
    hash_password: Annotated[
        bool, typer.Option("--hash-password", help="Ask for a password; print a user's line.")
    ] = False,
    mcp: Annotated[
        bool, typer.Option("--mcp", help="Offer ask, search, cite, documents as MCP tools too.")
    ] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only print the address.")
    ] = False,
    library: LibraryOption = None,
    llm: LlmOption = None,
    base_url: BaseUrlOption = None,
    strict: StrictOption = None,
) -> None:
    """Open the page: ask, read the source, look citations up, keep the library."""
    if hash_password:
        _print_user()
        return
    from quoth.rag.settings import load_settings
    from quoth.ui.app.context import open_context
    from quoth.ui.app.layout import build_page, page_look
    from quoth.ui.app.serving import ServeOptions, serve

    users = _users(auth, auth_file)
    options = ServeOptions(host, port, users, mcp, browser=not no_browser)
    assistant = open_assistant(library, llm=llm, base_url=base_url, strict=strict)
    context = open_context(assistant, load_settings(), has_users=users is not None)
    serve(context, build_page, options, look=page_look, say=partial(_print_address, options))


def _print_address(options: ServeOptions, address: Address) -> None:
    from quoth.ui.app.mcp_tools import MCP_PATH

    moved = "" if address.port == options.port else f" (port {options.port} is in use)"
    typer.echo(f"Quoth is at {address.url}{moved}")
    if options.mcp:
        typer.echo(f"MCP is at {address.url}{MCP_PATH}")
    typer.echo("Ctrl-C ends it.", err=True)


def _users(auth: str | None, auth_file: Path | None) -> Users | None:
    from quoth.ui.app.users import Users

    if auth is not None and auth_file is not None:
        msg = "give --auth or --auth-file, not both"
        raise UsageError(msg)
    if auth_file is not None:
        return Users.of_file(auth_file)
    return None if auth is None else Users.of_one(auth)


def _print_user() -> None:
    from quoth.ui.app.users import user_line

    name = typer.prompt("Name", err=True)
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    typer.echo(user_line(name, password))


COMMANDS = (ui,)
