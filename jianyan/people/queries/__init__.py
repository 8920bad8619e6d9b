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
)
from jianyan.people.queries.dossier import (
    KINDS,
    FormFigures,
    Part,
    counts_of,
    dossier_of,
    form_figures,
    lead_numbers,
    lead_states,
    part_of,
)

__all__ = [
    "KINDS",
    "FormFigures",
    "Part",
    "acting",
    "appointed",
    "charges",
    "contact_of",
    "counts_of",
    "deputies_of",
    "dossier_of",
    "form_figures",
    "in_term",
    "known_as",
    "lead_numbers",
    "lead_states",
    "own_identities",
    "own_supervisor",
    "part_of",
    "terms_on",
    "visible_to",
    "with_contact",
]
