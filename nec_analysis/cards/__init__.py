"""The cards: what a person declares about an edition, what the catalogue defines for all of them."""

from nec_analysis.cards.catalogue import Catalogue, catalogue
from nec_analysis.cards.edition import edition, editions
from nec_analysis.cards.project import project

__all__ = ["Catalogue", "catalogue", "edition", "editions", "project"]
