"""SciFact as its authors publish it: claims, and a corpus of abstracts by sentence.

    claims_dev.jsonl {"id", "claim", "evidence": {doc_id: [{"sentences": [..], "label"}]},
                      "cited_doc_ids"}
    corpus.jsonl     {"doc_id", "title", "abstract": [sentence]}    in the same folder

Source: Wadden et al. 2020, Fact or Fiction: Verifying Scientific Claims.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

from quoth.eval.claim_set import Claim
from quoth.eval.importers.ids import check_items
from quoth.eval.json_lines import complain, rows_of
from quoth.eval.question_set import Span
from quoth.eval.runs.items import CorpusDocument, EvalSet, claim_item
from quoth.eval.runs.records import Stance
from quoth.index.errors import UsageError

__all__ = ["read_scifact"]

_STANCES: Mapping[str, Stance] = {"SUPPORT": "supports", "CONTRADICT": "contradicts"}


class _Rationale(BaseModel):
    sentences: tuple[int, ...]
    label: Literal["SUPPORT", "CONTRADICT"]


class _Claim(BaseModel):
    id: str = Field(coerce_numbers_to_str=True)
    claim: str
    evidence: dict[str, tuple[_Rationale, ...]] = Field(default_factory=dict)
    cited_doc_ids: tuple[int | str, ...] = ()


class _Abstract(BaseModel):
    doc_id: str = Field(coerce_numbers_to_str=True)
    title: str = ""
    abstract: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(sentence.strip() for sentence in self.abstract)

    def span(self, at: int) -> Span:
        stripped = [sentence.strip() for sentence in self.abstract]
        start = sum(len(sentence) + 1 for sentence in stripped[:at])
        quote = stripped[at]
        return Span(document=self.doc_id, quote=quote, start=start, end=start + len(quote))


def read_scifact(path: Path) -> EvalSet:
    """Read a file of claims and the corpus beside it.

    Raises:
        UsageError: a file is missing or does not read, or evidence stands in no abstract.
    """
    corpus = path.parent / "corpus.jsonl"
    if not corpus.exists():
        msg = f"SciFact's claims {path} need corpus.jsonl beside them"
        raise UsageError(msg)
    abstracts = {row.doc_id: row for _, row in rows_of(corpus, _Abstract, name="corpus")}
    items, problems = [], []
    for line, claim in rows_of(path, _Claim, name="claim set"):
        spans = []
        for document, rationales in claim.evidence.items():
            abstract = abstracts.get(document)
            numbers = [n for rationale in rationales for n in rationale.sentences]
            if abstract is None or any(not 0 <= n < len(abstract.abstract) for n in numbers):
                problems.append(f"line {line}: no such sentence of document {document!r}")
            else:
                spans += [abstract.span(n) for n in numbers]
        labels = [one.label for several in claim.evidence.values() for one in several]
        cited = tuple(map(str, claim.cited_doc_ids)) or tuple(claim.evidence)
        own = Claim(
            id=claim.id,
            claim=claim.claim,
            stance=_STANCES[labels[0]] if labels else "none",
            evidence=tuple(dict.fromkeys(spans)),
            cited=cited,
        )
        items.append(claim_item(own, line))
    complain(problems, f"the set {path} has", "claims with evidence that is not there")
    sha256 = hashlib.sha256(path.read_bytes() + corpus.read_bytes()).hexdigest()
    documents = tuple(CorpusDocument(a.doc_id, a.title, a.text) for a in abstracts.values())
    return EvalSet(path.name, sha256, check_items(items, path), corpus=documents)
