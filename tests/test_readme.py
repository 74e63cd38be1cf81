"""The examples of README.zh-CN.md run as they stand; those of README.md are doctests."""

import pathlib
import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent


@pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")
def test_the_tour_in_chinese_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    page = (ROOT / "README.zh-CN.md").read_text("utf-8")
    names = {}
    for block in re.findall(r"^```python\n(.*?)^```$", page, re.M | re.S):
        exec(block, names)
    plt.close("all")
    assert names["found"]["term"].iloc[0] == "文明实践"
    assert isinstance(names["scores"], pd.DataFrame)


def test_both_readmes_show_the_same_commands():
    """What stands in a shell block in one language stands in the other too."""

    def commands(name):
        page = (ROOT / name).read_text("utf-8")
        lines = "\n".join(re.findall(r"^```sh\n(.*?)^```$", page, re.M | re.S)).splitlines()
        return [line.split("#")[0].split()[:4] for line in lines if line.startswith("make")]

    assert commands("README.md") == commands("README.zh-CN.md") != []
