"""Personal data: the columns that name or reach somebody, by their header or by their values."""

from __future__ import annotations

import re

from nec_analysis.french.matching import normal
from nec_analysis.mapping.profile import Profile

_ASKED = r"(?:merci d'indiquer |indiquez |indiquer |saisissez |quel(?:le)? est |what is |please enter )?(?:(?:[^?]{0,60}\b)?(?:votre|vos|your|ton|tes|mon|my) )?"
_WHOSE = r"(?:(?:buyer|attendee|participant|customer|client|payer|guest|contact|respondent|recipient|owner)(?:'s)? )?"
_NAME = r"(?:first|given|last|family|full|middle|user|sur) ?name"
_NAMED = (
    r"nom|prenom|nom,? (?:et |/ )?prenoms?|prenom,? (?:et |/ )?nom|nom complet|nom de famille|nom d'utilisateur"
    rf"|(?:(?:first|given|last|family|full) ?(?:/|and|&|or) ?)?{_NAME}(?: ?(?:/|and|&|or|,) ?{_NAME})?|name|user"
    r"|(?:adresse )?(?:e-?mail|mail|mel|courriel)(?: address| professionnel(?:le)?)?|adresse (?:de courriel|electronique|de messagerie)"
    r"|(?:numero de )?(?:telephone|portable|mobile)|tel|phone(?: number)?|(?:adresse )?ip(?: address)?"
    r"|adresse(?: postale)?|(?:postal |home )?address|date de naissance|birth ?date|date of birth"
    r"|(?:nom|prenom|e-?mail|adresse e-?mail)(?: de)? (?:l'acheteur|acheteur|participant|payeur|du participant|du payeur)"
    r"|recipient(?:last|first)name|recipientemail|pseudo|pseudonyme|signature"
    r"|(?:numero de )?securite sociale|(?:numero |n° ?)?(?:nir|insee)|numero d'inscription au repertoire"
    r"|(?:compte|profil|identifiant|pseudo) (?:sur )?(?:instagram|twitter|x|linkedin|facebook|mastodon|bluesky|discord)"
    r"|(?:instagram|twitter|x|linkedin|facebook|mastodon|bluesky|discord) (?:handle|account|profile|username)"
    r"|nombre|apellidos?|nombre y apellidos|correo(?: electronico)?|(?:direccion de )?correo electronico|telefono"
    r"|vorname|nachname|name,? vorname|e-?mail-?adresse|telefon(?:nummer)?|handynummer|anschrift|geburtsdatum"
    r"|nome|cognome|nome e cognome|indirizzo e-?mail|cellulare|sobrenome|nome completo|endereco de e-?mail|telefone"
    r"|voornaam|achternaam|naam|e-?mailadres|telefoonnummer"
    r"|jeton(?: d'invitation| d'acces)?|code d'(?:invitation|acces)|(?:access |invitation )?token|(?:access|invitation) code"
)
_HEADER = re.compile(rf"{_ASKED}{_WHOSE}(?:{_NAMED})(?:\s*[?:*]|\s*\([^)]*\))*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
_PHONE = re.compile(r"(?:\+|00)\d{2}[\s.()-]*\d(?:[\s.-]*\d){7,10}|0\d(?:[\s.-]?\d{2}){4}")
_ADDRESS = re.compile(
    r"(?:\d{1,3}\.){3}\d{1,3}|(?!\d{1,2}(?::\d{2}){1,2}\Z)(?:[0-9a-fA-F]{1,4}:){2,7}:?[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{1,4})*"
)
_NIR = re.compile(r"[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3}(?: ?\d{2})?")
_PLACE = re.compile(
    r"(?:point ?\()?-?\d{1,3}\.\d{3,}[ ,;]{1,2}-?\d{1,3}\.\d{3,}(?:[ ,;]{1,2}-?\d+(?:\.\d+)?){0,2}\)?", re.I
)
"""A point on the map: latitude and longitude, maybe altitude and precision."""
_FILE = re.compile(
    r".{1,200}?\.(?:jpe?g|png|gif|webp|heic|mp[34]|m4a|mov|pdf|docx?)(?: \(https?://\S+\))?(?:,.*)?", re.I | re.S
)
"""A file that somebody sent, with its address."""
_AXIS = re.compile(r"(?:.*[\W_])?(?:latitude|longitude|lat|lng|lon|gps|coordonnees gps|geoloc\w*)(?:[\W_]*)")
_DEGREES = re.compile(r"-?\d{1,3}[.,]\d{3,}")
_POSTAL = re.compile(r"\b(?:code postal|cp|postal code|post ?code|zip(?: code)?)\b")
_MOST = 0.5
_SHORTEST = 10
"""Signs of the shortest phone number."""


def is_personal(profile: Profile) -> bool:
    """Whether a column names or reaches people: a header that asks for it, or half of its values.

    A name that only a header announces must also vary: a list of three values names nobody.
    """
    if any(profile.share(pattern) >= _MOST for pattern in _possible(profile)):
        return True
    if _AXIS.fullmatch(normal(profile.header)) and profile.share(_DEGREES) >= _MOST:
        return True
    return bool(_HEADER.fullmatch(normal(profile.header))) and (profile.answered < 5 or len(profile.counts) > 3)


def _possible(profile: Profile) -> list[re.Pattern[str]]:
    """The forms of personal data that its answers have the signs and the length for."""
    longest = max(map(len, profile.counts), default=0)
    return [
        *([_EMAIL] if "@" in profile.written else []),
        *([_PHONE, _NIR] if longest >= _SHORTEST else []),
        *([_ADDRESS] if "." in profile.written or ":" in profile.written else []),
        *([_FILE] if "https://" in profile.written else []),
        *([_PLACE] if "." in profile.written and longest >= _SHORTEST else []),
    ]


def is_postal(profile: Profile) -> bool:
    """Whether a column asks for a postal code, which can single somebody out."""
    return bool(_POSTAL.search(normal(profile.header)))


def masked(text: str) -> str:
    """A text for showing: letters and digits of e-mails, phones and addresses replaced, the rest as it is.

    >>> masked("Écrivez à jeanne@exemple.fr ou au 06 12 34 56 78")
    'Écrivez à ●●●@●●● ou au ●● ●● ●● ●● ●●'
    """
    text = _EMAIL.sub("●●●@●●●", text)
    text = _PHONE.sub("●● ●● ●● ●● ●●", text)
    return re.sub(r"(?:\d{1,3}\.){3}\d{1,3}", "●.●.●.●", text)
