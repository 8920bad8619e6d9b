"""A row, a seal and a finding as the auditor reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.ledger.models import Entry, Seal, Verification
from jianyan.ledger.queries import Names, unnamed
from jianyan.ledger.words import ROLES, Text, label, sentence
from jianyan.ui.shapes import SummaryRow

#: What a subject is, by the word before the colon.
SUBJECTS = {
    "lead": _("线索"),
    "form": _("意见表"),
    "file": _("附件"),
    "supervisor": _("监督员档案"),
    "leave": _("请假代管"),
    "user": _("账号"),
    "department": _("部门单位"),
    "rules": _("规则"),
    "draft": _("规则草案"),
    "calendar": _("工作日历"),
    "zone": _("功能区"),
    "ledger": _("台账"),
    "round": _("选聘"),
    "candidate": _("候选人"),
    "announcement": _("群公告"),
    "seals": _("每日封存"),
    "seal": _("每日封存"),
    "exports": _("导出记录"),
    "import": _("意见表导入"),
    "month": _("月度整理"),
    "meeting": _("会议"),
    "invitation": _("会议邀请"),
    "study": _("课题调研"),
    "verification": _("线索核查"),
    "duty": _("履职"),
    "task": _("任务"),
    "bulletin": _("通报"),
    "special": _("专报"),
    "instruction": _("批示"),
    "snapshot": _("统计快照"),
    "award": _("评优"),
}
#: The hats of a lead that are no roles of an account.
HATS: Mapping[str, Text] = {
    **ROLES,
    "reporter": _("提出人"),
    "supporting": _("协办部门联络员"),
    "system": _("自动"),
}
KINDS = {
    "changed": _("内容被改动"),
    "removed": _("记录被删除"),
    "reordered": _("次序被调换"),
    "inserted": _("被插入记录"),
    "seal": _("封存不符"),
}
#: Figures of a digest that are enough to compare by eye.
SHORT = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the ledger in words."""

    entry: Entry
    who: str
    hat: str
    verb: str
    said: str
    subject: str
    rules_url: str
    digest: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that a check found."""

    kind: str
    where: str
    row: int | None


@dataclass(frozen=True, slots=True)
class SealRow:
    """A seal with what the last check said of it: whole, broken, or nothing yet."""

    seal: Seal
    digest: str
    state: str
    tone: str


def row_shown(entry: Entry, names: Names) -> Row:
    """The row in words. Who acted is not named where the row says so."""
    acted = entry.actor.name if entry.actor else gettext("系统")
    return Row(
        entry=entry,
        who=gettext("隐名监督员") if unnamed(entry) else acted,
        hat=str(HATS.get(entry.role, "")),
        verb=label(entry.verb),
        said=sentence(entry.verb, entry.data, departments=names.departments),
        subject=subject_in_words(entry.subject, names),
        rules_url=_rules_url(entry.rules),
        digest=entry.digest[:SHORT],
    )


def _rules_url(rules: str) -> str:
    number = rules.removeprefix("v")
    return reverse("rules:version", args=[int(number)]) if number.isdecimal() else ""


def subject_in_words(subject: str, names: Names) -> str:
    """线索 东监 2026-0123 · 账号 李敏 · 意见表 12."""
    kind, _sep, rest = subject.partition(":")
    word = str(SUBJECTS.get(kind, kind))
    match kind:
        case "lead":
            name = names.leads.get(subject) or rest
        case "user":
            name = names.users.get(_id(rest)) or rest
        case "department":
            name = names.departments.get(_id(rest)) or rest
        case "calendar" | "zone" | "ledger" | "seals" | "exports":
            name = ""
        case _:
            name = rest
    return f"{word} {name}".strip()


def _id(text: str) -> int:
    number = text.partition("@")[0]
    return int(number) if number.isdecimal() else 0


def data_readable(entry: Entry) -> list[SummaryRow]:
    """The data as it is kept, one value a line."""
    return [
        SummaryRow(label=key, value=value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for key, value in sorted(entry.data.items())
    ]


def troubles(verification: Verification, names: Names) -> list[Trouble]:
    """The findings of a check in words."""
    return [_trouble(finding, names) for finding in verification.findings]


def _trouble(finding: Mapping[str, object], names: Names) -> Trouble:
    kind, place, until = str(finding.get("kind")), finding.get("place"), finding.get("until")
    if kind == "more":
        return Trouble(gettext("另有 {count} 处未列出").format(count=place), "", None)
    subject = subject_in_words(str(finding.get("subject")), names)
    if until and until != place:
        where = gettext("{subject}，第 {place} 至 {until} 位").format(subject=subject, place=place, until=until)
    else:
        where = gettext("{subject}，第 {place} 位").format(subject=subject, place=place)
    row = finding.get("row")
    is_entry = isinstance(row, int) and not str(finding.get("subject")).startswith("seal")
    return Trouble(str(KINDS.get(kind, kind)), where, row if is_entry and isinstance(row, int) else None)


def seal_shown(seal: Seal, verification: Verification | None) -> SealRow:
    """A seal and its state after the last check that could know it."""
    broken = {f.get("place") for f in verification.findings if f.get("kind") == "seal"} if verification else set()
    if verification is None or seal.sealed_at > verification.at:
        state, tone = gettext("尚未核验"), ""
    elif seal.number in broken:
        state, tone = gettext("不符"), "bad"
    else:
        state, tone = gettext("相符"), "ok"
    return SealRow(seal=seal, digest=seal.digest[:SHORT], state=state, tone=tone)
