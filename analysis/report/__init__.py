"""Tables and figures to files: the whole job, into a folder.

In: paths, or a corpus. Out: a folder with every figure, every table as CSV and one workbook.

`tables` writes figures (PNG, SVG, PDF) and tables (CSV, xlsx), `job` is the whole report.
"""

from .tables import save_figure, save_table, save_workbook
from .job import Analysis, accepted, analyse, figures, write_report

__all__ = [
    "Analysis",
    "accepted",
    "analyse",
    "figures",
    "save_figure",
    "save_table",
    "save_workbook",
    "write_report",
]
