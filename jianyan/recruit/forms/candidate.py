"""Inputs about candidates: the filters of the list, findings, verdicts, and outcomes of objections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.core.recruit import CandidateState
from jianyan.core.rulebook import Condition, Rulebook
from jianyan.people.models import Channel
from jianyan.recruit import words
from jianyan.recruit.actions import Found
from jianyan.recruit.actions.judge import EVIDENCE, REASON
from jianyan.recruit.actions.object import TEXT
from jianyan.recruit.actions.reveal import REASONS
from jianyan.recruit.forms.base import ActForm, lines
from jianyan.recruit.models import Finding, Outcome, Way
from jianyan.recruit.queries.candidates import Sought
from jianyan.rules.words import titles
from jianyan.rules.words import words as rule_words

LONGEST_WORDS = 60
#: Several states in one word, as links on other pages ask for them.
GROUPS: dict[str, tuple[CandidateState, ...]] = {
    "listed": (CandidateState.chosen, CandidateState.appointed),
    "fit": (CandidateState.qualified, CandidateState.chosen, CandidateState.appointed),
}


class CandidateFilter(forms.Form):
    """The filters of the list of candidates; unknown values are passed over."""

    q = forms.CharField(label=_("姓名、单位、职务或编号"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    category = forms.ChoiceField(label=_("类别"), required=False)
    channel = forms.ChoiceField(label=_("通道"), required=False, choices=[("", _("全部")), *Channel.choices])
    way = forms.ChoiceField(label=_("来源"), required=False, choices=[("", _("全部")), *Way.choices])

    def __init__(self, query: Mapping[str, str], rules: Rulebook) -> None:
        super().__init__(query)
        states = [(state.value, text) for state, text in words.STATES.items()]
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", _("全部")),
            *states,
            ("fit", _("审核通过及以后")),
            ("listed", _("在拟聘名单上")),
        ]
        self.fields["category"].choices = [("", _("全部")), *titles(rules.categories)]  # type: ignore[attr-defined]

    def sought(self) -> Sought:
        """What is asked for; a value that is no choice asks for nothing."""
        self.full_clean()
        kept = self.cleaned_data
        state = kept.get("state") or ""
        return Sought(
            words=(kept.get("q") or "")[:LONGEST_WORDS],
            states=GROUPS.get(state, (state,) if state else ()),
            category=kept.get("category") or "",
            channel=kept.get("channel") or "",
            way=kept.get("way") or "",
        )


#: Whether somebody is as the rules want it. Of a negative condition the same is asked the other way round.
FIT, UNFIT = "fit", "unfit"


class Answer(forms.ChoiceField):
    """An answer that may still be missing, without a remark at each that it may."""

    def clean(self, value: Any) -> str:
        return str(super().clean(value)) if value else ""


class Evidence(forms.CharField):
    """As `Answer`, for the text that goes with it."""

    def clean(self, value: Any) -> str:
        return str(super().clean(value)) if value and value.strip() else ""


class CheckForm(ActForm):
    """For each condition whether the candidate is fit by it, and on what evidence.

    Fields are named as the action names them when it refuses: ``<key>`` and ``<key>_evidence``.
    """

    def __init__(
        self, *args: Any, conditions: Mapping[str, Condition], findings: Mapping[str, Finding], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.conditions, self.findings = conditions, findings
        for key, condition in conditions.items():
            before = findings.get(key)
            answers = [(FIT, _("没有这种情形")), (UNFIT, _("有这种情形，不予聘任"))]
            if not condition.negative:
                answers = [(FIT, _("符合")), (UNFIT, _("不符合"))]
            self.fields[key] = Answer(
                label=rule_words(condition),
                choices=answers,
                widget=forms.RadioSelect,
                initial=_answer(condition, before),
            )
            self.fields[f"{key}_evidence"] = Evidence(
                label=_("依据"),
                max_length=EVIDENCE,
                initial=before.evidence if before else "",
                widget=forms.TextInput(),
            )

    def rows(self) -> list[tuple[Condition, forms.BoundField, forms.BoundField, Finding | None]]:
        """For each condition the two fields, and what was found before."""
        return [
            (condition, self[key], self[f"{key}_evidence"], self.findings.get(key))
            for key, condition in self.conditions.items()
        ]

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        for key in self.conditions:
            answer, evidence = kept.get(key), kept.get(f"{key}_evidence")
            if answer and not evidence:
                self.add_error(f"{key}_evidence", _("请写明依据，例如查验了什么材料。"))
            elif evidence and not answer:
                self.add_error(key, _("请选择审核结论。"))
        return kept

    def values(self) -> dict[str, Any]:
        """What is new: a finding that stands as it stood before is not found again."""
        found: dict[str, Found] = {}
        for key, condition in self.conditions.items():
            if not (answer := self.cleaned_data.get(key)):
                continue
            one = Found(met=(answer == FIT) is not condition.negative, evidence=self.cleaned_data[f"{key}_evidence"])
            before = self.findings.get(key)
            if before is None or (before.met, before.evidence) != (one.met, one.evidence):
                found[key] = one
        return {"found": found}


def _answer(condition: Condition, before: Finding | None) -> str:
    if before is None:
        return ""
    return FIT if before.met is not condition.negative else UNFIT


class RefuseForm(ActForm):
    """Why somebody is not appointed."""

    reason = lines(_("不予聘任的原因"), REASON, hint=_("候选人会在状态页读到，请写得具体、客气"))


class SettleForm(ActForm):
    """What was found of an objection."""

    outcome = forms.ChoiceField(
        label=_("结论"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        help_text=_("异议成立的，此人不能聘任，由负责人移出名单"),
    )
    findings = lines(_("核实情况"), TEXT, rows=6, hint=_("向谁核实、查了什么、依据是什么"))


class RevealForm(forms.Form):
    """Why a number is wanted in full."""

    reason = forms.ChoiceField(label=_("查看原因"), widget=forms.RadioSelect, choices=list(REASONS.items()))
