"""Invented data for every shape: ordinary, treacherous, none at all."""

from __future__ import annotations

from collections.abc import Callable

from nec_analysis.charts import (
    audience,
    bars,
    editions,
    growth,
    heatmap,
    indicators,
    likert,
    map,
    nps,
    outlines,
    programme,
    publics,
    response,
    slopes,
    upset,
    verbatims,
)
from nec_analysis.charts.chart import Chart
from nec_analysis.charts.departments import Spread

Draw = Callable[[str], Chart]

LONG = "Un libellé bien trop long pour tenir sur une seule ligne d’un graphique, recopié tel quel de l’export brut"
WORD = "Anticonstitutionnellement" * 5
HOSTILE = "prix 5$ et 6$ <script>alert(1)</script> & « a » 👏 ▲ \x07 =cmd|'/C' %s {x}"
LABELS = (LONG, WORD, HOSTILE, "", "É")
SCALE5 = (
    "Pas du tout d’accord",
    "Plutôt pas d’accord",
    "Ni l’un ni l’autre",
    "Plutôt d’accord",
    "Tout à fait d’accord",
)


def said(lang: str, long: bool = False) -> dict[str, str]:
    """The words around a chart."""
    if long:
        return {"id": "chart", "title": LONG * 2, "subtitle": LONG * 3, "source": HOSTILE + LONG * 4, "lang": lang}
    if lang == "en":
        return {
            "id": "chart",
            "title": "Three in ten work on inclusive services",
            "subtitle": "Share of those who answered, in % (one answer)",
            "source": "survey of 2022, n = 402 answers",
            "lang": "en",
        }
    return {
        "id": "chart",
        "title": "Trois participants sur dix travaillent sur les services inclusifs",
        "subtitle": "Thème le plus proche du secteur professionnel, en % des répondants",
        "source": "enquête de satisfaction 2022, du 3 au 21 octobre 2022, n = 402 réponses",
        "lang": lang,
    }


def _indicator(label: str, value: float, base: int = 393, **more: object) -> indicators.IndicatorRow:
    low, high = max(0.0, value - 0.04), min(1.0, value + 0.04)
    return indicators.IndicatorRow(label, value, low, high, base, **more)  # type: ignore[arg-type]


def _bar(label: str, value: float, base: int = 402, **more: object) -> bars.BarRow:
    return bars.BarRow(label, value, max(0.0, value - 0.04), min(1.0, value + 0.04), base, **more)  # type: ignore[arg-type]


INDICATORS = (
    _indicator("NEC est l’événement de référence du numérique d’intérêt général", 0.87, previous=0.83, change=0.04),
    _indicator("Venus à NEC pour la première fois", 0.78, previous=0.71, change=0.07, significant=True),
    _indicator("Ont apprécié la ville et le lieu", 0.77, previous=0.81, change=-0.04, significant=False),
    _indicator("Recommanderaient NEC à un·e collègue", 0.84, 25),
    indicators.IndicatorRow("Masqué", 0.5, state="masked", base=4),
)
THEMES = (
    ("Dispositifs & services inclusifs", 127),
    ("Culture & compétences numériques", 74),
    ("Données & territoires", 68),
    ("Accessibilité des services en ligne", 54),
    ("Territoires résilients & durables", 50),
    ("Communs & souveraineté", 29),
)
HEAT = tuple(
    heatmap.HeatRow(
        label, base, tuple(heatmap.HeatCell(v / 100 if v else None, mark) for v, mark in zip(row, marks, strict=True))
    )
    for label, base, row, marks in (
        ("Associations et médiation", 128, (51, 24, 4, 9), (1, 0, -1, 0)),
        ("Collectivités territoriales", 104, (29, 12, 29, 11), (0, 0, 1, 0)),
        ("Autres", 22, (32, 32, 0, 0), (0, 0, 0, 0)),
    )
)
COUNTS = {
    "62": 271,
    "59": 269,
    "75": 158,
    "69": 55,
    "92": 24,
    "93": 21,
    "13": 29,
    "974": 9,
    "971": 3,
    "987": 6,
    "23": 1,
}
ORDINARY: dict[str, Draw] = {
    "indicators": lambda lang: indicators.draw(INDICATORS, current="2022", before="2021", **said(lang)),
    "bars": lambda lang: bars.draw([_bar(label, n / 402) for label, n in THEMES], **said(lang)),
    "bars_half": lambda lang: bars.draw([_bar(label, n / 402) for label, n in THEMES], width=84.0, **said(lang)),
    "bars_counts": lambda lang: bars.draw(
        [bars.BarRow(label, 100 * n) for label, n in THEMES], unit="n", census=True, highlight=None, **said(lang)
    ),
    "likert": lambda lang: likert.draw(
        [
            likert.LikertRow("Accueil et orientation sur place", (2, 5, 9, 44, 40)),
            likert.LikertRow("Restauration", (36, 68, 76, 148, 72)),
            likert.LikertRow("Confort sonore des ateliers", (3, 5, 4, 6, 2)),
            likert.LikertRow("Masqué", ()),
        ],
        SCALE5,
        **said(lang),
    ),
    "likert_even": lambda lang: likert.draw(
        [likert.LikertRow("Accueil", (2, 5, 44, 40)), likert.LikertRow("Restauration", (36, 68, 148, 72))],
        SCALE5[:2] + SCALE5[3:],
        positive="Satisfaits",
        **said(lang),
    ),
    "heatmap": lambda lang: heatmap.draw(
        HEAT,
        ("Services inclusifs", "Culture & compétences", "Données", "Communs"),
        total=heatmap.HeatRow("Ensemble", 402, tuple(heatmap.HeatCell(v) for v in (0.31, 0.18, 0.17, 0.07))),
        **said(lang),
    ),
    "publics": lambda lang: publics.draw(
        [
            publics.PublicRow("Collectivités territoriales", "Secteur public", 437),
            publics.PublicRow("État et opérateurs", "Secteur public", 247),
            publics.PublicRow("Associations", "Économie sociale et solidaire", 369),
            publics.PublicRow("Entreprises", "Secteur privé", 182),
            publics.PublicRow("Particuliers", "Autres", None),
        ],
        **said(lang),
    ),
    "growth": lambda lang: growth.draw(
        [growth.Count("2020-06-30", 846), growth.Count("2021-10-31", 4450), growth.Count("2022-10-31", 6681)],
        **said(lang),
    ),
    "slopes": lambda lang: slopes.draw(
        [
            slopes.Slope("Tweets émis", (("2021", 290), ("2022", 133))),
            slopes.Slope("Mentions", (("2021", 506), ("2022", 674))),
            slopes.Slope("Utilisations du mot-dièse #NEC21 puis #NEC22", (("2021", 96), ("2022", 113))),
        ],
        **said(lang),
    ),
    "upset": lambda lang: upset.draw(*_ticks(), base=200, **said(lang)),
    "audience": lambda lang: audience.draw(
        [
            audience.Moment("Mardi 27 sept., journée OFF", "Journée", 450),
            audience.Moment("Mardi 27 sept., journée OFF", "Live CNFS", 4400, True),
            audience.Moment("Mercredi 28 sept.", "Plénière d’ouverture", 850, True),
            audience.Moment("Mercredi 28 sept.", "Cocktail", 500),
        ],
        **said(lang),
    ),
    "programme": lambda lang: programme.draw(
        [programme.FormatRow("Ateliers", 26), programme.FormatRow("Retours d’expérience", 45)], **said(lang)
    ),
    "nps": lambda lang: nps.draw(nps.Score((4, 2, 4, 5, 7, 20, 25, 60, 104, 92, 84), None, 21, 33), **said(lang)),
    "response": lambda lang: response.draw(
        [response.Step("Inscrits", 1700), response.Step("Présents", 1312), response.Step("Ont terminé", 412)],
        [
            response.Gap("Collectivités", 0.312, 0.26),
            response.Gap("Recherche", 0.074, 0.07),
            response.Gap("Associations", 0.179, 0.22),
        ],
        **said(lang),
    ),
    "editions": lambda lang: editions.draw(
        [
            editions.EditionRow("2018", "Nantes", 850),
            editions.EditionRow("2020", "Lyon", 2600, True),
            editions.EditionRow("2021", "Sud-Charente", 400),
            editions.EditionRow("2022", "Lens", 1800),
            editions.EditionRow("2024", "Chambéry", None),
        ],
        **said(lang),
    ),
    "verbatims": lambda lang: verbatims.draw(
        [
            verbatims.Theme("Rencontres, réseau", 96, 11, "On repart avec dix contacts utiles."),
            verbatims.Theme("Lieu, confort, son", 29, 81, "Impossible de s’entendre !"),
            verbatims.Theme("Restauration", 12, 58),
        ],
        comments=287,
        **said(lang),
    ),
    "map": lambda lang: map.draw(Spread(COUNTS, 12, 84), **said(lang)),
}


def _ticks() -> tuple[tuple[upset.Answer, ...], tuple[upset.Combination, ...]]:
    names = ("Plénières", "Retours d’expérience", "Ateliers", "Masterclass")
    return upset.combine([[n for j, n in enumerate(names) if (i * 7 + j * i // 3) % (j + 2) == 0] for i in range(200)])


def _labels(count: int) -> list[str]:
    return [f"{i} {LABELS[i % len(LABELS)]}" for i in range(count)]


def _everywhere() -> dict[str, int]:
    codes = [*outlines.france()["centres"], "971", "972", "973", "974", "976", "975", "977", "978", "986", "987", "988"]
    return {code: 1000 + 7 * i for i, code in enumerate(codes)}


TREACHEROUS: dict[str, Draw] = {
    "indicators_one": lambda lang: indicators.draw([_indicator(WORD, 1.0, 5000)], **said(lang, True)),
    "indicators_many": lambda lang: indicators.draw(
        [_indicator(label, i / 19, 9 + i, previous=i / 20, change=1 / 20) for i, label in enumerate(_labels(20))],
        current=LONG,
        before=LONG,
        **said(lang, True),
    ),
    "bars_one": lambda lang: bars.draw([_bar("", 0.0001)], **said(lang)),
    "bars_none_hit": lambda lang: bars.draw([_bar("Personne", 0.0), _bar("Rien", 0.0)], **said(lang)),
    "bars_all": lambda lang: bars.draw([bars.BarRow("Tout", 1.0, 0.99, 1.0, 400)], **said(lang, True)),
    "bars_many": lambda lang: bars.draw([_bar(x, i / 40) for i, x in enumerate(_labels(40))], **said(lang, True)),
    "bars_many_half": lambda lang: bars.draw(
        [_bar(x, 0.999 - i / 40) for i, x in enumerate(_labels(20))], width=84.0, **said(lang, True)
    ),
    "bars_masked": lambda lang: bars.draw(
        [_bar("Montré", 0.4), bars.BarRow("Masqué", None, state="masked"), bars.BarRow("Vide", None, state="empty")],
        **said(lang),
    ),
    "likert_many": lambda lang: likert.draw(
        [likert.LikertRow(label, (i, 20 - i, 3, i * 2, 1)) for i, label in enumerate(_labels(24))],
        [LONG, WORD, LONG, HOSTILE, LONG],
        positive=LONG,
        **said(lang, True),
    ),
    "likert_all_yes": lambda lang: likert.draw(
        [likert.LikertRow("Oui", (0, 0, 0, 400))], SCALE5[:2] + SCALE5[3:], **said(lang)
    ),
    "likert_all_no": lambda lang: likert.draw([likert.LikertRow("Non", (400, 0, 0, 0, 0))], SCALE5, **said(lang)),
    "likert_neutral": lambda lang: likert.draw([likert.LikertRow("Bof", (0, 0, 40, 0, 0))], SCALE5, **said(lang)),
    "likert_seven": lambda lang: likert.draw(
        [likert.LikertRow("Sept", (1, 2, 3, 40, 5, 6, 70))], [f"Réponse {i}" for i in range(7)], **said(lang)
    ),
    "heatmap_many": lambda lang: heatmap.draw(
        [
            heatmap.HeatRow(
                label, 10 + 100 * i, tuple(heatmap.HeatCell((i * j) % 101 / 100, (i + j) % 3 - 1) for j in range(15))
            )
            for i, label in enumerate(_labels(24))
        ],
        _labels(15),
        **said(lang, True),
    ),
    "heatmap_one": lambda lang: heatmap.draw(
        [heatmap.HeatRow("", 400, (heatmap.HeatCell(1.0, 1),))], [WORD], **said(lang)
    ),
    "heatmap_zero": lambda lang: heatmap.draw(
        [heatmap.HeatRow("Zéro", 400, (heatmap.HeatCell(0.0), heatmap.HeatCell(0.0)))], ["A", "B"], **said(lang)
    ),
    "publics_many": lambda lang: publics.draw(
        [publics.PublicRow(label, LABELS[i % 3] * 2, i * 100) for i, label in enumerate(_labels(20))],
        **said(lang, True),
    ),
    "publics_one": lambda lang: publics.draw([publics.PublicRow("Tous", "", 1700)], **said(lang)),
    "growth_one": lambda lang: growth.draw([growth.Count("2022-10-31", 0)], **said(lang)),
    "growth_months": lambda lang: growth.draw(
        [growth.Count(f"20{18 + i // 12}-{i % 12 + 1:02d}-01", 123456 * i) for i in range(40)], **said(lang, True)
    ),
    "growth_close": lambda lang: growth.draw(
        [growth.Count("2020-01-01", 10), growth.Count("2022-10-30", 9), growth.Count("2022-10-31", 8)], **said(lang)
    ),
    "growth_falls": lambda lang: growth.draw(
        [growth.Count("2020-01-01", 1000000), growth.Count("2021-06-30", 500), growth.Count("2022-10-31", 0)],
        **said(lang),
    ),
    "slopes_many": lambda lang: slopes.draw(
        [
            slopes.Slope(label, tuple((f"20{10 + j}", float(i * j)) for j in range(9)))
            for i, label in enumerate(_labels(7))
        ],
        **said(lang, True),
    ),
    "slopes_one": lambda lang: slopes.draw([slopes.Slope(LONG, ((LONG, 0.0),))], **said(lang)),
    "slopes_long_names": lambda lang: slopes.draw(
        [slopes.Slope("Mentions", ((LONG, 123456789.0), (WORD, 1.0)))] * 3, **said(lang)
    ),
    "upset_many": lambda lang: upset.draw(
        [upset.Answer(label, 200 - i) for i, label in enumerate(_labels(14))],
        [upset.Combination((_labels(14)[i % 14], _labels(14)[(i * 3) % 14]), 100000 - i) for i in range(30)],
        base=200000,
        **said(lang, True),
    ),
    "upset_rare": lambda lang: upset.draw(
        [upset.Answer("Plénières", 8)], [upset.Combination(("Plénières",), 2)], base=8, **said(lang)
    ),
    "audience_many": lambda lang: audience.draw(
        [audience.Moment(LABELS[i % 3], label, i * 999, i % 2 == 0) for i, label in enumerate(_labels(20))],
        **said(lang, True),
    ),
    "audience_one": lambda lang: audience.draw([audience.Moment("", "", 1234567)], **said(lang)),
    "programme_many": lambda lang: programme.draw(
        [programme.FormatRow(label, i * i * 7) for i, label in enumerate(_labels(20))], **said(lang, True)
    ),
    "programme_one": lambda lang: programme.draw([programme.FormatRow("Pitch", 1)], **said(lang)),
    "nps_zero": lambda lang: nps.draw(nps.Score((400, *[0] * 10), None, -100, -98.5), **said(lang, True)),
    "nps_ten": lambda lang: nps.draw(nps.Score((*[0] * 10, 1)), **said(lang)),
    "nps_flat": lambda lang: nps.draw(nps.Score((1,) * 11), **said(lang)),
    "response_long": lambda lang: response.draw(
        [response.Step(LONG, 1234567), response.Step(WORD, 1234566), response.Step(HOSTILE, 0)],
        [response.Gap(LONG, 1.0, 0.0), response.Gap(WORD, 0.0, 1.0), response.Gap("Égal", 0.5, 0.5)],
        **said(lang, True),
    ),
    "response_funnel": lambda lang: response.draw([response.Step("Inscrits", 58)], **said(lang)),
    "response_level": lambda lang: response.draw(
        [response.Step("Inscrits", 58)], [response.Gap("Égal", 0.5, 0.5)], **said(lang)
    ),
    "editions_many": lambda lang: editions.draw(
        [editions.EditionRow(str(2010 + i), LABELS[i % 5], 123456 * i, i % 3 == 0) for i in range(14)],
        **said(lang, True),
    ),
    "editions_one": lambda lang: editions.draw([editions.EditionRow("2022", LONG, 1)], **said(lang)),
    "verbatims_many": lambda lang: verbatims.draw(
        [
            verbatims.Theme(label, i * 50, 1000 - i, LONG * 3 if i % 6 == 0 else "")
            for i, label in enumerate(_labels(18))
        ],
        comments=1,
        liked=LONG,
        to_improve=LONG,
        **said(lang, True),
    ),
    "verbatims_one": lambda lang: verbatims.draw([verbatims.Theme("", 0, 1)], **said(lang)),
    "map_everywhere": lambda lang: map.draw(Spread(_everywhere(), 4321, 98765), key=LONG, **said(lang, True)),
    "map_one": lambda lang: map.draw(Spread({"2A": 1}), **said(lang)),
    "map_overseas": lambda lang: map.draw(Spread({"988": 1, "974": 2}, 0, 1), exact=True, **said(lang)),
}

EMPTY: dict[str, Draw] = {
    "indicators": lambda lang: indicators.draw((), **said(lang)),
    "indicators_masked": lambda lang: indicators.draw(
        [indicators.IndicatorRow("Trop peu", None, state="masked")], **said(lang)
    ),
    "bars": lambda lang: bars.draw((), **said(lang)),
    "likert": lambda lang: likert.draw([likert.LikertRow("Vide", (0, 0, 0, 0))], SCALE5[:4], **said(lang)),
    "heatmap": lambda lang: heatmap.draw((), ("A",), **said(lang)),
    "publics": lambda lang: publics.draw((), **said(lang)),
    "growth": lambda lang: growth.draw((), **said(lang)),
    "slopes": lambda lang: slopes.draw([slopes.Slope("Vide", ())], **said(lang)),
    "upset": lambda lang: upset.draw((), (), base=0, **said(lang)),
    "audience": lambda lang: audience.draw((), **said(lang)),
    "programme": lambda lang: programme.draw((), **said(lang)),
    "nps": lambda lang: nps.draw(nps.Score((0,) * 11), **said(lang)),
    "response": lambda lang: response.draw((), **said(lang)),
    "editions": lambda lang: editions.draw([editions.EditionRow("2024", "Chambéry", None)], **said(lang)),
    "verbatims": lambda lang: verbatims.draw((), **said(lang)),
    "map": lambda lang: map.draw(Spread({}, 3, 9), **said(lang)),
}
