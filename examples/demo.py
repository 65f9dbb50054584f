"""What `make demo` shows: a library of six short articles, and three questions to it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from quoth.ui.cli import run

__all__ = ["QUESTIONS"]

HERE = Path(__file__).resolve().parent
QUESTIONS = (
    "How much did Harrison's first sea clock weigh?",
    "Why does a GPS receiver need a fourth satellite?",
    "Which vaccine protects against measles?",  # the articles do not say
)


def main() -> int:
    """Build the library, ask, and say how to go on."""
    code = _command("add", str(HERE / "library"))
    for question in QUESTIONS:
        if code not in (0, 3):  # 3: an honest "not here"
            return code
        code = _command("ask", question)
    quoth = Path(sys.executable).with_name("quoth")
    shown = os.path.relpath(quoth)
    print("\nNow your own papers (PDF, DOCX, HTML, Markdown, text), in a library of your own:")
    print(f"    {shown} add ~/papers  &&  {shown} ask 'your question'")
    print(f"\nIn the browser, where papers can be dropped on the page:\n    {shown} ui")
    return 0 if code in (0, 3) else code


def _command(*words: str) -> int:
    print("\n$ quoth", *(_short(word) for word in words), flush=True)
    return run(words)


def _short(word: str) -> str:
    if Path(word).is_absolute():
        return os.path.relpath(word)
    return f'"{word}"' if " " in word else word


if __name__ == "__main__":
    sys.exit(main())
