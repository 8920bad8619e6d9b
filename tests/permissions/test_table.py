"""Nobody gets anything that the table in the repository does not say: every address × every role × whose object."""

import pytest

from jianyan.core.flow import TABLE, Hat, Verb
from tests.permissions.table import ROLES, Line, Table, difference
from tests.permissions.walk import VALUES, patterns, walk

#: Pages for everybody, of whatever zone: what is not meant for all of them opens by a token that cannot be guessed.
PUBLIC = ("public:", "public_rules:", "award_public:", "accounts:activate", "meetings:scan", "meetings:feed_file")


@pytest.mark.slow
@pytest.mark.sqlite  # who may open what is the same on both
@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_what_the_table_says(db: None, table: Table, role: str) -> None:
    seen = walk(role)
    broken = [f"{line.name} {line.method} {line.relation}: {status}" for line, status in seen.items() if status >= "5"]
    assert not [line for line in broken if "sign-in" not in line], "an address answers with an error of ours"
    if table.writing:
        table.fill(role, seen)
        return
    different = difference(table.column(role), seen)
    assert not different, (
        f"{role}: {len(different)} answers differ from tests/permissions/table.csv. Where they are right, run\n"
        "  pytest tests/permissions -n0 --write-permission-table\nand read the difference.\n" + "\n".join(different)
    )


def test_every_address_is_in_the_table(table: Table) -> None:
    if table.writing:
        return
    names = {line.name.partition(" ")[0] for line in table.cells}
    assert {name for name, _parameters in patterns()} == names


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
def test_another_zone_is_never_there(table: Table, role: str) -> None:
    """Whatever the role: 404, or 403 where the address is not the role's at all, or 405."""
    allowed = {"403", "404", "405"}
    wrong = [
        line
        for line, status in table.column(role).items()
        if line.relation == "elsewhere" and status not in allowed and not line.name.startswith(PUBLIC)
    ]
    assert not wrong


def test_the_public_gets_nothing_but_the_door(table: Table) -> None:
    free = {"accounts:sign_in", "accounts:sign_out", "set_language", "live", "ready", "clock"}
    open_ = {line.name for line, status in table.column("anonymous").items() if status not in ("sign-in", "405")}
    assert {name for name in open_ if not name.startswith(PUBLIC)} <= free


def test_a_page_that_is_only_read_says_so_to_whoever_posts(table: Table) -> None:
    """A view that writes nothing is `require_safe`; what answers 200 to a POST has taken it in."""
    # A new first password, shown once; the form that is being filled in, one lead longer.
    # The public application goes on to its next step; several leads are looked over; a reply being typed is kept.
    shown = {"accounts:user_reset", "leads:form_enter", "public:apply", "leads:keep_reply"}
    # Minutes being written take one matter more; what was said at a meeting is written over the steps of a page.
    shown |= {"leads:dispatch_together", "leads:remind_together", "meetings:minutes", "meetings:said"}
    for role in ROLES:
        answered = {
            line.name for line, status in table.column(role).items() if (line.method, status) == ("POST", "200")
        }
        assert answered <= shown, role


def test_a_forged_verb_is_nobodys(table: Table) -> None:
    for role in ROLES[1:]:
        column = table.column(role)
        forged = {status for line, status in column.items() if line.name.endswith(f" {VALUES['verb'][-1]}")}
        assert forged <= {"403", "404", "405"}  # 405: an address that only takes what is sent


def test_administrators_and_auditors_see_no_lead(table: Table) -> None:
    for role in ("sysadmin", "secadmin", "auditor"):
        column = table.column(role)
        for line, status in column.items():
            if line.name.startswith(("leads:", "people:")):
                assert status in ("403", "404", "405"), (role, line)


@pytest.mark.parametrize(
    ("role", "hat"),
    [("supervisor", Hat.reporter), ("officer", Hat.officer), ("head", Hat.head), ("liaison", Hat.liaison)],
)
def test_the_table_of_permissions_agrees_with_the_table_of_the_flow(table: Table, role: str, hat: Hat) -> None:
    """403 for a verb that no row of the flow gives to the hat, and only then; 404 for what nobody does by hand."""
    column = table.column(role)
    for verb in Verb:
        hats = frozenset[Hat]().union(*(row.hats for row in TABLE if row.verb == verb))
        status = column[Line(f"leads:verb {verb.replace('_', '-')}", "POST", "own")]
        if hats == {Hat.system}:
            assert status == "404", verb
        else:
            assert (status == "403") == (hat not in hats), verb
