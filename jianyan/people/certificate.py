"""聘书: a term as a page to print, and what a check of it tells. The facts are read at that moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from jianyan.core.names import masked_name
from jianyan.core.paper import Block, Break, Honour, Page, Paper
from jianyan.core.paper.qr import qr_png
from jianyan.core.rulebook import Rulebook
from jianyan.core.terms import TermState, state_on
from jianyan.people.models import Appointment, Leaving

#: What a supervisor is appointed as; a certificate is a document and always Chinese.
TITLES = {"social": "营商环境社会监督员", "internal": "营商环境内部监督员"}


def certificate_paper(terms: Sequence[Appointment], rules: Rulebook | None, site: str) -> Paper:
    """One page for each term. ``site`` is the beginning of the address that the QR code opens."""
    pages: list[Block] = []
    for each in terms:
        pages += [_page(each, rules, site), Break()]
    names = terms[0].supervisor.name if len(terms) == 1 else f"{len(terms)} 份"
    return Paper(
        title=f"聘书 {names}",
        blocks=tuple(pages[:-1]),
        page=Page.certificate,
        author=terms[0].supervisor.zone.office_name,
        numbered=False,
    )


def _page(term: Appointment, rules: Rulebook | None, site: str) -> Honour:
    supervisor, zone = term.supervisor, term.supervisor.zone
    category = rules.categories.get(supervisor.category) if rules else None
    return Honour(
        number=f"编号：{term.certificate}" if term.certificate else "",
        title="聘书",
        to=f"{supervisor.name}同志：",
        text=(
            ("兹聘请您担任", False),
            (f"{zone.name}{TITLES[supervisor.channel]}", True),
            (f"（{category.title}）" if category else "", False),
            ("，聘期自", False),
            (_day(term.starts_on), True),
            ("至", False),
            (_day(term.ends_on), True),
            ("。", False),
        ),
        picture=qr_png(site + check_path(term)),
        caption="扫码核验",
        who=zone.office_name,
        day=_day(term.starts_on),
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def check_path(term: Appointment) -> str:
    """The address at which anybody checks a certificate."""
    return reverse("public:certificate", args=[term.token])


@dataclass(frozen=True, slots=True)
class Check:
    """What a check tells: of the person no more than the family name, of leaving no more than that it happened."""

    number: str
    name: str
    channel: str
    office: str
    starts_on: date
    ends_on: date
    left_on: date | None
    state: TermState
    dismissed: bool

    @property
    def valid(self) -> bool:
        return self.state in (TermState.running, TermState.ending)


def check_of(term: Appointment, day: date) -> Check:
    """The certificate as it stands on a day; an anonymised person has no name any more."""
    supervisor = term.supervisor
    return Check(
        number=term.certificate,
        name=masked_name("" if supervisor.anonymised_at else supervisor.name),
        channel=supervisor.channel,
        office=supervisor.zone.office_name,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        left_on=term.left_on,
        state=state_on(term.term, day),
        dismissed=term.leaving == Leaving.dismissed,
    )
