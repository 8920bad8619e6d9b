"""The inbox: what one was told, and only what may be said."""

import ast
import re
from pathlib import Path

import pytest
from django.test import Client

import jianyan
from jianyan.leads import actions
from jianyan.notify.actions import tell
from jianyan.notify.models import Notice
from jianyan.notify.words import WORDS, sentence
from tests.fixtures import MONDAY, World

#: What f-strings of kinds may fill in.
VERBS_TOLD = {"remind", "urge", "grant_extension", "refuse_extension"}


def told_kinds() -> set[str]:
    """Every kind that some ``tell`` or ``tell_lead`` of the package names."""
    found: set[str] = set()
    for path in Path(jianyan.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            kinds = [k.value for k in node.keywords if k.arg == "kind"] if name == "tell" else []
            kinds += node.args[1:2] if name == "tell_lead" else []
            for kind in kinds:
                if isinstance(kind, ast.JoinedStr):
                    found |= {f"lead.{verb}" for verb in VERBS_TOLD}
                elif isinstance(kind, ast.Constant):
                    found.add(str(kind.value))
    return found


def notices(world: World, key: str, count: int) -> list[Notice]:
    user = world.users[key]
    for n in range(count):
        tell(
            [user], zone_id=world.zone.pk, at=MONDAY, kind="lead.replied", path="/notices/", params={"no": f"东监 {n}"}
        )
    return list(Notice.objects.filter(user=user).order_by("-id"))


def test_every_kind_that_is_told_has_words() -> None:
    assert told_kinds() <= set(WORDS)


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_no_sentence_needs_more_than_numbers_days_and_a_department(kind: str) -> None:
    asked = set(re.findall(r"{(\w+)}", str(WORDS[kind][0])))
    assert asked <= {
        "no",
        "into",
        "parts",
        "leads",
        "number",
        "numbers",
        "late",
        "month",
        "quarter",
        "year",
        "due",
        "until",
        "from",
        "to",
        "department",
        "name",
        "moved",
        "officer",
        "count",
    }
    short = str(WORDS[kind][1] if asked else WORDS[kind][0])
    assert short
    assert sentence(kind, {}) == sentence(kind, {name: [] for name in asked}) == short


def test_a_notice_says_its_number_and_its_days() -> None:
    assert sentence("lead.replied", {"no": "东监 2026-0001"}) == "线索 东监 2026-0001 已有答复。"
    assert sentence("form.missing", {"month": "2025-03", "due": "2025-03-25"}) == (
        "2025年3月监督意见表还没有提交，请在 2025年3月25日 周二 前提交；没有意见可作零报告。"
    )
    assert sentence("lead.extended", {"no": "东监 1", "until": "soon"}) == "您的线索经批准延期答复。"
    assert sentence("made.up", {"no": 1}) == "您有一条新消息。"


def test_what_a_lead_brings_about_can_be_read(client: Client, world: World) -> None:
    lead = world.walk(world.lead("internal", hidden=True), "dispatched", department="planning")
    assert lead.hidden
    for key in ("officer", "liaison_b", "internal"):
        client.force_login(world.users[key])
        page = client.get("/notices/").content.decode()
        assert lead.no in page
        assert lead.title not in page
        if key != "internal":
            assert world.supervisors["internal"].name not in page


def test_opening_a_notice_marks_it_read_and_leads_there(client: Client, world: World) -> None:
    first = notices(world, "liaison", 2)[0]
    client.force_login(world.users["liaison"])
    assert "未读" in client.get("/notices/").content.decode()
    answer = client.get(f"/notices/{first.pk}/")
    assert answer.url == first.path
    first.refresh_from_db()
    assert first.read_at
    assert first.params["no"] not in client.get("/notices/").content.decode()
    assert first.params["no"] in client.get("/notices/?all=1").content.decode()


def test_all_can_be_read_at_once(client: Client, world: World) -> None:
    notices(world, "liaison", 3)
    notices(world, "officer", 1)
    client.force_login(world.users["liaison"])
    assert client.get("/notices/read/").status_code == 405
    answer = client.post("/notices/read/", follow=True)
    assert "已把 3 条消息标为已读。" in answer.content.decode()
    assert "没有未读消息" in answer.content.decode()
    assert Notice.objects.filter(read_at__isnull=True).count() == 1, "another's notices stay unread"


def test_another_persons_notice_is_not_there(client: Client, world: World) -> None:
    theirs = notices(world, "officer", 1)[0]
    client.force_login(world.users["liaison"])
    assert client.get(f"/notices/{theirs.pk}/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_a_notice_never_leads_away(client: Client, world: World) -> None:
    notice = notices(world, "liaison", 1)[0]
    Notice.objects.filter(pk=notice.pk).update(path="//evil.example/")
    client.force_login(world.users["liaison"])
    assert client.get(f"/notices/{notice.pk}/").url == "/notices/"


def test_an_empty_inbox_says_what_will_come(client: Client, world: World) -> None:
    client.force_login(world.users["leader"])
    assert "没有未读消息" in client.get("/notices/").content.decode()
    assert "还没有消息" in client.get("/notices/?all=1").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    client: Client, world: World, django_assert_num_queries: object, count: int
) -> None:
    notices(world, "liaison", count)
    client.force_login(world.users["liaison"])
    client.get("/notices/")
    with django_assert_num_queries(5):  # type: ignore[operator]
        assert client.get("/notices/").content.decode().count("cell-title") == count


def test_pages_by_cursor(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jianyan.notify.queries.PAGE", 2)
    made = [notice.params["no"] for notice in notices(world, "liaison", 5)]
    client.force_login(world.users["liaison"])

    def seen(query: str) -> tuple[list[str], str, str]:
        page = client.get(f"/notices/{query}").context
        return [r["notice"].params["no"] for r in page["rows"]], page["page"].after, page["page"].before

    first, older, newer = seen("")
    assert first == made[:2] and not newer
    second, older, newer = seen(f"?after={older}")
    assert second == made[2:4]
    third, last, newer = seen(f"?after={older}")
    assert third == made[4:] and not last
    assert seen(f"?before={newer}")[0] == made[2:4]
    for odd in ("?after=x", "?after=-1", "?before=" + "9" * 40, "?after=²"):
        assert client.get(f"/notices/{odd}").status_code == 200


@pytest.mark.clause("4.1.c")
def test_the_department_hears_of_an_anonymous_lead_without_its_reporter(world: World) -> None:
    lead = world.walk(world.lead("internal", hidden=True), "clarified")
    actions.dispatch(world.actor("officer"), lead.pk, at=MONDAY, department=world.departments["planning"].pk, grade="B")
    said = Notice.objects.filter(user=world.users["liaison_b"])
    supervisor = world.supervisors["internal"]
    assert said
    for notice in said:
        assert supervisor.name not in str(notice.params) and supervisor.name not in sentence(notice.kind, notice.params)
