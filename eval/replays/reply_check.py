"""How scripted replies come out of the verification, by type.

    python -m quoth.eval.replays.reply_check REPLIES.jsonl PAPERS… [--json] [--without-model]

The replies are those of `python -m quoth.eval.replays.replies`. Each sentence is verified as in an
answer: against passages that hold its evidence and what it cites, and others that its own words
find; a passage where a lie would be true is not among them.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from quoth.eval.bootstrap import Estimate, bootstrap_mean
from quoth.eval.question_set import Span, is_hit
from quoth.eval.replays.reply import SWAPPED, Reply, read_replies
from quoth.index import Library, add, load_embedder
from quoth.index.errors import UsageError
from quoth.index.types import Document, Hit
from quoth.rag.retriever import retrieve
from quoth.rag.support.evidence import evidence_of_hits
from quoth.rag.support.scorer import SupportJudge
from quoth.rag.support.trained_judge import RIVALS, support_judge
from quoth.rag.support.verify import Verified, verify
from quoth.rag.types import Source

__all__ = ["Checked", "check_replies", "main", "shares"]

_SHOWN = 10  # passages in a prompt
_GROUPS: Mapping[str, frozenset[str]] = {
    "honest": frozenset({"good", "missing_marker", "wrong_marker", "marker_style"}),
    "values, negation": frozenset({"number", "year", "date", "unit", "negation"}),
    "swapped": frozenset(SWAPPED),
    "role or entity": frozenset({"role", "entity"}),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A reply and what became of it; `repaired`: it ends with a mark of a passage that is right."""

    reply: Reply
    verified: Verified
    repaired: bool


def check_replies(
    library: Library, replies: Iterable[Reply], *, judge: SupportJudge
) -> list[Checked]:
    """Verify each reply against the passages that its writer would have been shown.

    Raises:
        UsageError: a reply names a document that the library does not have.
    """
    documents = {document.file: document for document in library.documents()}
    checked = []
    for reply in replies:
        sources = _sources(library, documents, reply)
        evidence = evidence_of_hits(library, [source.hit for source in sources])
        cited = [source.n for source in sources if _holds(source.hit, reply.cited)]
        verified = verify(reply.text, cited, sources, evidence, judge=judge)
        right = {source.n for source in sources if _holds(source.hit, reply.evidence)}
        repaired = any(citation.n in right for citation in verified.citations)
        checked.append(Checked(reply, verified, repaired))
    return checked


def _sources(library: Library, documents: Mapping[str, Document], reply: Reply) -> list[Source]:
    hits: dict[int, Hit] = {}
    for span in reply.shown:
        if span.document not in documents:
            msg = f"{reply.id} stands on {span.document}, which is not in the library; add it"
            raise UsageError(msg)
        document = documents[span.document]
        for passage in library.passages_of(document.id):
            hit = Hit(passage, document, 1.0, 1, None, None)
            if _holds(hit, (span,)):
                hits[passage.id] = hit
    for hit in retrieve(library, reply.text, k=2 * _SHOWN, leave_out=("reference",)).hits:
        if len(hits) < _SHOWN and not _touches(hit, reply.withheld):
            hits.setdefault(hit.passage.id, hit)
    return [Source(n, hit) for n, hit in enumerate(hits.values(), 1)]


def _holds(hit: Hit, spans: Sequence[Span]) -> bool:
    return is_hit(hit.document.file, hit.passage.start, hit.passage.end, spans)


def _touches(hit: Hit, spans: Sequence[Span]) -> bool:
    passage = hit.passage
    return any(
        span.document == hit.document.file and span.start < passage.end and passage.start < span.end
        for span in spans
    )


def shares(checked: Sequence[Checked]) -> dict[str, dict[str, Estimate]]:
    """Return the shares of the labels, by type of reply and by group of types."""
    by_type: defaultdict[str, list[Checked]] = defaultdict(list)
    for one in checked:
        by_type[one.reply.type].append(one)
        for group, types in _GROUPS.items():
            if one.reply.type in types:
                by_type[f"all {group}"].append(one)
    return {type_: _shares(type_, ones) for type_, ones in by_type.items()}


def _shares(type_: str, ones: Sequence[Checked]) -> dict[str, Estimate]:
    labels = [one.verified.support.label for one in ones]
    values = {
        "supported": [label == "supported" for label in labels],
        "supported or partial": [label in ("supported", "partial") for label in labels],
        "contradicted": [label == "contradicted" for label in labels],
        "unsupported": [label == "unsupported" for label in labels],
        "right mark": [one.repaired for one in ones],
    }
    return {
        name: bootstrap_mean([float(value) for value in of], name=f"{type_} {name}")
        for name, of in values.items()
    }


def _lines(found: Mapping[str, Mapping[str, Estimate]]) -> list[str]:
    lines = []
    for type_, values in found.items():
        cells = [
            f"{name} {one.value:.1%} [{one.low:.1%}, {one.high:.1%}]"
            for name, one in values.items()
        ]
        n = next(iter(values.values())).n
        lines.append(f"{type_:<22}n = {n:<5}{'  '.join(cells)}")
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the shares of the labels by type of reply."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.replays.reply_check")
    parser.add_argument("replies", type=Path)
    parser.add_argument("papers", type=Path, nargs="+")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--without-model", action="store_true")
    options = parser.parse_args(arguments)
    replies = read_replies(options.replies)
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder), load_embedder) as library,
    ):
        add(library, options.papers)
        neural = not options.without_model
        judge = support_judge(library.embedder, library.rarity, neural=neural, most=RIVALS)
        found = shares(check_replies(library, replies, judge=judge))
    if options.json:
        as_rows = {t: {name: asdict(one) for name, one in of.items()} for t, of in found.items()}
        print(json.dumps(as_rows, indent=2))
    else:
        print("\n".join(_lines(found)))


if __name__ == "__main__":
    main()
