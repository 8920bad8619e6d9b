"""`jianyan tick`: what time itself brings, once or for ever."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import defaultdict
from datetime import datetime
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianyan.accounts.models import Zone
from jianyan.core.workdays import TZ
from jianyan.web.management.commands.serve import need_database
from jianyan.web.serving import tick_for_ever
from jianyan.web.ticking import tick_zone

#: What is said only where there was any.
MORE = {
    "rounds": gettext_lazy("，选聘进入下一步 {rounds}"),
    "tasks": gettext_lazy("，提醒任务 {tasks}"),
    "meetings": gettext_lazy("，会议结束或提醒 {meetings}"),
    "studies": gettext_lazy("，提醒调研核查 {studies}"),
    "warned": gettext_lazy("，提醒履职 {warned}"),
    "closed": gettext_lazy("，结算季度 {closed}"),
}


class Command(BaseCommand):
    help = _(
        "到期未签收的视为签收，临期催办、逾期督办，提醒未报意见表的监督员，封存前一天的台账，清理一直没有提交的附件。可以重复运行。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--zone", metavar="CODE", help=_("只处理一个功能区"))
        parser.add_argument("--at", metavar="ISO", help=_("当作在这一时刻运行，例如 2026-11-23T08:30"))
        parser.add_argument("--loop", action="store_true", help=_("每分钟一次，直到 Ctrl-C"))

    def handle(self, *args: Any, **options: Any) -> None:
        need_database()
        if options["loop"]:
            if options["zone"] or options["at"]:
                raise CommandError(_("--loop 处理所有功能区的当前时刻，不能与 --zone、--at 同用。"))
            self.loop()
            return
        at = moment(options["at"]) if options["at"] else timezone.now()
        for zone in zones(options["zone"]):
            done = tick_zone(zone, at=at)
            said = _("{zone}：视为签收 {silent}，催办 {reminded}，督办 {urged}，提醒填表 {asked}，清理附件 {expired}")
            said += "".join(str(words) for name, words in MORE.items() if done.get(name))
            self.stdout.write(said.format_map(defaultdict(int, {"zone": zone.name, **done})))
            if done["failed"]:
                raise CommandError(_("{zone}：有 {failed} 项没有完成，原因见日志。").format(zone=zone.name, **done))

    def loop(self) -> None:
        try:
            tick_for_ever()
        except KeyboardInterrupt:
            self.stdout.write(_("已停止。"))


def zones(code: str | None) -> list[Zone]:
    """The zone of that code, or all."""
    found = list(Zone.objects.order_by("id") if code is None else Zone.objects.filter(code=code))
    if code is not None and not found:
        known = "、".join(Zone.objects.order_by("id").values_list("code", flat=True))
        raise CommandError(_("没有代码为 {code} 的功能区；现有：{known}。").format(code=code, known=known or "—"))
    return found


def moment(text: str) -> datetime:
    """An instant as typed; in Shanghai where no zone is given."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as no:
        raise CommandError(_("看不懂这个时刻：{text}。请写成 2026-11-23T08:30 的样子。").format(text=text)) from no
    return at if at.tzinfo else at.replace(tzinfo=TZ)
