"""A question in a language that the embedder does not read."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quoth.index import Library, add
from quoth.index.sentence_transformers_embedder import SentenceTransformersEmbedder
from quoth.index.types import Hit
from quoth.rag.assistant import Assistant
from quoth.rag.question.language import language_message, unread_language
from quoth.rag.retriever import retrieve
from tests.fakes import FakeEmbedder, save_tiny_model

ENGLISH = frozenset({"en"})

FOREIGN = {
    "German": [
        "Welche Rolle spielte die Eisenbahn bei der Einführung der Zonenzeit?",
        "Wie viele Patienten nahmen an der Studie teil?",
        "Wer erfand die Gezeitenrechenmaschine?",
        "Nenne die Ursachen der Krankheit.",
        "Was empfiehlt die WHO gegen Masern?",
    ],
    "French": [
        "Qui a inventé la machine à prédire les marées ?",
        "Quelles sont les limites de la méthode ?",
        "De quoi parle cet article ?",
    ],
    "Spanish": [
        "¿Quién inventó la máquina de predecir mareas?",
        "cuantos institutos confucio hay en el mundo",
    ],
    "Italian": ["Perché era difficile misurare la longitudine in mare?"],
    "Portuguese": ["O que dizem os autores sobre a transmissão do vírus?"],
    "Chinese": ["全世界一共有多少所孔子学院？", "什么是闰秒？", "COVID-19病毒是如何传播的？"],
    "Japanese": [
        "この論文は何について書かれていますか？",
        "原子時計はどのくらい正確ですか？",
        "原子時計精度測定方法は何か",
    ],
    "Korean": ["원자시계는 얼마나 정확합니까?"],
    "Russian": ["Сколько пациентов участвовало в исследовании?"],
    "Arabic": ["كم عدد المرضى الذين شاركوا في الدراسة؟"],
    "Greek": ["Πόσο ακριβές είναι ένα ατομικό ρολόι;"],
}

SHORT = {
    "German": [
        "Wer war Harrison?",
        "was ist GPS",
        "Wo liegt Greenwich?",
        "Warum?",
        "Wer erfand GPS?",
        "Wann starb Harrison?",
        "wann starb john harrison",
        "Wann wurde H4 gebaut?",
    ],
    "French": [
        "Qui était Harrison ?",
        "Combien coûta H4 ?",
        "Combien pesait H1 ?",
        "Pourquoi Greenwich ?",
        "Quand mourut Harrison ?",
        "Quel navire ?",
        "Comment fonctionne H4 ?",
        "Pourquoi ?",
        "Qu’est-ce que GPS ?",
        "c'est quoi GPS ?",
    ],
    "Spanish": [
        "¿Quién fue Harrison?",
        "¿Cuánto pesaba H1?",
        "¿Y Harrison?",
        "que es gps",
        "¿Por qué?",
        "Cuánto costó?",
        "Quien fue John Harrison de Yorkshire",
    ],
    "Italian": [
        "Chi era Harrison?",
        "Chi inventò H4?",
        "Quanto costò H4?",
        "Perché?",
        "Quando morì Harrison?",
        "Cosa fece Harrison?",
        "Dove si trova Greenwich?",
    ],
    "Portuguese": [
        "Quem foi Harrison?",
        "O que é GPS?",
        "Quanto custou H4?",
        "Quando morreu Harrison?",
    ],
}

READ = [
    "Was Harrison rich?",
    "was war inevitable",
    "WER reduction",
    "wer evaluation",
    "WAS IST",
    "Qui tam lawsuits",
    "chi square test",
    "Comment on Harrison",
    "Como lake",
    "Quanto options pricing",
    "Cosa Nostra citrus exports",
    "Cosa Nostra controlled citrus exports in western Sicily.",
    "Pourquoi Pas wreck",
    "Pourquoi-Pas? expedition to Antarctica",
    "Pourquoi was his last word, according to two sailors.",
    "Warum is a German word",
    "Wann measles 1820",
    "Quando Rondo",
    "Quelle surprise",
    "Quelle catalogue",
    "Combien effect size",
    "Que sera sera",
    "Qué será, será",
    "Was IST founded?",
    "What does ¿Qué? mean?",
    "die hard",
    "Che Guevara",
    "Chi",
    "Que",
    "When were time zones agreed?",
    "wat is teh rate of infektion",
    "how mny patints did they recrut",
    "harrison chronometer accuracy jamaica",
    "Who is Carl Friedrich von Weizsäcker?",
    "who wrote Sur les équations différentielles linéaires",
    "Did Jiménez de la Espada visit Quito?",
    "What does the Gesellschaft für Informatik recommend?",
    "Who wrote Über den anschaulichen Inhalt der quantentheoretischen Kinematik?",
    'Was the paper "Sur les équations différentielles" cited?',
    '"Zur Elektrodynamik bewegter Körper und die Folgen der Theorie" citations',
    "definition of raison d'être",
    "What does 丝绸之路 mean?",
    "Ｅｉｎｆüｈｒｕｎｇ ｄｅｒ Ｚｏｎｅｎｚｅｉｔ",
    "Rio de Janeiro",
    "Homo sapiens sapiens",
    "Drosophila melanogaster vs Drosophila simulans",
    "Mycobacterium tuberculosis latent infection",
    "H5N1 hemagglutinin cleavage site",
    "SELECT * FROM table",
    "def fit(self, X, y=None)",
    "Δt of the caesium transition",
    "α-synuclein aggregation",
    "β",
    "E = mc^2",
    "",
    "???",
]


@pytest.mark.parametrize(
    ("language", "question"), [(name, q) for name, all_ in FOREIGN.items() for q in all_]
)
def test_a_question_in_another_language_is_told_by_its_name(language: str, question: str) -> None:
    assert unread_language(question, [], reads=ENGLISH) == language


@pytest.mark.parametrize(
    ("language", "question"), [(name, q) for name, all_ in SHORT.items() for q in all_]
)
def test_a_short_question_is_told_by_how_it_begins(language: str, question: str) -> None:
    assert unread_language(question, [], reads=ENGLISH) == language


def test_a_short_question_is_read_where_its_language_is() -> None:
    for question in ("¿Quién fue Harrison?", "cuanto costo H4", "Quien era?"):
        assert unread_language(question, [], reads=frozenset({"en", "es"})) is None
    assert unread_language("Wer war Harrison?", [], reads=frozenset({"es"})) == "German"
    assert unread_language("Chi inventò H4?", [], reads=frozenset({"en", "de"})) == "Italian"


@pytest.mark.parametrize("question", READ)
def test_names_typos_species_code_and_formulas_are_not_another_language(question: str) -> None:
    assert unread_language(question, [], reads=ENGLISH) is None


def test_a_language_that_is_not_told_apart_is_not_taken_for_another() -> None:
    croatian = "O čemu se radi u ovom članku i što pišu autori?"
    assert unread_language(croatian, [], reads=ENGLISH) is None


@given(st.text())
@example("\ud800 lone surrogates of a broken paste")
def test_any_text_is_in_some_language_or_in_none(text: str) -> None:
    assert unread_language(text, [], reads=ENGLISH) != ""


def test_an_embedder_whose_languages_are_not_known_reads_every_question() -> None:
    assert unread_language("什么是闰秒？", [], reads=None) is None


def test_an_embedder_reads_the_languages_that_it_names() -> None:
    german = FOREIGN["German"][0]
    assert unread_language(german, [], reads=frozenset({"en", "de"})) is None
    assert unread_language("什么是闰秒？", [], reads=frozenset({"en", "de"})) == "Chinese"
    assert unread_language("When were time zones agreed?", [], reads=frozenset({"zh"})) == "English"


def test_a_passage_found_by_words_in_the_questions_language_speaks_against_refusing(
    make_hit: Callable[..., Hit],
) -> None:
    german = make_hit(
        "Die Eisenbahn brachte jeder Stadt dieselbe Zeit, und die Uhren gingen gleich."
    )
    english = make_hit("Die Eisenbahn was a journal: it wrote of the railways and of their clocks.")
    chinese = make_hit("闰秒是在协调世界时中增加的一秒。")
    question = FOREIGN["German"][0]
    assert unread_language(question, [english, german], reads=ENGLISH) is None
    assert unread_language(question, [english, chinese], reads=ENGLISH) == "German"
    assert unread_language("什么是闰秒？", [english, chinese], reads=ENGLISH) is None


def test_a_passage_that_shares_no_word_does_not_speak_for_the_question(
    make_hit: Callable[..., Hit],
) -> None:
    near = replace(make_hit("闰秒是在协调世界时中增加的一秒。"), lexical_score=None)
    assert unread_language("为什么？", [near], reads=ENGLISH) == "Chinese"


def test_the_message_names_the_language_and_the_setting() -> None:
    message = language_message("Chinese", embedder="all-MiniLM-L6-v2", reads=ENGLISH)
    assert "in Chinese" in message
    assert "all-MiniLM-L6-v2 reads English only" in message
    assert "quoth config set embedder" in message
    assert "quoth rebuild" in message


def test_plain_english_does_not_load_the_model_of_languages() -> None:
    code = (
        "import sys; from quoth.rag.question.language import unread_language as f; "
        "f('When were time zones agreed?', [], reads=frozenset({'en'})); "
        "sys.exit('py3langid' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_multilingual_model_reads_a_chinese_question_and_an_english_one_does_not(
    tmp_path: Path, without_workers: None, write_papers: Callable[[dict[str, str]], Path]
) -> None:
    papers = write_papers({"tides.txt": "Tides follow the moon. Wheels of brass summed the waves."})
    question = "什么是闰秒？"
    tiny = save_tiny_model(tmp_path, prompts={})
    for name, card in {"en": "en", "all": "\n- multilingual\n- en\n- zh"}.items():
        model = shutil.copytree(tiny, tmp_path / name)
        (model / "README.md").write_text(f"---\nlanguage: {card}\n---\n# A model\n", "utf-8")
        embedder = SentenceTransformersEmbedder(str(model))
        with Library.open(tmp_path / f"library-{name}", lambda made=embedder: made) as library:
            add(library, [papers])
            hits = retrieve(library, question).hits
            found = unread_language(question, hits, reads=library.embedder.languages)
        assert found == ("Chinese" if name == "en" else None)


def test_chinese_papers_are_searched_by_words_with_an_english_embedder(
    library: Library, write_papers: Callable[[dict[str, str]], Path], fake: FakeEmbedder
) -> None:
    texts = {"tides.txt": "Tides follow the moon.", "leap.txt": "闰秒是在协调世界时中增加的一秒。"}
    add(library, [write_papers(texts)])
    for question, expected in {
        "什么是闰秒？": None,
        "Что такое приливы и отливы?": "Russian",
    }.items():
        hits = retrieve(library, question).hits
        assert unread_language(question, hits, reads=ENGLISH) == expected


def test_a_short_spanish_question_over_english_papers_is_declined_by_its_language(
    assistant: Assistant,
) -> None:
    for question in ("¿Cuánto pesaba el primer reloj?", "¿Quién fue Harrison?"):
        declined = assistant.ask(question).abstained
        assert declined is not None
        assert declined.reason == "language"
        assert "in Spanish" in declined.message


CHINESE = "潮汐随月亮而涨落。哈里森的航海钟在去牙买加的路上只慢了五秒。黄铜齿轮由手工切成。"


@pytest.mark.parametrize("reads", [None, frozenset({"en"})])
def test_a_question_over_english_papers_is_declined_by_name_unless_the_embedder_may_read_it(
    library: Library,
    fake: FakeEmbedder,
    monkeypatch: pytest.MonkeyPatch,
    papers: Path,
    reads: frozenset[str] | None,
) -> None:
    add(library, [papers])
    monkeypatch.setattr(fake, "languages", reads)
    answer = Assistant(library).ask("哈里森的航海钟在去牙买加的路上慢了几秒？")
    reason = answer.abstained.reason if answer.abstained else None
    assert (reason == "language") == (reads is not None)
    if reads:
        assert answer.abstained
        assert "Chinese" in answer.abstained.message
        assert "quoth config set embedder" in answer.abstained.message
        assert answer.nearest == ()


def test_over_papers_in_its_language_a_question_is_answered_by_their_words(
    library: Library,
    fake: FakeEmbedder,
    monkeypatch: pytest.MonkeyPatch,
    write_papers: Callable[[dict[str, str]], Path],
) -> None:
    add(library, [write_papers({"钟.txt": CHINESE})])
    monkeypatch.setattr(fake, "languages", frozenset({"en"}))
    answer = Assistant(library).ask("哈里森的航海钟在去牙买加的路上慢了几秒？")
    assert answer.abstained is None
    assert "五秒" in answer.text
