"""What the page fetches beside Gradio's calls: pages, rectangles, texts, files; all by ids.

The guard has let the request through, so a user is known. A document is anybody's who may use the
library; a download is the one user's that it was made for. No part of an address is ever a path.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import quote

from quoth.index.errors import LibraryError, QuothError, ReadError, UnknownDocument
from quoth.ui.app.context import PageContext
from quoth.ui.app.guard import user_of_request
from quoth.ui.app.pdf_pages import SCALES
from quoth.ui.app.verified_files import FileUnavailable

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["add_routes"]

_TROUBLE = {"gone": 410, "changed": 409, "none": 404, "unreadable": 403}
_A_DAY = "private, max-age=86400"  # the address of a picture changes with its file
_UNSAFE_PAGE = "default-src 'none'; sandbox"  # a document may be an HTML page with scripts

Endpoint = Callable[["Request"], "Response"]


def add_routes(app: Starlette, context: PageContext) -> None:
    """Add the routes; before Gradio is mounted at "/", which takes all that is left."""
    sources = context.sources

    def page_png(request: Request) -> Response:
        number, scale = int(request.path_params["page"]), float(request.query_params["scale"])
        if scale not in SCALES:
            msg = f"no scale {scale:g}; there are {', '.join(f'{s:g}' for s in SCALES)}"
            raise ValueError(msg)
        picture = sources.page_png(request.path_params["id"], number, scale)
        return _bytes(picture, "image/png", {"Cache-Control": _A_DAY})

    def boxes(request: Request) -> Response:
        found = sources.boxes(request.path_params["id"], *_span(request))
        return _json({"pages": [asdict(page) for page in found]})

    def text(request: Request) -> Response:
        return _json(asdict(sources.text(request.path_params["id"], *_span(request))))

    def file(request: Request) -> Response:
        served = sources.file(request.path_params["id"])
        is_pdf = served.data.startswith(b"%PDF-")
        headers = {"Content-Disposition": _disposition(served.name, inline=is_pdf)}
        if not is_pdf:  # a sandbox would keep the browser's own PDF viewer out
            headers["Content-Security-Policy"] = _UNSAFE_PAGE
        kind = "application/pdf" if is_pdf else "application/octet-stream"
        return _bytes(served.data, kind, headers)

    def download(request: Request) -> Response:
        user = user_of_request(request)
        found = context.downloads.fetch(user or "", request.path_params["token"])
        if found is None:
            msg = "this download is over. Make it again"
            raise UnknownDocument(msg)
        headers = {
            "Content-Disposition": _disposition(found.name, inline=False),
            "Content-Security-Policy": _UNSAFE_PAGE,
        }
        return _bytes(found.data, found.media_type, headers)

    app.add_route("/healthz", _healthy)
    app.add_route("/documents/{id}/pages/{page:int}.png", _answering(page_png))
    app.add_route("/documents/{id}/boxes", _answering(boxes))
    app.add_route("/documents/{id}/text", _answering(text))
    app.add_route("/files/{id}", _answering(file))
    app.add_route("/downloads/{token}", _answering(download))


def _healthy(_request: Request) -> Response:
    return _json({"status": "ok"})


def _answering(endpoint: Endpoint) -> Endpoint:
    """Return the endpoint with its errors as answers: what is wrong, in one line."""

    def answer(request: Request) -> Response:
        try:
            return endpoint(request)
        except FileUnavailable as error:
            return _json({"detail": str(error), "trouble": error.trouble}, _TROUBLE[error.trouble])
        except UnknownDocument as error:
            return _json({"detail": str(error)}, 404)
        except (KeyError, ValueError) as error:
            return _json({"detail": f"wrong or missing: {error}"}, 400)
        except ReadError as error:
            return _json({"detail": str(error)}, 404)
        except (LibraryError, QuothError) as error:
            return _json({"detail": str(error)}, 503)

    return answer


def _span(request: Request) -> tuple[int, int]:
    return int(request.query_params["start"]), int(request.query_params["end"])


def _bytes(data: bytes, media_type: str, headers: dict[str, str]) -> Response:
    from starlette.responses import Response as PlainResponse

    defaults = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return PlainResponse(data, media_type=media_type, headers=defaults | headers)


def _json(value: object, code: int = 200) -> Response:
    from starlette.responses import JSONResponse

    return JSONResponse(value, code, headers={"Cache-Control": "private, no-store"})


def _disposition(name: str, *, inline: bool) -> str:
    """Return the header that names a file; RFC 6266 writes any name in UTF-8."""
    return f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}"
