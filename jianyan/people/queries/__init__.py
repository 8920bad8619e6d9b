"""Reads about supervisors."""

from jianyan.people.queries.acting import acting, charges, contact_of, deputies_of, with_contact
from jianyan.people.queries.base import (
    appointed,
    in_term,
    known_as,
    own_identities,
    own_supervisor,
    terms_on,
    visible_to,
    whole,
)
from jianyan.people.queries.dossier import (
    KINDS,
    FormFigures,
    Part,
    Told,
    dossier_of,
    form_figures,
    lead_numbers,
    part_of,
    told_by,
)

__all__ = [
    "KINDS",
    "FormFigures",
    "Part",
    "Told",
    "acting",
    "appointed",
    "charges",
    "contact_of",
    "deputies_of",
    "dossier_of",
    "form_figures",
    "in_term",
    "known_as",
    "lead_numbers",
    "own_identities",
    "own_supervisor",
    "part_of",
    "terms_on",
    "told_by",
    "visible_to",
    "whole",
    "with_contact",
]
