"""The words sent to a chat model, one file a prompt, and their loader.

A prompt's file begins with notes for people, which are not sent. Its messages begin with the lines
`# system` and `# user`. `{name}`, in small letters, is a placeholder; other braces are text. A
user's own folder may hold files of the same names, with the same placeholders.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

__all__ = ["Message", "Prompt", "PromptError", "PromptName", "Role", "load_prompt"]

PromptName = Literal["answer", "decompose", "judge", "question", "repair", "rewrite", "stance"]
Role = Literal["system", "user"]

_SHIPPED = Path(__file__).parent
_ROLE = re.compile(r"^# (system|user)[ \t]*$", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{([a-z][a-z_]*)\}")


class PromptError(ValueError):
    """A prompt cannot be used; its text is one line that may be shown to the user as it is."""


@dataclass(frozen=True, slots=True)
class Message:
    """What one side says to the chat model."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    r"""A prompt with its placeholders open.

    Attributes:
        text: the whole file, line ends "\n".
        sha256: of `text`, in hexadecimal; what an answer's record and a run of an evaluation name.
        messages: the system's, then the user's.
        placeholders: every name that `fill` needs.
    """

    name: PromptName
    text: str
    sha256: str
    messages: tuple[Message, ...]
    placeholders: frozenset[str]

    def fill(self, **values: str) -> tuple[Message, ...]:
        """Return the messages with a value for each placeholder.

        A value is put in as it is: what looks like a placeholder in it stays.

        Raises:
            PromptError: a value is missing, or is one that the prompt has no place for.
        """
        if values.keys() != self.placeholders:
            wrong = _braced(values.keys() ^ self.placeholders)
            msg = (
                f"prompt {self.name} is filled with {_braced(self.placeholders)}; "
                f"missing, or too many: {wrong}"
            )
            raise PromptError(msg)
        return tuple(Message(m.role, _put_in(m.content, values)) for m in self.messages)


def load_prompt(name: PromptName, *, folder: Path | None = None) -> Prompt:
    """Return a prompt: the user's own where the folder has one, else the one shipped.

    Args:
        folder: may hold any of the prompts, as `answer.md` and so on.

    Raises:
        PromptError: the folder or a file in it cannot be read, has another name than a prompt, or
            lacks a placeholder or a message of the prompt shipped, or has an unknown one.
    """
    shipped = _read(name, _SHIPPED / f"{name}.md")
    if folder is None:
        return shipped
    path = _own_prompts(folder).get(name)
    if path is None:
        return shipped
    own = _read(name, path)
    _check(own, shipped, path)
    return own


def _own_prompts(folder: Path) -> dict[str, Path]:
    """Return the prompts of a user's folder by name; a file misnamed would be ignored unseen."""
    try:
        paths = {path.stem: path for path in sorted(folder.iterdir()) if path.suffix == ".md"}
    except OSError as error:
        msg = f"the folder of prompts {folder} cannot be read ({error.strerror}); check `prompts`"
        raise PromptError(msg) from error
    known = get_args(PromptName)
    for name, path in paths.items():
        if name not in known and name.casefold() != "readme":
            msg = f"{path} is no prompt's name; prompts are {', '.join(f'{n}.md' for n in known)}"
            raise PromptError(msg)
    return paths


def _check(own: Prompt, shipped: Prompt, path: Path) -> None:
    roles = [message.role for message in own.messages]
    if roles != ["system", "user"]:
        msg = (
            f"{path} must have the line '# system' and after it the line '# user', once each; "
            "add them, or delete the file to use the prompt that came with Quoth"
        )
        raise PromptError(msg)
    if missing := shipped.placeholders - own.placeholders:
        msg = (
            f"{path} lacks {_braced(missing)}; add it below '# system' or '# user', or delete the "
            "file to use the prompt that came with Quoth"
        )
        raise PromptError(msg)
    if unknown := own.placeholders - shipped.placeholders:
        msg = (
            f"{path} has {_braced(unknown)}, which nothing fills; the placeholders of this prompt "
            f"are {_braced(shipped.placeholders)}"
        )
        raise PromptError(msg)


def _read(name: PromptName, path: Path) -> Prompt:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        msg = f"prompt {path} cannot be read: {why}; mend it, or delete it to use Quoth's own"
        raise PromptError(msg) from error
    _, *parts = _ROLE.split(text)
    messages = tuple(
        Message("system" if role == "system" else "user", content.strip())
        for role, content in zip(parts[::2], parts[1::2], strict=True)
    )
    placeholders = {found for m in messages for found in _PLACEHOLDER.findall(m.content)}
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Prompt(name, text, sha256, messages, frozenset(placeholders))


def _put_in(template: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)


def _braced(names: frozenset[str] | set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
