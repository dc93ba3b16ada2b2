"""The page of all reports lists what is published, and is written only when that changes."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from nec_analysis.runs import listing

CARD = 'label = "{label}"\ndate = {date}\n[[export]]\nrole = "survey"\nfile = "a.csv"\n'


def _project(root: Path) -> Path:
    for id, label, date in (("2021-ici", "Ici", "2021-10-14"), ("2022-la", "Là-bas 2022", "2022-06-16")):
        (root / "data" / "raw" / id).mkdir(parents=True)
        (root / "data" / "raw" / id / "edition.toml").write_text(CARD.format(label=label, date=date), encoding="utf-8")
        (root / "reports" / id).mkdir(parents=True)
        for name in ("MANIFEST.json", "bilan.html", "bilan.pdf"):
            (root / "reports" / id / name).write_text("{}", encoding="utf-8")
    return root


def test_the_latest_edition_comes_first_with_the_files_that_are_there(tmp_path: Path) -> None:
    root = _project(tmp_path)
    tree = html.fromstring(listing.write(root).read_bytes())
    assert [head.text_content() for head in tree.iter("h2")] == ["Là-bas 2022", "Ici"]
    assert tree.xpath("//main//a/@href")[:2] == ["./2022-la/bilan.html", "./2022-la/bilan.pdf"]
    assert "14\u00a0octobre 2021" in tree.text_content()


def test_an_edition_that_is_not_published_or_whose_card_is_broken_stops_nothing(tmp_path: Path) -> None:
    root = _project(tmp_path)
    (root / "data" / "raw" / "2022-la" / "edition.toml").write_text("label = Lens", encoding="utf-8")
    (root / "reports" / "2021-ici" / "MANIFEST.json").unlink()
    assert [entry.label for entry in listing.listed(root)] == ["2022-la"]


def test_the_page_stays_as_it_is_when_nothing_changed(tmp_path: Path) -> None:
    root = _project(tmp_path)
    before = listing.write(root).stat()
    assert listing.write(root).stat().st_mtime_ns == before.st_mtime_ns
    assert sorted(path.name for path in (root / "reports").iterdir()) == ["2021-ici", "2022-la", "index.html"]
