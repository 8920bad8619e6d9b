"""The words for terms: the rows that certificates, promises, renewals and leavings leave in the ledger."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

GROUNDS: dict[str, Text] = {
    "transfer": _("岗位变动"),
    "sanction": _("受处分或失信"),
    "leak": _("泄露秘密"),
    "gain": _("谋取私利"),
    "inactive": _("长期不履职"),
}
FIELDS: dict[str, Text] = {
    "unit": _("单位"),
    "phone": _("手机"),
    "category": _("类别"),
    "post": _("职务"),
    "industry": _("行业"),
}

#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[Text, ...]] = {
    "supervisor.renew": (_("续聘"), _("续聘"), _("聘期 {from} 至 {to}")),
    "supervisor.promise": (_("签署承诺"), _("签署保密承诺书")),
    "supervisor.consent": (_("同意说明"), _("同意个人信息处理说明")),
    "supervisor.certificate": (_("取出聘书"), _("取出聘书文件 {type}")),
    "supervisor.certificate_back": (_("聘书交回"), _("聘书于 {on} 交回")),
    "supervisor.resign": (_("辞任"), _("辞任，自 {left} 起离任")),
    "supervisor.propose_dismissal": (_("提出解聘"), _("提出解聘：{ground}"), _("请本人在 {until} 前陈述")),
    "supervisor.state": (_("本人陈述"), _("本人对解聘作出陈述")),
    "supervisor.dismiss": (_("解聘"), _("解聘：{ground}"), _("自 {left} 起离任")),
    "supervisor.reject_dismissal": (_("不予解聘"),),
    "supervisor.change": (_("资料变更"), _("资料变更：{field}")),
}
