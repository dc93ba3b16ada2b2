"""02_indicators: the figures of an edition, its topline, what changed since the edition before."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from nec_analysis.cards import Catalogue
from nec_analysis.cards import edition as card_of
from nec_analysis.cards.suggest import did_you_mean
from nec_analysis.errors import NecError
from nec_analysis.figures import files, masking
from nec_analysis.figures.evolution import Change, as_figures, changes
from nec_analysis.figures.register import register
from nec_analysis.measures import Data, estimate
from nec_analysis.measures.topline import FIELDS, Line, topline
from nec_analysis.model import Edition, Figure
from nec_analysis.phases import classes, contrasts, family
from nec_analysis.phases.clean import Cleaned, clean
from nec_analysis.phases.contrasts import Contrast
from nec_analysis.phases.folders import Folders
from nec_analysis.phases.worded import worded
from nec_analysis.privacy.purge import REGISTER
from nec_analysis.privacy.retention import purged


@dataclass(frozen=True)
class Computed:
    """The register, the topline, the changes since the previous edition (empty without one), as they may be published.

    `counted` is the topline before masking: it stays with the internal data. `contrasts`: groups and options compared.
    """

    figures: tuple[Figure, ...]
    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    counted: tuple[Line, ...] = ()
    contrasts: tuple[Contrast, ...] = ()

    @property
    def tests(self) -> int:
        """How many tests were corrected together: groups, options, changes."""
        return max((*(one.family for one in self.contrasts), *(one.family for one in self.changes)), default=0)

    def figure(self, id: str) -> Figure | None:
        """The figure of that id, or None."""
        return next((figure for figure in self.figures if figure.id == id), None)


def figures_of(data: Data, catalogue: Catalogue, *, lang: str = "fr") -> tuple[Figure, ...]:
    """The register of an edition from its cleaned data, figures on too few people masked."""
    indicators = catalogue.indicators(data.edition)
    figures = register(indicators, data, estimate, lang=lang)
    names = classes.classing(data.edition, catalogue)
    return masking.publishable(figures, classes.unpublishable(figures, indicators, data, names), lang=lang)


def compute(cleaned: Cleaned, catalogue: Catalogue, root: Path, *, lang: str = "fr") -> Computed:
    """Every figure of the edition. The previous edition is read from its own raw exports, so that order never matters."""
    data = cleaned.data
    figures = figures_of(data, catalogue, lang=lang)
    known = (*catalogue.questions(), *catalogue.own_questions(data.edition))
    responses = worded(data.responses, known, lang) if data.responses else None
    shown = topline(responses, population=data.population, lang=lang) if responses else ()
    whole = worded(cleaned.whole, known, lang) if cleaned.whole else None
    counted = topline(whole, population=data.population, lang=lang) if whole else shown
    hidden = {name: classes.answered(data, name) for name in classes.classing(data.edition, catalogue)}
    lines = masking.masked(shown, hidden)
    before: tuple[Figure, ...] = ()
    broken: tuple[str, ...] = ()
    if data.edition.previous:
        earlier = card_of(data.edition.previous, root)
        before = _register(earlier, catalogue, lang)
        broken = _broken(catalogue, data.edition, earlier, root)
    moved = changes(figures, before, broken=broken, lang=lang)
    compared, moved = family.corrected(contrasts.contrasts(replace(data, responses=responses), catalogue, lang), moved)
    held = (*figures, *as_figures(moved, data.edition.published, lang=lang))
    _known(data.edition, held)
    return Computed(held, lines, moved, counted, compared)


def _known(edition: Edition, register: tuple[Figure, ...]) -> None:
    """Raises NecError for a printed figure that the register does not hold: it would be compared with nothing."""
    ids = {figure.id for figure in register}
    for id in edition.published:
        if id not in ids:
            place = f"data/raw/{edition.id}/edition.toml [published]"
            cause = f"aucun chiffre de l'édition ne s'appelle « {id} »."
            raise NecError("published-unknown", place, cause, did_you_mean(id, ids))


def _register(earlier: Edition, catalogue: Catalogue, lang: str) -> tuple[Figure, ...]:
    """The figures of the edition before: from its exports or, when these were purged, as they had been published."""
    if not purged(earlier):
        return figures_of(clean(earlier, catalogue).data, catalogue, lang=lang)
    kept = Path(earlier.folder) / REGISTER
    return tuple(f for f in files.read_json(kept) if f.measure != "change") if kept.is_file() else ()


def _broken(catalogue: Catalogue, edition: Edition, before: Edition, root: Path) -> tuple[str, ...]:
    """The indicators that `comparable_since` cuts off from the earlier edition."""
    since = {i.id: str(i.options.get("comparable_since", "")) for i in catalogue.indicators(edition)}
    return tuple(id for id, first in since.items() if first and card_of(first, root).date > before.date)


def write(computed: Computed, folders: Folders) -> None:
    """The register and the masked tables where they may be shown; the unmasked topline beside the internal data."""
    (folders.internal / "tables").mkdir(parents=True, exist_ok=True)
    (folders.indicators / "tables").mkdir(parents=True, exist_ok=True)
    files.write_json(computed.figures, folders.indicators / "figures.json")
    files.write_csv(computed.figures, folders.indicators / "figures.csv")
    _write_lines(computed.counted, folders.internal / "tables" / "topline.csv")
    _write_lines(computed.lines, folders.indicators / "tables" / "topline.csv")
    _write_changes(computed.changes, folders.indicators / "tables")
    contrasts.write(computed.contrasts, folders.indicators / "tables")


def _write_lines(lines: tuple[Line, ...], path: Path) -> None:
    files.write_table(FIELDS, (masking.cells(line) for line in lines), path)


def _write_changes(found: tuple[Change, ...], folder: Path) -> None:
    described = ("id", "label", "before", "after", "change", "low", "high", "significant", "method")
    header = (*described, "p_raw", "p", "family")
    rows = [
        [
            c.id,
            c.label,
            c.before.display,
            c.after.display,
            c.display,
            _n(c.low),
            _n(c.high),
            _b(c.significant),
            c.method,
            _p(c.p_raw),
            _p(c.p),
            str(c.family) if c.family else "",
        ]
        for c in found
    ]
    files.write_table(header, rows, folder / "evolution.csv")
    text = json.dumps([asdict(c) for c in found], ensure_ascii=False, indent=1)
    (folder / "evolution.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _n(value: float | None) -> str:
    return "" if value is None else repr(value)


def _p(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"


def _b(value: bool | None) -> str:
    return "" if value is None else str(value).lower()


def read(folders: Folders) -> Computed:
    """What `write` wrote."""
    figures = files.read_json(folders.indicators / "figures.json")
    lines = tuple(map(masking.line, files.read_table(folders.indicators / "tables" / "topline.csv")))
    stored = json.loads((folders.indicators / "tables" / "evolution.json").read_text(encoding="utf-8"))
    compared = contrasts.read(folders.indicators / "tables")
    return Computed(figures, lines, tuple(_change(row) for row in stored), contrasts=compared)


def _change(row: dict[str, Any]) -> Change:
    sides = {side: files.figure_from(row[side]) for side in ("before", "after")}
    return Change(**{**row, **sides})
