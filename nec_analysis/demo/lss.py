"""LimeSurvey 5: the `.lss` structure of a survey."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from nec_analysis.demo.survey import Asked, Option, Survey

DB_VERSION = 491
"""Schema of LimeSurvey 5.4: texts live in `*_l10ns` tables."""

TYPES = {
    "display": "X", "list": "L", "yes_no": "Y", "multiple": "M", "grid": "F", "ranking": "R", "numeric": "N", "text": "T",
}  # fmt: skip
OTHER = "-oth-"
LANGUAGE = "fr"

Row = Mapping[str, object]


def structure(survey: Survey) -> bytes:
    """`limesurvey_survey_<sid>.lss`: XML, UTF-8, LF."""
    qids = {asked.id: 100 + place for place, asked in enumerate(survey.questions)}
    tables = {
        **_answers(survey, qids),
        **_groups(survey),
        **_questions(survey, qids),
        "surveys": [_survey(survey)],
        "surveys_languagesettings": [_title(survey)],
    }
    body = "".join(_table(name, rows) for name, rows in tables.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<document>\n <LimeSurveyDocType>Survey</LimeSurveyDocType>\n'
        f" <DBVersion>{DB_VERSION}</DBVersion>\n <languages>\n  <language>{LANGUAGE}</language>\n </languages>\n"
        f"{body}</document>\n"
    ).encode()


def _answers(survey: Survey, qids: Mapping[str, int]) -> dict[str, list[Row]]:
    offered = [(qids[q.id], place, o) for q in survey.questions for place, o in enumerate(_listed(q))]
    return {
        "answers": [
            {"aid": aid, "qid": qid, "code": o.code, "sortorder": place, "assessment_value": 0, "scale_id": 0}
            for aid, (qid, place, o) in enumerate(offered, 1)
        ],
        "answer_l10ns": [
            {"id": aid, "aid": aid, "answer": o.label, "language": LANGUAGE} for aid, (_, _, o) in enumerate(offered, 1)
        ],
    }


def _listed(asked: Asked) -> Sequence[Option]:
    """The options that are answers of a list: "Autre" is a setting of the question, ticks are subquestions."""
    if asked.kind not in ("list", "grid", "ranking"):
        return ()
    return [o for o in asked.options if o.code != OTHER]


def _groups(survey: Survey) -> dict[str, list[Row]]:
    pages = list(enumerate(survey.pages))
    return {
        "groups": [{"gid": 10 + place, "sid": survey.id, "group_order": place, "grelevance": 1} for place, _ in pages],
        "group_l10ns": [
            {"id": place + 1, "gid": 10 + place, "group_name": page.title, "description": "", "language": LANGUAGE}
            for place, page in pages
        ],
    }


def _questions(survey: Survey, qids: Mapping[str, int]) -> dict[str, list[Row]]:
    parts = [(asked, place, part) for asked in survey.questions for place, part in enumerate(_parts(asked), 1)]
    main = [_question(survey, q, qids[q.id], 0, q.code, place) for place, q in enumerate(survey.questions, 1)]
    sub = [_question(survey, q, 500 + n, qids[q.id], p.code, place) for n, (q, place, p) in enumerate(parts)]
    texts = [(qids[q.id], f"<p>{html.escape(q.text, quote=False)}</p>") for q in survey.questions]
    texts += [(500 + n, html.escape(p.label, quote=False)) for n, (_, _, p) in enumerate(parts)]
    l10ns: list[Row] = [
        {"id": n, "qid": qid, "question": text, "help": "", "language": LANGUAGE}
        for n, (qid, text) in enumerate(texts, 1)
    ]
    return {"questions": main, "subquestions": sub, "question_l10ns": l10ns}


def _parts(asked: Asked) -> Sequence[Option]:
    return {"multiple": asked.options, "grid": asked.items}.get(asked.kind, ())


def _question(survey: Survey, asked: Asked, qid: int, parent: int, title: str, place: int) -> Row:
    return {
        "qid": qid,
        "parent_qid": parent,
        "sid": survey.id,
        "gid": 9 + asked.page,
        "type": TYPES[asked.kind],
        "title": title,
        "other": "Y" if asked.other and not parent else "N",
        "mandatory": "N",
        "question_order": place,
        "scale_id": 0,
        "relevance": 1,
    }


def _survey(survey: Survey) -> Row:
    return {
        "sid": survey.id, "anonymized": "N", "format": "G", "savetimings": "N", "language": LANGUAGE,
        "datestamp": "Y", "ipaddr": "Y", "startdate": survey.opened.replace("T", " "),
        "expires": survey.closed.replace("T", " "),
    }  # fmt: skip


def _title(survey: Survey) -> Row:
    return {
        "surveyls_survey_id": survey.id,
        "surveyls_language": LANGUAGE,
        "surveyls_title": survey.title,
        "surveyls_dateformat": 5,
        "surveyls_numberformat": 1,
    }


def _table(name: str, rows: Sequence[Row]) -> str:
    fields = "".join(f"   <fieldname>{field}</fieldname>\n" for field in (rows[0] if rows else ()))
    body = "".join("   <row>\n" + "".join(_cell(k, v) for k, v in row.items()) + "   </row>\n" for row in rows)
    return f" <{name}>\n  <fields>\n{fields}  </fields>\n  <rows>\n{body}  </rows>\n </{name}>\n"


def _cell(name: str, value: object) -> str:
    text = str(value).replace("]]>", "]] >")
    return f"    <{name}><![CDATA[{text}]]></{name}>\n" if text else f"    <{name}/>\n"
