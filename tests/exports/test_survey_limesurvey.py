"""LimeSurvey: every type of question, every style of heading, every schema of structure."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import grid, limesurvey
from nec_analysis.exports.limesurvey_headings import brackets, heading, style
from nec_analysis.exports.limesurvey_lss import read_lss
from nec_analysis.exports.limesurvey_types import fields, questions
from nec_analysis.model import Export

ASKED = (
    # qid, type, code, text, other, subquestions (scale, code, text), answers (scale, code, text), relevance
    (10, "L", "role", "Votre structure ?", "Y", (), ((0, "A1", "Association"), (0, "A2", "État")), "1"),
    (11, "O", "avis", "Votre avis ?", "N", (), ((0, "A1", "Bon"), (0, "A2", "Mauvais")), "1"),
    (12, "P", "jours", "Quels jours ?", "Y", ((0, "L", "Lundi"), (0, "M", "Mardi")), (), "1"),
    (13, "1", "dual", "Attendu et vécu", "N", ((0, "S1", "Lieu"),), ((0, "A1", "Peu"), (1, "B1", "Non")), "1"),
    (14, "R", "rang", "Classez", "N", (), ((0, "X", "Ateliers"), (0, "Z", "Pitchs")), "1"),
    (15, "K", "combien", "Combien ?", "N", ((0, "H", "Heures"), (0, "J", "Jours")), (), "1"),
    (16, ";", "texte", "Décrivez", "N", ((0, "A", "Matin"), (1, "B", "Salle")), (), "1"),
    (17, "C", "trois", "Utile ?", "N", ((0, "S1", "Repas"),), (), "1"),
    (18, "A", "cinq", "De 1 à 5", "N", ((0, "S1", "Accueil"),), (), "1"),
    (19, "Y", "venu", "Déjà venu ?", "N", (), (), "1"),
    (20, "N", "fois", "Combien de fois ?", "N", (), (), '((venu.NAOK == "Y"))'),
    (21, "D", "date", "Quand ?", "N", (), (), "1"),
    (22, "|", "fichier", "Un fichier", "N", (), (), "1"),
    (23, "*", "calcul", "Calcul", "N", (), (), "1"),
    (24, "X", "merci", "<p>Merci !</p>", "N", (), (), "1"),
    (25, "T", "libre", "Un mot ? {TOKEN:FIRSTNAME}", "N", (), (), "1"),
)
CODES = [
    "role", "role[other]", "avis", "avis[comment]", "jours[L]", "jours[Lcomment]", "jours[M]", "jours[Mcomment]", "jours[other]",
    "jours[othercomment]", "dual[S1][1]", "dual[S1][2]", "rang[1]", "rang[2]", "combien[H]", "combien[J]", "texte[A_B]",
    "trois[S1]", "cinq[S1]", "venu", "fois", "date", "fichier", "fichier[filecount]", "calcul", "merci", "libre",
]  # fmt: skip
FULL = [
    "Votre structure ?", "Votre structure ? [Autre]", "Votre avis ?", "Votre avis ? [Commentaire]", "Quels jours ? [Lundi]",
    "Quels jours ? [Lundi][Commentaire]", "Quels jours ? [Mardi]", "Quels jours ? [Mardi][Commentaire]", "Quels jours ? [Autre]",
    "Quels jours ? [Autre][Commentaire]", "Attendu et vécu [Lieu][Échelle 1]", "Attendu et vécu [Lieu][Échelle 2]",
    "Classez [Classement 1]", "Classez [Classement 2]", "Combien ? [Heures]", "Combien ? [Jours]", "Décrivez [Matin][Salle]",
    "Utile ? [Repas]", "De 1 à 5 [Accueil]", "Déjà venu ?", "Combien de fois ?", "Quand ?", "Un fichier", "Un fichier [filecount]",
    "Calcul", "Merci !", "Un mot ?",
]  # fmt: skip
CELLS = [
    "-oth-", "Tiers-lieu", "A1", "très", "Y", "tôt", "", "", "Jeudi", "soir", "A1", "B1", "X", "Z", "3", "2", "grande", "U", "4", "Y", "2",
    "2022-09-28 00:00:00", "[]", "0", "7", "", "Bien",
]  # fmt: skip
META = ["id", "submitdate", "lastpage", "startlanguage"]


def xml(table: str, rows: list[dict[str, object]]) -> str:
    cells = "".join("<row>" + "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in row.items()) + "</row>" for row in rows)
    return f"<{table}><rows>{cells}</rows></{table}>"


def lss(survey: tuple[tuple[Any, ...], ...] = ASKED, *, old: bool = False) -> bytes:
    """The survey above (or another) as a `.lss`; `old`: texts inside the questions, as up to version 3."""
    asked, subs, answers, said, labels = [], [], [], [], []
    sub_id, answer_id = 500, 900
    for order, (qid, type_, code, text, other, parts, choices, relevance) in enumerate(survey):
        row: dict[str, object] = {"qid": qid, "parent_qid": 0, "sid": 7, "gid": 1, "type": type_, "title": code}
        row |= {"other": other, "question_order": order, "scale_id": 0, "relevance": relevance}
        asked.append(row | ({"question": text, "language": "fr"} if old else {}))
        said.append({"qid": qid, "question": text, "language": "fr"})
        for n, (scale, sub, words) in enumerate(parts):
            sub_id += 1
            told = {
                "qid": sub_id,
                "parent_qid": qid,
                "sid": 7,
                "gid": 1,
                "type": type_,
                "title": sub,
                "question_order": n,
                "scale_id": scale,
            }
            subs.append(told | ({"question": words, "language": "fr"} if old else {}))
            said.append({"qid": sub_id, "question": words, "language": "fr"})
        for n, (scale, choice, words) in enumerate(choices):
            answer_id += 1
            held = {"qid": qid, "code": choice, "sortorder": n, "scale_id": scale}
            answers.append(held | ({"answer": words, "language": "fr"} if old else {"aid": answer_id}))
            labels.append({"aid": answer_id, "answer": words, "language": "fr"})
    tables = [
        xml("answers", answers),
        xml("groups", [{"gid": 1, "group_order": 0}]),
        xml("questions", asked),
        xml("subquestions", subs),
    ]
    tables += [] if old else [xml("question_l10ns", said), xml("answer_l10ns", labels)]
    tables.append(xml("surveys", [{"sid": 7, "language": "fr", "anonymized": "N"}]))
    tables.append(
        xml(
            "surveys_languagesettings",
            [{"surveyls_survey_id": 7, "surveyls_language": "fr", "surveyls_title": "Essai"}],
        )
    )
    head = "<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>1</DBVersion><languages><language>fr</language></languages>"
    return f'<?xml version="1.0" encoding="UTF-8"?><document>{head}{"".join(tables)}</document>'.encode()


def results(folder: Path, names: list[str], meta: list[str] = META) -> Path:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, delimiter=";", lineterminator="\r\n")
    writer.writerow([*meta, *names])
    writer.writerow(["1", "2022-09-28 10:00:00", "3", "fr", *CELLS])
    writer.writerow(["2", "2022-09-28 11:00:00", "3", "fr", *CELLS])
    path = folder / "results-survey7.csv"
    path.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())
    return path


def read(folder: Path, names: list[str], *, old: bool = False) -> Export:
    structure = folder / "survey7.lss"
    structure.write_bytes(lss(old=old))
    return limesurvey.read(results(folder, names), structure=structure)


@pytest.mark.parametrize("old", [False, True], ids=["4.x and later", "up to 3.x"])
def test_both_schemas_tell_the_same_survey(old: bool) -> None:
    told, newer = read_lss(lss(old=old)), read_lss(lss())
    assert questions(told) == questions(newer)
    assert [field.code for field in fields(told)] == CODES
    assert told.title == {"fr": "Essai"}


def test_each_type_becomes_its_kind() -> None:
    kinds = {q.id: q.kind for q in questions(read_lss(lss()))}
    assert kinds == {
        "role": "single", "avis": "single", "jours": "multiple", "dual_0": "grid", "dual_1": "grid", "rang": "ranking",
        "combien_H": "numeric", "combien_J": "numeric", "texte_A_B": "text", "trois": "grid", "cinq": "grid", "venu": "yes_no",
        "fois": "numeric", "date": "date", "libre": "text",
    }  # fmt: skip


def test_a_simple_filter_is_understood_and_a_computed_one_is_left_alone() -> None:
    told = {q.id: q for q in questions(read_lss(lss()))}
    assert told["fois"].shown_if == "venu = Y"
    assert told["libre"].text == {"fr": "Un mot ?"}


UNDERSCORED = [name.replace("][", "_").replace("[", "_").replace("]", "") for name in CODES]
DOTTED = [name.replace("[", ".").replace("]", ".") for name in CODES]
STYLES = {
    "code": CODES,
    "full": FULL,
    "codetext": [f"{c}. {t}" for c, t in zip(CODES, FULL, strict=True)],
    "expression": UNDERSCORED,
    "R": DOTTED,
    "underscores": [t.replace(" ", "_") for t in FULL],
}


@pytest.mark.parametrize("names", STYLES.values(), ids=STYLES)
def test_every_style_of_heading_finds_its_field(names: list[str], tmp_path: Path) -> None:
    export = read(tmp_path, names)
    found = {(c.part, c.question, c.code) for c in export.columns[4:]}
    wanted = {(f.part, f.question, f.holds) for f in fields(read_lss(lss()))}
    assert found == wanted
    assert export.notes == ()


WRITTEN = {
    "Quels jours ? [Autre][Commentaire]": "Quels jours ? [Autre commentaire]",
    "Un fichier [filecount]": "filecount - Un fichier",
    "Un mot ?": "Un mot ? {TOKEN:FIRSTNAME}",
}
"""Headings as the sources of versions 3 to 7 write them."""


def test_headings_of_files_comments_and_expressions_find_their_field(tmp_path: Path) -> None:
    export = read(tmp_path, [WRITTEN.get(name, name) for name in FULL])
    found = {(c.part, c.question, c.code) for c in export.columns[4:]}
    assert found == {(f.part, f.question, f.holds) for f in fields(read_lss(lss()))}
    assert export.notes == ()


def test_the_columns_of_version_7_are_named_by_number(tmp_path: Path) -> None:
    from nec_analysis.exports.limesurvey_archive import claim
    from nec_analysis.exports.structure import Sheet

    told = read_lss(lss())
    names = [field.later.replace("_R1", "_R731").replace("_R2", "_R732") for field in fields(told)]
    table = grid.read(results(tmp_path, names, meta=["id", "submitdate", "lastpage", "startlanguage"]))
    made = Sheet(table, table.names)
    claim(made, told)
    assert [(made.columns[i].part, made.columns[i].question) for i in range(4, len(table.names))] == [
        (field.part, field.question) for field in fields(told)
    ]


def test_a_question_of_two_scales_says_what_stands_above_each() -> None:
    head = "<question_attributes><rows><row><qid>13</qid><attribute>dualscale_headerA</attribute><value>Attendu</value>"
    with_heads = lss().replace(b"<surveys>", f"{head}</row></rows></question_attributes><surveys>".encode())
    told = {q.id: q.text["fr"] for q in questions(read_lss(with_heads))}
    assert (told["dual_0"], told["dual_1"]) == ("Attendu et vécu – Attendu", "Attendu et vécu – Échelle 2")


def test_abbreviated_headings_find_their_field(tmp_path: Path) -> None:
    def cut(part: str) -> str:
        return part if len(part) <= 15 else part[:15] + ".. "

    names = []
    for text in FULL:
        stem, tail = brackets(text)
        names.append(cut(stem) + ("" if not tail else " " + "".join(f"[{cut(part)}]" for part in tail)))
    export = read(tmp_path, names)
    assert sum(1 for c in export.columns if c.question) == sum(1 for f in fields(read_lss(lss())) if f.question)


def test_columns_missing_from_the_file_are_told(tmp_path: Path) -> None:
    structure = tmp_path / "s.lss"
    structure.write_bytes(lss())
    path = results(tmp_path, CODES)
    path.write_text(path.read_text(encoding="utf-8-sig").replace('"avis[comment]"', '"ajout"'), encoding="utf-8")
    export = limesurvey.read(path, structure=structure)
    assert any("avis[comment]" in note for note in export.notes)
    assert any("ajout" in note for note in export.notes)


def test_rank_one_of_question_45_is_not_question_451(tmp_path: Path) -> None:
    """The names of response tables have no separator: only the ids that exist tell."""
    from nec_analysis.exports.limesurvey_archive import _field
    from nec_analysis.exports.limesurvey_types import Field

    rank, other = Field("r[1]", "3X451", "choice_at_rank", "r", "1"), Field("t", "4X451", "value", "t")
    by_name = {rank.column: rank, other.column: other}
    assert _field("7X3X451", by_name, {}) == rank
    assert _field("7X4X451", by_name, {}) == other


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]><document/>', "entités"),
        (b"<document><LimeSurveyDocType>Responses</LimeSurveyDocType></document>", "« Responses »"),
        (b"<document><LimeSurveyDocType>Survey", "tronqué"),
    ],
)
def test_a_structure_that_is_none_is_refused(data: bytes, cause: str) -> None:
    with pytest.raises(NecError, match=cause):
        read_lss(data, place="survey.lss")


def test_headings_are_taken_apart() -> None:
    assert style(["Q1", "Q2[SQ001]"]) == "code"
    assert style(["id. ID", "Q2[SQ001]. Texte [a]"]) == "codetext"
    assert style(FULL) == "full"
    told = heading("Q2[SQ001]. Culture &amp; numérique [Ligne]", "codetext")
    assert (told.question, told.subs, told.stem, told.tail) == ("Q2", ("SQ001",), "Culture & numérique", ("Ligne",))


def test_a_file_named_by_chance_is_not_limesurvey(tmp_path: Path) -> None:
    path = tmp_path / "ventes.csv"
    path.write_text("article;prix\nA;1\n", encoding="utf-8")
    assert limesurvey.recognise(grid.peek(path)).confidence == 0
