"""`jianyan demo`: a zone with a year of work, to look at."""

from __future__ import annotations

import unicodedata
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.models import Zone
from jianyan.web import serving
from jianyan.web.demo import load
from jianyan.web.demo.zone import PASSWORD, example_accounts
from jianyan.web.management.commands.serve import ask_for_port, start
from jianyan.web.progress import progress
from jianyan.web.serving import Place

#: The years for which the working calendar has the demo's days, and in which people could have been appointed.
EARLIEST = date(2010, 1, 1)


class Command(BaseCommand):
    help = _("装入演示功能区“东疆”：规则、部门、账号和截至今天的一年工作；已装入的不再重装。")
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--empty", action="store_true", help=_("只要功能区、规则和账号，首次登录须改密码"))
        parser.add_argument("--until", metavar="DATE", help=_("演示年在这一天之前结束，缺省为今天"))
        parser.add_argument("--serve", action="store_true", help=_("装入后运行网页，只限本机"))
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        place = Place(port=options["port"])
        until = self.day(options["until"]) if options["until"] else timezone.localdate()
        if options["serve"]:
            ask_for_port(place)
        try:
            self.load(until, empty=options["empty"])
        except OperationalError as no:
            raise CommandError(_("数据库不可用：{why}。没有留下装了一半的数据，可以再次运行。").format(why=no)) from no
        if options["serve"]:
            start(place, lambda: self.say(place.address))
        else:
            self.say("")

    def day(self, text: str) -> date:
        """A day as typed."""
        try:
            day = date.fromisoformat(text)
        except ValueError as no:
            raise CommandError(_("看不懂这个日期：{text}。请写成 2026-11-23 的样子。").format(text=text)) from no
        if not EARLIEST <= day <= timezone.localdate():
            raise CommandError(_("日期须在 {first} 和今天之间。").format(first=EARLIEST))
        return day

    def load(self, until: date, *, empty: bool) -> None:
        """Bring the database up to date, and make what is not there yet."""
        if serving.migrations_missing():
            call_command("migrate", verbosity=0, interactive=False)
        zone = load.present()
        if zone is not None:
            self.explain(zone, empty=empty)
        elif empty:
            load.load_empty(until)
            self.stdout.write(_("只装入功能区、规则和账号；首次登录须改密码。"))
        else:
            with progress(_("装入演示年"), load.days(until), _("天")) as bar:
                load.load_year(until, bar.update)

    def explain(self, zone: Zone, *, empty: bool) -> None:
        """Say what is there already, where that is not what was asked for."""
        if empty == load.has_year(zone):
            said = _("演示功能区已在数据库里，{what}，未作改动；要重新装入，请用新的 JIANYAN_DATA_DIR 或空的数据库。")
            what = _("带有演示年") if empty else _("没有演示年")
            self.stderr.write(said.format(what=what))

    def say(self, address: str) -> None:
        """Print where to go and as whom."""
        rows = [(_("角色"), "", _("姓名"), _("用户名"), _("密码"))]
        rows += [(label, key, name, login, PASSWORD) for label, key, name, login in example_accounts()]
        widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
        if address:
            self.stdout.write("\n" + _("建言演示已就绪：{address}").format(address=address) + "\n\n")
        for row in rows:
            line = "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True))
            self.stdout.write("  " + line.rstrip())
        if address:
            self.stdout.write("\n" + _("Ctrl-C 停止。"))
        self.stdout.flush()


def width(text: str) -> int:
    """Columns that a text takes on a terminal; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
