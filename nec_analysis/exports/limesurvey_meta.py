"""LimeSurvey: the columns that tell of the response itself, under their codes and translations."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from nec_analysis.french.matching import normal

_ID = ("ID de respuesta", "ID risposta", "ID da resposta", "Antwoord ID", "Antwoord-ID", "Respons ID")
_SENT = ("Fecha de envío", "Data invio", "Data di invio", "Data de envio", "Datum ingestuurd", "Datum verzonden")
_LAST = ("Última página", "Ultima pagina", "Laatste pagina")
_TONGUE = ("Lenguaje inicial", "Idioma inicial", "Lingua iniziale", "Língua inicial", "Starttaal", "Begintaal")
_BEGUN = ("Fecha de inicio", "Data di inizio", "Data de início", "Data inizio", "Datum gestart", "Startdatum")
_FROM = ("URL de referencia", "URL di riferimento", "URL de referência", "Referer-URL", "Verwijzende URL")
_TOOK = ("Tiempo total", "Tempo totale", "Tempo total", "Totale tijd")
_ACTED = ("Fecha de la última acción", "Data dell'ultima azione", "Data da última ação", "Datum laatste actie")

META: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "id": ("respondent_id", "", ("ID de la réponse", "ID réponse", "Response ID", "Antwort ID", "Antwort-ID", *_ID)),
    "submitdate": ("submitted_at", "", ("Date de soumission", "Date submitted", "Datum Abgeschickt", *_SENT)),
    "lastpage": ("lastpage", "", ("Dernière page", "Last page", "Letzte Seite", *_LAST)),
    "startlanguage": ("language", "", ("Langue de départ", "Start language", "Start-Sprache", *_TONGUE)),
    "seed": ("meta", "seed", ("Tête de série", "Seed", "Zufallsstartwert", "Semilla", "Seme", "Semente")),
    "startdate": ("started_at", "", ("Date de lancement", "Date started", "Datum gestartet", *_BEGUN)),
    "datestamp": (
        "last_action_at",
        "",
        ("Date de la dernière action", "Date last action", "Datum letzte Aktivität", *_ACTED),
    ),
    "ipaddr": (
        "personal",
        "ip",
        ("Adresse IP", "IP address", "IP-Adresse", "Dirección IP", "Indirizzo IP", "IP-adres", "Endereço IP"),
    ),
    "refurl": ("personal", "referrer", ("URL référente", "Referrer URL", "Weiterleitungs-URL", *_FROM)),
    "token": ("personal", "token", ("Code d'accès", "Access code", "Zugangsschlüssel", "Jeton d'invitation")),
    "firstname": ("personal", "name", ("Prénom", "First name", "Vorname")),
    "lastname": ("personal", "name", ("Nom", "Last name", "Nachname")),
    "email": ("personal", "email", ("Adresse de courriel", "Adresse e-mail", "Email address", "E-Mail-Adresse")),
    "emailstatus": ("personal", "email status", ("État de l'adresse courriel", "Email status")),
    "interviewtime": ("duration", "", ("Temps total", "Total time", "Gesamtzeit", *_TOOK)),
}
"""Code -> part, sense, translations."""
LOOSE = {"langue": ("language", ""), "language": ("language", ""), "code": ("personal", "token")}
"""Headings that are LimeSurvey's only when their cells say so."""
_BY_NAME = {normal(name): (part, sense) for code, (part, sense, names) in META.items() for name in (code, *names)}
_SHORT = 15
_BY_CUT = {
    normal(name[:_SHORT]): (part, sense) for part, sense, names in META.values() for name in names if len(name) > _SHORT
}
"""The same as abbreviated headings write them: "Date de soumiss.."."""
_CUT = re.compile(r"^(.{15})\.\.\s*$", re.S)
_TIMING = re.compile(
    r"^(?:grouptime\d*|questiontime\d*|\d+x\d+(?:x\d+)?time|\w+time$|(?:group|question) time|(?:gruppen|frage|fragen)zeit:"
    r"|(?:duree|temps) pour (?:le g(?:roupe|$)|la q(?:uestion|$))|tiempo (?:de|del|para el|para la) (?:grupo|pregunta)|tempo (?:gruppo|domanda)\b)"
)
_ATTRIBUTE = re.compile(r"^(?:attribute_\d+|attribut \d+|attribute \d+)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]+)*")


def told(name: str) -> tuple[str, str] | None:
    """Part and sense of a heading that is LimeSurvey's own, None for a question's."""
    form = normal(name).rstrip(": ")
    if known := _BY_NAME.get(form) or _BY_NAME.get(form.replace("_", " ")):
        return known
    if (cut := _CUT.match(name)) and (short := _BY_CUT.get(normal(cut[1].replace("_", " ")))):
        return short
    # The tool writes `Q1Time`: a question coded `parttime` is a question.
    if _TIMING.match(form) and form != "time" and (not form.endswith("time") or name.endswith("Time") or " " in form):
        return "meta", "timing"
    return ("personal", "attribute") if _ATTRIBUTE.match(form) else None


def loose(name: str, read: Callable[[], list[str]]) -> tuple[str, str] | None:
    """Part and sense of a heading of one common word, when the cells of the column (`read`) prove it."""
    found = LOOSE.get(normal(name))
    if not found:
        return None
    texts = read()
    if found[0] == "language" and texts and all(_LANGUAGE.fullmatch(text) for text in texts):
        return found
    codes = texts and all(re.fullmatch(r"[A-Za-z0-9_~]{6,36}", text) for text in texts)
    return found if found[0] == "personal" and codes else None
