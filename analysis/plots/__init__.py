"""Tables to figures: every drawing takes a frame of the contract and returns its Axes.

In: a table of `frequency` (``term``, ``n`` or ``rate``), **counts** (``term``, ``n``), **scores**
(as `keyness` makes them), **tokens** (``document``, ``section``, ``position``, ``token``),
**sections** or their outline, **rates**, **pairs**, and what `similarity` and `correspondence`
give.  Out: matplotlib Axes, with a typeface that can write Chinese. `group=` chooses one of the
groups that a table has, `names=` says what sections are called, `size=`, `font=`, `title=`,
`note=`, `colours=`, `language=` and `ax=` how and where it is drawn. Nothing is computed here but
places, nothing is shown or saved, no rcParams change. A drawing is placed in centimetres from the
upper left corner of its axes: in a figure of its own they are the whole figure, in a user's `ax=`
title, labels and note lie inside.

`notes` is how a drawing warns, `fonts` finds the typefaces and measures text, `setting` breaks it
into lines and puts places in order, `sheet` is what all drawings are made on, `groups` says which
rows, name and colour a group has, `check` finds text that is cut or overlaps, `heads` writes heads
of columns, `packing` places words and `labelling` labels; `bars` (`frequency`), `effects`
(`keyness`), `facets`, `heatmaps` (`heatmap`), `spread` (`dispersion`), `structures` (`outline`),
`trends` (`trend`), `slopes`, `likeness` (`similarity`), `scatters` (`scatter`, `correspondence`),
`networks` (`network`) and `clouds` (`cloud`) draw.
"""

from .bars import frequency
from .check import check
from .clouds import cloud
from .effects import keyness
from .facets import facets
from .fonts import families, font, font_path, missing_characters
from .groups import colour, group_name
from .heatmaps import heatmap
from .likeness import similarity
from .networks import network
from .scatters import correspondence, scatter
from .sheet import PALETTE, SIZES
from .slopes import slopes
from .spread import dispersion
from .structures import outline
from .trends import trend

__all__ = [
    "PALETTE",
    "SIZES",
    "check",
    "cloud",
    "colour",
    "correspondence",
    "dispersion",
    "facets",
    "families",
    "font",
    "font_path",
    "frequency",
    "group_name",
    "heatmap",
    "keyness",
    "missing_characters",
    "network",
    "outline",
    "scatter",
    "similarity",
    "slopes",
    "trend",
]
