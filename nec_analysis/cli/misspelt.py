"""What argparse says of a misspelt command, in French, with what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from nec_analysis.cards.suggest import nearest

Said = tuple[str, str]
"""What is wrong, what to type; the second "" where the help of the command says it best."""


def told(message: str, options: Iterable[str] = ()) -> Said:
    """A message of argparse in French; one that is not known here stays as it is.

    >>> told("unrecognized arguments: --lan", ["--lang", "--all"])
    ("« --lan » : cette option n'existe pas.", 'Vouliez-vous dire : --lang ?')
    """
    for pattern, say in _MESSAGES:
        if found := pattern.fullmatch(message):
            return say(found, tuple(options))
    return message, ""


def _missing(found: re.Match[str], _: tuple[str, ...]) -> Said:
    return f"il manque : {found[1].replace('/', ' ou ')}", ""


def _choice(found: re.Match[str], _: tuple[str, ...]) -> Said:
    name, given = found[1].replace("/", " ou "), found[2]
    known = re.findall(r"[^\s',]+", found[3])
    what = f"aucune commande ne s'appelle « {given} »." if name == "COMMANDE" else f"{name} : « {given} » est inconnu."
    near = nearest(given, known)
    return what, f"Vouliez-vous dire : {near} ?" if near else "Au choix : " + ", ".join(known)


def _unknown(found: re.Match[str], options: tuple[str, ...]) -> Said:
    given = found[1].split()
    option = next((word for word in given if word.startswith("-")), "")
    if not option:
        return f"« {' '.join(given)} » est de trop.", ""
    # hyphens make any two options alike
    known = {name.strip("-"): name for name in options}
    near = nearest(option.split("=")[0].strip("-"), known)
    return f"« {option} » : cette option n'existe pas.", f"Vouliez-vous dire : {known[near]} ?" if near else ""


def _value(found: re.Match[str], _: tuple[str, ...]) -> Said:
    return f"{found[1].replace('/', ' ou ')} : il manque une valeur.", ""


def _superfluous(found: re.Match[str], _: tuple[str, ...]) -> Said:
    return f"{found[1].replace('/', ' ou ')} ne prend pas de valeur.", ""


def _refused(found: re.Match[str], _: tuple[str, ...]) -> Said:
    return f"{found[1].replace('/', ' ou ')} : {found[2]}", ""


_MESSAGES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], tuple[str, ...]], Said]], ...] = (
    (re.compile(r"the following arguments are required: (.+)"), _missing),
    (re.compile(r"argument (\S+): invalid choice: '(.*)' \(choose from (.+)\)"), _choice),
    (re.compile(r"unrecognized arguments: (.+)"), _unknown),
    (re.compile(r"argument (\S+): expected (?:one|at least one) argument"), _value),
    (re.compile(r"argument (\S+): ignored explicit argument .+"), _superfluous),
    (re.compile(r"argument (\S+): (.+)"), _refused),
)
