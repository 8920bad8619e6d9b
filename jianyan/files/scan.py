"""The virus scanner: a client of clamd's INSTREAM command, over a socket of the machine or the network."""

from __future__ import annotations

import logging
import socket
import struct

from django.conf import settings

from jianyan.core.flow import Refused

logger = logging.getLogger("jianyan.files")

#: Bytes sent in one piece, and seconds that the scanner may be silent.
PIECE = 1 << 16
PATIENCE = 30.0


class NoScanner(Exception):
    """The scanner gave no answer, or none that can be understood."""


def check(data: bytes) -> None:
    """Ask the scanner about a file.

    Without a scanner (none set up, none answering) a file passes, unless the scanner is required: then none does.

    Raises:
        Refused: ``file_infected``; ``file_scan_down`` when the scanner is required and gives no answer.
    """
    if not settings.CLAMD and not settings.SCAN_REQUIRED:
        return
    try:
        found = ask(settings.CLAMD, data)
    except (OSError, NoScanner) as error:
        logger.error("the virus scanner does not answer: %s", error)
        if settings.SCAN_REQUIRED:
            raise Refused("file_scan_down") from error
        return
    if found:
        logger.warning("the virus scanner found %s", found)
        raise Refused("file_infected")


def ask(address: str, data: bytes) -> str:
    """What clamd finds in the data; empty for nothing.

    Raises:
        NoScanner: no address, or an answer that is neither clean nor a finding; OSError: no connection.
    """
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
        said = b""
        while not said.endswith(b"\0") and len(said) < PIECE and (more := line.recv(4096)):
            said += more
    answer = said.rstrip(b"\0\n").decode("utf8", "replace").removeprefix("stream: ")
    if answer == "OK":
        return ""
    if answer.endswith(" FOUND"):
        return answer.removesuffix(" FOUND")
    raise NoScanner(answer or "no answer")


def _connected(address: str) -> socket.socket:
    kind, _, rest = address.partition(":")
    if kind == "unix" and rest:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        try:
            line.connect(rest)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = rest.rpartition(":")
    if kind == "tcp" and host and port.isdecimal():
        return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)
    raise NoScanner(f"JIANYAN_CLAMD must be unix:/path or tcp:host:port, not {address!r}")
