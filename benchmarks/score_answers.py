"""What one and two answers of a reader gain: `python -m benchmarks.score_answers FILES`

FILES is as in `benchmarks.fit_headings`, whose folds by repository are used: the lines of a file
are judged with weights that were fitted without its repository. The reader of each file is asked
about the family that is most in doubt (the same that stand below an outline). There are three
readers: one says what *most* of its lines are by the outline read by eye; one does so where nine
in ten are the same, and else says nothing (*sure*); one says that they are headings, *except*
those that are none, line by line. Levels nest by themselves. Prints the mean F1, parents and the
share of good outlines, as `score_wild` has them, before and after one and two questions, and the
gain with a 95 % interval from resampled repositories.
"""

import argparse
import json
import pathlib
import warnings

import numpy as np
import pandas as pd

import analysis as an
from analysis.reading import read_documents
from analysis.structure import Correction, correct_blocks
from analysis.structure.answers import places_of
from analysis.structure.doubts import asked

from . import fit_headings as heads

ANSWERS, RESAMPLES, SAME = 2, 2000, 0.9
READERS = ("most", "sure", "except")


def records(folder):
    """The real files with their outlines, but those of repositories that are left out."""
    for line in (heads.WILD / "gold.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        path = folder / pathlib.Path(record.get("file", f"{record['id']}.{record['kind']}")).name
        if not heads.left_out(record["repository"]) and path.exists():
            yield record, read_documents(path)


def outline(frame, blocks):
    sections = an.split_sections(frame, blocks)
    sections = sections[sections["level"] > 0]
    pairs = zip(sections["section"], sections["title"], strict=True)
    return [{"section": str(section), "title": str(title)} for section, title in pairs]


def answers(reader, record, frame, blocks, family, wild):
    """What a reader says of a family by the outline read by eye."""
    text, name = frame["text"].iloc[0], str(frame["document"].iloc[0])
    own = blocks[blocks["family"] == family]
    spans = list(zip(own["start"], own["end"], strict=True))
    lines = [text[start:end].strip().split("\n")[0] for start, end in spans]
    pairs = wild.align(record["headings"], [{"title": line[:80]} for line in lines])
    right = {found for given, found in pairs if record["headings"][given]["kind"] in wild.ASKED}
    share = len(right) / len(lines)

    def said(place, level, like):
        number = places_of(text, lines[place]).index(spans[place][0]) + 1
        return Correction(name, lines[place], number, level, like=like)

    if reader == "except" and share > 0:
        wrong = set(range(len(lines))) - right
        return [said(0, None, True), *(said(place, 0, False) for place in sorted(wrong))]
    if reader == "sure" and 1 - SAME < share < SAME:
        return []
    return [said(0, None if share > 0.5 else 0, True)]


def scored(reader, record, frame, wild):
    """The scores of one file after 0, 1 … answers."""
    told, done, rows = [], set(), []
    for n in range(ANSWERS + 1):
        blocks = an.mark_blocks(frame, corrections=told)
        blocks = correct_blocks(frame, blocks, told)
        score = wild.score(record["headings"], outline(frame, blocks))
        rows.append((record["id"], record["repository"], n, *map(float, figures(score))))
        families = [one for one in asked(an.doubts(blocks, frame))["family"] if one not in done]
        if families and n < ANSWERS:
            done.add(families[0])
            told += answers(reader, record, frame, blocks, families[0], wild)
    return rows


def figures(score):
    return score["f1"], score["parents"], score["good"]


def interval(table):
    """Of the mean gain of good outlines, from resampled repositories."""
    random, groups = np.random.default_rng(2026), [own for _, own in table]
    means = [
        np.concatenate([groups[i] for i in random.integers(len(groups), size=len(groups))]).mean()
        for _ in range(RESAMPLES)
    ]
    return np.quantile(means, [0.025, 0.975])


def show(rows):
    names = ["file", "repository", "answers", "f1", "parents", "good"]
    table = pd.DataFrame(rows, columns=names)
    print(table.groupby("answers")[["f1", "parents", "good"]].mean().round(3).to_string())
    wide = table.pivot_table(index=["repository", "file"], columns="answers", values="good")
    for n in range(1, ANSWERS + 1):
        gain = wide[n] - wide[0]
        groups = [(name, own.to_numpy()) for name, own in gain.groupby("repository")]
        low, high = interval(groups)
        better, worse = (gain > 0).sum(), (gain < 0).sum()
        print(
            f"{n} asked: good {gain.mean():+.3f} [{low:+.3f}, {high:+.3f}], "
            f"{better} better, {worse} worse of {len(gain)}"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=pathlib.Path, help="the folder with the real files")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    wild, sections = heads.scorer("score_wild"), heads.scorer("score_sections")
    found = [*heads.read_wild(options.files, wild), *heads.read_corpora(sections)]
    documents = [one for one in found if one is not None]
    names, fold, rows = (
        list(documents[0].values),
        heads.folds(documents),
        {one: [] for one in READERS},
    )
    files = list(records(options.files))
    for number in range(heads.FOLDS):
        own = [one for one in files if fold.get(one[0]["repository"], 0) == number]
        if own:
            heads.use(heads.fit([d for d in documents if fold[d.repository] != number]), names)
            for reader in READERS:
                rows[reader] += [row for one in own for row in scored(reader, *one, wild)]
    for reader in READERS:
        print(f"--- {reader}")
        show(rows[reader])


if __name__ == "__main__":
    main()
