"""`jianyan serve`: the pages and the clock, for real use."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext as _

from jianyan.web import serving
from jianyan.web.serving import Place, Taken


class Command(BaseCommand):
    help = _("运行网页和时钟（视为签收、催办、督办、封存），Ctrl-C 停止。")
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1", help=_("监听的地址，缺省只限本机"))
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help=_("进程数"))
        parser.add_argument("--threads", type=int, default=8, help=_("每个进程的线程数"))
        parser.add_argument("--no-tick", action="store_true", help=_("不运行时钟；另有一处运行 jianyan tick --loop"))

    def handle(self, *args: Any, **options: Any) -> None:
        place = Place(options["bind"], options["port"], options["workers"], options["threads"], not options["no_tick"])
        ask_for_port(place)
        need_database()
        start(place, lambda: self.stdout.write(_("正在运行：{address}").format(address=place.address)))


def ask_for_port(place: Place) -> None:
    """Stop with a sentence when the port is taken, before anything that takes long."""
    try:
        serving.check_port(place)
    except Taken as no:
        said = _("端口 {port} 已被占用，请换一个：--port {other}。").format(port=place.port, other=place.port + 1)
        if no.why:
            said = _("不能在 {bind}:{port} 监听：{why}").format(bind=place.bind, port=place.port, why=no.why)
        raise CommandError(said) from no


def need_database() -> None:
    """Stop with a sentence when the database is away or behind the code."""
    try:
        behind = serving.migrations_missing()
    except OperationalError as no:
        raise CommandError(_("连不上数据库：{why}").format(why=no)) from no
    if behind:
        raise CommandError(_("数据库结构不是最新的，请先运行 jianyan migrate。"))


def start(place: Place, when_ready: Callable[[], object]) -> None:
    """Gather the static files if they have changed, then serve until stopped."""
    serving.gather_static()
    serving.serve(place, when_ready)
