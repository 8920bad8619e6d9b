"""Who raised an anonymous lead cannot be learnt from any page that a department reaches (4.1.c)."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from jianyan.core.flow import Verb
from jianyan.leads import actions
from jianyan.leads.models import Lead
from jianyan.leads.queries.page import lead_page, shown_to
from jianyan.leads.views.text import verb_url
from tests.fixtures import World, when

FILED, CALLED, LATER = when("2026-03-02 08:17"), when("2026-03-03 09:23"), when("2026-03-09 10:00")

#: What would tell: name, employer, telephone, user name, kind of the internal channel, moment of filing, call notes.
TELLING = (
    "司徒暗香",
    "临港暗访公司",
    "1377777",
    "0777",
    "-secret",
    "政策落地",
    "Carrying out",
    "03-02",
    "3月2日",
    "08:17",
    "通话里说的话",
    "09:23",
)
LISTS = ("/department/", "/leads/", "/notices/")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    clock = {"at": LATER}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


@pytest.fixture
def lead(world: World) -> Lead:
    secret = world.supervisor("secret", "internal", name="司徒暗香")
    type(secret).objects.filter(pk=secret.pk).update(employer="临港暗访公司", phone="13777770777")
    lead = world.lead("secret", at=FILED, hidden=True, title="内部流转重复签字", policy="流转办法")
    actions.log_call(world.actor("officer"), lead.pk, at=CALLED, verified="通话里说的话。", added="通话里说的话。")
    return lead


def everything(client: Client, lead: Lead) -> str:
    """All bodies that this person gets: lists, lead, pages of its verbs and of another's, answers to wrong ones."""
    bodies = [client.get(url).content.decode() for url in (*LISTS, f"/leads/{lead.pk}/")]
    lead.refresh_from_db()
    for verb in (Verb.dispatch, Verb.accept, Verb.return_, Verb.ask_extension, Verb.reply):
        bodies.append(client.get(verb_url(lead, verb)).content.decode())
        old = client.post(verb_url(lead, verb), {"seen": 1, "reason": "旧的一页"})
        bodies.append(old.content.decode())
        if verb != Verb.accept:  # the only one that asks for nothing, and so would be done
            bodies.append(client.post(verb_url(lead, verb), {"seen": lead.revision}).content.decode())
    return without_choices("\n".join(bodies))


def without_choices(body: str) -> str:
    """The page without what its filters offer: lists name every kind of lead there, whatever they show."""
    return re.sub(r"<option\b.*?</option>", "", body)


@pytest.mark.slow
@pytest.mark.clause("4.1.c")
def test_no_page_of_a_department_tells_who_raised_an_anonymous_lead(world: World, client: Client, lead: Lead) -> None:
    commerce, planning = world.departments["commerce"].pk, world.departments["planning"].pk
    officer, liaison, secret = world.actor("officer"), world.actor("liaison"), world.actor("secret")
    steps = (
        lambda: actions.dispatch(officer, lead.pk, at=LATER, department=commerce, supporting=[planning]),
        lambda: actions.accept(liaison, lead.pk, at=LATER),
        lambda: actions.ask_extension(
            liaison, lead.pk, at=LATER, until=LATER.date() + timedelta(days=30), reason="会商。"
        ),
        lambda: actions.reply(liaison, lead.pk, at=LATER, result="solved", process="已经合并。"),
        lambda: actions.follow_up(
            secret, lead.pk, at=LATER, solved=False, satisfaction="unsatisfied", words_="还在签两次。"
        ),
        lambda: actions.reply(liaison, lead.pk, at=LATER, result="solved", process="这次真的合并。"),
        lambda: actions.follow_up(secret, lead.pk, at=LATER, solved=True, satisfaction="satisfied"),
        lambda: actions.reopen(secret, lead.pk, at=LATER, reason="又要签两次。"),
    )
    for act in steps:
        act()
        for key, language in (("liaison", "zh-hans"), ("liaison_b", "en")):
            client.force_login(world.users[key])
            client.cookies["jianyan_language"] = language
            body = everything(client, lead)
            assert lead.title in body and (language == "en" or "隐名监督员" in body)
            for word in TELLING:
                assert word not in body, (key, lead.state, word)
    client.force_login(world.users["liaison"])
    client.cookies["jianyan_language"] = "zh-hans"
    assert lead.title not in client.get("/leads/?q=司徒暗香").content.decode()
    body = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "还在签两次。" in body and "又要签两次。" in body and "流转办法" in body


def test_a_leader_and_an_officer_of_the_handling_unit_do_not_learn_it_either(
    world: World, client: Client, lead: Lead
) -> None:
    world.walk(lead, "received")
    actions.dispatch(world.actor("officer"), lead.pk, at=LATER, department=world.departments["commerce"].pk)
    both = world.user("both", "officer", name="两职")
    both.roles.create(zone=world.zone, name="liaison", department=world.departments["commerce"])
    for key in ("leader", "both"):
        client.force_login(world.users[key])
        urls = [f"/leads/{lead.pk}/", "/leads/"]
        if key == "both":
            urls += ["/desk/?who=all", f"/desk/?who=all&lead={lead.pk}", "/department/", verb_url(lead, Verb.accept)]
        for url in urls:
            body = without_choices(client.get(url).content.decode())
            assert lead.title in body
            for word in TELLING:
                assert word not in body, (url, word)
    assert lead.title in client.get("/desk/?who=all").content.decode()
    assert lead.title not in client.get("/desk/?who=all&q=暗香").content.decode()
    assert lead.title not in client.get("/desk/?who=all&kind=practice").content.decode()


def test_the_office_and_the_reporter_know(world: World, client: Client, lead: Lead) -> None:
    for key in ("officer", "head"):
        client.force_login(world.users[key])
        body = client.get(f"/leads/{lead.pk}/").content.decode()
        assert "司徒暗香" in body and "临港暗访公司" in body and "对部门隐名" in body
        assert lead.title in client.get("/desk/?q=暗香&who=all").content.decode()
    client.force_login(world.users["secret"])
    assert "隐名监督员" not in client.get(f"/leads/{lead.pk}/").content.decode()


def test_nothing_that_tells_is_even_loaded_for_a_department(world: World, lead: Lead) -> None:
    actions.dispatch(world.actor("officer"), lead.pk, at=LATER, department=world.departments["commerce"].pk)
    actor = world.actor("liaison")
    page = lead_page(actor, shown_to(actor).get(pk=lead.pk), LATER)
    assert page.calls == []
    assert {clock.kind for clock in page.clocks} == {"accept", "reply"}
    assert [entry.verb for entry in page.entries] == ["lead.dispatch"]
