"""Reads about supervisors."""

from jianyan.people.queries.acting import acting, charges, contact_of, deputies_of, with_contact
from jianyan.people.queries.base import appointed, in_term, own_identities, own_supervisor, visible_to
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
    "lead_numbers",
    "lead_states",
    "own_identities",
    "own_supervisor",
    "part_of",
    "visible_to",
    "with_contact",
]
