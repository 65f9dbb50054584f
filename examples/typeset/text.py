"""Articles as text: Markdown, plain text and HTML."""

from __future__ import annotations

import textwrap
from html import escape
from typing import TYPE_CHECKING

from typeset.article import FootnoteMark, Heading, Items, Paragraph, Table, plain_words

if TYPE_CHECKING:
    from typeset.article import Article, Block, Inline

__all__ = ["html", "markdown", "plain_text"]

_WIDTH = 78
_STYLE = """
body { max-width: 42em; margin: 3em auto; padding: 0 1em; font: 1.05em/1.5 Georgia, serif; }
h1 { line-height: 1.2; }
table { border-collapse: collapse; margin: 1.5em 0; }
caption { text-align: left; font-style: italic; padding-bottom: .4em; }
th, td { text-align: left; padding: .3em 1.2em .3em 0; border-bottom: 1px solid #bbb; }
.byline { font-style: italic; }
""".strip()


def markdown(article: Article) -> str:
    """Return the article as a Markdown file."""
    head = f"# {article.title}\n\n{article.byline}\n\n{article.imprint}\n\n"
    return head + article.body


def plain_text(article: Article) -> str:
    """Return the article as plain text, its headings told by their numbers only."""
    head = [article.title, article.byline, article.imprint]
    return "\n\n".join([*head, *(_plain_block(block) for block in article.blocks)]) + "\n"


def _plain_block(block: Block) -> str:
    match block:
        case Heading(text):
            return text
        case Paragraph(content):
            return _wrapped(plain_words(content))
        case Items(items, numbered):
            marks = [f"{n}. " if numbered else "- " for n in range(1, len(items) + 1)]
            lines = zip(marks, items, strict=True)
            return "\n".join(_wrapped(plain_words(item), mark) for mark, item in lines)
    message = "plain text has no tables"
    raise ValueError(message)


def _wrapped(words: str, mark: str = "") -> str:
    return textwrap.fill(
        words,
        _WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )


def html(article: Article) -> str:
    """Return the article as one HTML page without scripts or links to anything."""
    authors = "".join(f'<meta name="author" content="{escape(a)}">\n' for a in article.authors)
    body = "\n".join(_html_block(block) for block in article.blocks)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(article.title)}</title>\n{authors}"
        f'<meta name="date" content="{article.year}">\n'
        f"<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<article>\n"
        f"<h1>{escape(article.title)}</h1>\n"
        f'<p class="byline">{escape(article.byline)}</p>\n<p>{escape(article.imprint)}</p>\n'
        f"{body}\n</article>\n</body>\n</html>\n"
    )


def _html_block(block: Block) -> str:
    match block:
        case Heading(text):
            return f"<h2>{escape(text, quote=False)}</h2>"
        case Paragraph(content):
            return f"<p>{_html_inline(content)}</p>"
        case Items(items, numbered):
            tag = "ol" if numbered else "ul"
            lines = "\n".join(f"<li>{_html_inline(item)}</li>" for item in items)
            return f"<{tag}>\n{lines}\n</{tag}>"
        case Table(header, rows, caption):
            head = "".join(f"<th>{escape(cell, quote=False)}</th>" for cell in header)
            lines = "\n".join(_html_row(row) for row in rows)
            return (
                f"<table>\n<caption>{escape(caption, quote=False)}</caption>\n"
                f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{lines}\n</tbody>\n</table>"
            )


def _html_row(row: tuple[str, ...]) -> str:
    cells = "".join(f"<td>{escape(cell, quote=False)}</td>" for cell in row)
    return f"<tr>{cells}</tr>"


def _html_inline(content: Inline) -> str:
    parts = []
    for part in content:
        if isinstance(part, FootnoteMark):
            message = "the HTML page has no footnotes"
            raise TypeError(message)
        words = escape(part.text, quote=False)
        parts.append(f"<em>{words}</em>" if part.italic else words)
    return "".join(parts)
