"""How a sentence of a paper says what it found, and how it says what it set out to do."""

from __future__ import annotations

import re

__all__ = ["says_aim", "says_finding"]

_FINDING = re.compile(
    r"\bwe (?:show|find|found|demonstrate|report|conclude|identif\w+|observed|propose|present)\b|"
    r"\b(?:results?|findings?|data|study|analys[ei]s|evidence) "
    r"(?:show|suggest|indicate|demonstrate|reveal|support|provide)\w*\b|"
    r"\b(?:conclusions?|associated with|in summary|thus|these results|significant\w*)\b|"
    r"\b(?:demonstrat|reveal|suggest|indicat)\w*\b",
    re.IGNORECASE,
)
_AIM = re.compile(
    r"\b(?:objectives?|aims?|methods?|design|setting|unclear|unknown|remains?)\b|"
    r"\bto (?:determine|assess|investigate|examine|evaluate|test)\b|"
    r"\bwe (?:aimed|investigated|examined|sought|hypothesi[sz]ed|tested)\b",
    re.IGNORECASE,
)


def says_finding(sentence: str) -> bool:
    """Whether a sentence reports what was found: "our results suggest …", "X is associated …"."""
    return _FINDING.search(sentence) is not None


def says_aim(sentence: str) -> bool:
    """Whether a sentence tells what was asked or done, or is not known: it states no finding."""
    return _AIM.search(sentence) is not None
