"""`jianyan verify-ledger`: check every row and every seal."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianyan.accounts.models import Zone
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.web.management.commands.serve import need_database
from jianyan.web.management.commands.tick import zones
from jianyan.web.progress import progress

#: What a finding says; ``{row}`` is the row's id, ``{place}`` its place in the subject's chain.
FINDINGS = {
    "changed": gettext_lazy("{subject} 第 {place} 条（记录 {row}）被改动"),
    "removed": gettext_lazy("{subject} 第 {place} 条被删除"),
    "reordered": gettext_lazy("{subject} 第 {place} 条（记录 {row}）被调换了次序"),
    "inserted": gettext_lazy("{subject} 第 {place} 条（记录 {row}）是后来插入的"),
    "tip": gettext_lazy("{subject} 的链尾与记录不符"),
    "seal": gettext_lazy("{subject}（第 {place} 次封存）与当日记录不符"),
    "more": gettext_lazy("另有 {place} 处，未一一列出"),
}


class Command(BaseCommand):
    help = _("核验台账：每条记录的摘要链和每日封存。发现问题时退出码为 1。")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--zone", metavar="CODE", help=_("只核验一个功能区"))

    def handle(self, *args: Any, **options: Any) -> None:
        need_database()
        found = sum([self.inspect(zone) for zone in zones(options["zone"])])
        if found:
            raise CommandError(_("台账有 {n} 处问题。").format(n=found), returncode=1)

    def inspect(self, zone: Zone) -> int:
        """Check one zone and say what was found; returns how many findings there are."""
        total = Entry.objects.filter(zone=zone).count()
        with progress(_("核验 {zone}").format(zone=zone.name), total, _("条")) as bar:
            done = verify(zone, at=timezone.now(), step=bar.update)
        said = _("{zone}：核验 {rows} 条记录、{seals} 次封存").format(zone=zone.name, rows=done.rows, seals=done.seals)
        self.stdout.write(said + ("" if done.findings else _("，完好。")))
        for finding in done.findings:
            words = str(FINDINGS[finding["kind"]])
            self.stdout.write("  " + words.format(**{**finding, "row": finding["row"] or "—"}))
        return sum(finding["place"] if finding["kind"] == "more" else 1 for finding in done.findings)
