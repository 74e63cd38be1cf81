"""`python -m benchmarks` (`make bench`): every ratio the project promises, measured now.

What is printed is in build/bench.json as well, with versions and the number of processors, so
that two runs can be compared.
"""

import contextlib
import datetime
import importlib
import importlib.metadata
import io
import json
import os
import pathlib
import platform
import sys

BENCHES = {
    "bench_counting": "text to counts by section, against jieba with Counter and bare rjieba.cut",
    "bench_commands": "commands from a cold start, against the usual script",
    "bench_structure": "reading, blocks and sections against segmentation; linearity",
    "bench_explorer": "messages of the explorer: another measure, another level",
    "bench_page": "report.html in a browser: size, first paint, clicks",
    "bench_keyness": "time and memory of keyness, by length and by number of parts",
    "bench_tables": "keyness and collocates; linearity",
    "bench_others": "cntext, scattertext and a tidy script on the same folder: what each lost",
    "bench_scale": "collections counted in processes: seconds, memory of all of them",
}
PACKAGES = ("chinese-text-analysis", "rjieba", "jieba", "numpy", "pandas", "matplotlib")
KEPT = pathlib.Path(__file__).resolve().parent.parent / "build" / "bench.json"


class _Tee(io.StringIO):
    """Text that is kept and printed."""

    def write(self, text: str) -> int:
        sys.__stdout__.write(text)
        sys.__stdout__.flush()
        return super().write(text)


def run(names: list[str]) -> dict[str, object]:
    """Run benches, and give what they printed, line by line."""
    told: dict[str, list[str]] = {}
    for name in names:
        print(f"\n{BENCHES[name]}  [python -m benchmarks.{name}]", flush=True)
        with contextlib.redirect_stdout(_Tee()) as printed:
            importlib.import_module(f"benchmarks.{name}").main()
        told[name] = printed.getvalue().splitlines()
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    return {
        "date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "versions": versions,
        "benches": told,
    }


if __name__ == "__main__":
    figures = run(sys.argv[1:] or list(BENCHES))
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    KEPT.write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")
    print(f"\n{KEPT.relative_to(KEPT.parent.parent)}")
