"""`python -m benchmarks` (`make bench`): every ratio the project promises, measured now."""

import importlib

BENCHES = {
    "bench_counting": "text to counts by section, against jieba with Counter and bare rjieba.cut",
    "bench_commands": "commands from a cold start, against the usual script",
    "bench_structure": "reading, blocks and sections against segmentation; linearity",
    "bench_explorer": "messages of the explorer: another measure, another level",
    "bench_page": "report.html in a browser: size, first paint, clicks",
    "bench_keyness": "time and memory of keyness, by length and by number of parts",
    "bench_tables": "keyness and collocates; linearity",
    "bench_scale": "collections counted in processes: seconds, memory of all of them",
}

for name, title in BENCHES.items():
    print(f"\n{title}  [python -m benchmarks.{name}]", flush=True)
    importlib.import_module(f"benchmarks.{name}").main()
