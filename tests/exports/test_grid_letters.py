"""Encodings of one byte: the letters of each language right, those of another part of the world refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import grid, registry

WESTERN = {
    "French": "Très bel été, l’accueil était chaleureux à Noël : cœur « naïf »",
    "German": "Größe, Übung, schön; Äpfel für Straße",
    "Spanish": "¿Qué tal? El niño comió mañana; ¡Sí! Pingüino",
    "Portuguese": "Não há opções, coração às três, põe",
    "Italian": "Perché no? Più città è già così, caffè",
    "Swedish": "Får på så där, öl, Åsa, räksmörgås",
    "Danish": "Rød grød på æble, Ål, Øre",
    "Catalan": "Això és català, raó, països",
}
CODECS = ("cp1252", "iso8859-15", "mac_roman", "cp850")
ELSEWHERE = {
    "Polish": ("cp1250", "Zdecydowanie się zgadzam, dużo miejsca, Białystok"),
    "Polish, a few letters": ("cp1250", "Łódź, Częściowo"),
    "Polish of Unix, a few letters": ("iso8859-2", "Łódź, Częściowo"),
    "Polish of Unix": ("iso8859-2", "Zdecydowanie się zgadzam, dużo miejsca, Białystok"),
    "Czech": ("cp1250", "Určitě ano, příště více židlí, děkuji"),
    "Hungarian": ("cp1250", "Köszönöm szépen, nagyon jó volt az előadás, erősen, időpont, szükség, öröm"),
    "Romanian": ("cp1250", "Mulţumesc, foarte bună organizare şi răbdare în sală"),
    "Russian": ("cp1251", "Большое спасибо, всё понравилось"),
    "Russian of Unix": ("koi8-r", "Большое спасибо, все понравилось"),
    "Russian of MS-DOS": ("cp866", "Большое спасибо, все понравилось"),
    "Greek": ("cp1253", "Ευχαριστώ πολύ, όλα καλά"),
    "Turkish": ("cp1254", "Teşekkürler, çok güzeldi, ışık yoktu, gürültü, Kesinlikle katılıyorum"),
    "Hebrew": ("cp1255", "תודה רבה"),
    "Arabic": ("cp1256", "شكرا جزيلا"),
    "Lithuanian": ("cp1257", "Ačiū, labai gerai, žmonės, įdomu, šalta"),
    "Chinese": ("gbk", "非常满意，谢谢"),
}


def written(path: Path, said: str, codec: str) -> Path:
    path.write_bytes(f"id;avis\n1;{said}\n2;ok\n3;{said}\n".replace("; ¡", " ¡").replace("; Ä", " Ä").encode(codec))
    return path


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("language", WESTERN)
def test_the_letters_of_western_languages_are_right_in_every_encoding(
    language: str, codec: str, tmp_path: Path
) -> None:
    said = WESTERN[language].replace(";", ",")
    if not _can(said, codec):
        said = "".join(c for c in said if _can(c, codec))
    assert grid.read(written(tmp_path / "a.csv", said, codec)).column("avis") == [said, "ok", said]


def _can(text: str, codec: str) -> bool:
    return text.encode(codec, "ignore").decode(codec) == text


@pytest.mark.parametrize("language", ELSEWHERE)
def test_letters_of_elsewhere_are_refused_until_somebody_says_which_they_are(language: str, tmp_path: Path) -> None:
    codec, said = ELSEWHERE[language]
    path = written(tmp_path / "a.csv", said, codec)
    with pytest.raises(NecError) as caught:
        grid.read(path)
    # Some of these bytes also make pairs of UTF-8.
    assert caught.value.code in ("encoding-unclear", "encoding-mixed")
    assert caught.value.place.startswith("a.csv, ligne ")
    assert grid.read(path, encoding=codec).column("avis") == [said, "ok", said]


def test_the_encoding_and_the_separator_of_the_card_hold_from_the_first_look_on(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", ELSEWHERE["Polish"][1], "cp1250")
    found = registry.read(path, tool="table", encoding="cp1250", columns={"avis": "opinion"})
    assert found.source.encoding == "cp1250"
    path.write_text("a;b,c\n1;2,3\n4;5,6\n", encoding="utf-8")
    with pytest.raises(NecError, match="deux séparateurs"):
        grid.peek(path)
    assert grid.peek(path, delimiter=";").header == ("a", "b,c")


CODES = {
    "JSON": lambda text: text.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00"),
    "mail": lambda text: text.replace("é", "=C3=A9").replace("à", "=C3=A0"),
    "addresses": lambda text: text.replace("é", "%C3%A9").replace("à", "%C3%A0"),
    "UTF-7": lambda text: text.encode("utf-7").decode(),
    "pages": lambda text: text.replace("é", "&eacute;").replace("à", "&agrave;"),
}


@pytest.mark.parametrize("how", CODES)
def test_letters_written_as_codes_are_refused_unless_they_are_kept(how: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    said = CODES[how]("été à la mer")
    path.write_text("id,avis\n" + "".join(f"r{i},{said}\n" for i in range(9)), encoding="utf-8")
    with pytest.raises(NecError) as caught:
        grid.read(path)
    assert caught.value.code == "accents-coded"
    assert "ligne 2, colonne 2 (avis)" in caught.value.place
    assert grid.read(path, damage="keep").column("avis") == [said] * 9
