"""The keys of the office: what the sheet says is what the pages press."""

import re

import pytest
from django.test import Client

from jianyan.leads.views.text import KEYS
from jianyan.web.keys import LEAD, PAGES
from tests.fixtures import World


def test_every_key_of_a_verb_stands_on_the_sheet() -> None:
    named = {key for row in LEAD.rows for key in row.keys}
    assert set(KEYS.values()) <= named


def test_no_two_pages_share_a_letter() -> None:
    letters = [letter for _roles, letter, _name, _label in PAGES]
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize(("key", "pages"), [("officer", "dlsfvmh"), ("head", "dolsfvmh")])
def test_the_office_has_a_sheet_and_a_button_for_it(world: World, client: Client, key: str, pages: str) -> None:
    client.force_login(world.users[key])
    body = client.get("/desk/").content.decode()
    assert 'id="keys"' in body and "data-keys-open" in body and "data-keys-switch" in body
    links = re.findall(r'href="([^"]+)" data-go="([a-z])"', body)
    assert "".join(letter for _url, letter in links) == pages
    assert all(client.get(url, follow=True).status_code == 200 for url, _letter in links)


@pytest.mark.parametrize("key", ["liaison", "leader", "social", "auditor"])
def test_nobody_else_has_one(world: World, client: Client, key: str) -> None:
    client.force_login(world.users[key])
    body = client.get("/rules/").content.decode()
    assert 'id="keys"' not in body and "data-keys-open" not in body


def test_a_lead_s_buttons_carry_their_keys(world: World, client: Client) -> None:
    lead = world.lead()
    client.force_login(world.users["officer"])
    assert 'data-verb="call" data-key="c" data-key-next' in client.get(f"/leads/{lead.pk}/").content.decode()
    world.walk(lead, "clarified")
    assert 'data-verb="merge" data-key="m">' in client.get(f"/leads/{lead.pk}/").content.decode()
    client.force_login(world.users["social"])
    assert "data-key=" not in client.get(f"/leads/{lead.pk}/").content.decode()
