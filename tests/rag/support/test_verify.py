from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from quoth.index.types import Document, Hit, Passage
from quoth.rag.support.evidence import EvidencePassage
from quoth.rag.support.scorer import Verdict
from quoth.rag.support.verify import Verified, verify
from quoth.rag.types import Source, Support, SupportLabel

TEXTS = ("The clock lost five seconds. It was brass.", "Tides follow the moon.", "Kew was built.")


@dataclass(frozen=True)
class ScriptedJudge:
    """Gives each passage the verdict that was written for it; a group has its best member's."""

    verdicts: Mapping[str, tuple[SupportLabel, float]]

    def judge(self, claim: str, groups: Sequence[Sequence[EvidencePassage]]) -> list[Verdict]:
        return [self._of(group) for group in groups]

    def _of(self, group: Sequence[EvidencePassage]) -> Verdict:
        found = [(*self.verdicts[passage.texts[0]], at) for at, passage in enumerate(group)]
        label, score, at = max(found, key=lambda one: one[1])
        reasons = () if score > 0.4 else ("a reason",)
        return Verdict(Support(label, score), ((at, 0),), reasons, nearness=score)


def sources() -> list[Source]:
    found = []
    for n, text in enumerate(TEXTS, 1):
        passage = Passage(n, f"d{n}", 100, 100 + len(text), 4, None, "body", text)
        document = Document(f"d{n}", f"/{n}", f"{n}.txt", "", "text")
        found.append(Source(n, Hit(passage, document, 1.0, n, None, None)))
    return found


def evidence() -> list[EvidencePassage]:
    found = []
    for text in TEXTS:
        ends = [at + 1 for at, sign in enumerate(text) if sign == "."]
        starts = [0, *(end + 1 for end in ends[:-1])]
        spans = list(zip(starts, ends, strict=True))
        found.append(
            EvidencePassage(
                tuple((100 + a, 100 + b) for a, b in spans),
                tuple(text[a:b] for a, b in spans),
                np.zeros((len(spans), 4), dtype=np.float32),
            )
        )
    return found


def verified(cited: Sequence[int], *verdicts: tuple[SupportLabel, float]) -> Verified:
    scripted = {of.texts[0]: one for of, one in zip(evidence(), verdicts, strict=True)}
    return verify("It said so.", cited, sources(), evidence(), judge=ScriptedJudge(scripted))


def marks(found: Verified) -> list[int]:
    return [citation.n for citation in found.citations]


def codes(found: Verified) -> list[str]:
    return [note.code for note in found.notes]


GOOD, PART = ("supported", 0.9), ("partial", 0.5)
NO, AGAINST = ("unsupported", 0.1), ("contradicted", 0.2)


def test_a_right_mark_stays_and_its_words_are_quoted() -> None:
    found = verified((1,), GOOD, NO, NO)
    (quote,) = found.quotes
    assert (marks(found), codes(found)) == ([1], [])
    assert (quote.text, quote.start, quote.end) == ("The clock lost five seconds.", 100, 128)
    assert (quote.document_id, quote.page) == ("d1", 4)
    assert (found.citations[0].start, found.citations[0].end) == (100, 128)
    assert found.support == Support("supported", 0.9)


def test_a_wrong_mark_is_moved_to_the_passage_that_carries_the_sentence() -> None:
    found = verified((2,), GOOD, NO, NO)
    assert (marks(found), codes(found)) == ([1], ["reattributed"])
    assert "[2]" in found.notes[0].message
    assert "[1]" in found.notes[0].message


def test_a_sentence_without_a_mark_gets_one() -> None:
    found = verified((), NO, NO, PART)
    assert (marks(found), codes(found)) == ([3], ["attributed"])


def test_a_sentence_that_nothing_carries_keeps_its_mark_and_says_so() -> None:
    found = verified((2,), NO, NO, NO)
    assert (marks(found), codes(found), found.quotes) == ([2], ["unsupported"], ())
    assert found.citations[0].end == 100 + len(TEXTS[1])


def test_without_a_mark_and_without_support_there_is_nothing_to_cite() -> None:
    found = verified((), NO, AGAINST, NO)
    assert (found.citations, codes(found)) == ((), ["unsupported"])


def test_words_that_say_otherwise_are_quoted() -> None:
    found = verified((1,), AGAINST, NO, NO)
    assert codes(found) == ["contradicted"]
    assert [quote.text for quote in found.quotes] == ["The clock lost five seconds."]
    assert "a reason" in found.notes[0].message


@pytest.mark.parametrize(
    ("cited", "other", "moved"),
    [
        (("partial", 0.5), ("supported", 0.9), True),
        (("partial", 0.5), ("partial", 0.55), False),
        (("partial", 0.3), ("partial", 0.6), True),
        (("supported", 0.6), ("supported", 0.9), False),
        (("contradicted", 0.2), ("supported", 0.9), True),
        (("contradicted", 0.2), ("unsupported", 0.9), False),
        (("contradicted", 0.2), ("partial", 0.6), False),
        (("unsupported", 0.1), ("partial", 0.6), True),
        (("unsupported", 0.1), ("partial", 0.3), True),
    ],
)
def test_another_passage_is_cited_only_where_it_carries_more(
    cited: tuple[SupportLabel, float], other: tuple[SupportLabel, float], moved: bool
) -> None:
    found = verified((2,), other, cited, NO)
    assert marks(found) == ([1] if moved else [2])


def test_of_several_marks_those_stay_that_carry_something() -> None:
    found = verified((1, 2, 3), GOOD, NO, PART)
    assert marks(found) == [1, 3]
    assert len(found.quotes) == 2


def test_without_passages_a_sentence_is_unsupported() -> None:
    found = verify("It said so.", (1,), [], [], judge=ScriptedJudge({}))
    assert found == Verified((), (), Support("unsupported", 0.0), found.notes)
    assert codes(found) == ["unsupported"]
