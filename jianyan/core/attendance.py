"""扫码签到: the code on the wall changes every half minute; a photograph of it does not sign in somebody at home.

A code says in which step it was shown, sealed with the meeting's secret (HMAC-SHA256): nobody can make one for another
meeting or for a later moment. Plain values in, plain values out (5.1.a).
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

#: Seconds for which one code is shown. The one before is taken too: whoever scans at the turn is not sent away.
STEP = 30
#: Characters of the seal, five bits each.
SEAL = 16


class Verdict(StrEnum):
    """What a code is at a moment: of this meeting and fresh; of this meeting and too old; not of this meeting."""

    fresh = "fresh"
    stale = "stale"
    foreign = "foreign"


def step_of(at: datetime) -> int:
    """The number of the half minute that a moment lies in."""
    return int(at.timestamp()) // STEP


def seconds_left(at: datetime) -> int:
    """How long the code of this moment is still shown: 1 to `STEP` seconds."""
    return STEP - int(at.timestamp()) % STEP


def code_at(secret: str, meeting: int, at: datetime) -> str:
    """The code that is shown for a meeting at a moment: ``1c2f3a-mfrggzdfmztwq2lk``, for an address."""
    step = step_of(at)
    return f"{step:x}-{_seal(secret, meeting, step)}"


def judge_code(secret: str, meeting: int, code: str, at: datetime) -> Verdict:
    """What a scanned code is worth: fresh in its own step and in the next one, nowhere and never else."""
    shown, _, seal = code.partition("-")
    try:
        step = int(shown, 16) if len(shown) <= SEAL else -1
    except ValueError:
        return Verdict.foreign
    if step < 0 or not hmac.compare_digest(seal.encode(), _seal(secret, meeting, step).encode()):
        return Verdict.foreign
    return Verdict.fresh if step_of(at) - step in (0, 1) else Verdict.stale


def _seal(secret: str, meeting: int, step: int) -> str:
    made = hmac.digest(secret.encode(), f"{meeting}:{step}".encode(), sha256)
    return b32encode(made).decode().lower()[:SEAL]
