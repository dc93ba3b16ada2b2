"""Every printed figure of the 2022 bilan comes out of the raw rows, counted here without the package."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook
from raw_rows import RAW, Rows, card, rows, sheet

LENS = "2022-lens"
NBSP = "\u00a0"
OPENED = "2022-09-29 16:00:00"


@pytest.fixture(scope="module")
def answers() -> Rows:
    """The forms of people: no trial, no second sending, no form without a single answer."""
    kept: Rows = []
    seen: dict[tuple[str, ...], str] = {}
    for row in rows(LENS, "results-survey202209.csv"):
        given = tuple(cell for name, cell in row.items() if name not in META)
        if row["Date de la dernière action"] < OPENED or set(given) <= {"", "N/A"}:
            continue
        if given in seen and minutes(seen[given], row["Date de la dernière action"]) < 10:
            continue
        seen[given] = row["Date de la dernière action"]
        kept.append(row)
    return kept


META = (
    "ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série", "Code d'accès",
    "Date de lancement", "Date de la dernière action", "Adresse IP",
)  # fmt: skip


def minutes(first: str, second: str) -> float:
    return (datetime.fromisoformat(second) - datetime.fromisoformat(first)).total_seconds() / 60


def share(answers: Rows, question: str, *labels: str) -> tuple[int, int]:
    """How many gave one of these answers, of how many who answered."""
    given = Counter(row[question.replace(" ?", f"{NBSP}?")] for row in answers)
    base = sum(n for label, n in given.items() if label not in ("", "N/A"))
    return sum(given[label] for label in labels), base


def test_four_hundred_and_twelve_of_434_forms_are_answers(answers: Rows) -> None:
    assert len(rows(LENS, "results-survey202209.csv")) == 434
    assert len(answers) == 412
    assert sum(row["Date de soumission"] == "" for row in answers) == 32


def test_incomplete_answers_stop_at_a_page_and_stay(answers: Rows) -> None:
    stopped = [row for row in answers if row["Date de soumission"] == ""]
    assert {row["Dernière page"] for row in stopped} > {"2", "3"}
    last = f"Recommanderiez-vous NEC à un·e collègue{NBSP}? (0 à 10)"
    assert all(row[last] == "" for row in stopped if row["Dernière page"] != "5")


@pytest.mark.parametrize(
    ("question", "labels", "expected"),
    [
        (
            "NEC est l’événement de référence du numérique d’intérêt général",
            ("Tout à fait d’accord", "Plutôt d’accord"),
            (342, 393),
        ),
        ("Étiez-vous déjà venu·e à NEC ?", ("Non",), (314, 402)),
        ("Avez-vous apprécié la ville et le lieu ?", ("Très satisfait·e", "Plutôt satisfait·e"), (300, 390)),
    ],
)
def test_the_three_printed_shares(
    answers: Rows, question: str, labels: tuple[str, ...], expected: tuple[int, int]
) -> None:
    hits, base = share(answers, question, *labels)
    assert (hits, base) == expected
    printed = {393: 87, 402: 78, 390: 77}[base]
    assert round(100 * hits / base) == printed


def test_the_six_theme_shares_to_the_half_point(answers: Rows) -> None:
    theme = "Quel thème de NEC est le plus proche de votre secteur professionnel ?"
    counts = Counter(row[theme.replace(" ?", f"{NBSP}?")] for row in answers)
    del counts[""]
    assert sorted((100 * n / counts.total() for n in counts.values()), reverse=True) == [31.5, 18.5, 17, 13.5, 12.5, 7]


def test_no_opinion_is_in_the_base_and_would_move_the_figure(answers: Rows) -> None:
    question = "NEC est l’événement de référence du numérique d’intérêt général"
    hits, base = share(answers, question, "Tout à fait d’accord", "Plutôt d’accord")
    silent, _ = share(answers, question, "Sans opinion")
    assert silent > 0
    assert 100 * hits / (base - silent) - 100 * hits / base > 2


def test_local_authorities_come_for_data_and_associations_for_inclusion(answers: Rows) -> None:
    structure = f"Dans quel type de structure travaillez-vous{NBSP}?"
    theme = f"Quel thème de NEC est le plus proche de votre secteur professionnel{NBSP}?"
    crossed = Counter((row[structure], row[theme]) for row in answers if row[structure] and row[theme])

    def part(who: str, what: str) -> float:
        return crossed[who, what] / sum(n for (line, _), n in crossed.items() if line == who)

    assert part(f"Association{NBSP}& médiation", "Dispositifs & services inclusifs") > 0.40
    assert part("Collectivité territoriale", "Données & territoires") > 2 * part(
        f"Association{NBSP}& médiation", "Données & territoires"
    )


def test_seventeen_hundred_tickets_are_valid_and_different() -> None:
    tickets = rows(LENS, "export-nec-2022-lens.csv", ";")
    valid = {row["Numéro de billet"] for row in tickets if row["Statut de la commande"] == "Validé"}
    assert (len(tickets), len(valid)) == (1840, 1700)


def test_450_badges_on_the_off_day_only_in_paris_time() -> None:
    scans = rows(LENS, "releve-badges.csv")
    paris = ZoneInfo("Europe/Paris")
    local = {(row["Badge"], day(row["Horodatage (UTC)"], paris)) for row in scans}
    utc = {(row["Badge"], row["Horodatage (UTC)"][:10]) for row in scans}
    assert len({badge for badge, at in local if at == "2022-09-27"}) == 450
    assert len({badge for badge, at in utc if at == "2022-09-27"}) != 450
    assert len({row["Badge"] for row in scans if row["Porte"] == "Cocktail"}) == 500


def day(stamp: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone(zone).date().isoformat()


def test_every_badge_is_a_valid_ticket() -> None:
    valid = {
        r["Numéro de billet"]
        for r in rows(LENS, "export-nec-2022-lens.csv", ";")
        if r["Statut de la commande"] == "Validé"
    }
    assert {row["Badge"] for row in rows(LENS, "releve-badges.csv")} <= valid


def same_person(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(sorted(plain.casefold().replace("-", " ").replace("’", "'").split()))


def test_the_programme_as_it_was_held() -> None:
    held = [row for row in rows(LENS, "programme.csv") if row["Statut"] == "Confirmé"]
    formats = Counter(row["Format"] for row in held)
    wanted = {"masterclass": 11, "atelier": 26, "retour d'expérience": 45, "regards croisés": 10, "pitch": 24}
    assert {name: formats[name] for name in wanted} == wanted
    assert formats["atelier hors les murs"] == 1
    assert sum(row["Partenaire"] == "Louvre Lens Vallée" for row in held) == 5
    assert len({row["Thème"] for row in held} - {""}) == 6
    assert len({row["Jour"] for row in held}) == 3


def test_228_people_spoke_whatever_the_spelling_of_their_names() -> None:
    held = [row for row in rows(LENS, "programme.csv") if row["Statut"] == "Confirmé"]
    written = [name for row in held for name in row["Intervenant·es"].split("; ") if name.strip()]
    assert len({same_person(name) for name in written}) == 228
    assert len(set(written)) > 228
    plenary = {same_person(n) for row in held if row["Format"] == "plénière" for n in row["Intervenant·es"].split("; ")}
    assert len(plenary) == 16


def test_a_session_called_off_does_not_bring_its_speakers() -> None:
    everybody = {
        same_person(name)
        for row in rows(LENS, "programme.csv")
        for name in row["Intervenant·es"].split("; ")
        if name.strip()
    }
    assert len(everybody) > 228


def test_streams_and_their_total_row() -> None:
    views = {row["Titre de la vidéo"] or row["Contenu"]: int(row["Vues"]) for row in rows(LENS, "youtube-directs.csv")}
    assert [n for title, n in views.items() if "CNFS" in title] == [4400]
    assert [n for title, n in views.items() if "ouverture" in title] == [850]
    assert [n for title, n in views.items() if "clôture" in title] == [750]
    assert views["Total"] == sum(views.values()) - views["Total"]


def test_ten_hours_21_of_podcasts_and_twelve_hours_13_of_videos() -> None:
    episodes = [row["Durée"].split(":") for row in rows(LENS, "podcast-episodes.csv", ";")]
    assert len(episodes) == 7
    assert sum(int(h) * 3600 + int(m) * 60 + int(s) for h, m, s in episodes) == 10 * 3600 + 21 * 60
    videos = [row for row in rows(LENS, "youtube-videos.csv") if row["Contenu"] != "Total"]
    assert sum(int(row["Durée"]) for row in videos) == 12 * 3600 + 13 * 60
    assert sum("Masterclass" in row["Titre de la vidéo"] for row in videos) == 9


def test_contacts_on_three_dates() -> None:
    totals = {row["Date"]: int(row["Total"]) for row in rows(LENS, "contacts-totaux.csv", ";")}
    now, last_year, first = totals["31/10/2022"], totals["31/10/2021"], totals["30/06/2020"]
    assert (now, now - last_year, now - first) == (6681, 2231, 5835)
    assert sorted(totals.values()) == list(totals.values())


@pytest.mark.parametrize(
    ("edition", "year", "counts"), [(LENS, "2022", (133, 674, 113)), ("2021-sud-charente", "2021", (290, 506, 96))]
)
def test_social_networks_over_the_year(edition: str, year: str, counts: tuple[int, int, int]) -> None:
    tweets = rows(edition, f"tweet_activity_metrics_{year}.csv")
    noted = rows(edition, "x-releve-mensuel.csv", ";")
    assert {row["time"][:4] for row in tweets} == {year}
    assert len({row["Tweet id"] for row in tweets}) == counts[0]
    assert all(len(row["Tweet id"]) == 19 for row in tweets)
    for measure, total in zip(("mentions", "hashtag"), counts[1:], strict=True):
        assert sum(int(row["Valeur"]) for row in noted if row["Mesure"] == measure) == total


def test_the_tweet_of_the_tenth_of_may() -> None:
    (tweet,) = [row for row in rows(LENS, "tweet_activity_metrics_2022.csv") if row["time"].startswith("2022-05-10")]
    assert (tweet["replies"], tweet["retweets"], tweet["favorites"]) == ("3", "35", "64")


def test_5200_impressions_a_post_on_average_not_in_the_middle() -> None:
    book = CalamineWorkbook.from_path(RAW / LENS / "numerique-en-communs_content_2022.xls")
    posts = book.get_sheet_by_name("All posts").to_python()[2:]
    seen = sorted(float(str(row[4])) for row in posts)
    assert sum(seen) / len(seen) == 5200
    assert seen[len(seen) // 2] < 4500


FACTS: list[tuple[str, Callable[[list[object]], object], object]] = [
    ("edition", len, 5),
    ("organisation", list, [60]),
    ("structure du comptoir", len, 19),
    ("surface", list, [2500]),
    ("étages", list, [3]),
    ("ordinateurs prêtés", list, [40]),
    ("lycéens et étudiants", list, [60]),
    ("durée des pitchs", list, ["1 h 30"]),
    ("rencontre de mobilisation", len, 1),
    ("temps de mobilisation", len, 2),
    ("intervention de mobilisation", len, 2),
    ("partenaire local", len, 10),
    ("collectivité partenaire", len, 5),
    ("partenaire économique", len, 5),
]


@pytest.mark.parametrize(("indicator", "reading", "expected"), FACTS)
def test_facts_kept_by_hand(indicator: str, reading: Callable[[list[object]], object], expected: object) -> None:
    assert reading([row[1] for row in sheet(LENS) if row[0] == indicator]) == expected


def test_every_fact_has_its_proof() -> None:
    for edition in ("2021-sud-charente", "2022-dordogne", LENS):
        assert all(row[4] and row[5] for row in sheet(edition))


def test_the_editions_before() -> None:
    tickets = rows("2021-sud-charente", "participants-nec-2021.csv", ";")
    assert len({row["Code participant"] for row in tickets if row["Statut"] == "Valide"}) == 400
    held = [row for row in rows("2021-sud-charente", "programme.csv") if row["Statut"] == "Confirmé"]
    assert len({same_person(n) for row in held for n in row["Intervenant·es"].split("; ") if n.strip()}) == 60
    views = rows("2021-sud-charente", "youtube-directs.csv")
    assert sum(int(row["Vues"]) for row in views if row["Contenu"] != "Total") == 5000
    local = rows("2022-dordogne", "export_participants.csv", ";")
    assert len({row["Code barre"] for row in local}) == 165


def test_the_card_prints_every_counted_row_of_the_bilan() -> None:
    published = card(LENS)["published"]
    assert isinstance(published, dict)
    assert len(published) >= 51
