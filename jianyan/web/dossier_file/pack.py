"""Writing the file: on the disk, never as a whole in memory but for the PDF, with a digest of what was given out."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from typing import IO

from django.utils.translation import gettext as _

from jianyan.core.chain import ALGORITHM
from jianyan.core.flow import Refused
from jianyan.core.paper import to_pdf
from jianyan.core.workdays import TZ
from jianyan.files import store
from jianyan.ui.formats import in_english
from jianyan.web.dossier_file.data import as_json
from jianyan.web.dossier_file.paper import paper_of
from jianyan.web.dossier_file.shapes import Dossier, Taken

#: Bytes of attachments that one .zip holds at most; more is taken out term by term.
FILES_MAX = 2 * 1024**3
#: What is compressed already is only stored.
PACKED = frozenset({"jpg", "png", "webp", "pdf", "docx", "xlsx"})
KINDS = ("pdf", "zip")


def make(dossier: Dossier, taken: Taken, kind: str) -> tuple[IO[bytes], str]:
    """The file, gone when it is closed, and its digest. ``kind``: ``pdf`` or ``zip``.

    Raises:
        Refused: ``files_too_big``, ``files_away`` while the store cannot be asked.
    """
    if kind == "zip" and sum(file.row.size for file in dossier.files) > FILES_MAX:
        raise Refused("files_too_big", longest=FILES_MAX // 1024**3)
    pdf = to_pdf(paper_of(dossier, taken, packed=kind == "zip"), at=taken.at)
    file = tempfile.TemporaryFile(prefix="jianyan-dossier-")  # noqa: SIM115 - the response closes it
    if kind == "pdf":
        file.write(pdf)
    else:
        _pack(file, dossier, taken, pdf)
    file.seek(0)
    digest = hashlib.file_digest(file, lambda: hashlib.new(ALGORITHM)).hexdigest()
    file.seek(0)
    return file, f"{ALGORITHM}:{digest}"


def _pack(file: IO[bytes], dossier: Dossier, taken: Taken, pdf: bytes) -> None:
    lost: set[str] = set()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(_info("dossier.pdf" if in_english() else "档案.pdf", taken, "pdf"), pdf)
        folder = _("附件")
        for each in dossier.files:
            try:
                part = store.opened(each.row.stored)
            except store.Away as away:
                raise Refused("files_away") from away
            if part is None:
                lost.add(each.path)
                continue
            with part, made.open(_info(f"{folder}/{each.path}", taken, each.row.kind), "w") as into:
                shutil.copyfileobj(part, into, 1 << 18)
        made.writestr(_info("dossier.json", taken, "json"), as_json(dossier, taken, lost=frozenset(lost)))


def _info(path: str, taken: Taken, kind: str) -> zipfile.ZipInfo:
    """A part as of the moment of the export, readable by its owner alone."""
    part = zipfile.ZipInfo(path, taken.at.astimezone(TZ).timetuple()[:6])
    part.compress_type = zipfile.ZIP_STORED if kind in PACKED else zipfile.ZIP_DEFLATED
    part.external_attr = 0o600 << 16
    return part


def file_name(dossier: Dossier, taken: Taken, kind: str) -> str:
    """What the file is called on the disk of whoever took it: without the person's name, which others may see there."""
    return f"{'dossier' if in_english() else '监督员档案'}-{dossier.supervisor.pk}-{taken.number}.{kind}"
