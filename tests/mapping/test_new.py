"""A new edition can be run at once with what is certain; what is not is asked, never guessed."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest
from openpyxl import load_workbook
from shared_material import ROOT

from nec_analysis.cards import catalogue, edition
from nec_analysis.errors import NecError
from nec_analysis.mapping import worksheet
from nec_analysis.mapping.new import new
from nec_analysis.mapping.taking import take_over
from nec_analysis.phases.clean import clean

DEMO = ROOT / "data" / "raw" / "2022-lens"
FILES = ("results-survey202209.csv", "limesurvey_survey_202209.lss", "export-nec-2022-lens.csv", "contacts-totaux.csv")
VAUD = "cases/patrimoine_vaud_limesurvey/results-survey4914.xlsx"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with nothing in it."""
    for folder in ("data/raw", "notebooks"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def demo() -> list[Path]:
    """Four exports of the demonstration edition: a survey with its structure, registrations, a table nobody knows."""
    return [DEMO / name for name in FILES]


def card_of(root: Path, slug: str) -> dict[str, object]:
    """The card as TOML."""
    return tomllib.loads((root / "data" / "raw" / slug / "edition.toml").read_text(encoding="utf-8"))


def test_a_stranger_s_survey_is_read_at_once(root: Path, shared: Path) -> None:
    written = new("vaud-2019", [shared / VAUD], root=root, yes=True)
    assert {path.name for path in written.paths} == {"edition.toml", "results-survey4914.xlsx"}
    cleaned = clean(edition("vaud-2019", root), catalogue())
    assert cleaned.responses is not None
    assert cleaned.responses.account.kept == 348
    frame = cleaned.responses.frame
    assert frame["est_ce_que_vous_avez_participe_aux"].value_counts().to_dict() == {"yes": 224, "no": 117}
    assert int(frame["a_quelle_source_avez_vous_eu_recours__internet"].sum()) == 140


def test_a_survey_of_the_catalogue_is_mapped_and_coded_like_its_own_card(root: Path) -> None:
    new("2023-lens", demo(), root=root, yes=True)
    mine, theirs = edition("2023-lens", root), edition("2022-lens", ROOT)
    assert set(mine.exports[0].columns) == set(theirs.exports[0].columns)
    # The demonstration's card also sets rows aside; the coding of those it keeps is the same.
    coded, given = (clean(each, catalogue()).responses for each in (mine, theirs))
    assert coded is not None
    assert given is not None
    questions = [name for name in given.frame if name.split("__")[0] in theirs.exports[0].columns]
    kept = coded.frame.set_index("respondent_id").loc[given.frame["respondent_id"]]
    for name in questions:
        assert kept[name].astype(str).tolist() == given.frame[name].astype(str).tolist(), name


def test_raw_files_are_copied_byte_for_byte_and_sealed(root: Path) -> None:
    new("2023-lens", demo(), root=root)
    exports = card_of(root, "2023-lens")["export"]
    assert isinstance(exports, list)
    for export in exports:
        copy = (root / "data" / "raw" / "2023-lens" / export["file"]).read_bytes()
        assert copy == (DEMO / export["file"]).read_bytes()
        assert export["sha256"] == hashlib.sha256(copy).hexdigest()
    assert exports[0]["structure"] == "limesurvey_survey_202209.lss"
    assert [export["role"] for export in exports] == ["survey", "registrations"]


def test_a_table_nobody_knows_waits_in_a_comment(root: Path) -> None:
    written = new("2023-lens", demo(), root=root)
    text = written.card.read_text(encoding="utf-8")
    assert '# file = "contacts-totaux.csv"' in text
    assert any("contacts-totaux.csv" in line and "décrire" in line for line in written.summary)
    block = text[text.index("# [[export]]") :]
    ready = tomllib.loads("\n".join(line.removeprefix("# ").removeprefix("#") for line in block.splitlines()))
    assert ready["export"][0]["role"] == "contacts"
    assert set(ready["export"][0]["options"]["columns"].values()) == {"Date", "Total"}


def test_the_same_files_give_the_same_card(root: Path, tmp_path: Path) -> None:
    first = new("2023-lens", demo(), root=root).card.read_bytes()
    again = new("2023-lens", reversed_files(), root=root).card.read_bytes()
    assert first == again


def reversed_files() -> list[Path]:
    """The same exports, given in another order."""
    return demo()[::-1]


def test_a_card_that_a_person_corrected_is_never_written_over(root: Path) -> None:
    written = new("2023-lens", demo(), root=root)
    by_hand = written.card.read_text(encoding="utf-8").replace("# date = 2022-09-28", "date = 2023-10-18")
    written.card.write_text(by_hand, encoding="utf-8")
    with pytest.raises(NecError, match="corrigée à la main"):
        new("2023-lens", [DEMO / FILES[0]], root=root)
    assert written.card.read_text(encoding="utf-8") == by_hand


def test_a_file_of_the_same_name_is_never_written_over(root: Path) -> None:
    folder = root / "data" / "raw" / "2023-lens"
    folder.mkdir()
    (folder / FILES[0]).write_text("autre chose", encoding="utf-8")
    with pytest.raises(NecError, match="un autre fichier de ce nom"):
        new("2023-lens", demo(), root=root)
    assert (folder / FILES[0]).read_text(encoding="utf-8") == "autre chose"


def test_an_earlier_edition_lends_its_choices(root: Path, tmp_path: Path) -> None:
    survey = tmp_path / "results-survey1.csv"
    lines = '"id","submitdate","lastpage","startlanguage","Qvous"\n' + "".join(
        f'"{n}","2022-09-30 10:00:00","1","fr","{answer}"\n'
        for n, answer in enumerate(["Oui, bien sûr", "Pas du tout d'accord"] * 8, 1)
    )
    survey.write_text(lines, encoding="utf-8")
    new("2021-ici", [survey], root=root)
    card = root / "data" / "raw" / "2021-ici" / "edition.toml"
    taught = card.read_text(encoding="utf-8").replace(
        "[export.columns]",
        '[export.recodes.reference_event]\n"Oui, bien sûr" = "strongly_agree"\n\n[export.columns]\nreference_event = "Qvous" #',
    )
    card.write_text(taught, encoding="utf-8")
    export = card_of_survey(new_like(root, survey))
    assert export["columns"] == {"reference_event": "Qvous"}
    assert export["recodes"] == {"reference_event": {"Oui, bien sûr": "strongly_agree"}}


def new_like(root: Path, survey: Path) -> dict[str, object]:
    """A second edition begun from the first."""
    new("2022-ici", [survey], root=root, like="2021-ici")
    return card_of(root, "2022-ici")


def card_of_survey(card: dict[str, object]) -> dict[str, object]:
    """The first export of a card."""
    exports = card["export"]
    assert isinstance(exports, list)
    first: dict[str, object] = exports[0]
    return first


def test_the_sheet_is_written_then_taken_over(root: Path, shared: Path) -> None:
    written = new("vaud-2019", [shared / VAUD], root=root)
    path = written.card.parent / worksheet.FILE
    assert path in written.paths
    workbook = load_workbook(path)
    page = workbook[worksheet.QUESTIONS]
    row = next(
        r for r in range(2, page.max_row + 1) if str(page.cell(r, 1).value).startswith("Est-ce que vous avez participé")
    )
    page.cell(row, 4).value = "useful_meeting · Avez-vous fait au moins une rencontre utile ?"
    workbook.save(path)
    take_over("vaud-2019", root)
    responses = clean(edition("vaud-2019", root), catalogue()).responses
    assert responses is not None
    assert responses.frame["useful_meeting"].value_counts().to_dict() == {"yes": 224, "no": 117}


def test_a_damaged_file_is_repaired_only_by_a_declared_choice(root: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "abime.csv"
    rows = "".join(f"{n},{ville}\n" for n, ville in enumerate(["LiÃ©vin", "BÃ©thune", "Lens"] * 9))
    damaged.write_text("id,Ville\n" + rows, encoding="utf-8")
    new("2021-ici", [damaged], root=root)
    with pytest.raises(NecError, match="mojibake"):
        clean(edition("2021-ici", root), catalogue())
    written = new("2022-ici", [damaged], root=root, yes=True)
    assert any("damage = repair" in line for line in written.summary)
    responses = clean(edition("2022-ici", root), catalogue()).responses
    assert responses is not None
    assert responses.frame["ville"].value_counts().to_dict() == {"lievin": 9, "bethune": 9, "lens": 9}


@pytest.mark.parametrize(
    ("slug", "files", "said"),
    [
        ("Édition 2023", ["a.csv"], "minuscules"),
        ("2023-ici", ["n_existe_pas.csv"], "n'existe pas"),
        ("2023-ici", [], "aucun export"),
        ("../ici", ["a.csv"], "minuscules"),
    ],
)
def test_a_wrong_word_is_refused_before_anything_is_written(root: Path, slug: str, files: list[str], said: str) -> None:
    with pytest.raises(NecError, match=said) as stop:
        new(slug, files, root=root)
    assert stop.value.exit_code == 2
    assert not list((root / "data" / "raw").iterdir())


def test_the_parts_of_one_survey_are_one_export(root: Path, tmp_path: Path) -> None:
    header = "Horodateur;Êtes-vous content de votre venue ?\n"
    parts = [tmp_path / f"avis-{n}.csv" for n in (1, 2)]
    for n, part in enumerate(parts):
        lines = "".join(f"{13 + n}/10/2023 10:0{i}:00;{('Oui', 'Non')[i % 2]}\n" for i in range(6))
        part.write_text(header + lines, encoding="utf-8")
    new("2023-ici", parts, root=root, yes=True)
    (card,) = edition("2023-ici", root).exports
    assert (card.file, card.rows) == ("avis-*.csv", 12)
    cleaned = clean(edition("2023-ici", root), catalogue())
    assert cleaned.responses is not None
    assert cleaned.responses.account.kept == 12


def of_nobodys_tool(folder: Path, names: tuple[str, str], *, note: str = "3", first: int = 4) -> list[Path]:
    """Two tables of one form, the second with its columns in another order, a row of the first in it again."""
    rows = [("1", "Oui", "4"), ("2", "Non", "5"), ("3", "Oui", "3")]
    more = [("3", "Oui", note), *((str(first + n), ("Oui", "Non")[n % 2], str(1 + n % 5)) for n in range(9))]
    paths = [folder / name for name in names]
    paths[0].write_text("id,content,note\n" + "".join(f"{','.join(row)}\n" for row in rows), encoding="utf-8")
    turned = "".join(f"{note},{content},{id}\n" for id, content, note in more)
    paths[1].write_text("note,content,id\n" + turned, encoding="utf-8")
    return paths


@pytest.mark.parametrize(
    ("names", "file"),
    [(("lundi.csv", "mardi.csv"), "lundi.csv + mardi.csv"), (("avis-1.csv", "avis-2.csv"), "avis-*.csv")],
)
def test_tables_with_the_same_columns_are_one_survey_where_each_counts_once(
    root: Path, tmp_path: Path, names: tuple[str, str], file: str
) -> None:
    new("2023-ici", of_nobodys_tool(tmp_path, names), root=root, yes=True)
    (card,) = edition("2023-ici", root).exports
    assert (card.file, card.rows) == (file, 13)
    responses = clean(edition("2023-ici", root), catalogue()).responses
    assert responses is not None
    account = responses.account
    assert (account.read, account.kept, account.set_aside) == (13, 12, {"duplicate": 1})
    assert [source.file for source in responses.sources] == list(names)
    again = [e for e in responses.ledger if e.action == "coalesce_duplicate_row"]
    assert [(e.file, e.row) for e in again] == [(names[1], 2)]
    assert responses.frame["source_row"].tolist() == [2, 3, 4, *range(3, 12)]


def test_one_respondent_with_two_answers_in_two_files_is_a_decision(root: Path, tmp_path: Path) -> None:
    paths = of_nobodys_tool(tmp_path, ("lundi.csv", "mardi.csv"), note="1")
    with pytest.raises(NecError, match=r"mardi\.csv, ligne 2 : même « id » que dans lundi\.csv, ligne 4"):
        new("2023-ici", paths, root=root, yes=True)
    card = new("2023-ici", paths, root=root).card
    with pytest.raises(NecError, match="autres réponses"):
        clean(edition("2023-ici", root), catalogue())
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace("# [export.options.read]", "[export.options.read]").replace("# ids", "ids"))
    responses = clean(edition("2023-ici", root), catalogue()).responses
    assert responses is not None
    assert responses.account.kept == 13
    assert responses.frame["respondent_id"].tolist()[:4] == ["lundi 1", "lundi 2", "lundi 3", "mardi 3"]


def test_two_surveys_of_different_questions_stay_two(root: Path, tmp_path: Path) -> None:
    for n, question in enumerate(("Êtes-vous content de votre venue ?", "Reviendrez-vous l'an prochain ?")):
        text = f"Horodateur;{question}\n13/10/2023 10:00:00;Oui\n14/10/2023 10:00:00;Non\n"
        (tmp_path / f"avis-{n}.csv").write_text(text, encoding="utf-8")
    new("2023-ici", [tmp_path / "avis-0.csv", tmp_path / "avis-1.csv"], root=root, yes=True)
    with pytest.raises(NecError, match=r"deux .* ont le rôle « survey »"):
        clean(edition("2023-ici", root), catalogue())


def test_broken_lines_are_set_aside_by_a_person_only(root: Path, tmp_path: Path) -> None:
    export = tmp_path / "avis.csv"
    rows = [f"{13 + i}/10/2023 10:00:00;{('Oui', 'Non')[i % 2]};ok {i}\n" for i in range(12)]
    header = "Horodateur;Êtes-vous content de votre venue ?;Un mot ?\n"
    export.write_text("".join([header, *rows[:6], "20/10/2023 10:00:00;Oui\n", *rows[6:]]), encoding="utf-8")
    with pytest.raises(NecError, match=r"avis\.csv, ligne 8"):
        new("2023-ici", [export], root=root, yes=True)
    card = new("2023-ici", [export], root=root).card
    with pytest.raises(NecError, match=r"avis\.csv, ligne 8"):
        clean(edition("2023-ici", root), catalogue())
    text = card.read_text(encoding="utf-8")
    card.write_text(
        text.replace("# [export.options.read]", "[export.options.read]").replace("# quarantine", "quarantine")
    )
    cleaned = clean(edition("2023-ici", root), catalogue())
    assert cleaned.responses is not None
    assert cleaned.responses.account.set_aside == {"quarantined": 1}


def test_a_podcast_without_durations_is_read_for_its_listens(tmp_path: Path) -> None:
    for folder in ("data/raw", "notebooks"):
        (tmp_path / folder).mkdir(parents=True)
    file = tmp_path / "ausha_episodes.csv"
    lines = ["Épisode;Date de publication;Écoutes", *(f"Ép. {n};{n + 12}/03/2024;{100 + n}" for n in range(1, 9))]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    written = new("ici", [file], root=tmp_path, yes=True)
    assert 'role = "social"' in written.card.read_text(encoding="utf-8")
