"""Large files on their way in: they lie in the system's folder for temporary files while a request is read."""

from __future__ import annotations

import errno
import logging
import os
from io import BytesIO
from typing import Any, NoReturn

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

logger = logging.getLogger("jianyan.web")


class Unkept(UploadedFile):
    """A file for which there was no room. The rest of the request is whole; whoever reads this file is told."""

    def __init__(self, name: str) -> None:
        super().__init__(BytesIO(), name, size=1)  # not empty: that would be the sender's mistake

    def read(self, *args: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "no room for a file on its way in")

    def chunks(self, *args: object, **kwargs: object) -> NoReturn:
        self.read()


#: What stays of a name while its file is on its way in, in characters: the stem and the extension.
STEM, EXTENSION = 150, 20


class RoomOrNot(TemporaryFileUploadHandler):
    """Keeps large files in temporary ones. A full disk costs the file and not what was typed beside it."""

    full = False

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        self.full = False
        self._forget()
        stem, extension = os.path.splitext(file_name)  # the temporary file's name ends with it
        try:
            super().new_file(field_name, stem[:STEM] + extension[:EXTENSION], *args, **kwargs)
        except OSError as error:
            self._given_up(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.full:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._given_up(error)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.full:
            try:
                return super().file_complete(file_size)
            except OSError as error:  # the last bytes are written when the file is wound back
                self._given_up(error)
        return Unkept(self.file_name or "")

    def upload_cut(self) -> None:
        """The sender is gone in the middle: what had come in goes too, at once."""
        if hasattr(self, "file"):
            self.file.close()

    def _given_up(self, error: OSError) -> None:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise error
        logger.error("no room for a file on its way in", exc_info=error)
        self.full = True
        if hasattr(self, "file"):
            try:
                self.file.close()  # and it is gone with that
            except OSError:
                logger.info("the last bytes of a file on its way in had no room either; it is gone all the same")
        self._forget()

    def _forget(self) -> None:
        self.__dict__.pop("file", None)
