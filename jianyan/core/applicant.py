"""What an applicant must be: the fields of the 推荐/自荐表, cleaned and checked (practice.md no. 12)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jianyan.core.opinion import clean_text
from jianyan.core.rulebook import Rulebook

#: The longest of each text, in characters.
LONGEST: Mapping[str, int] = {
    "name": 20,
    "gender": 10,
    "politics": 20,
    "education": 20,
    "employer": 80,
    "post": 40,
    "industry": 40,
    "seat": 60,
    "resume": 2000,
    "reason": 2000,
    "opinion": 1000,
}
#: Texts that may have several lines.
LINES = frozenset({"resume", "reason", "opinion"})
#: A mainland mobile number; abroad: + and country code, 7 to 15 digits as E.164 has them.
MOBILE = re.compile(r"1[3-9]\d{9}")
ABROAD = re.compile(r"\+[1-9]\d{6,14}")
#: Han characters of any plane, letters, and the points of names of other nationalities.
NAME = re.compile(r"[^\W\d_][^\W\d_·•.' -]*(?:[·•.' -]+[^\W\d_]+)*", re.UNICODE)
ADULT, OLDEST = 18, 120
#: Answers that a form offers, as the office's record has them; a list that was brought in may have others.
GENDERS = ("男", "女")
POLITICS = ("中共党员", "中共预备党员", "共青团员", "民主党派", "无党派人士", "群众")
EDUCATION = ("博士研究生", "硕士研究生", "大学本科", "大学专科", "高中及以下")


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """One person as the form has it. ``born`` is a year and month, ``1985-06``, or empty."""

    name: str
    phone: str
    channel: str
    category: str
    unit: int | None = None
    employer: str = ""
    post: str = ""
    industry: str = ""
    gender: str = ""
    born: str = ""
    politics: str = ""
    education: str = ""
    seat: str = ""
    levels: tuple[str, ...] = ()
    resume: str = ""
    reason: str = ""
    opinion: str = ""


def clean_name(name: str) -> str:
    """A name in one form: full-width letters narrow, one kind of point, no spaces between Han characters."""
    text = " ".join(clean_text(unicodedata.normalize("NFKC", name), lines=False).split())
    text = re.sub(r"\s*[•・･∙‧⋅.](?=\S)\s*|\s*·\s*", "·", text) if not text.isascii() else text
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", text))


def clean_phone(phone: str) -> str:
    """A number as it is stored: a mainland one without prefix, another one with + and country code."""
    before, text = None, phone
    while text != before:  # what one step leaves may be what another takes away: cleaning twice changes nothing
        before, text = text, _phone_step(text)
    return text


def _phone_step(phone: str) -> str:
    text = re.sub(r"[\s()（）-]", "", unicodedata.normalize("NFKC", phone))
    text = re.sub(r"^00(?=[1-9])", "+", text)
    return re.sub(r"^\+86(?=1[3-9]\d{9}$)", "", text)


def cleaned_applicant(one: Applicant) -> Applicant:
    """The applicant with every text cleaned."""
    texts: dict[str, Any] = {key: clean_text(getattr(one, key), lines=key in LINES) for key in LONGEST}
    texts["name"] = clean_name(one.name)
    levels = tuple(sorted({*one.levels}))
    return replace(one, **texts, phone=clean_phone(one.phone), born=one.born.strip(), levels=levels)


def problems_of(one: Applicant, rules: Rulebook, today: date) -> dict[str, str]:
    """What is wrong, as codes by field; empty when nothing is. Ask it of a cleaned applicant.

    Codes: ``required``, ``too_long``, ``bad_name``, ``bad_phone``, ``bad_month``, ``too_young``, ``unknown``,
    ``wrong_channel``.
    """
    found: dict[str, str] = {}
    for key, longest in LONGEST.items():
        if len(getattr(one, key)) > longest:
            found[key] = "too_long"
    if not one.name:
        found["name"] = "required"
    elif "name" not in found and not NAME.fullmatch(one.name):
        found["name"] = "bad_name"
    if not one.phone:
        found["phone"] = "required"
    elif not (MOBILE.fullmatch(one.phone) or ABROAD.fullmatch(one.phone)):
        found["phone"] = "bad_phone"
    if one.unit is None and not one.employer:
        found["employer"] = "required"
    category = rules.categories.get(one.category)
    if not one.category:
        found["category"] = "required"
    elif category is None:
        found["category"] = "unknown"
    elif category.channel not in (None, one.channel):
        found["category"] = "wrong_channel"
    if any(level not in rules.levels for level in one.levels):
        found["levels"] = "unknown"
    if one.born and (code := _born(one.born, today)):
        found["born"] = code
    return found


def _born(born: str, today: date) -> str | None:
    matched = re.fullmatch(r"(\d{4})-(\d{2})", born)
    if not matched or not 1 <= int(matched[2]) <= 12:
        return "bad_month"
    months = (today.year - int(matched[1])) * 12 + today.month - int(matched[2])
    if months > OLDEST * 12 or months < 0:
        return "bad_month"
    return "too_young" if months < ADULT * 12 else None
