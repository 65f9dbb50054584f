"""How much one user, and all of them, may ask of the page at once."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The page's limits; they are shown on it.

    Attributes:
        asking: questions that are answered at the same time; the others wait in the queue.
        waiting: calls that may wait in the queue, of all users; the next is told that it is full.
        upload_files: of one upload.
        upload_bytes: of one file.
        total_bytes: of one upload.
        question_chars: of one question.
        text_chars: of a text to look citations up for.
    """

    asking: int = 20
    waiting: int = 200
    upload_files: int = 200
    upload_bytes: int = 100_000_000
    total_bytes: int = 1_000_000_000
    question_chars: int = 4_000
    text_chars: int = 5_000_000

    def sentence(self) -> str:
        """Say them to a user."""
        return (
            f"{self.asking} questions are answered at once, {self.waiting} wait. An upload: up to "
            f"{self.upload_files} files of {self.upload_bytes // 1_000_000} MB."
        )
