"""The words for bulletins, special reports and instructions: the rows that they leave in the ledger."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[Text, ...]] = {
    "snapshot.take": (_("统计季度数据"), _("统计 {quarter} 的数据"), _("线索 {leads} 件")),
}
