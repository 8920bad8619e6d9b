"""`jianyan verify-award`: count frozen awards again from the ledger, and say what does not come out the same."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianyan.accounts.models import Zone
from jianyan.awards.models import Run
from jianyan.awards.queries import Difference, differences
from jianyan.core.award import DECIDED
from jianyan.people.models import Supervisor
from jianyan.web.management.commands.serve import need_database
from jianyan.web.management.commands.tick import zones

#: What may differ, in words; digests are named as they are.
WHAT = {
    "person": gettext_lazy("是否参评"),
    "months": gettext_lazy("任职月数"),
    "counts": gettext_lazy("计数"),
    "adjusted": gettext_lazy("加减分"),
    "vetoed": gettext_lazy("一票否决"),
    "counted": gettext_lazy("计分"),
    "total": gettext_lazy("总分"),
    "rank": gettext_lazy("名次"),
    "proposed": gettext_lazy("名单"),
    "struck": gettext_lazy("移出名单"),
    "awarded": gettext_lazy("授予"),
}


class Command(BaseCommand):
    help = _("按台账和当时的规则重新计算已审定的评优，与固定下来的结果逐项核对。不一致时退出码为 1。")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--zone", metavar="CODE", help=_("只核对一个功能区"))

    def handle(self, *args: Any, **options: Any) -> None:
        need_database()
        found = sum([self.inspect(zone) for zone in zones(options["zone"])])
        if found:
            raise CommandError(_("评优有 {n} 处不一致。").format(n=found), returncode=1)

    def inspect(self, zone: Zone) -> int:
        """Check the zone's decided awards; returns how many differences there are."""
        total = 0
        runs = list(Run.objects.filter(zone=zone, step__in=DECIDED).order_by("term_ends", "pk"))
        if not runs:
            self.stdout.write(_("{zone}：没有已审定的评优。").format(zone=zone.name))
        for run in runs:
            found = differences(run)
            said = _("{zone}：{title}，{n} 人").format(zone=zone.name, title=run.title, n=run.standings.count())
            self.stdout.write(
                said + ("" if found else _("，重新计算结果一致，摘要 {digest}").format(digest=run.digest))
            )
            names = dict(Supervisor.objects.filter(pk__in={each.person for each in found}).values_list("pk", "name"))
            for each in found:
                self.stdout.write("  " + _said(each, names))
            total += len(found)
        return total


def _said(each: Difference, names: dict[int, str]) -> str:
    what = str(WHAT.get(each.what, each.what))
    who = names.get(each.person, "")
    return (
        _("{who} {what}：固定为 {stands}，台账为 {found}")
        .format(who=who, what=what, stands=each.stands, found=each.found)
        .strip()
    )
