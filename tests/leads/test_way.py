"""The ordinary way of a lead, through the actions alone."""

import pytest
from django.utils import timezone

from jianyan.ledger.actions import seal, verify
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World


@pytest.mark.clause("0", "5.2.b")
def test_a_lead_goes_from_form_to_closed_with_a_row_for_every_step(world: World) -> None:
    lead = world.walk(world.lead(), "closed")

    rows = Entry.objects.filter(subject=lead.subject).order_by("place")
    assert [row.verb for row in rows] == [
        "lead.file",
        "lead.call",
        "lead.dispatch",
        "lead.accept",
        "lead.reply",
        "lead.follow_up",
        "lead.close",
    ]
    assert {row.dossier for row in rows} == {world.supervisors["social"].pk}
    assert lead.state == "closed" and lead.solved
    assert not lead.clocks.filter(stopped_at__isnull=True).exists()
    seal(world.zone, MONDAY.date(), at=MONDAY)
    assert verify(world.zone, at=timezone.now()).findings == []
