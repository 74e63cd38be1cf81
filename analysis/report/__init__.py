"""Tables and figures to files: the whole job, into a folder.

In: paths (or a frame of documents). Out: an `Analysis` (the corpus, **counts**, **scores** and
all tables by name) and a folder with a Word file, every figure, every table as CSV and one
workbook.

`dates` gives files one date, `cells` keeps formulas out of them, `tables` writes CSV and xlsx,
`images` PNG, SVG and PDF; `settings` is what an explorer was set to, as a
file; `job` makes all tables (`analyse`), `gallery` lists all figures;
`word` makes Word files, `account` says in words what was found, `document` puts both into one
(`save_document`); `versions` shows two versions of a document (`save_versions`); `provenance`
records how a report was made, `folder` writes it
(`write_report`), and once more from its record (`write_again`).
"""

from ..corpus import accepted
from .document import save_document
from .folder import write_again, write_report
from .gallery import figures
from .images import FORMATS, save_figure
from .job import Analysis, analyse
from .settings import Settings, plain_settings, read_settings, settings_of, write_settings
from .tables import csv_of, save_table, save_workbook
from .versions import save_versions

__all__ = [
    "FORMATS",
    "Analysis",
    "Settings",
    "accepted",
    "analyse",
    "csv_of",
    "figures",
    "plain_settings",
    "read_settings",
    "save_document",
    "save_figure",
    "save_table",
    "save_versions",
    "save_workbook",
    "settings_of",
    "write_again",
    "write_report",
    "write_settings",
]
