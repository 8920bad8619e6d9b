"""Which form, action, template and sentence belong to each verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Verb
from jianyan.leads import actions
from jianyan.leads.forms import call, contest, department, dispatch, follow_up, office, sort, supplement
from jianyan.leads.forms.base import Label, VerbForm


@dataclass(frozen=True, slots=True)
class VerbPage:
    """The page of one verb. ``done`` is said after it, ``ask`` asked before it where it hurts.

    ``files``: files can be given with it.
    """

    verb: Verb
    form: type[VerbForm]
    act: Callable[..., Any]
    done: Label
    lead: Label = ""
    ask: Label = ""
    template: str = "leads/verb.html"
    files: bool = False


def _call(*args: Any, **given: Any) -> Any:
    """A call alone, or with the dispatch that follows at once."""
    return (actions.call_and_dispatch if "department" in given else actions.log_call)(*args, **given)


_V = Verb

PAGES: dict[Verb, VerbPage] = {
    page.verb: page
    for page in (
        VerbPage(_V.call, call.CallForm, _call, _("通话已记录。"), template="leads/verb_call.html"),
        VerbPage(
            _V.call_unanswered,
            call.UnansweredForm,
            actions.log_unanswered,
            _("未接通已记录。"),
            lead=_("未接通也要记录，作为已尽联络义务的依据；多次未接通后凭书面内容先行办理。"),
        ),
        VerbPage(
            _V.supplement,
            supplement.SupplementForm,
            actions.supplement,
            _("补充材料已提交。"),
            template="leads/verb_supplement.html",
            files=True,
        ),
        VerbPage(
            _V.classify, sort.ClassifyForm, actions.classify, _("分类已保存。"), template="leads/verb_classify.html"
        ),
        VerbPage(
            _V.dispatch,
            dispatch.DispatchForm,
            actions.dispatch,
            _("已转办至{department}。"),
            template="leads/verb_dispatch.html",
        ),
        VerbPage(
            _V.designate,
            dispatch.DispatchForm,
            partial(actions.dispatch, designate=True),
            _("已指定{department}承办。"),
            lead=_("指定后承办部门不能再退回。"),
            ask=_("指定后承办部门不能再退回，确定指定吗？"),
            template="leads/verb_dispatch.html",
        ),
        VerbPage(
            _V.recall,
            office.RecallForm,
            actions.recall,
            _("转办已撤回，可以重新转办；部门已收到通知。"),
            lead=_("撤回后线索回到待转办，期限仍按原来的算。"),
        ),
        VerbPage(
            _V.accept,
            department.AcceptForm,
            actions.accept,
            _("已签收，请在期限内答复。"),
            lead=_("签收后由本部门办理并答复；不属本部门职责的，请退回并指明应由谁办理。"),
        ),
        VerbPage(
            _V.return_,
            department.ReturnForm,
            actions.return_,
            _("已退回营商环境办。"),
            ask=_("退回后本部门不再看到这条线索，确定退回吗？"),
        ),
        VerbPage(_V.ask_extension, department.AskExtensionForm, actions.ask_extension, _("延期申请已送负责人审批。")),
        VerbPage(
            _V.grant_extension,
            office.GrantForm,
            partial(actions.decide_extension, grant=True),
            _("已同意延期，监督员会收到通知。"),
            template="leads/verb_decide.html",
        ),
        VerbPage(
            _V.refuse_extension,
            office.RefuseForm,
            partial(actions.decide_extension, grant=False),
            _("已回复不同意延期。"),
            template="leads/verb_decide.html",
        ),
        VerbPage(_V.remind, office.RemindForm, partial(actions.nudge, urging=False), _("催办已发出。")),
        VerbPage(
            _V.urge,
            office.UrgeForm,
            partial(actions.nudge, urging=True),
            _("督办单已发出。"),
            lead=_("第二次起同时抄送营商环境办负责人。"),
        ),
        VerbPage(
            _V.submit_reply,
            department.ReplyForm,
            actions.submit_reply,
            _("已送审，本单位另一位联络员审核通过后发出。期限照常计算，审核通过才算答复。"),
            template="leads/verb_reply.html",
            files=True,
        ),
        VerbPage(
            _V.approve_reply,
            department.ApproveForm,
            actions.approve_reply,
            _("审核通过，答复已送达，等监督员回访。"),
            ask=_("通过后答复立即发出，监督员会收到，不能收回。确定通过吗？"),
            template="leads/verb_approve.html",
        ),
        VerbPage(
            _V.send_back_reply,
            department.SendBackForm,
            actions.send_back_reply,
            _("已退回起草人修改。"),
            lead=_("起草人写的文字和附件都保留，改好后再送审。期限照常计算。"),
            template="leads/verb_approve.html",
        ),
        VerbPage(
            _V.withdraw_reply,
            department.WithdrawReplyForm,
            actions.withdraw_reply,
            _("已撤回送审，可以继续修改。"),
            lead=_("撤回后答复稿回到您这里，改好后再送审。期限照常计算。"),
        ),
        VerbPage(
            _V.reply,
            department.ReplyForm,
            actions.reply,
            _("答复已送达，等监督员回访。"),
            template="leads/verb_reply.html",
            files=True,
        ),
        VerbPage(
            _V.follow_up,
            follow_up.FollowUpForm,
            actions.follow_up,
            _("回访已记录。"),
            template="leads/verb_follow_up.html",
        ),
        VerbPage(
            _V.follow_up_unreached,
            follow_up.UnreachedForm,
            actions.follow_up_unreached,
            _("已记录未联系上。"),
            lead=_("多次未联系上的，说明后可以办结。"),
        ),
        VerbPage(_V.close, office.CloseForm, actions.close, _("已办结。"), ask=_("办结后不再计时，确定办结吗？")),
        VerbPage(
            _V.reopen,
            office.ReopenForm,
            actions.reopen,
            _("已退回重办，承办部门会看到原因。"),
            ask=_("线索将退回承办部门重新办理，确定吗？"),
        ),
        VerbPage(
            _V.note, office.NoteForm, actions.note, _("已登记备案。"), lead=_("信息类线索不需要部门办理，供研判。")
        ),
        VerbPage(_V.resume, office.ResumeForm, actions.resume, _("已恢复办理，转办期限重新起算。")),
        VerbPage(
            _V.merge,
            sort.MergeForm,
            actions.merge,
            _("已并案。"),
            ask=_("并案后这条线索不再单独办理，答复会告知每位提出人，确定并案吗？"),
            template="leads/verb_merge.html",
        ),
        VerbPage(
            _V.split_,
            sort.SplitForm,
            actions.split,
            _("已拆分。"),
            ask=_("拆分后各条分别办理，期限不变，确定拆分吗？"),
            template="leads/verb_split.html",
        ),
        VerbPage(
            _V.withdraw,
            office.WithdrawForm,
            actions.withdraw,
            _("已撤回。"),
            ask=_("撤回后这条线索不再办理，不能恢复，确定撤回吗？"),
        ),
        VerbPage(
            _V.contest,
            contest.ContestForm,
            actions.contest,
            _("异议已提交，营商环境办认定后会告诉您。认定之前期限照常计算。"),
            lead=_("认为本单位的某个期限应重新起算，或者不应计入时效的，说明理由，由营商环境办认定。"),
            template="leads/verb_contest.html",
            files=True,
        ),
        VerbPage(
            _V.uphold_contest,
            contest.UpholdForm,
            actions.uphold_contest,
            _("已认定异议成立，部门会收到通知。"),
            template="leads/verb_contest_decide.html",
        ),
        VerbPage(
            _V.reject_contest,
            contest.RejectForm,
            actions.reject_contest,
            _("已认定异议不成立，部门会收到通知。"),
            template="leads/verb_contest_decide.html",
        ),
    )
}


def page_of(slug: str) -> VerbPage | None:
    """The page at an address; None for verbs that nobody does by hand, and for what is no verb."""
    if "_" in slug or slug.replace("-", "_") not in list(Verb):
        return None
    return PAGES.get(Verb(slug.replace("-", "_")))
