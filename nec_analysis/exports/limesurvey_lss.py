"""LimeSurvey: the structure file `.lss`, both schemas (texts inside the questions, or in `question_l10ns`)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nec_analysis.errors import NecError
from nec_analysis.model import Labels

Row = Mapping[str, str | None]
_BLOCK = re.compile(r"</?(?:br|p|div|li|ul|ol|h\d|tr|td)\b[^<>]*>", re.I)
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--)>", re.S)
_EXPRESSION = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Part:
    """A subquestion or an answer: its code, its labels, the scale it belongs to (0 or 1), the number of a subquestion."""

    code: str
    text: Labels
    scale: int = 0
    qid: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the survey. `type` is LimeSurvey's letter; `filter` its relevance equation, "" when always shown.

    `scales`: what stands above the two scales of a question that has two.
    """

    qid: str
    gid: str
    code: str
    type: str
    text: Labels
    parts: tuple[Part, ...] = ()
    answers: tuple[Part, ...] = ()
    other: bool = False
    filter: str = ""
    scales: tuple[Labels, Labels] = ({}, {})

    @property
    def column(self) -> str:
        """The name of its column in the response table, after `sid X`."""
        return f"{self.gid}X{self.qid}"

    @property
    def later(self) -> str:
        """Its name there since LimeSurvey 7, where subquestions have numbers for codes."""
        return f"Q{self.qid}"


@dataclass(frozen=True, slots=True)
class Structure:
    """A survey as its `.lss` describes it, in its base language first."""

    sid: str
    title: Labels
    languages: tuple[str, ...]
    questions: tuple[Asked, ...]
    anonymous: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)


def read_lss(source: str | Path | bytes, *, place: str = "") -> Structure:
    """The structure in a `.lss` file. Raises NecError when it is not one."""
    data = source if isinstance(source, bytes) else _bytes(Path(source))
    name = place or (Path(source).name if not isinstance(source, bytes) else "survey.lss")
    root = document(data, name, "Survey")
    tables = {table: list(rows(root, table)) for table in TABLES}
    survey = tables["surveys"][0] if tables["surveys"] else {}
    languages = _languages(root, survey)
    texts = _texts(tables["question_l10ns"], "qid", "question", tables["questions"] + tables["subquestions"])
    labels = _texts(tables["answer_l10ns"], "aid", "answer", tables["answers"])
    groups = {g["gid"]: _number(g, "group_order") for g in tables["groups"]}
    asked = [q for q in tables["questions"] if q.get("parent_qid") in (None, "", "0")]
    children = [
        *tables["subquestions"],
        *(q for q in tables["questions"] if q.get("parent_qid") not in (None, "", "0")),
    ]
    seen: dict[str, Row] = {}
    for row in asked:
        seen.setdefault(row["qid"] or "", row)
    ordered = sorted(seen.values(), key=lambda q: (groups.get(q.get("gid"), 0), _number(q, "question_order")))
    heads = _heads(tables["question_attributes"], languages)
    questions = tuple(_asked(row, children, tables["answers"], texts, labels, languages, heads) for row in ordered)
    title = {
        str(t["surveyls_language"]): plain(t.get("surveyls_title") or "") for t in tables["surveys_languagesettings"]
    }
    return Structure(
        sid=str(survey.get("sid") or ""),
        title={language: title[language] for language in languages if language in title},
        languages=languages,
        questions=questions,
        anonymous=survey.get("anonymized") == "Y",
    )


TABLES = (
    "answers",
    "answer_l10ns",
    "groups",
    "questions",
    "subquestions",
    "question_l10ns",
    "question_attributes",
    "surveys",
    "surveys_languagesettings",
)


def document(data: bytes, name: str, kind: str) -> Any:
    """The root of a LimeSurvey XML document of that kind. Raises NecError for anything else; entities are refused."""
    from lxml import etree

    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise NecError("xml-entities", name, "ce XML déclare des entités (DOCTYPE) : refusé.", "Refaites l'export.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.position[0] if error.position else 0
        raise NecError("xml-damaged", f"{name}, ligne {line}", "XML abîmé ou tronqué.", "Refaites l'export.") from error
    found = root.findtext("LimeSurveyDocType")
    if found != kind:
        cause = f"ce n'est pas un document LimeSurvey « {kind} »" + (f" mais « {found} »." if found else ".")
        raise NecError("wrong-type", name, cause, "Donnez la structure exportée par LimeSurvey (.lss).")
    return root


def rows(root: Any, table: str) -> Iterator[Row]:
    """The rows of a table: an absent column is NULL (None), an empty element is "" ."""
    found = root.find(table)
    for row in found.iterfind("rows/row") if found is not None else ():
        yield {column(cell.tag): (cell.text or "").replace("]] >", "]]>") for cell in row}


def column(tag: str) -> str:
    """The name of a column: XML forbids a leading digit (LimeSurvey puts `_`) and `#` (it puts `-`)."""
    plain_name = tag[1:] if tag[:1] == "_" and tag[1:2].isdigit() else tag
    return plain_name.replace("-", "#") if re.match(r"Q?\d", plain_name) else plain_name


def plain(text: str) -> str:
    """A text as respondents read it: no tags, no entities, no expressions, single blanks.

    >>> plain("<p>Culture &amp; numérique<br/>{TOKEN:FIRSTNAME} ?</p>")
    'Culture & numérique ?'
    """
    words = _TAG.sub("", _BLOCK.sub(" ", text))
    return unexpressed(" ".join(html.unescape(words).split()))


def unexpressed(text: str) -> str:
    """A text without its expressions, which LimeSurvey leaves as they are in headings; one that is nothing else stays.

    >>> unexpressed("Vous dites {Q1.shown} : pourquoi ?"), unexpressed("{Q1 + Q2}")
    ('Vous dites : pourquoi ?', '{Q1 + Q2}')
    """
    return " ".join(_EXPRESSION.sub(" ", text).split()) or text


def _languages(root: Any, survey: Row) -> tuple[str, ...]:
    found = [e.text or "" for e in root.iterfind("languages/language")]
    base = survey.get("language") or (found[0] if found else "")
    return tuple(dict.fromkeys(language for language in (base, *found) if language))


def _texts(l10ns: list[Row], key: str, column: str, inline: list[Row]) -> dict[str, dict[str, str]]:
    """Texts by id and language, from the table of translations or from the rows themselves (up to 3.x)."""
    found: dict[str, dict[str, str]] = {}
    for row in [*l10ns, *(r for r in inline if r.get(column) is not None and r.get("language"))]:
        id = row.get(key) or _answer_id(row)
        found.setdefault(id, {}).setdefault(row.get("language") or "", plain(row.get(column) or ""))
    return found


def _answer_id(row: Row) -> str:
    return f"{row.get('qid')}/{row.get('code')}/{row.get('scale_id') or 0}"


def _asked(
    row: Row,
    children: list[Row],
    answers: list[Row],
    texts: Mapping[str, Labels],
    labels: Mapping[str, Labels],
    languages: tuple[str, ...],
    heads: Mapping[str, tuple[Labels, Labels]],
) -> Asked:
    qid = row["qid"] or ""
    mine = {c["qid"]: c for c in children if c.get("parent_qid") == qid}
    given: dict[tuple[str, str], Row] = {}
    for answer in answers:
        if answer.get("qid") == qid:
            given.setdefault((answer.get("code") or "", answer.get("scale_id") or "0"), answer)
    relevance = (row.get("relevance") or "").strip()
    return Asked(
        qid=qid,
        gid=row.get("gid") or "",
        code=row.get("title") or f"Q{qid}",
        type=row.get("type") or "T",
        text=_said(texts.get(qid, {}), languages),
        parts=tuple(
            Part(c.get("title") or "", _said(texts.get(id or "", {}), languages), int(c.get("scale_id") or 0), id or "")
            for id, c in sorted(
                mine.items(), key=lambda m: (int(m[1].get("scale_id") or 0), _number(m[1], "question_order"))
            )
        ),
        answers=tuple(
            Part(code, _said(labels.get(a.get("aid") or _answer_id(a), {}), languages), int(scale))
            for (code, scale), a in sorted(given.items(), key=lambda g: (int(g[0][1]), _number(g[1], "sortorder")))
        ),
        other=row.get("other") == "Y",
        filter="" if relevance in ("", "1") else relevance,
        scales=heads.get(qid, ({}, {})),
    )


def _heads(attributes: list[Row], languages: tuple[str, ...]) -> dict[str, tuple[Labels, Labels]]:
    """What stands above the two scales of each question that has two, by its number."""
    said: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
    for row in attributes:
        name, text = row.get("attribute") or "", plain(row.get("value") or "")
        if name in _HEADS and text:
            both = said.setdefault(row.get("qid") or "", ({}, {}))
            both[_HEADS.index(name)][row.get("language") or languages[0]] = text
    return {qid: (_said(first, languages), _said(second, languages)) for qid, (first, second) in said.items()}


_HEADS = ("dualscale_headerA", "dualscale_headerB")


def _said(texts: Labels, languages: tuple[str, ...]) -> Labels:
    return {language: texts[language] for language in languages if texts.get(language)}


def _number(row: Row, column: str) -> int:
    text = row.get(column) or "0"
    return int(text) if text.lstrip("-").isdigit() else 0


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise NecError(
            "file-missing", path.name, "ce fichier de structure n'existe pas.", "Vérifiez structure dans la fiche."
        )
    return path.read_bytes()
