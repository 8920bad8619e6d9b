"""Names of files: as their owner knows them, without anything that could mean something to a system."""

from __future__ import annotations

import re
import unicodedata

from jianyan.core.files.kinds import FileType

#: The longest name that is kept, in characters, with its extension.
NAME_MAX = 80
#: Separators and what the common systems forbid in a name.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')


def clean_name(sent: str, kind: FileType) -> str:
    """The last part of a sent name, without control and direction characters, with the extension of what it is.

    ``C:\\scans\\窗口.exe`` for what is a JPEG becomes ``窗口.jpg``; a name of nothing but dots becomes ``附件.jpg``.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", sent))[-1]
    # Cc, Cf, Cs, Co, Cn: control, direction marks, halves of pairs, private and unknown characters. Zl, Zp: lines.
    kept = "".join(" " if c in "\t\r\n" else c for c in last if c in "\t\r\n" or unicodedata.category(c)[0] != "C")
    kept = _FORBIDDEN.sub(" ", "".join(" " if unicodedata.category(c)[0] == "Z" else c for c in kept))
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", " ".join(kept.split())).strip(" .")
    return f"{stem[: NAME_MAX - len(kind) - 1].rstrip(' .') or '附件'}.{kind}"


def neutral_name(number: int, kind: FileType) -> str:
    """A name that says nothing of whoever gave the file: 附件1.jpg."""
    return f"附件{number}.{kind}"
