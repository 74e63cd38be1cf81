"""One glossary: the same keys, with the same places, in every language."""

import re

import pytest

from analysis.wording import LANGUAGES, glossary, words


def test_every_language_has_the_same_keys_and_places():
    assert set(glossary()) == set(LANGUAGES)
    places = {
        language: {
            key: sorted(set(re.findall(r"\{\d\}", str(word)))) for key, word in entries.items()
        }
        for language, entries in glossary().items()
    }
    assert places["zh"] == places["en"]


def test_a_language_it_does_not_have_is_named():
    with pytest.raises(ValueError, match="zh, en, not 'fr'"):
        words("fr")
