"""Tokens to tables: how many, how often, how evenly, what marks a part off, near which words.

In: **tokens** (or a corpus). Out: **counts** (the `by` columns, ``term``, ``n``, ``n_group``,
``n_all``),
**frequencies** (the `by` columns, ``term``, ``n``, ``rate``, ``range``, ``relative_range``,
``inside``), **scores** (``target``, ``term``, ``n_target``, ``n_reference``, ``rate_target``,
``rate_reference``, ``score``, ``measure``, ``effect``, ``lower``, ``upper``, ``p``,
``p_adjusted``, ``range``, ``inside_target``, ``inside_reference``, ``by``, ``reference``,
``supported``), **rates** (``term``, ``group``, ``n``, ``n_group``, ``rate``, ``lower``,
``upper``), **spread** (``term``, ``n``, ``range``, ``dp``),
**lines** (``document``, ``section``, ``start``, ``left``, ``keyword``, ``right``, ``how``,
``token``), **pairs** (``node``, ``collocate``, ``n``, ``score``, ``measure``) and matrices.

`measures` is the arithmetic on arrays; `coding` columns as numbers; `passages` is the text as it
is searched, `places` finds many terms in it; `counts` and `diversity` describe; `groups`,
`cells`, `sampling`, `shuffling` and `comparison` compare, `showing` chooses what is worth reading,
`robustness` says how far it can be trusted; `rates` follows terms through groups,
`trends` says which rise or fall;
`similarity` says how alike parts are;
`concordance` leads back to the text and `quoting` quotes it; `versions` holds two versions of a
document against each other; `collocation` says which terms occur
together.
"""

from .coding import by_group_and_term, groups_of, names_of
from .collocation import collocates, cooccurrence, ngrams
from .comparison import SmallSectionWarning, keyness, keyness_together, rescore
from .concordance import Concordance, kwic, sentences
from .counts import count_terms, dispersion, frequency, matrix, tf_idf
from .diversity import diversity, readability, reduced_frequency
from .measures import MEASURES
from .passages import sentence_spans
from .quoting import evidence, hits
from .rates import rates
from .robustness import sensitivity, stability
from .showing import key_terms, left_out
from .shuffling import Cancelled
from .similarity import Correspondence, correspondence, hierarchical_clustering, similarity
from .trends import trend
from .versions import changed_terms, compare_versions, differences

__all__ = [
    "MEASURES",
    "Cancelled",
    "Concordance",
    "Correspondence",
    "SmallSectionWarning",
    "by_group_and_term",
    "changed_terms",
    "collocates",
    "compare_versions",
    "cooccurrence",
    "correspondence",
    "count_terms",
    "differences",
    "dispersion",
    "diversity",
    "evidence",
    "frequency",
    "groups_of",
    "hierarchical_clustering",
    "hits",
    "key_terms",
    "keyness",
    "keyness_together",
    "kwic",
    "left_out",
    "matrix",
    "names_of",
    "ngrams",
    "rates",
    "readability",
    "reduced_frequency",
    "rescore",
    "sensitivity",
    "sentence_spans",
    "sentences",
    "similarity",
    "stability",
    "tf_idf",
    "trend",
]
