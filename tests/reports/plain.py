"""The figures of a quarter once more, in SQL by hand from the facts: nothing of the product's reads is used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection


def ask(sql: str, **params: object) -> list[tuple[Any, ...]]:
    """Rows of a statement; ``:name`` stands for a parameter."""
    names = sorted(params, key=len, reverse=True)
    for name in names:
        sql = sql.replace(f":{name}", f"%({name})s")
    with connection.cursor() as cursor:
        cursor.execute(sql, {name: _plain(value) for name, value in params.items()})
        return list(cursor.fetchall())


def _plain(value: object) -> object:
    if connection.vendor == "sqlite":
        if isinstance(value, datetime):
            return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
        if isinstance(value, date):
            return value.isoformat()
    return value


LEADS = "FROM leads_lead l WHERE l.zone_id = :zone AND l.month >= :first AND l.month < :after"
ANSWERED = "EXISTS (SELECT 1 FROM leads_reply r WHERE r.lead_id = l.id)"
SENT = "EXISTS (SELECT 1 FROM leads_dispatch d WHERE d.lead_id = l.id AND d.recalled_at IS NULL)"


class Plain:
    """One quarter of one zone at a moment, asked number by number."""

    def __init__(self, zone: int, first: date, after: date, at: datetime) -> None:
        self.known: Mapping[str, object] = {"zone": zone, "first": first, "after": after, "at": at}
        self.begins = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(hours=8)

    def one(self, what: str, **more: object) -> int:
        used = {name: value for name, value in {**self.known, **more}.items() if f":{name}" in what}
        return int(ask(what, **used)[0][0])

    def rows(self, what: str, **more: object) -> dict[str, int]:
        used = {name: value for name, value in {**self.known, **more}.items() if f":{name}" in what}
        return {str(key): n for key, n in ask(what, **used)}

    def by(self, column: str, where: str = "") -> dict[str, int]:
        """The leads of the quarter by a column of theirs."""
        return self.rows(f"SELECT l.{column}, COUNT(*) {LEADS} {where} GROUP BY l.{column}")

    def received(self) -> int:
        return self.one(f"SELECT COUNT(*) {LEADS}")

    def by_channel(self) -> dict[str, int]:
        return self.rows(
            "SELECT s.channel, COUNT(*) FROM leads_lead l JOIN people_identity i ON i.id = l.identity_id"
            " JOIN people_supervisor s ON s.id = i.supervisor_id"
            " WHERE l.zone_id = :zone AND l.month >= :first AND l.month < :after GROUP BY s.channel"
        )

    def earlier(self, state: str = "") -> int:
        where = f"AND l.state = '{state}'" if state else ""
        return self.one(
            "SELECT COUNT(*) FROM leads_lead l WHERE l.zone_id = :zone AND l.month < :first"
            f" AND (l.ended_at IS NULL OR l.ended_at >= :begins) {where}",
            begins=self.begins,
        )

    def overdue(self) -> int:
        """Leads received or carried over whose governing clock has run out."""
        return self.one(
            "SELECT COUNT(*) FROM leads_lead l JOIN leads_clock c ON c.lead_id = l.id AND c.governs"
            " WHERE l.zone_id = :zone AND l.month < :after AND c.due_at <= :at"
        )

    def timely(self, kind: str, department: int | None = None) -> tuple[int, int]:
        """(in time, all that count) of one kind of duty: leads, each once; late once is late."""
        own = "AND c.department_id = :unit" if department else ""
        clocks = f"SELECT 1 FROM leads_clock c WHERE c.lead_id = l.id AND c.kind = '{kind}' {own}"
        counts = f"{clocks} AND NOT c.void AND NOT c.excluded"
        done = f"EXISTS ({counts} AND (c.stopped_at IS NOT NULL OR c.due_at <= :at))"
        bad = f"EXISTS ({counts} AND (NOT c.on_time OR (c.stopped_at IS NULL AND c.due_at <= :at)))"
        den = self.one(f"SELECT COUNT(*) {LEADS} AND ({done} OR {bad})", unit=department)
        late = self.one(f"SELECT COUNT(*) {LEADS} AND {bad}", unit=department)
        return den - late, den

    def returned(self) -> tuple[int, int]:
        back = f"{SENT[:-1]} AND d.returned_at IS NOT NULL)"
        return self.one(f"SELECT COUNT(*) {LEADS} AND {back}"), self.one(f"SELECT COUNT(*) {LEADS} AND {SENT}")

    def closed(self) -> tuple[int, int]:
        away = "('noted', 'merged', 'split', 'withdrawn')"
        return (
            self.one(f"SELECT COUNT(*) {LEADS} AND l.state = 'closed'"),
            self.one(f"SELECT COUNT(*) {LEADS} AND l.state NOT IN {away}"),
        )

    def reopened(self) -> tuple[int, int]:
        bad = "f.reached AND f.satisfaction = 'unsatisfied'"
        back = f"EXISTS (SELECT 1 FROM leads_followup f WHERE f.lead_id = l.id AND {bad})"
        answered = self.one(f"SELECT COUNT(*) {LEADS} AND {ANSWERED}")
        return self.one(f"SELECT COUNT(*) {LEADS} AND {ANSWERED} AND {back}"), answered

    def explained(self) -> tuple[int, int]:
        last = "(SELECT r.result FROM leads_reply r WHERE r.lead_id = l.id ORDER BY r.id DESC LIMIT 1)"
        answered = self.one(f"SELECT COUNT(*) {LEADS} AND {ANSWERED}")
        return self.one(f"SELECT COUNT(*) {LEADS} AND {last} = 'explained'"), answered

    def verdict(self, good: str) -> tuple[int, int]:
        """(good, all) of the last follow-up in which the reporter was reached; ``good`` is a condition on it."""
        last = (
            "SELECT f.* FROM leads_followup f WHERE f.reached AND NOT EXISTS (SELECT 1 FROM leads_followup g"
            " WHERE g.lead_id = f.lead_id AND g.reached AND g.id > f.id)"
        )
        base = f"{LEADS} AND EXISTS (SELECT 1 FROM ({last}) f WHERE f.lead_id = l.id"
        return self.one(f"SELECT COUNT(*) {base} AND {good})"), self.one(f"SELECT COUNT(*) {base})")

    def held(self, where: str = "") -> dict[str, int]:
        """Leads by the department that has or had them last."""
        return self.rows(
            f"SELECT l.lead_department_id, COUNT(*) {LEADS} AND l.lead_department_id IS NOT NULL {where}"
            " GROUP BY l.lead_department_id"
        )

    def waiting(self) -> dict[str, int]:
        """Overdue leads by the department whose move it is."""
        return self.rows(
            "SELECT c.department_id, COUNT(*) FROM leads_lead l JOIN leads_clock c ON c.lead_id = l.id AND c.governs"
            " WHERE l.zone_id = :zone AND l.month < :after AND c.due_at <= :at AND c.department_id IS NOT NULL"
            " GROUP BY c.department_id"
        )

    def forms(self) -> dict[str, int]:
        """Forms of the quarter by whether they were nil."""
        return self.rows(
            "SELECT CASE WHEN f.nil THEN 'nil' ELSE 'filed' END, COUNT(*) FROM leads_opinionform f"
            " WHERE f.zone_id = :zone AND f.month >= :first AND f.month < :after GROUP BY 1"
        )
