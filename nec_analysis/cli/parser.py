"""What one may type after `nec`."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from typing import Any

from nec_analysis.cli.misspelt import told
from nec_analysis.errors import USAGE

COMMANDS = {
    "new": "créer la fiche d'une édition à partir de ses exports",
    "check": "vérifier une édition sans rien publier",
    "run": "produire le bilan d'une ou de plusieurs éditions",
    "explain": "d'où vient un chiffre, une comparaison",
    "recette": "recompter les chiffres d'un bilan, relire ses fichiers finis",
    "compare": "les chiffres de deux éditions côte à côte",
    "report": "écrire à nouveau le bilan publié, dans d'autres formats",
    "charts": "dessiner les graphiques d'une édition, tous ou quelques-uns",
    "history": "ce qui a été publié, quand, et ce qui a changé",
    "purge": "effacer les exports d'une édition dont la durée de conservation est passée",
    "doctor": "vérifier l'installation",
    "lab": "ouvrir les notebooks dans JupyterLab",
}


class Parser(argparse.ArgumentParser):
    """A parser that speaks French, takes whole option names only, names what is nearest to what it does not know."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=Help, **settings)
        self._positionals.title, self._optionals.title = "arguments ", "options "
        self.add_argument("-h", "--help", action="help", help="afficher cette aide")

    def error(self, message: str) -> None:  # type: ignore[override]
        """One line with what to type instead, exit 2."""
        said, remedy = told(message, self._option_string_actions)
        self.exit(USAGE, f"nec : {said}\n→ {remedy or f'{self.prog} --help'}\n")


class Help(argparse.HelpFormatter):
    """The first line of a help text in French."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """As argparse does, under another word."""
        super().add_usage(usage, actions, groups, "usage : " if prefix is None else prefix)


def parser() -> argparse.ArgumentParser:
    """The whole command line. Each command is a module of this package, imported when it is called."""
    top = Parser(prog="nec", description="Numérique en Commun[s] : des exports bruts au bilan publié.")
    top.add_argument(
        "--root", default="", metavar="DOSSIER", help="dossier du projet (trouvé tout seul si l'on est dedans)"
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMANDE", parser_class=Parser)
    for name, help in COMMANDS.items():
        command = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
        command.add_argument("--root", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        _arguments(name, command)
        command.set_defaults(call=_lazily(name), parser=command)
    return top


def _lazily(name: str) -> Callable[[argparse.Namespace], int]:
    def call(given: argparse.Namespace) -> int:
        module = importlib.import_module(f"nec_analysis.cli.{name}")
        return int(module.call(given))

    return call


def _arguments(name: str, command: argparse.ArgumentParser) -> None:
    if name == "new":
        command.add_argument("edition", metavar="ÉDITION", help="nom de l'édition, comme 2023-bordeaux")
        command.add_argument("--from", dest="files", nargs="+", required=True, metavar="FICHIER", help="les exports")
        command.add_argument("--like", default="", metavar="ÉDITION", help="partir de la fiche d'une autre édition")
        command.add_argument("--yes", action="store_true", help="accepter toutes les propositions")
        command.add_argument(
            "--read",
            action="extend",
            nargs="+",
            default=[],
            metavar="OPTION=VALEUR",
            help="comment lire un fichier : encoding=cp1250, sheet=Feuil2, ids=per_file ; "
            "parmi plusieurs : reponses.csv:encoding=cp1250",
        )
    elif name == "check":
        command.add_argument("edition", metavar="ÉDITION", help="nom de l'édition : 2022-lens")
    elif name == "run":
        command.add_argument("editions", nargs="*", metavar="ÉDITION", help="noms ou motifs : 2022-lens, 2022-*")
        command.add_argument("--all", action="store_true", help="toutes les éditions")
        command.add_argument("-j", "--jobs", type=_several, default=1, metavar="N", help="éditions à la fois")
        command.add_argument("--force", action="store_true", help="refaire même ce qui n'a pas changé")
        command.add_argument("--cluster", default="", metavar="ADRESSE", help="ordonnanceur Dask : tcp://hôte:8786")
        command.add_argument(
            "--store", default="", metavar="URL", help="où publier aussi les bilans : s3://…, file://…"
        )
        _language(command)
        command.add_argument("--recette", action="store_true", help="recompter et relire ce qui vient d'être publié")
        command.add_argument("--json", action="store_true", help="le résultat en JSON")
        command.add_argument("--quiet", action="store_true", help="sans affichage de progression")
    elif name == "recette":
        command.add_argument("editions", nargs="*", metavar="ÉDITION", help="noms ou motifs : 2022-lens, 2022-*")
        command.add_argument("--all", action="store_true", help="toutes les éditions")
        _language(command)
        command.add_argument("--json", action="store_true", help="le résultat en JSON")
    elif name == "compare":
        command.add_argument("first", metavar="ÉDITION", help="l'édition d'avant")
        command.add_argument("second", metavar="ÉDITION", help="l'édition d'après")
        command.add_argument("--json", action="store_true", help="le résultat en JSON")
    elif name == "explain":
        command.add_argument("edition", metavar="ÉDITION", help="nom de l'édition : 2022-lens")
        command.add_argument(
            "figure",
            nargs="?",
            default="",
            metavar="CHIFFRE",
            help="identifiant d'un chiffre ou d'une comparaison ; sans lui, la liste",
        )
        command.add_argument("--json", action="store_true", help="le résultat en JSON")
    elif name == "report":
        command.add_argument("edition", metavar="ÉDITION", help="nom de l'édition : 2022-lens")
        command.add_argument("--to", default="pdf,html", metavar="FORMATS", help="parmi pdf, html, xlsx, pptx, docx")
        command.add_argument("--into", default=".", metavar="DOSSIER", help="où écrire (le dossier courant)")
        _language(command)
    elif name == "charts":
        command.add_argument("edition", metavar="ÉDITION", help="nom de l'édition : 2022-lens")
        command.add_argument("charts", nargs="*", metavar="GRAPHIQUE", help="identifiants ; sans eux, tous")
        command.add_argument("--to", default="svg,pdf,png", metavar="FORMATS", help="parmi svg, pdf, png")
        command.add_argument("--into", default="graphiques", metavar="DOSSIER", help="où écrire (graphiques/)")
        _language(command)
        command.add_argument("--list", action="store_true", help="dire lesquels, sans dessiner")
    elif name == "history":
        command.add_argument("edition", nargs="?", default="", metavar="ÉDITION", help="nom de l'édition : 2022-lens")
        command.add_argument("--json", action="store_true", help="le résultat en JSON")
    elif name == "purge":
        command.add_argument("edition", nargs="?", default="", metavar="ÉDITION", help="nom de l'édition : 2022-lens")
        command.add_argument("--all", action="store_true", help="toutes les éditions dont la date est passée")
        command.add_argument(
            "--before", "--avant", default="", metavar="DATE", help="comme si l'on était ce jour-là : AAAA-MM-JJ"
        )
        command.add_argument("--yes", action="store_true", help="effacer ; sans cela, la liste seulement")
        command.add_argument("--json", action="store_true", help="le résultat en JSON")
    elif name == "lab":
        command.add_argument("arguments", nargs=argparse.REMAINDER, help="options de jupyter lab")


def _several(text: str) -> int:
    """A number of editions to run at once. Raises ArgumentTypeError below one."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un nombre d'éditions (1, 2, 3…)")
    return int(text)


def _language(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", default="fr", choices=["fr", "en"], help="langue des textes")
