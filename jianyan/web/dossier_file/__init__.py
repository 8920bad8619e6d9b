"""A dossier as a file (5.2.a): a PDF to read on paper, or a .zip with the PDF, the attachments and data for machines.

`read` gathers what the actor may read, and nothing else; `paper`, `data` and `pack` only write it down. Calls, texts
and names that the pages keep from somebody are not in what `read` gives.
"""

from jianyan.web.dossier_file.data import FORMAT, VERSION
from jianyan.web.dossier_file.pack import FILES_MAX, file_name, make
from jianyan.web.dossier_file.read import Dossier, read
from jianyan.web.dossier_file.shapes import Taken

__all__ = ["FILES_MAX", "FORMAT", "VERSION", "Dossier", "Taken", "file_name", "make", "read"]
