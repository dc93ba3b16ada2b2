"""Letters read in the wrong encoding before they reached us: refused with the encoding, other languages left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from nec_analysis.errors import NecError
from nec_analysis.exports import grid

SAID = ("déjà vu, très bel été", "à bientôt", "créée à l’hôtel", "Où ? Là-bas", "élève reçu", "rien")
WAYS = (
    ("mac_roman", "cp1252"),
    ("mac_roman", "latin-1"),
    ("cp850", "cp1252"),
    ("cp850", "latin-1"),
    ("cp1252", "mac_roman"),
    ("cp1252", "cp850"),
)
LANGUAGES = {
    "French": SAID,
    "French in capitals": tuple(text.upper() for text in SAID),
    "Polish": ("dziękuję", "żółć", "łąka", "świetnie", "było miło", "źle"),
    "Russian": ("спасибо", "очень хорошо", "нет", "да", "было холодно", "ещё раз"),
    "Icelandic": ("Þórður", "það var gott", "ég kem aftur", "Ægir", "of kalt í húsinu", "ÍSLAND"),
    "Estonian": ("väga hea", "õhtu", "tänan teid", "külm ruum", "jälle tulen", "öö"),
    "Turkish": ("teşekkürler", "çok güzeldi", "hayır", "soğuktu", "öğle yemeği", "ışık"),
    "Vietnamese": ("cảm ơn", "rất tốt", "không", "lạnh quá", "đẹp", "hẹn gặp lại"),
    "Breton": ("kenañ", "ñ", "ù", "trugarez deoc’h", "brav-kenañ", "yen e oa"),
    "Faroese": ("tað var gott", "øll", "takk fyri", "ð", "kalt", "aftur"),
    "German, Spanish, French": ("schöne Größe", "mañana más", "déjà", "Straße", "¿Qué tal?", "très bien"),
    "signs": ("≥ 50 %", "± 2", "√2", "Ω", "→ ici", "… « oui »"),
    "emoji": ("bravo 🎉", "👩‍🦽 ok", "très bien 👍", "♥", "★★★", "☺"),
    "decomposed letters": ("e\u0301te\u0301", "a\u0300", "c\u0327a", "non", "de\u0301ja\u0300", "vu"),
}


def table(said: tuple[str, ...]) -> str:
    return "id;note;commentaire\n" + "".join(f"{n};{n % 5};{text}\n" for n, text in enumerate(said * 3, start=101))


def shown(text: str, written: str, read: str) -> str:
    return "".join(bytes([byte]).decode(read, errors="ignore") or chr(byte) for byte in text.encode(written))


@pytest.mark.parametrize(("written", "read"), WAYS)
def test_letters_read_in_another_encoding_are_refused_where_they_begin(written: str, read: str, tmp_path: Path) -> None:
    path = tmp_path / "reponses.csv"
    path.write_text(shown(table(SAID).replace("’", "'"), written, read), encoding="utf-8")
    with pytest.raises(NecError) as caught:
        grid.read(path)
    assert (caught.value.code, caught.value.place) == (
        "accents-misread",
        "reponses.csv, ligne 2, colonne 3 (commentaire)",
    )
    assert f"écrites en {written}" in caught.value.cause
    assert len(grid.read(path, damage="keep")) == 18


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_of_other_languages_are_left_alone(language: str, tmp_path: Path) -> None:
    path = tmp_path / "reponses.csv"
    path.write_text(table(LANGUAGES[language]), encoding="utf-8")
    assert grid.read(path).column("commentaire") == list(LANGUAGES[language] * 3)
