"""The judges that come with the package, and what every judge promises."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from quoth.eval.judges.embedded import CosineJudge, OverlapJudge, SupportScorer, embedded_judge
from quoth.eval.judges.loading import load_judge
from quoth.eval.judges.protocol import Judge, Pair
from quoth.eval.judges.rarity import vocabulary_rarity
from quoth.index import Embedder
from quoth.index.errors import UsageError
from quoth.rag.support.evidence import EvidencePassage
from quoth.rag.support.scorer import Verdict
from quoth.rag.types import Support
from tests.eval.judges.judges import FakeCrossEncoder
from tests.eval.judges.test_chat import judge_that_says, verdict
from tests.eval.judges.test_cross_encoder import judge_of
from tests.fakes import FakeEmbedder

PAIRS = [
    Pair("The machine summed ten waves.", ("The machine summed ten waves.",)),
    Pair("It was of wood.", ("The machine summed ten waves.", "It was made of brass.")),
    Pair("It stood in London.", ()),
    Pair("The machine summed ten waves.", ("Nothing is said of it here.",)),
]


def judges(embedder: Embedder) -> dict[str, Judge]:
    return {
        "embedded": embedded_judge(embedder),
        "overlap": OverlapJudge(vocabulary_rarity(embedder)),
        "cosine": CosineJudge(embedder),
        "chat": judge_that_says(*[verdict("PARTIAL")] * 20),
        "cross-encoder": judge_of(FakeCrossEncoder({"ten": [5.0, 0.0, 0.0]})),
    }


@pytest.mark.parametrize("name", ["embedded", "overlap", "cosine", "chat", "cross-encoder"])
def test_every_judge_keeps_the_protocols_promises(fake: FakeEmbedder, name: str) -> None:
    judge = judges(fake)[name]
    found = judge.judge(PAIRS)
    assert len(found) == len(PAIRS)
    assert all(one.score is None or 0 <= one.score <= 1 for one in found)
    assert found[2].label == "unsupported"  # there is no evidence
    assert [judge.judge([pair])[0] for pair in PAIRS] == found  # whatever stands beside it
    assert list(judge.judge([])) == []
    assert judge.name.startswith(name) or name == "chat"


def test_overlap_is_the_share_of_the_claims_words_with_all_evidence_taken_together() -> None:
    judge = OverlapJudge(lambda stems: dict.fromkeys(stems, 1.0))
    claim = "Brass wheels summed waves."
    whole, half, none = judge.judge(
        [
            Pair(claim, ("A wheel of brass.", "It summed the wave.")),
            Pair(claim, ("Wheels of brass.",)),
            Pair(claim, ("Nothing here.",)),
        ]
    )
    assert [one.score for one in (whole, half, none)] == [1.0, 0.5, 0.0]
    assert [one.label for one in (whole, half)] == ["supported", "unsupported"]


def test_rare_words_weigh_more_than_common_ones(embedder: Embedder) -> None:
    rarity = vocabulary_rarity(embedder)(["the", "clock", "chronomet", "zyzzyva"])
    assert rarity["the"] < rarity["clock"] < rarity["chronomet"] <= rarity["zyzzyva"]


def test_cosine_is_that_of_the_nearest_sentence(fake: FakeEmbedder) -> None:
    claim = "The machine summed ten waves."
    near, far = CosineJudge(fake).judge(
        [
            Pair(claim, ("Other words first.", f"Yet others. {claim}")),
            Pair(claim, ("Other words.",)),
        ]
    )
    assert near.score == pytest.approx(1.0, abs=1e-5)
    assert near.label == "supported"
    assert far.score is not None
    assert far.score < 0.62
    assert far.label == "unsupported"


def test_the_embedded_judge_sees_a_number_that_is_wrong(embedder: Embedder) -> None:
    evidence = ("The first machine summed ten constituents and was built in 1872.",)
    right, wrong = embedded_judge(embedder).judge(
        [
            Pair("The first machine summed ten constituents.", evidence),
            Pair("The first machine summed forty constituents.", evidence),
        ]
    )
    assert right.label == "supported"
    assert wrong.label != "supported"
    assert wrong.reason
    assert right.score is not None
    assert wrong.score is not None
    assert right.score > wrong.score


@pytest.mark.parametrize("name", ["embedded", "cosine"])
def test_a_language_that_the_embedder_does_not_read_is_unscorable_but_for_quotes(
    embedder: Embedder, name: str
) -> None:
    german = "Die Maschine zählte zehn Wellen zusammen und zeichnete die Kurve der Gezeiten."
    other = "Niemand wusste, wie hoch das Wasser am Abend in diesem Hafen stehen würde."
    claim, quote, english = judges(embedder)[name].judge(
        [Pair(german, (other,)), Pair(german, (f"{other} {german}",)), PAIRS[0]]
    )
    assert (claim.label, claim.score) == ("unscorable", None)
    assert claim.reason == "the embedder does not read German"
    assert quote.label == english.label == "supported"


def test_any_support_judge_can_be_put_in(fake: FakeEmbedder) -> None:
    class Trained:
        def judge(self, claim: str, groups: Sequence[Sequence[EvidencePassage]]) -> list[Verdict]:
            return [Verdict(Support("partial", 0.4), reasons=(claim, f"{len(groups[0])} texts"))]

    (judgement,) = SupportScorer("trained", fake, Trained()).judge(PAIRS[1:2])
    assert (judgement.label, judgement.score) == ("partial", 0.4)
    assert judgement.reason == "It was of wood.; 2 texts"


@pytest.mark.parametrize("name", ["embedded", "signals", "overlap", "cosine"])
def test_judges_are_known_by_name_and_take_a_loaded_embedder(fake: FakeEmbedder, name: str) -> None:
    assert load_judge(name, embedder=lambda: fake).name == name


def test_a_chat_model_is_named_by_provider_and_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_BASE_URL", "http://127.0.0.1:9/v1")
    assert load_judge("openai:llama3.2").name.startswith("openai:llama3.2 (prompt ")


@pytest.mark.parametrize("name", ["", "oracle"])
def test_a_name_that_is_none_is_answered_with_those_that_are(name: str) -> None:
    with pytest.raises(
        UsageError, match=r"there are embedded, signals, overlap, cosine, provider:model"
    ):
        load_judge(name)


def test_the_key_of_another_provider_is_not_sent_to_the_judge(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from pydantic import SecretStr

    from quoth.eval.judges.chat import ChatJudge
    from quoth.rag.settings import Settings

    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-openai")
    mine = Settings(llm="groq:x", base_url="http://127.0.0.1:9/v1", api_key=SecretStr("sk-of-groq"))
    judge = load_judge("openai:test", settings=mine)
    assert isinstance(judge, ChatJudge)
    assert judge.endpoint.base_url == ""
    assert judge.endpoint.api_key.get_secret_value() == "sk-of-openai"
    same = load_judge("openai:test", settings=mine.model_copy(update={"llm": "openai:other"}))
    assert isinstance(same, ChatJudge)
    assert same.endpoint.api_key.get_secret_value() == "sk-of-groq"
