"""Outputs: what a notebook shows carries its meaning in metadata that papermill keeps."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import report_sample as sample

from nec_analysis.errors import NecError
from nec_analysis.report import outputs


def bundle(shown: outputs.Shown) -> tuple[dict[str, str], dict[str, Any]]:
    return shown._repr_mimebundle_()


@pytest.mark.parametrize(
    "shown",
    [
        outputs.cover("t", "s", "e", "d"),
        outputs.contents(),
        outputs.heading("h"),
        outputs.prose("*x*"),
        outputs.callout("key", "x"),
        sample.tiles(),
        outputs.verbatims(["x", ("y", "z"), {"text": "t", "who": "w"}]),
        outputs.table(["a", "b"], [["1", "2"]]),
        outputs.annex_break(),
    ],
    ids=lambda shown: shown.block["kind"],
)
def test_every_output_reads_as_text_and_html(shown: outputs.Shown) -> None:
    data, metadata = bundle(shown)
    assert set(data) == {"text/plain", "text/html"}
    assert metadata["nec"]["version"] == 1
    assert metadata["nec"]["kind"] == shown.block["kind"]
    assert not any(mime.endswith("+json") for mime in data)


def test_the_screen_shows_hostile_text_as_text() -> None:
    html = bundle(outputs.verbatims(["<script>alert(1)</script>"]))[0]["text/html"]
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_figure_says_what_it_shows() -> None:
    data, metadata = bundle(outputs.figure(sample.bars()))
    assert data["text/plain"].startswith("Diagramme en barres")
    assert metadata["image/svg+xml"]["alt"] == data["text/plain"]
    assert metadata["nec"]["table"]["headers"] == ["Thème", "Part"]
    assert bundle(outputs.figure(sample.bars()))[0]["image/svg+xml"] == data["image/svg+xml"]


@pytest.mark.parametrize("alt", ["", "Graphique", "x" * 39, None])
def test_a_figure_without_a_real_description_is_refused(alt: str | None) -> None:
    with pytest.raises(NecError) as refusal:
        outputs.figure(SimpleNamespace(id="carte", svg="<svg/>", alt=alt, table=None))
    assert refusal.value.code == "alt-short"
    assert "carte" in str(refusal.value)


def test_a_figure_drawn_elsewhere_is_taken_as_svg() -> None:
    chart = SimpleNamespace(id="c", svg=lambda: "<svg>moi</svg>", alt="x" * 40, table=(("a",), (("1",),)))
    data, metadata = bundle(outputs.figure(chart))
    assert data["image/svg+xml"] == "<svg>moi</svg>"
    assert metadata["nec"]["table"] == {"headers": ["a"], "rows": [["1"]], "csv": ""}


def test_a_table_of_the_charts_room_keeps_its_own_csv() -> None:
    table = SimpleNamespace(headers=("a",), texts=(("87\u202f%",),), csv=lambda: '"a"\n"0.87"\n')
    _, metadata = bundle(outputs.figure(SimpleNamespace(id="c", svg="<svg/>", alt="x" * 40, table=table)))
    assert metadata["nec"]["table"] == {"headers": ["a"], "rows": [["87\u202f%"]], "csv": '"a"\n"0.87"\n'}


def test_a_data_frame_is_a_table_of_text() -> None:
    frame = pd.DataFrame({"n": [1200, 3], "taux": [0.5, None], "nom": ["été", None]})
    block = outputs.table(frame, caption="c").block
    assert block["headers"] == ["n", "taux", "nom"]
    assert block["rows"] == [["1200", "0,5", "été"], ["3", "", ""]]
    assert outputs.table(frame.set_index("nom")).block["headers"] == ["nom", "n", "taux"]


def test_a_ragged_table_is_refused_with_its_line() -> None:
    with pytest.raises(NecError, match="ligne 2 a 1 cellules pour 2 colonnes"):
        outputs.table(["a", "b"], [["1", "2"], ["3"]])


def test_an_unknown_callout_is_refused() -> None:
    with pytest.raises(NecError, match="info, key, caution"):
        outputs.callout("danger", "x")
