"""Text to tokens: words, numbers and dates, each a span of the text, in either script.

`segmenter` cuts text (`Segmenter`), `tokens` makes the frame of tokens (`tokenize`), `numerals`
finds numbers and dates, `script` reads traditional script as simplified (`fold`), `lists` reads
dictionaries and stop words (`read_words`, `stop_words`, `dropped`).
"""

from .lists import dropped, read_words, stop_words
from .script import fold
from .segmenter import Segmenter
from .tokens import COUNTED, tokenize

__all__ = ["COUNTED", "Segmenter", "dropped", "fold", "read_words", "stop_words", "tokenize"]
