"""What every part of the page works with, made once when the server starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.index.errors import QuothError
from quoth.ui.app.adding import Adding
from quoth.ui.app.database import AppDatabase
from quoth.ui.app.downloads import Downloads
from quoth.ui.app.evaluate_jobs import Evaluating
from quoth.ui.app.evaluate_store import EvaluationStore
from quoth.ui.app.limits import Limits
from quoth.ui.app.records import LOCAL_USER
from quoth.ui.app.source_files import SourceFiles
from quoth.ui.app.tags import Tags

if TYPE_CHECKING:
    import gradio as gr

    from quoth.index.library import Library
    from quoth.rag.assistant import Assistant
    from quoth.rag.settings import Settings

__all__ = ["Look", "NotLoggedIn", "PageContext", "open_context"]


class NotLoggedIn(QuothError):
    """Users have to log in, and this call comes from nobody."""

    def __init__(self) -> None:
        super().__init__("log in first: reload the page")


@dataclass(frozen=True, slots=True)
class Look:
    """What goes into the page's head, and its theme; the files are read when the server starts.

    `theme` makes a `gradio.themes.Base`; it is called once gradio has been imported.
    """

    theme: Callable[[], gr.themes.Base] | None = None
    css_paths: tuple[Path, ...] = ()
    js: str | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the page's parts work with. All of it may be used by many threads at once.

    Attributes:
        assistant: answers and searches; its `library` follows what is added beside it.
        settings: of the user who started the server.
        database: conversations and feedback, by user.
        sources: pages, rectangles, texts and files of documents, by id.
        downloads: files made for one user, to be fetched by that user.
        adding: the one place where files are added to the library.
        evaluations: question sets and runs, by user.
        evaluating: the one place where runs are made.
        has_users: whether users log in; else all that happens is `LOCAL_USER`'s.
    """

    assistant: Assistant
    settings: Settings
    database: AppDatabase
    tags: Tags
    sources: SourceFiles
    downloads: Downloads
    adding: Adding
    evaluations: EvaluationStore
    evaluating: Evaluating
    has_users: bool = False
    limits: Limits = field(default_factory=Limits)

    @property
    def library(self) -> Library:
        """The library that is asked."""
        return self.assistant.library

    def user_of(self, request: gr.Request | None) -> str:
        """Return the name of the user who made a call.

        Raises:
            NotLoggedIn: users have to log in, and nobody has.
        """
        if not self.has_users:
            return LOCAL_USER
        name = getattr(request, "username", None)
        if not name:
            raise NotLoggedIn
        return str(name)

    def close(self) -> None:
        """End what runs and let go of the files."""
        self.adding.close()
        self.evaluating.close()
        self.sources.close()
        self.database.close()
        self.library.close()


def open_context(
    assistant: Assistant,
    settings: Settings,
    *,
    has_users: bool = False,
    limits: Limits | None = None,
) -> PageContext:
    """Put a context together over an assistant; app.db is made beside its library.

    Raises:
        LibraryUnwritable, LibraryDamaged, LibraryTooNew: app.db cannot be used.
    """
    library = assistant.library
    database = AppDatabase(library.folder / "app.db")
    return PageContext(
        assistant=assistant,
        settings=settings,
        database=database,
        tags=Tags(database.file),
        sources=SourceFiles(library),
        downloads=Downloads(),
        adding=Adding(library, settings),
        evaluations=EvaluationStore(library.folder / "evaluations"),
        evaluating=Evaluating(library, settings),
        has_users=has_users,
        limits=limits or Limits(),
    )
