"""Reads about meetings."""

from jianyan.meetings.queries.base import (
    doors_at,
    hats,
    meeting_facts,
    own_invitation,
    own_invitations,
    visible_to,
)

__all__ = ["doors_at", "hats", "meeting_facts", "own_invitation", "own_invitations", "visible_to"]
