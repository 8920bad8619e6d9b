"""`jianyan replay`: real messages with their replies through the real actions, at their own times.

Each message becomes one opinion form with one lead. A person files one form a month, so an author's second message of
a month is filed from a second account of the author (``…-2``). The same file twice files nothing twice: a message is
known by its id. Titles that are too long are cut with “…” and stand whole at the head of the text.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.core.rule_numbers import GRADES
from jianyan.core.rulebook import words_of
from jianyan.core.workdays import local_date
from jianyan.leads.queries.rates import Scope, rates
from jianyan.leads.rate_words import RATES
from jianyan.rules.queries import book, version_on
from jianyan.web.management.commands.serve import need_database
from jianyan.web.progress import progress
from jianyan.web.replay.people import Stage, first_rules, set_stage
from jianyan.web.replay.reading import LeftOut, Message, Unreadable, read
from jianyan.web.replay.reckoning import Met, by_grade, stored
from jianyan.web.replay.running import run

#: How many unusable rows are listed; all are counted.
LISTED = 20


class Command(BaseCommand):
    help = _("把真实留言按其时间走一遍真实流程：提交、电话、转办、签收、答复，然后说明各等级的期限有多少能按时。")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=_("CSV，列：id author title time body reply reply_time"))
        parser.add_argument("--zone", metavar="CODE", required=True, help=_("功能区代码；没有就新建"))
        parser.add_argument("--limit", type=int, metavar="N", help=_("只读前 N 行"))
        parser.add_argument("--grade", choices=GRADES, default="B", help=_("转办时定的等级"))

    def handle(self, *args: Any, **options: Any) -> None:
        need_database()
        try:
            messages, left = read(options["file"], options["limit"])
        except Unreadable as no:
            raise CommandError(str(no)) from no
        with transaction.atomic():
            stage = set_stage(options["zone"])
        messages, too_early = self.under_rules(stage, messages)
        left += too_early
        began = time.monotonic()
        with progress(_("回放"), len(messages), _("条")) as bar:
            fresh = run(stage, messages, options["grade"], bar.update)
        took = time.monotonic() - began
        self.say_input(messages, left, fresh)
        self.say_grades(stage, messages)
        self.say_rates(stage)
        if fresh:
            speed = _("用时 {took:.1f} 秒，每秒 {speed:.1f} 条")
            self.stdout.write(speed.format(took=took, speed=fresh / took))

    def under_rules(self, stage: Stage, messages: list[Message]) -> tuple[list[Message], list[LeftOut]]:
        """The messages filed while the zone had rules, and the others."""
        first = first_rules(stage.zone)
        if first is None:
            raise CommandError(_("功能区 {code} 没有规则。").format(code=stage.zone.code))
        why = _("早于本区规则的施行日期 {day}").format(day=first)
        early = [message for message in messages if local_date(message.filed) < first]
        left = [LeftOut(0, message.id, why) for message in early]
        return [message for message in messages if local_date(message.filed) >= first], left

    def say_input(self, messages: Sequence[Message], left: Sequence[LeftOut], fresh: int) -> None:
        """What was read and what was left out."""
        said = _("读入 {all} 条：可用 {used}（新录入 {fresh}，已有 {known}），不可用 {left}")
        self.stdout.write(
            said.format(
                all=len(messages) + len(left),
                used=len(messages),
                fresh=fresh,
                known=len(messages) - fresh,
                left=len(left),
            )
        )
        for row in left[:LISTED]:
            where = _("第 {line} 行 ").format(line=row.line) if row.line else ""
            self.stdout.write("  " + where + _("编号 {id}：{why}").format(id=row.id or "—", why=row.why))
        if len(left) > LISTED:
            self.stdout.write("  " + _("另有 {n} 条，未一一列出").format(n=len(left) - LISTED))

    def say_grades(self, stage: Stage, messages: Sequence[Message]) -> None:
        """How many replies met each grade's deadline, and what the stored clocks say."""
        if not messages:
            return
        rules = book(version_on(stage.zone.pk, local_date(messages[-1].filed)).pk)
        counted, kept = by_grade(stage, messages), stored(stage, messages)
        self.stdout.write(_("答复按时（自转办起，按真实工作日历）："))
        for grade, met in counted.items():
            self.stdout.write(f"  {shown(met)}  {words_of(rules.grades[grade])}")
        for grade, met in kept.items():
            said = _("系统时钟（{grade} 级）：{met}").format(grade=grade, met=shown(met))
            same = met == counted[grade] or met.total != counted[grade].total
            self.stdout.write("  " + said + ("" if same else _("，与上面不一致，请检查")))

    def say_rates(self, stage: Stage) -> None:
        """The rates of the whole zone, as pages show them."""
        self.stdout.write(_("功能区 {name} 的各项比率（全部线索）：").format(name=stage.zone.name))
        for key, rate in rates(Scope(stage.zone.pk, timezone.now())).items():
            left = rate.total - rate.den
            note = _("，另有 {n} 条未计入").format(n=left) if left else ""
            self.stdout.write(f"  {shown(Met(rate.num, rate.den))}  {RATES[key]}{note}")


def shown(met: Met) -> str:
    """A rate with what it is made of."""
    share = "—" if met.share is None else f"{met.share:.1%}"
    return f"{share:>6}（{met.in_time}/{met.total}）"
