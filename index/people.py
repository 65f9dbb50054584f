"""People's names as papers print them: lists cut into names, names into given and family."""

from __future__ import annotations

import re
import unicodedata

from quoth.index.types import Author

__all__ = ["GAP", "MARK", "clean_names", "is_name", "mend", "split_name", "split_people"]

MARK = "\x1f"
"""Stands for what hangs on a name and is none of it: footnote and affiliation marks."""
GAP = "\t"
"""Stands where a line's words are far apart: columns of names."""

_PARTICLES = frozenset(
    "van von der den de del della dello degli di da dos das do du la le les lo el al bin binti ibn"
    " ben ter ten te zu zum zur af av 't ’t ‘t y e".split()
)
_CAPITAL_PARTICLES = frozenset("Van Von Der Den De Del Della Di Da Dos Du La Le El Al Ter".split())
_SUFFIX = re.compile(r"(?:[JS]r\.?|II|III|IV|2nd|3rd)$")
_TITLES = re.compile(
    r"^(?:(?:prof(?:essor)?|dr|mr|mrs|ms|sir|eng|ing|dipl|assoc|asst)\b\.?[\s-]*)+(?=\S)",
    re.IGNORECASE,
)
_DEGREES = re.compile(
    r"(?:,\s*|\s+)(?:(?:Ph\.?\s?D|M\.?D|D\.?Phil|M\.?P\.?H|M\.?Sc|B\.?Sc|M\.?S|M\.?A"
    r"|B\.?A|Dr\.?P\.?H"
    r"|R\.?N|FRCP|FACP|MBBS|M\.?B\.?A|Ed\.?D|Sc\.?D|D\.?V\.?M|D\.?D\.?S|PharmD|Esq|CFA)\.?"
    r"|(?:(?:Senior|Student|Graduate\s+Student|Life|Associate)\s+)?(?:Member"
    r"|Fellow),?\s+[A-Z]{3,5})"
    r"(?=\s*(?:,|;|&|$|and\b|[\x1f\t]))"
)
_E_MAIL = re.compile(r"\(?\b(?:e-?mail:?\s*)?\{?[\w.+,\s-]*?[\w.+-]+\}?@[\w.-]+\w\)?")
_ORCID = re.compile(
    r"(?:https?://)?(?:orcid\.org/)?\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b|\(?ORCID[^),;]*\)?",
    re.IGNORECASE,
)
_BRACED = re.compile(r"\^\{[^}]*\}|\^\[[^\]]*\]|\^\([^)]*\)|\[[\w\s,*†‡-]{1,8}\]|\(\d[\d,\s]*\)")
_SYMBOLS = "*∗⁎†‡§¶#✉⋆★☆‖∥△▲○●◦♦♠♣⊥\u2709⇑"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹ªºᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏ"
_DIGITS = re.compile(
    rf"(?:\d+[a-z]?|[{re.escape(_SYMBOLS + _SUPERSCRIPTS)}])"
    rf"(?:\s*[,&;]?\s*(?:\d+[a-z]?\b|[{re.escape(_SYMBOLS + _SUPERSCRIPTS)}]"
    rf"|[a-h](?=\s*[,;]|\s*$)))*"
)
# "Wang a,b, Zhang a": letters that stand alone before the next name
_LETTERS = re.compile(r"(?<=[\w.])\s+[a-h](?:\s*,\s*[a-h](?!\w))*(?=\s*(?:[,;&\x1f\t]|and\b|$))")
_SEPARATORS = re.compile(
    r"\s*(?:[,;、，；]\s*(?:and\b|&|und\b|et\b|y\b)?|\s(?:and|AND|und|&)\s|&|·|•|\||[\x1f\t])\s*"
)
_JOINED = re.compile(r"^(?:and|und|&|by)\s+|\s+(?:and|und|&)$", re.IGNORECASE)
_HAN = re.compile(r"(?![^ ]*[年月日报表章节第经历技术学院部门标题期司])[\u3400-\u9fff]{2,4}$")
_CJK = re.compile(r"[\u3040-\u9fff\uac00-\ud7a3]")
_DOUBLE_SURNAMES = frozenset(
    "欧阳 司马 上官 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 端木".split()
)
_INITIALS = re.compile(r"(?:[^\W\d_a-z\u3040-\uffff]\.?-?){1,4}$")
_TOKEN = re.compile(r"[^\W\d_][^\W\d_'’‘ʼ`\u00ad.-]*(?:[.'’‘ʼ`\-‐‑][^\W\d_'’‘ʼ`.]*)*\.?$")
_NO_NAME = re.compile(
    r"\b(?:universi\w+|college|institut\w*|school|department|dept|facult\w+|laborator\w+|labs?"
    r"|cent(?:er|re)s?|hospital|clinic|academ\w+|ministr\w+|agency|corporation|corp|inc|ltd|gmbh"
    r"|llc|company|research|foundation|association|society|council|museum|librar\w+|division|unit"
    r"|section|campus|street|avenue|road|box|usa|technolog\w+|sciences?|engineering|studies"
    r"|abstract|introduction|key\s?words|article|original|review\w*|letters?|report|journal|volume"
    r"|issue|proceedings|conference|international|open|access|received|accepted|published"
    r"|submitted|editors?|edited|licen[sc]e|copyright|corresponding|authors?|e-?mail|contents"
    r"|figure|table|analysis|study|the|of|for|in|on|with|from|to|an|at|or|is|are|new|version|draft"
    r"|preprint|arxiv|doi|http\w*|www|page|pages|vol|no|google|microsoft|facebook|meta|openai"
    r"|deepmind|amazon|ibm|nvidia|independent|researcher|team|group|consortium|collaboration"
    r"|january|february|march|april|june|july|august|september|october|november|december"
    r"|republic|kingdom|states|china|japan|germany|france|italy|spain|india|canada|australia|brazil"
    r"|korea|singapore|switzerland|netherlands|sweden|norway|denmark|finland|austria|belgium"
    r"|poland|russia|iran|turkey|israel|egypt|mexico|taiwan|portugal|greece|ireland|malaysia"
    r"|hong kong|new delhi|los angeles|san francisco|san diego|carnegie mellon"
    r"|johns hopkins|max planck"
    r"|saudi arabia|south africa|new zealand|sri lanka|costa rica|united|czech|princeton|harvard"
    r"|california|massachusetts|texas|pennsylvania|washington|illinois|michigan|london|beijing"
    r"|shanghai|tokyo|paris|berlin|york|learning|networks?|models?|systems?|data|language|methods?"
    r"|name|date|title|administration|federal|national|office|co|yes|objectives|lesson"
    r"|chapter|bank|committee|board|county|city|state"
    r"|summary|background|highlights|software|archive|repository|member|ieee|acm)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"(?:the\s+)?[A-Z][\w&'’ -]{1,60}\b(?:consortium|collaboration|team|group|network|initiative)$",
    re.IGNORECASE,
)
_STATES = (
    "A[LKZR]|C[AOT]|D[CE]|FL|GA|I[ADLN]|K[SY]|M[DEINOST]|N[CDHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]"
    "|UT|V[AT]|W[AIVY]"
)
_MAX_NAME = 60


def mend(text: str) -> str:
    """Return UTF-8 that was read as Latin-1 or cp1252 as it was meant; other text unchanged."""
    if not re.search(r"[ÃÂÅÄâ]", text):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def clean_names(text: str) -> str:
    """Return a line of names without e-mails, numbers and degrees; marks become MARK."""
    text = unicodedata.normalize("NFC", text.replace("\ufffe", "").replace("\xa0", " "))
    text = text.replace("**", "").replace("__", "")
    text = _ORCID.sub(MARK, _E_MAIL.sub(MARK, _BRACED.sub(MARK, text)))
    text = _LETTERS.sub(MARK, _DIGITS.sub(MARK, text))
    text = re.sub(r"\s*,?\s*\bet al\b\.?", "", text)
    for _ in range(3):  # "MD, PhD, FACP"
        text = _DEGREES.sub("", text)
    text = re.sub(rf"(?:\s*{MARK}[\s,]*)+{MARK}", MARK, text)
    return re.sub(rf"(?<=\w)\s*{MARK}(?=[^\W\d_a-z]\w)", f"{MARK} ", text).strip(" *_" + MARK)


def split_people(text: str) -> tuple[Author, ...]:
    """Return the people of a list in order; what cannot be a name is left out.

    As "A. Lee, B. Cruz and C. Moe", "Lee, A., Cruz, B." or "Lee, A.; Cruz, B.".
    """
    text = clean_names(re.sub(r"^\s*(?:by|authors?\s*:)\s+", "", text, flags=re.IGNORECASE))
    if ";" in text or "；" in text:
        pieces = [
            _JOINED.sub("", piece.strip(f" ,{MARK}{GAP}")) for piece in re.split("[;；]", text)
        ]
    else:
        pieces = [piece for piece in _SEPARATORS.split(text) if piece.strip(" .,")]
        pieces = _paired(pieces, listed="," in text)
    people = (split_name(re.sub(rf"[{MARK}{GAP}]", " ", piece)) for piece in pieces)
    return tuple(author for author in people if author)


def _paired(pieces: list[str], *, listed: bool) -> list[str]:
    """Join "Wang", "X." to "Wang, X." where a list puts the family first."""
    pieces = [_JOINED.sub("", piece.strip()) for piece in pieces]
    rest: list[str] = []
    for piece in pieces:
        if rest and _SUFFIX.match(piece):
            rest[-1] += f" {piece}"
        else:
            rest.append(piece)
    firsts, seconds = rest[::2], rest[1::2]
    if len(firsts) == len(seconds) and (
        all(_INITIALS.match(re.sub(r"[\s~]", "", given)) for given in seconds)
        and all(len(re.sub(r"\W", "", family)) > 1 for family in firsts)
    ):
        return [f"{family}, {given}" for family, given in zip(firsts, seconds, strict=True)]
    if listed and len(rest) == 2 and not any(" " in part or _CJK.search(part) for part in rest):
        return [", ".join(rest)]
    return rest


def split_name(text: str) -> Author | None:
    """Split "Family, Given", "Given Family" or "FAMILY Given"; None where no letter is left.

    A suffix follows the given name: Author("M. L., Jr.", "Hughes").
    """
    name = " ".join(text.replace("\ufffe", "").split()).strip(" ,;:")
    name = _TITLES.sub("", name)
    if not any(character.isalpha() for character in name):
        return None
    if "," in name:
        return _from_inverted([part.strip() for part in name.split(",")])
    if _HAN.match(name):
        cut = 2 if name[:2] in _DOUBLE_SURNAMES and len(name) > 2 else 1
        return Author(given=name[cut:], family=name[:cut])
    if _GROUP.match(name):
        return Author(given="", family=name)
    tokens = name.split(" ")
    suffix = ""
    if len(tokens) > 2 and _SUFFIX.match(tokens[-1]):
        suffix = f", {tokens.pop()}"
    if name.isupper() and any(len(token.strip(".")) > 2 for token in tokens):
        tokens = [_recased(token) for token in tokens]
    cut, given_last = _family_start(tokens)
    family, given = tokens[cut:], tokens[:cut]
    if given_last:
        family, given = tokens[:cut], tokens[cut:]
    return Author(given=" ".join(given) + suffix, family=_plain_case(" ".join(family)))


def _from_inverted(parts: list[str]) -> Author | None:
    parts = [part for part in parts if part]
    if len(parts) == 1:
        return split_name(parts[0])
    family, given = parts[0], parts[-1]
    if len(parts) > 2:
        given = f"{parts[2]}, {parts[1]}" if _SUFFIX.match(parts[1]) else f"{parts[1]}, {parts[2]}"
    elif _SUFFIX.match(given):
        plain = split_name(family)
        return plain and Author(f"{plain.given}, {given}", plain.family)
    return Author(given=given, family=_plain_case(family))


def _family_start(tokens: list[str]) -> tuple[int, bool]:
    """Return where the family name begins, or ends where it stands first."""
    if len(tokens) == 1:
        return 0, False
    capitals = [len(t) > 1 and t.replace("-", "").isalpha() and t.isupper() for t in tokens]
    if capitals[0] and not any(capitals[1:]) and _may_be_family(tokens[0]):
        return 1, True
    if capitals[-1] and not capitals[0]:
        if len(tokens[-1]) <= 3 and not _may_be_family(tokens[-1]):  # "Lovelace AK"
            return len(tokens) - 1, True
        return capitals.index(True), False
    if re.fullmatch(r"[^\W\d_a-z]\.?", tokens[-1]) and len(tokens[0]) > 2:  # "Lovelace A."
        return 1, True
    cut = len(tokens) - 1
    while cut > 1 and (tokens[cut - 1] in _PARTICLES or tokens[cut - 1] in _CAPITAL_PARTICLES):
        cut -= 1
    if cut == 1 and tokens[0] in _PARTICLES and tokens[0].islower():
        cut = 0
    return cut, False


def _may_be_family(capitals: str) -> bool:
    """Tell "LI" and "ZHANG" from the initials "JB"."""
    if len(capitals) > 3:
        return True
    return (
        re.fullmatch(r"[A-Z]?[^\WAEIOUÜÖ][AEIOUÜÖ]|[A-Z][AEIOU](?:[AEIOU]|N)|AN", capitals)
        is not None
    )


def _plain_case(name: str) -> str:
    return " ".join(_recased(t) if len(t) > 1 and t.isupper() else t for t in name.split(" "))


def _recased(token: str) -> str:
    if "." in token or len(token) == 1 or not token.isupper():
        return token
    return (
        re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), token.replace("’", "'"))
        if ("'" not in token and "’" not in token)
        else re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), token)
    )


def is_name(text: str) -> bool:  # noqa: PLR0911  (one test after another)
    """Tell whether words could be one person's whole name as papers print it."""
    name = _TITLES.sub("", " ".join(text.replace("\ufffe", "").split()).strip(" ,;*"))
    if not 3 <= len(name) <= _MAX_NAME:
        return _HAN.match(name) is not None
    if _HAN.match(name):
        return True
    if _NO_NAME.search(name) or any(character in name for character in ':@/\\()[]{}“”"?!=<>_'):
        return False
    tokens = [token for token in name.replace(",", " ").split() if token not in ("-", "–")]
    tokens = [token for token in tokens if not _SUFFIX.match(token)]
    # "Springfield, IL", also turned round
    if len(tokens) == 2 and re.fullmatch(_STATES, tokens[0]):
        return False
    if "," in name and re.fullmatch(_STATES, tokens[-1]):
        return False
    if not 2 <= len(tokens) <= 6:
        return False
    words = [token for token in tokens if token not in _PARTICLES]
    if not words or not all(_is_name_token(token) for token in words):
        return False
    return any(sum(map(str.isalpha, token)) > 1 for token in words)


def _is_name_token(token: str) -> bool:
    if not _TOKEN.match(token) or (_CJK.search(token) and len(token) > 4):
        return False
    first = token.lstrip("’'‘")[:1]
    return first.isupper() or (not first.islower() and first.isalpha()) or "-" in token[1:4]
