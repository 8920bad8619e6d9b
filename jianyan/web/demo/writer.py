"""What people of the demo write: texts of the corpus with their slots filled."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from jianyan.core.opinion import TITLE_MAX, Opinion
from jianyan.web.demo.material import Answer, Corpus, Matter, Person

SLOT = re.compile(r"\{(\w+)\}")

#: The document that an explanation rests on where the corpus names none.
GENERAL_BASIS = "《天津市优化营商环境条例》"


class Writer:
    """Chooses phrases and fills slots, from the one random source of the year."""

    def __init__(self, corpus: Corpus, chance: Random) -> None:
        self.corpus, self.chance = corpus, chance
        self._last: dict[str, str] = {}

    def say(self, key: str, **slots: object) -> str:
        """One of the phrases of a key, not the same twice running."""
        choices = [text for text in self.corpus.phrases[key] if text != self._last.get(key)]
        self._last[key] = self.chance.choice(choices)
        return self.fill(self._last[key], {name: str(value) for name, value in slots.items()})

    def fill(self, text: str, values: dict[str, str]) -> str:
        """The text with its slots filled: from ``values``, else from the corpus."""
        return SLOT.sub(lambda found: values[found[1]] if found[1] in values else self._any(found[1]), text)

    def _any(self, slot: str) -> str:
        return self.chance.choice(self.corpus.slots[slot])

    def values(self, matter: Matter, person: Person, month: int) -> dict[str, str]:
        """One value for each slot of a matter, the same wherever it occurs."""
        texts = [matter.title, matter.body, matter.suggestion, matter.place_unit, matter.call]
        texts += [part for answer in matter.replies for part in (answer.process, answer.reason)]
        names = sorted({name for text in texts for name in SLOT.findall(text)})
        return {name: self._value(name, matter, person, month) for name in names}

    def _value(self, name: str, matter: Matter, person: Person, month: int) -> str:
        if name == "month":
            return f"{month}月"
        if name == "open" and (person.style == "brief" or person.channel == "internal"):
            return ""
        choices = matter.slots.get(name)
        if choices is None and name == "company":
            choices = self.corpus.companies.get(matter.industry)
        return self.chance.choice(choices or self.corpus.slots[name])

    def opinion(self, matter: Matter, person: Person, values: dict[str, str], month: int) -> Opinion:
        """The matter as a supervisor writes it into the form."""
        detailed = person.style == "detailed"
        common = matter.scope == "common" and self.chance.random() < 0.7
        return Opinion(
            kind=matter.kind,
            field=matter.field,
            title=self.fill(matter.title, values)[:TITLE_MAX],
            body=self.fill(matter.body, values),
            suggestion=self.fill(matter.suggestion, values) if detailed or self.chance.random() < 0.4 else "",
            happened=f"{month}月{self.chance.choice(('上旬', '中旬', ''))}" if self.chance.random() < 0.6 else "",
            place=self.fill(matter.place_unit, values),
            company=values.get("company", "") if detailed else "",
            common=common,
            aspect=matter.aspect,
            policy=matter.policy,
            effect=matter.effect,
            stage=matter.stage,
            publishable=self.chance.random() < 0.6,
            hidden=person.channel == "internal" and self.chance.random() < 0.3,
            follow_up_wanted=self.chance.random() < 0.94,
        )

    def answer(self, answer: Answer, values: dict[str, str]) -> dict[str, Any]:
        """The texts of a reply, as the action takes them."""
        explained = answer.result == "explained"
        return {
            "result": answer.result,
            "process": self.fill(answer.process, values),
            "basis_title": answer.basis_title or (GENERAL_BASIS if explained else ""),
            "basis_no": answer.basis_no,
            "reason": self.fill(answer.reason, values),
        }
