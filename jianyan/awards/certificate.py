"""荣誉证书: an award as a page to print. The facts are read at that moment; a certificate is always Chinese."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from jianyan.awards.models import Standing
from jianyan.core.paper import Honour, Page, Paper
from jianyan.core.paper.qr import qr_png
from jianyan.core.workdays import local_date

TITLES = {"social": "社会监督员", "internal": "内部监督员"}


def certificate_paper(each: Standing, site: str) -> Paper:
    """One page. ``site`` is the beginning of the address that the QR code opens."""
    run, zone = each.run, each.run.zone
    if run.ended_at is None:
        raise ValueError("an award that is not given has no certificate")
    page = Honour(
        number=f"编号：{each.certificate}",
        title="荣誉证书",
        to=f"{each.supervisor.name}同志：",
        text=(
            (f"在{_month(run.term_starts)}至{_month(run.term_ends)}担任{zone.name}营商环境", False),
            (TITLES[each.channel], False),
            ("期间认真履职、成绩突出，授予", False),
            ("“优秀监督员”", True),
            ("称号，特发此证，以资鼓励。", False),
        ),
        picture=qr_png(site + check_path(each)),
        caption="扫码核验",
        who=zone.office_name,
        day=_day(local_date(run.ended_at)),
    )
    return Paper(
        title=f"荣誉证书 {each.supervisor.name}",
        blocks=(page,),
        page=Page.certificate,
        author=zone.office_name,
        numbered=False,
    )


def check_path(each: Standing) -> str:
    """The address at which anybody checks a certificate."""
    return reverse("award_public:certificate", args=[each.token])


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
