"""01_clean: the raw exports of an edition become coded answers, audience tables, a ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nec_analysis.cards import Catalogue
from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.cards.toml import known_keys
from nec_analysis.clean import coding, dataset, declared, store, tables
from nec_analysis.clean.audience import Audience, audience, speakers
from nec_analysis.clean.columns import Columns
from nec_analysis.clean.rows import RULES
from nec_analysis.errors import NecError
from nec_analysis.exports import registry, several
from nec_analysis.exports.several import Several
from nec_analysis.french.departments import of_column
from nec_analysis.mapping import named
from nec_analysis.mapping.names import known
from nec_analysis.mapping.rows import identifier
from nec_analysis.mapping.settle import settle
from nec_analysis.model import Account, Edition, Export, ExportCard, Population, Records, Responses
from nec_analysis.phases.integrity import as_described, file_of, files_of, fingerprint, rows_as_declared
from nec_analysis.phases.parts import whole
from nec_analysis.privacy.key import key
from nec_analysis.privacy.pseudonyms import pseudonym
from nec_analysis.privacy.redaction import entry_without, question_without
from nec_analysis.privacy.typed import untold

if TYPE_CHECKING:
    import pandas as pd

    from nec_analysis.measures.data import Data
    from nec_analysis.measures.weighing import Weighed

READING = ("columns", "read", "parts")
"""Options of an export that its reader takes; the others are rules on rows."""


@dataclass(frozen=True)
class Cleaned:
    """What the clean phase gives: the answers, the audience tables with their accounts.

    `whole`: the answers with the words of a few, where `responses` tells these as one; they stay internal. `told`: the
    accounts of the exports, where their tables were put one under the other since.
    """

    edition: Edition
    responses: Responses | None
    audiences: tuple[Audience, ...]
    whole: Responses | None = None
    told: tuple[tuple[str, Account], ...] = ()

    @property
    def data(self) -> Data:
        """What measures are taken from."""
        from nec_analysis.measures.data import Data

        merged = tables.merged(self.audiences)
        return Data(self.edition, self.responses, merged, _weighed(self.edition, self.responses, merged))

    @property
    def accounts(self) -> tuple[tuple[str, Account], ...]:
        """The account of rows of every export with the table it fills, the survey first."""
        if self.told:
            return self.told
        survey = (("survey", self.responses.account),) if self.responses else ()
        return (*survey, *((part.table, part.account) for part in self.audiences if part.table != "speakers"))


def clean(edition: Edition, catalogue: Catalogue, *, into: Path | None = None) -> Cleaned:
    """Read, check and code every export of the card, in memory. Nothing is written but a survey too large for that.

    Such a survey is coded in parts, which stay under `into` (for as long as they are used where none is given).
    """
    responses: Responses | None = None
    audiences: list[Audience] = []
    hide = _pseudonym(edition)
    fingerprinted: list[ExportCard] = []
    for card in edition.exports:
        _known_options(edition, card)
        if card.role == "survey" and whole.in_parts(edition, replace(card, sha256="")):
            fingerprinted.append(_fingerprinted(edition, card))
            _only(edition, responses)
            responses = whole.code(edition, card, into)
            print(whole.said(edition, card))
            continue
        read, digest = _checked(edition, card)
        fingerprinted.append(replace(card, sha256=digest))
        if isinstance(read, Several):
            _only(edition, responses)
            responses = _coded_as_one(edition, card, read, catalogue)
        elif isinstance(read, Export):
            _only(edition, responses)
            responses = _coded(edition, card, read, catalogue)
        else:
            aside = card.options.get("set_aside", {})
            declared.check(read, recodes=card.recodes, aside=aside, place=f"data/raw/{edition.id}/edition.toml")
            audiences.extend(_audiences(card, read, hide, catalogue))
    _questions_there(edition, responses)
    printed = replace(edition, exports=tuple(fingerprinted))
    counted = _with_population(printed, audiences)
    _large_enough(counted, responses)
    _known_margins(edition, responses, audiences)
    return Cleaned(counted, responses, tuple(audiences))


def _questions_there(edition: Edition, responses: Responses | None) -> None:
    """Say which rules of the card are of questions not asked. Raises NecError for definitions without a survey."""
    if responses is None:
        return named.without_survey(edition)
    for card in edition.exports:
        if card.role == "survey":
            for line in named.idle(card, responses.questionnaire.questions):
                print(line)
    return None


def _known_options(edition: Edition, card: ExportCard) -> None:
    """Raises NecError for an option that nobody reads: a rule misspelt would set nothing aside, and say nothing."""
    rules = (*RULES, "opened", "duplicate_minutes", "blank_multiple") if card.role == "survey" else ("set_aside",)
    known_keys(card.options, (*READING, *rules), f"data/raw/{edition.id}/edition.toml [export.options] ({card.file})")


def _fingerprinted(edition: Edition, card: ExportCard) -> ExportCard:
    return card if card.sha256 else replace(card, sha256=fingerprint(files_of(edition, card)))


def _only(edition: Edition, before: Responses | None) -> None:
    """Raises NecError for a second survey."""
    if before is not None:
        raise NecError(
            "survey-twice",
            f"data/raw/{edition.id}/edition.toml",
            "deux [[export]] ont le rôle « survey ».",
            'Gardez-en un, ou faites-en deux éditions ; les parties d\'une même enquête : file = "satisfaction-*.csv".',
        )


def _checked(edition: Edition, card: ExportCard) -> tuple[Export | Records | Several, str]:
    """What an export holds, with the fingerprint of the bytes it was read from: those that the card describes."""
    loose = replace(card, sha256="")
    paths = files_of(edition, loose) if card.role == "survey" else (file_of(edition, loose),)
    try:
        read = _read(edition, card, paths)
    except NecError:
        # That it is another file explains better what is wrong with it.
        files_of(edition, card)
        raise
    digest = read.source.sha256 if isinstance(read, Export) else fingerprint(paths)
    as_described(edition, card, digest)
    return read, digest


def _read(edition: Edition, card: ExportCard, paths: Sequence[Path]) -> Export | Records | Several:
    options = dict(card.options.get("read", {}))
    if columns := card.options.get("columns"):
        options["columns"] = columns
    if card.structure:
        options["structure"] = file_of(edition, replace(card, file=card.structure, sha256=""))
    if card.sheet:
        options["sheet"] = card.sheet
    if len(paths) > 1:
        one = several.read(paths, tool=card.tool, role=card.role, identifier=identifier, **options)
        rows_as_declared(edition, card, one.rows)
        return one
    read = registry.read(paths[0], tool=card.tool, role=card.role, **options)
    rows = len(read.rows) if isinstance(read, Export) else (read.read or len(read.rows))
    rows_as_declared(edition, card, rows)
    return read


def _coded_as_one(edition: Edition, card: ExportCard, read: Several, catalogue: Catalogue) -> Responses:
    """The answers of several files, each row told where it stands in its own."""
    try:
        return read.told(_coded(edition, card, read.export, catalogue))
    except NecError as error:
        raise read.located(error) from error


def _coded(edition: Edition, card: ExportCard, export: Export, catalogue: Catalogue) -> Responses:
    settled = settle(export, card, catalogue, edition)
    rules = {name: value for name, value in card.options.items() if name not in READING}
    coded = coding.code(
        settled.export, settled.questionnaire, recodes=settled.recodes, declared=card.recodes, options=rules
    )
    return _without_addresses(coded)


def _without_addresses(responses: Responses) -> Responses:
    """The answers, no e-mail or phone left in the wording of a question or in the ledger."""
    questionnaire = responses.questionnaire
    questions = tuple(map(question_without, questionnaire.questions))
    return replace(
        responses,
        questionnaire=replace(questionnaire, questions=questions),
        ledger=tuple(map(entry_without, responses.ledger)),
    )


def _audiences(card: ExportCard, records: Records, hide: Callable[[str], str], catalogue: Catalogue) -> list[Audience]:
    aside = card.options.get("set_aside", {})
    part = audience(records, hide, recodes=_meanings(card, records, catalogue), aside=aside, located=_located)
    part = replace(part, account=replace(part.account, file=card.file))
    return [_unnamed(part, hide), speakers(part, hide)] if part.table == "sessions" else [part]


def _unnamed(sessions: Audience, hide: Callable[[str], str]) -> Audience:
    """The programme with pseudonyms where speakers were named."""
    if "speakers" not in sessions.frame:
        return sessions
    keyed = [
        None
        if names is None or names != names
        else "; ".join(hide(name) for name in str(names).split(";") if name.strip())
        for names in sessions.frame["speakers"].astype("object")
    ]
    return replace(sessions, frame=sessions.frame.assign(speakers=keyed))


def _meanings(card: ExportCard, records: Records, catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """What raw labels mean, by column: the catalogue's spellings of the choices of a question asked at registration too.

    "Association et médiation" then counts with "Association & médiation"; what the card says goes before.
    """
    columns = sorted({name for row in records.rows[:1] for name in row} & {*catalogue.stanzas})
    found: dict[str, dict[str, str]] = {}
    for column in columns:
        question = catalogue.question(column)
        names = known(catalogue.stanzas[column], catalogue).choices
        labels = {choice.code: choice.label["fr"] for choice in question.choices} if question else {}
        found[column] = {spelling: labels[code] for code, all in names.items() for spelling in all if code in labels}
    return {name: {**found.get(name, {}), **card.recodes.get(name, {})} for name in {*found, *card.recodes}}


def _located(rows: list[Mapping[str, Any]]) -> list[tuple[str, str]]:
    codes, cities, countries = (
        [str(row.get(name) or "") for row in rows] for name in ("postal_code", "city", "country")
    )
    return [(place.code, place.reason) for place in of_column(codes, cities=cities, countries=countries)]


def _pseudonym(edition: Edition) -> Callable[[str], str]:
    name = edition.privacy.linked or edition.id
    secret = key(name, synthetic=edition.synthetic)
    return lambda identifier: pseudonym(identifier, key=secret, scope=name)


def _weighed(edition: Edition, responses: Responses | None, merged: Mapping[str, pd.DataFrame]) -> Weighed | None:
    """The weights that the card asks for; None where people count one each, or nobody answered."""
    place = f"data/raw/{edition.id}/edition.toml [weights]"
    scheme = str(edition.weights.get("scheme", "none"))
    if responses is None or not len(responses.frame) or scheme == "none":
        return None
    from nec_analysis.measures.weighing import BOUNDS, weigh

    population = edition.population
    low, high = edition.weights.get("bounds", BOUNDS)
    return weigh(
        responses,
        merged.get("registrations"),
        scheme=scheme,
        margins=edition.weights.get("margins", population.margins if population else ()),
        population=population.size if population else 0,
        bounds=(float(low), float(high)),
        place=place,
    )


def _with_population(edition: Edition, audiences: list[Audience]) -> Edition:
    """The population counted from the registrations when that is its source; a declared size must then agree."""
    population = edition.population
    if population is None or population.source != "registrations":
        return edition
    counted = sum(len(part.frame) for part in audiences if part.table == "registrations")
    if not any(part.table == "registrations" for part in audiences):
        return edition
    if population.size and population.size != counted:
        raise NecError(
            "population-size",
            f"data/raw/{edition.id}/edition.toml [population]",
            f"la fiche dit {population.size} {population.what}, les inscriptions en donnent {counted}.",
            f"Corrigez size = {counted}, ou l'export des inscriptions.",
        )
    return replace(edition, population=Population(counted, population.what, population.source, population.margins))


def _large_enough(edition: Edition, responses: Responses | None) -> None:
    """Raises NecError where more people answered than could: no rate, no precision can be said of such a list."""
    population, kept = edition.population, responses.account.kept if responses is not None else 0
    if population is None or not 0 < population.size < kept:
        return
    raise NecError(
        "population-small",
        f"data/raw/{edition.id}/edition.toml [population]",
        f"{kept} réponses gardées, pour {population.size} {population.what} : la liste n'est pas celle qui pouvait répondre.",
        "Complétez les inscriptions (ou size), écartez les réponses qui n'en sont pas ([export.options]), "
        "ou retirez [population] : le bilan dira « parmi les répondants ».",
    )


def _known_margins(edition: Edition, responses: Responses | None, audiences: Sequence[Audience]) -> None:
    """Raises NecError for a margin that neither the survey asks nor the registrations know."""
    asked = [question.id for question in responses.questionnaire.questions] if responses is not None else []
    listed = [str(name) for part in audiences if part.table == "registrations" for name in part.frame.columns]
    known_names = [*asked, *listed]
    for name in edition.population.margins if edition.population and known_names else ():
        if name not in known_names:
            raise NecError(
                "population-margin",
                f"data/raw/{edition.id}/edition.toml [population] margins",
                f"« {name} » n'est ni une question de l'enquête, ni une colonne des inscriptions.",
                did_you_mean(name, known_names),
            )


def write(cleaned: Cleaned, folder: Path) -> None:
    """The canonical tables of the edition, as Parquet and JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    if cleaned.responses is not None and not isinstance(cleaned.responses.frame, Columns):
        dataset.emptied(folder)
        store.write(cleaned.responses, folder)
    merged = tables.merged(cleaned.audiences)
    # Weights that cannot be had are said now, before anything is measured.
    _weighed(cleaned.edition, cleaned.responses, merged)
    tables.write(merged, folder)
    store.write_accounts(cleaned.accounts, folder)


def read(edition: Edition, folder: Path) -> Cleaned:
    """What `write` wrote."""
    if dataset.present(folder):
        responses: Responses | None = dataset.read(folder)
    else:
        responses = store.read(folder) if store.present(folder) else None
    accounts = store.read_accounts(folder)
    # the rows of several exports together: what each gave stands in `accounts`
    parts = tuple(Audience(n, frame, Account(len(frame), len(frame), {})) for n, frame in tables.read(folder).items())
    fingerprinted = tuple(_fingerprinted(edition, card) for card in edition.exports)
    printed = replace(edition, exports=fingerprinted)
    return discreet(Cleaned(_with_population(printed, list(parts)), responses, parts, told=accounts))


def discreet(cleaned: Cleaned) -> Cleaned:
    """What may be told of it: words that a few people may have typed are no answers of a list."""
    if cleaned.responses is None:
        return cleaned
    card = next(card for card in cleaned.edition.exports if card.role == "survey")
    declared = {*card.columns, *card.recodes, *cleaned.edition.questions}
    for stanza in cleaned.edition.indicators.values():
        declared |= {
            str(stanza.get("question", "")),
            *(str(name).partition("__")[0] for name in stanza.get("where", {})),
        }
    return replace(cleaned, responses=untold(cleaned.responses, declared), whole=cleaned.responses)
