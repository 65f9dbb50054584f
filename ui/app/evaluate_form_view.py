"""The form that begins a run, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoth.ui.app.evaluate_records import StoredSet
from quoth.ui.app.markup import attributes, button, escaped

__all__ = ["Setup", "confirmed", "form_html"]

_FORMAT = """<details class="more"><summary>What a question set looks like</summary>
<p>A line a question (.jsonl), or a table with a column <code>question</code> (.csv). All but the
question and its id may be left out; a table needs no id either. What is there is scored.</p>
<pre tabindex="0">{"id": "1", "question": "…", "answers": ["…"], "unanswerable": false,
 "evidence": [{"document": "paper.pdf", "quote": "…", "start": 120, "end": 180}]}

question,answer,document
How heavy was it?,34 kg|34 kilograms,paper.pdf</pre>
<p>SQuAD 2.0 (.json), SciFact and CLAPnq files are read too, and
<code>quoth eval make</code> drafts a set from your library.</p></details>"""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a run will be made with.

    Attributes:
        library: in words.
        answerer: "quotes", or the chat model.
        judges: name and label each; the first is the default.
    """

    library: str
    answerer: str
    judges: Sequence[tuple[str, str]]


def form_html(sets: Sequence[StoredSet], setup: Setup, *, chosen: str = "") -> str:
    """Return the form that begins a run.

    Args:
        chosen: the id of the set that has just been added.
    """
    if not sets:
        return f'<p class="where">Add a question set to begin.</p>{_FORMAT}'
    options = "".join(
        f"<option{attributes(value=s.id, selected=s.id == chosen, data_new=s.id == chosen)}>"
        f"{escaped(s.about.name)} ({_items(s.about.n_items)})</option>"
        for s in sets
    )
    judges = "".join(
        f"<option{attributes(value=name)}>{escaped(label)}</option>" for name, label in setup.judges
    )
    return (
        '<form aria-label="A new run">'
        f'<label class="broad">Question set<select name="set">{options}</select></label>'
        f'<label>Judge<select name="judge">{judges}</select></label>'
        '<label>Items at most<input name="limit" type="number" min="1" max="1000000" '
        'placeholder="all"></label>'
        '<label class="tick"><input name="leave_out" type="checkbox"> Leave out items that do not '
        "stand on this library</label>"
        f'<p class="where">Asked: {escaped(setup.library)}. Answered by: '
        f"{escaped(setup.answerer)}.</p>"
        '<div class="row"><button type="submit" class="primary">Run</button>'
        + confirmed("Delete this set", "drop_set", "Its runs stay.", name="")
        + f"</div></form>{_FORMAT}"
    )


def _items(n: int) -> str:
    return f"{n} {'item' if n == 1 else 'items'}"


def confirmed(label: str, act: str, remark: str, name: str, id_: str = "") -> str:
    """Return a button that is asked once more: what it deletes does not come back."""
    said = attributes(aria_label=f"{label} {name}" if name else None)
    return (
        f'<details class="confirm"><summary{said}>{label}</summary><span>{remark} '
        + button("Delete it", act, class_="quiet danger", data_id=id_)
        + "</span></details>"
    )
