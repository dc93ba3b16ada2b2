"""Whatever a table holds, it is inferred without failing and coded as inferred without an unknown answer."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import export

from nec_analysis.clean.coding import code
from nec_analysis.mapping.infer import ANSWERS, infer

DOMAINS: tuple[list[str], ...] = (
    ["Tout à fait d'accord", "Plutôt d’accord", "PAS DU TOUT D'ACCORD", "Sans opinion", "N/A"],
    ["Oui", "Non", "oui\u00a0", "Ne sait pas"],
    ["Données, IA et territoires", "Communs", "Accessibilité (web)", "Autre", "Aucun"],
    ["Données;Communs", "Communs", "Communs;Accès", "Accès;bidule"],
    ["Données, IA, Communs", "Communs", "Communs, Accès", "Accès (a, b), Communs"],
    [str(n) for n in range(11)],
    ["1", "2", "3", "4", "5", "99"],
    ["0 - Pas du tout", "3", "10 - Totalement", "NSP"],
    ["01", "2A", "62", "971"],
    ["1,5", "2.5", "3", "1,234"],
    ["80 %", "50%", "12 ans"],
    ["27/09/2022", "02/03/2022"],
    ["2022-09-27 10:00", "2022-09-28"],
    ["TRUE", "FALSE"],
    ["X"],
    ["a@exemple.fr", "06 12 34 56 78", "Jeanne"],
    ["=1+1", "'-", "\ufffd", "🎉", "ligne 1\nligne 2", "{}", "[]"],
)
STEMS = (
    "Thèmes ?",
    "Recommanderiez-vous NEC ?",
    "Classez",
    "Un commentaire ?",
    "Combien ?",
    "id",
    "",
    "nps",
    "Q1",
    "Nom",
)
TAILS = ("", "", " [a]", " [b]", " (Autre)", " : c", " [Classement 1]", "_1", "_2")


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Headers and columns: a few domains, blanks, repeated headers, families of columns."""
    rows = draw(st.sampled_from((1, 2, 12, 40)))
    headers, columns = [], []
    for _ in range(draw(st.integers(1, 6))):
        domain = draw(st.sampled_from(DOMAINS))
        cells = st.one_of(st.sampled_from([*domain, ""]), st.sampled_from(domain))
        headers.append(draw(st.sampled_from(STEMS)) + draw(st.sampled_from(TAILS)))
        columns.append(draw(st.lists(cells, min_size=rows, max_size=rows)))
    return headers, columns


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(tables())
def test_any_table_is_inferred_and_coded(table: tuple[list[str], list[list[str]]]) -> None:
    source = export(*table)
    known, questionnaire = infer(source)
    ids = [question.id for question in questionnaire.questions]
    assert len(set(ids)) == len(ids)
    assert all((column.part in ANSWERS) == (column.question in ids) for column in known.columns)
    assert [column.header for column in known.columns] == table[0]
    assert code(known, questionnaire, recodes={}).account.balanced
