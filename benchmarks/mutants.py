"""Do the tests notice small mistakes?  `python -m benchmarks.mutants [--number 200] [FOLDER …]`

Takes a seeded sample of small mutants of the folders of `analysis/` (`<` for `<=`, `+` for `-`,
`and` for `or`, a number and one more, a condition and its contrary …), runs each against the
tests and doctests of its own folder, on a copy, and lists the ones that no test noticed.
Hypothesis draws a tenth of its examples, so what only a rare example shows counts as unnoticed.
`--list` shows the sample without running it.  An hour on two cores.

A script of our own, because mutmut and cosmic-ray run every mutant (days here) against one
command for all: a sample, and the tests of the folder alone, would have to be built around them.
"""

import argparse
import ast
import concurrent.futures
import copy
import os
import pathlib
import queue
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from typing import NamedTuple

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ("reading", "structure", "segmentation", "statistics", "plots")
COPIED = ("analysis", "benchmarks", "docs", "seeds", "tests")
OTHER = {
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt},
    **{ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is},
    **{ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And},
    **{ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult},
    **{ast.FloorDiv: ast.Div, ast.Mod: ast.Mult, ast.Pow: ast.Mult},
    **{ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd},
}


class Mutant(NamedTuple):
    """One change: where, the text that stands there, and the text that takes its place."""

    path: str
    line: int
    start: int
    end: int
    before: str
    after: str

    @property
    def folder(self):
        return self.path.split("/")[1]

    def __str__(self):
        before, after = (" ".join(text.split()) for text in (self.before, self.after))
        return f"{self.path}:{self.line}: {before}  ->  {after}"


def changed(node):
    """The mutants of one node: copies of it with one thing otherwise."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER:
        yield from_copy(node, lambda one: one.ops.__setitem__(0, OTHER[type(one.ops[0])]()))
    elif isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in OTHER:
        yield from_copy(node, lambda one: setattr(one, "op", OTHER[type(one.op)]()))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)


def from_copy(node, change):
    other = copy.deepcopy(node)
    change(other)
    return other


def skipped(node):
    """What a test need not see: types, messages of errors, and text that is put together."""
    if isinstance(node, ast.Raise | ast.JoinedStr | ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"


def nodes_of(node):
    """All nodes below this one that may be changed; annotations are none."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not skipped(child):
                yield child
                yield from nodes_of(child)


def mutants_of(path):
    """Every mutant of one file; places are in bytes, as ast counts them."""
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node in nodes_of(ast.parse(source)):
        for other in changed(node) if hasattr(node, "lineno") else ():
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[node.end_lineno - 1] + node.end_col_offset
            text = ast.unparse(ast.fix_missing_locations(other))
            after = text if isinstance(other, ast.Constant) else f"({text})"
            name = str(path.relative_to(ROOT))
            yield Mutant(name, node.lineno, start, end, source[start:end].decode(), after)


def sample(folders, number, seed):
    """A seeded sample of the mutants of these folders."""
    paths = [p for folder in folders for p in sorted((ROOT / "analysis" / folder).rglob("*.py"))]
    every = [mutant for path in paths for mutant in mutants_of(path)]
    return sorted(random.Random(seed).sample(every, min(number, len(every))))


def run(folder, where, first=None, timeout=None):
    """Whether the tests of a folder pass in a copy, those of the module first; and how long."""
    paths = [f"tests/{folder}", f"analysis/{folder}"]
    if first is not None and (where / first).is_file():
        paths.insert(0, str(first))
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    command += ["-p", "no:randomly", "--hypothesis-profile=few", "--hypothesis-seed=0", *paths]
    begin = time.perf_counter()
    try:
        done = subprocess.run(command, cwd=where, capture_output=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        return False, timeout
    return done.returncode == 0, time.perf_counter() - begin


def survives(mutant, where, timeout):
    """Whether no test fails with this change in the copy."""
    path = where / mutant.path
    source = path.read_bytes()
    path.write_bytes(source[: mutant.start] + mutant.after.encode() + source[mutant.end :])
    try:
        test = pathlib.Path("tests", mutant.folder, f"test_{path.stem}.py")
        return run(mutant.folder, where, test, timeout)[0]
    finally:
        path.write_bytes(source)


def copied(where):
    """A copy of what the tests need."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in COPIED:
        shutil.copytree(ROOT / name, where / name, ignore=ignored)
    for name in ("README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, where)
    return where


def survivors_of(chosen, processes, show=print):
    """The mutants that no test notices, each tried in one of as many copies as processes."""
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"  # files change within a second
    with tempfile.TemporaryDirectory() as folder:
        copies = queue.Queue()
        for number in range(processes):
            copies.put(copied(pathlib.Path(folder, str(number))))
        limits = {}
        for name in sorted({mutant.folder for mutant in chosen}):
            passed, seconds = run(name, pathlib.Path(folder, "0"))
            if not passed:
                sys.exit(f"the tests of {name} fail without a mutant")
            limits[name] = 30 + 4 * seconds * processes

        def attempt(mutant):
            where = copies.get()
            try:
                return survives(mutant, where, limits[mutant.folder])
            finally:
                copies.put(where)

        left = []
        with concurrent.futures.ThreadPoolExecutor(processes) as pool:
            for mutant, alive in zip(chosen, pool.map(attempt, chosen), strict=True):
                show(f"{'SURVIVED' if alive else 'killed  '}  {mutant}")
                left += [mutant] * alive
        return left


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", default=FOLDERS, metavar="FOLDER")
    parser.add_argument("--number", type=int, default=200, help="mutants (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the sample (%(default)s)")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--list", action="store_true", help="show the sample only")
    options = parser.parse_args()
    chosen = sample(options.folders, options.number, options.seed)
    if options.list:
        print(*chosen, sep="\n")
        return
    left = survivors_of(chosen, options.processes, show=lambda line: print(line, flush=True))
    every, alive = (Counter(mutant.folder for mutant in some) for some in (chosen, left))
    print(*(f"{name}: {n - alive[name]} of {n} killed" for name, n in every.items()), sep="\n")
    print(f"all: {len(chosen) - len(left)} of {len(chosen)} killed, {len(left)} survivors:")
    print(*left, sep="\n")


if __name__ == "__main__":
    main()
