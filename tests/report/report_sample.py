"""A small bilan as an executed notebook: the blocks a report is made of, drawn from invented numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nec_analysis.report import outputs

THEMES = {
    "Dispositifs et services inclusifs": 31.5,
    "Stratégies territoriales": 18.5,
    "Données": 17.0,
    "Tiers-lieux": 13.5,
    "Compétences numériques": 12.5,
    "Communs et souveraineté": 7.0,
}


@dataclass(frozen=True)
class Chart:
    """What the charts room gives."""

    id: str
    figure: Any
    alt: str
    table: Any
    title: str = ""
    subtitle: str = ""
    source: str = ""
    legend: str = ""


def bars(id: str = "themes", width: float = 174, height: float = 86) -> Chart:
    """Horizontal bars in the house style, message above, source below."""
    from matplotlib import font_manager, rc_context
    from matplotlib.figure import Figure

    from nec_analysis.report import fonts

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for face in ("Regular", "SemiBold", "Bold"):
        if str(fonts.lato(face)) not in known:
            font_manager.fontManager.addfont(str(fonts.lato(face)))
    with rc_context({"font.family": ["Lato", "DejaVu Sans"], "text.parse_math": False}):
        figure = Figure(figsize=(width / 25.4, height / 25.4))
        axes = figure.add_axes((0.36, 0.16, 0.56, 0.62))
        names, values = list(THEMES), list(THEMES.values())
        axes.barh(names, values, color=["#171DAE", *["#8A8FC9"] * 5], height=0.62)
        axes.invert_yaxis()
        axes.set_xlim(0, 36)
        axes.set_xticks([])
        axes.tick_params(length=0, labelsize=9.8, colors="#1C1C28")
        for side in axes.spines.values():
            side.set_visible(False)
        for i, value in enumerate(values):
            words = f"{value:g}".replace(".", ",") + "\u202f%"
            axes.text(value + 0.5, i, words, va="center", fontsize=11, fontweight="bold", color="#1C1C28")
        title = "L'inclusion, premier thème des professionnels"
        figure.text(0.0, 0.93, title, fontsize=13.5, fontweight="bold", color="#1C1C28")
        subtitle = "Thème le plus proche du secteur professionnel, en % des répondants"
        figure.text(0.0, 0.85, subtitle, fontsize=9.6, color="#5B5B6B")
        figure.text(0.0, 0.03, "Source\u202f: enquête de satisfaction, n\u202f=\u202f402.", fontsize=9, color="#5B5B6B")
    table = (["Thème", "Part"], [[name, f"{value:g}".replace(".", ",") + "\u202f%"] for name, value in THEMES.items()])
    alt = (
        "Diagramme en barres horizontales, 6 catégories\u202f: thème de NEC le plus proche du secteur professionnel. "
        "De Dispositifs et services inclusifs (31,5\u202f%) à Communs et souveraineté (7\u202f%). Base\u202f: 402 réponses."
    )
    return Chart(id, figure, alt, table, title, subtitle, "Enquête de satisfaction 2022, n\u202f=\u202f402", "")


def shown(output: outputs.Shown) -> dict[str, Any]:
    """The code cell of a notebook that showed it."""
    data, metadata = output._repr_mimebundle_()
    return code([{"output_type": "execute_result", "execution_count": 1, "data": data, "metadata": metadata}])


def code(found: list[dict[str, Any]], source: str = "x", **metadata: Any) -> dict[str, Any]:
    """A code cell with its outputs."""
    return {
        "cell_type": "code",
        "id": "c",
        "source": source,
        "metadata": metadata,
        "outputs": found,
        "execution_count": 1,
    }


def markdown(source: str, **metadata: Any) -> dict[str, Any]:
    """A Markdown cell."""
    return {"cell_type": "markdown", "id": "m", "source": source, "metadata": metadata}


def notebook(*cells: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    """A notebook of those cells, ids unique."""
    numbered = [cell | {"id": f"c{i:03}"} for i, cell in enumerate(cells)]
    return {"cells": numbered, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def tiles() -> outputs.Shown:
    """Six key figures."""
    T = outputs.Tile
    return outputs.tiles(
        [
            T(
                "voient en NEC l'événement de référence",
                "87\u202f%",
                "entre 84 et 90\u202f%",
                "+4 pts depuis 2021, écart non significatif",
            ),
            T("venaient pour la première fois", "78\u202f%", "entre 74 et 81\u202f%", "+7 pts depuis 2021"),
            T("ont apprécié la ville et le lieu", "77\u202f%", "entre 73 et 80\u202f%", "−4 pts depuis 2021"),
            T("personnes inscrites", "1\u202f700", note="recensement\u202f: billets valides"),
            T("intervenantes et intervenants", "228"),
            T("de vidéos en ligne", "12\u202fh\u202f13", note="médiathèque"),
        ]
    )


PROSE = """Trois journées, **1 700 personnes inscrites** et un fil rouge : *le commun*. Les participants disent leur
attachement[^base] à un événement qui les rassemble chaque année dans un territoire différent.

- des formats courts pour entrer dans un sujet ;
- des ateliers pour en sortir avec quelque chose ;
- du temps pour se rencontrer.

[^base]: Base : 393 réponses exprimées sur 412, population de 1 700 inscrits.
"""


def bilan(**cover: Any) -> dict[str, Any]:
    """The whole sample."""
    wide = [[f"Ligne {i}", *[str(i * j) for j in range(1, 15)]] for i in range(1, 22)]
    return notebook(
        shown(
            outputs.cover(
                "Bilan de Numérique en Commun[s]",
                "Ce que les participants en disent, ce que les chiffres montrent",
                "NEC 2022, Lens",
                "27–29 septembre 2022",
                "Édité par l'Agence nationale de la cohésion des territoires.",
                **{"synthetic": True} | cover,
            )
        ),
        shown(outputs.contents()),
        markdown("# Grands chiffres"),
        shown(tiles()),
        shown(outputs.prose(PROSE)),
        markdown("# Réussite 1 : une place de marché\n\n## Des thèmes qui parlent aux métiers"),
        shown(outputs.prose("Le premier thème rassemble près d'un tiers des professionnels.")),
        shown(outputs.figure(bars())),
        shown(outputs.prose(PROSE.replace("[^base]", "").split("\n\n")[0])),
        shown(
            outputs.callout("key", "Un thème domine, **aucun n'est délaissé** : le moins cité l'est par 7 % des gens.")
        ),
        markdown("## Ce qu'ils en disent"),
        shown(
            outputs.verbatims(
                [
                    (
                        "Une énergie rare : on repart avec des contacts et trois idées à essayer dès lundi.",
                        "agent de collectivité",
                    ),
                    "Il manquait un peu de temps entre les ateliers.",
                ]
            )
        ),
        shown(outputs.figure(bars("themes-2"))),
        shown(outputs.callout("info", "Les intervalles sont de Wilson, corrigés de la population finie.")),
        markdown("# Réussite 2 : un territoire"),
        shown(
            outputs.table(
                ["Question", "Réponses", "Part", "Intervalle"],
                [
                    [
                        f"Question {i} sur la satisfaction générale",
                        f"{300 + i}",
                        f"{70 + i}\u202f%",
                        "[67\u202f;\u202f73]",
                    ]
                    for i in range(8)
                ],
                caption="Satisfaction par question",
                note="Base\u202f: réponses exprimées.",
            )
        ),
        shown(outputs.annex_break()),
        markdown("# Annexe : toutes les réponses"),
        shown(outputs.table(["Question", *[f"Modalité {j}" for j in range(1, 15)]], wide, caption="Un tableau large")),
        shown(
            outputs.table(
                ["Modalité de réponse", "Effectif", "Part"],
                [[f"Réponse possible n°\u202f{i}, en toutes lettres", str(i), f"{i}\u202f%"] for i in range(1, 61)],
                caption="Un tableau long",
            )
        ),
        shown(outputs.callout("caution", "Les groupes de moins de 11 personnes sont masqués.")),
    )
