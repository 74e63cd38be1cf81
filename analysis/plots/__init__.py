"""Tables to figures: every drawing takes a frame of the contract and returns its Axes.

In: a table of `frequency` (``term``, ``n`` or ``rate``), **counts** (``term``, ``n``), **scores**
(as `keyness` makes them), **tokens** (``document``, ``section``, ``position``, ``token``).
Out: matplotlib Axes, with a typeface that can write Chinese, drawn into `ax` (a new figure of
half an A4 page where it is None). `group=` chooses one of the groups that a table has. Nothing is
computed here but places, nothing is shown or saved, no rcParams change.

`notes` is how a drawing warns, `fonts` finds the typefaces, `writing` breaks and shortens names,
`style` is what all drawings share (colours, sizes, labels in Chinese and English, finish),
`groups` says which rows, name and colour a group has, `packing` places words; `bars`
(`frequency`), `effects` (`keyness`), `heatmaps` (`heatmap`), `spread` (`dispersion`) and `clouds`
(`cloud`, `comparison_cloud`) draw.
"""

from .bars import frequency
from .clouds import cloud, comparison_cloud
from .effects import keyness
from .fonts import font, font_path, missing_characters
from .groups import PANELS, colour, group_name
from .heatmaps import heatmap
from .spread import dispersion
from .style import HALF_A4, LABELS, PALETTE

__all__ = [
    "HALF_A4",
    "LABELS",
    "PALETTE",
    "PANELS",
    "cloud",
    "colour",
    "comparison_cloud",
    "dispersion",
    "font",
    "font_path",
    "frequency",
    "group_name",
    "heatmap",
    "keyness",
    "missing_characters",
]
