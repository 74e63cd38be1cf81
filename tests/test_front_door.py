"""The front door: what went since 0.1.0 says where it is now."""

import importlib
import pathlib
import pkgutil
import re

import pytest

import analysis as an

CHANGES = (pathlib.Path(__file__).parent.parent / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("old", an.RENAMED)
def test_an_old_name_says_the_new_one(old):
    new = an.RENAMED[old]
    owner, _, name = f"analysis.{old}".rpartition(".")
    with pytest.raises(ImportError, match="is gone: use ") as error:
        importlib.import_module(f"analysis.{old}")
    assert new in str(error.value)
    with pytest.raises(ImportError, match="is gone: use "):
        exec(f"from {owner} import {name}")
    if owner == "analysis":
        with pytest.raises(AttributeError, match="is gone: use ") as error:
            getattr(an, old)
        assert new in str(error.value)
    assert f"| `analysis.{old}` | `{new}` |" in CHANGES


def test_the_changelog_has_no_other_renamed_names():
    table = CHANGES.partition("### Renamed")[2].partition("\n#")[0]
    assert table.count("\n| `analysis.") == len(an.RENAMED)


def test_a_new_place_is_there():
    for new in an.RENAMED.values():
        if re.fullmatch(r"analysis[.\w]+", new):
            pkgutil.resolve_name(new)


@pytest.mark.parametrize("name", ["analysis.nothing", "analysis.structure.nothing", "nothing"])
def test_a_name_that_never_was_is_a_plain_error(name):
    with pytest.raises(ModuleNotFoundError, match="No module named"):
        importlib.import_module(name)
    assert not hasattr(an, "nothing")
    assert "export" not in an.RENAMED.keys() & set(dir(an))
