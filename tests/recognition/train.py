#!/usr/bin/env python3
"""Makes assets/recognition.forest from labelled text dumps, and measures by leaving out sites.

  train.py SHARED WORK [--measure]     SHARED: the folder with corpora/extract; WORK: a folder for what lies in between
                                       --measure: cross-validate and score only, leave the shipped weights alone

Needs numpy and lightgbm. The numbers of the lines come from folio itself (tests/recognition_measure.rs), so that training
and recognition cannot drift apart. Sites are told apart by the last two parts of the host; a site is in one fold only.
"""
import itertools, json, os, subprocess, sys, zlib
from urllib.parse import urlparse

import lightgbm
import numpy

FOLDS = 5
COMMON = dict(objective="binary", learning_rate=0.08, min_data_in_leaf=20, feature_fraction=0.4, bagging_fraction=0.8, bagging_freq=1,
              lambda_l2=5, verbose=-1, num_threads=1, deterministic=True, force_row_wise=True, seed=1, use_missing=False)
# question: trees, parameters
FORESTS = {
    "body": (110, dict(num_leaves=15)),
    "title": (150, dict(num_leaves=8, learning_rate=0.06, objective="lambdarank", lambdarank_truncation_level=10)),
    "byline": (120, dict(num_leaves=8, learning_rate=0.06, objective="lambdarank", lambdarank_truncation_level=10)),
    "date": (90, dict(num_leaves=8)),
}

# The words that stand alone on the line above a name.
LEADS = {"by", "von", "par", "por", "door", "posted by", "written by", "author", "autor", "auteur"}

shared, work = sys.argv[1:3]
measure_only = "--measure" in sys.argv
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
corpus = os.path.join(shared, "corpora", "extract")
gold = {os.path.basename(g["file"]): g for g in map(json.loads, open(os.path.join(corpus, "gold.jsonl"), encoding="utf-8"))}
lines = {f: open(os.path.join(corpus, g["file"]), encoding="utf-8", newline="").read().split("\n") for f, g in gold.items()}


def site(url):
    return ".".join((urlparse(url).hostname or "").split(".")[-2:])


folds = {f: zlib.crc32(site(g["url"]).encode()) % FOLDS for f, g in gold.items()}
os.makedirs(work, exist_ok=True)
with open(os.path.join(work, "folds.tsv"), "w") as out:
    out.writelines("%s\t%d\n" % item for item in sorted(folds.items()))


def harness(test, weights=True):
    env = dict(os.environ, FOLIO_SHARED=shared, FOLIO_OUT=work)
    if weights:
        env["FOLIO_WEIGHTS"] = work
    subprocess.run(["cargo", "test", "-q", "--offline", "--test", "recognition_measure", test, "--", "--ignored"], cwd=root, env=env, check=True, stdout=subprocess.DEVNULL)


def cases(question):
    with open(os.path.join(work, question + ".tsv"), encoding="utf-8") as index:
        names = index.readline().rstrip("\n").split("\t")
        keys = [line.rstrip("\n").split("\t") for line in index]
    numbers = numpy.fromfile(os.path.join(work, question + ".f32"), dtype="<f4").reshape(len(keys), len(names))
    return names, keys, numbers


def squash(text):
    return "".join(c for c in (text or "").lower() if c.isalnum())


def answer(question, file, line, day):
    """1, 0 or None (not known), and a weight."""
    g, text = gold[file], lines[file][int(line) - 1]
    label = g["lines"][int(line) - 1]
    if question == "body":
        if label in ("unknown", "blank"):
            return None, 0
        return int(label == "body"), (min(len(text), 900) + 5) ** 0.5 * (0.1 if label == "title" else 1)
    if question == "title":
        if not g["title"]:
            return None, 0
        return int(label == "title"), 1
    if question == "byline":
        if not g["byline"]:
            return None, 0
        if text.strip().rstrip(":").lower() in LEADS:
            text = next(filter(str.strip, lines[file][int(line):]), "")
        named = any(squash(name) in squash(text) for name in g["byline"].replace(" and ", ",").replace(";", ",").split(",") if len(squash(name)) > 3)
        return int(named and len(text) < 250), 0.3 if label in ("body", "unknown") and len(text) > 80 else 1
    if not g["date"]:
        return None, 0
    return int(day == g["date"]), 1


def as_text(model):
    rows = []
    for tree in model.dump_model()["tree_info"]:
        splits, leaves = [], []

        def walk(node):
            if "leaf_value" in node and "split_feature" not in node:
                leaves.append(node["leaf_value"])
                return -len(leaves)
            at = len(splits)
            splits.append(None)
            left = walk(node["left_child"])
            right = walk(node["right_child"])
            splits[at] = "%d:%.6g:%d:%d" % (node["split_feature"], node["threshold"], left, right)
            return at

        walk(tree["tree_structure"])
        rows.append(" ".join(splits) + " | " + " ".join("%.4g" % leaf for leaf in leaves))
    return rows


def learn(question):
    """Trains on all folds but one, for each, and on all; gives the forests as text, the last one that of all."""
    names, keys, numbers = cases(question)
    answers = [answer(question, *key) for key in keys]
    known = numpy.array([a is not None for a, _ in answers])
    truth = numpy.array([a or 0 for a, _ in answers])
    weight = numpy.array([w for _, w in answers], dtype=float)
    fold = numpy.array([folds[key[0]] for key in keys])
    if question == "body":
        known, truth, weight = with_unlabelled(keys, numbers, known, truth, weight, fold)
    forests = []
    for left_out in list(range(FOLDS)) + [None]:
        model = train(question, keys, numbers, truth, weight, known & (fold != left_out) if left_out is not None else known)
        forests.append(["forest " + question] + as_text(model))
    gain = sorted(zip(model.feature_importance("gain"), names), reverse=True)[:14]
    print(question, int(known.sum()), "cases;", " ".join(name for _, name in gain), file=sys.stderr)
    return forests


def train(question, keys, numbers, truth, weight, rows):
    trees, own = FORESTS[question]
    data = lightgbm.Dataset(numbers[rows], truth[rows])
    if own.get("objective"):
        data.set_group(pages([key[0] for key, row in zip(keys, rows) if row]))
    else:
        data.set_weight(weight[rows])
    return lightgbm.train({**COMMON, **own}, data, trees)


def with_unlabelled(keys, numbers, known, truth, weight, fold):
    """Adds the lines that nobody labelled, where forests trained without their site are sure of them, at a quarter weight."""
    scores = numpy.zeros(len(keys))
    for left_out in range(FOLDS):
        model = train("body", keys, numbers, truth, weight, known & (fold != left_out))
        scores[fold == left_out] = model.predict(numbers[fold == left_out], raw_score=True)
    length = numpy.array([len(lines[key[0]][int(key[1]) - 1]) for key in keys])
    sure = ~known & (numpy.abs(scores) > 1.5)
    weight = numpy.where(sure, 0.25 * (numpy.minimum(length, 900) + 5) ** 0.5, weight)
    return known | sure, numpy.where(sure, scores > 0, truth).astype(int), weight


def pages(files):
    """How many cases each page has, in their order: what the ranking compares."""
    return [len(list(group)) for _, group in itertools.groupby(files)]


def write(forests):
    for fold in range(FOLDS):
        with open(os.path.join(work, "%d.forest" % fold), "w") as out:
            out.write("\n".join(row for question in forests.values() for row in question[fold]) + "\n")


def score(weights):
    harness("predictions", weights)
    for style in ("rough", "full"):
        tool = os.path.join(shared, "corpora", "tools", "score_extract.py")
        run = [sys.executable, tool, os.path.join(corpus, "gold.jsonl"), os.path.join(work, "predictions.jsonl"), "--style", style, "--json"]
        print(style, subprocess.run(run, check=True, capture_output=True, text=True).stdout.strip())


forests = {}
for question, test in (("body", "cases_of_body"), ("title", "cases_of_title"), ("byline", "cases_of_byline_and_date"), ("date", None)):
    if test:
        harness(test)
    forests[question] = learn(question)
    write(forests)
print("on sites that were left out:")
score(True)
if not measure_only:
    with open(os.path.join(root, "assets", "recognition.forest"), "w") as out:
        out.write("# Made by tests/recognition/train.py; src/article/forest.rs tells the format.\n")
        out.write("\n".join(row for question in forests.values() for row in question[FOLDS]) + "\n")
    print("on the sites that it was trained on:")
    score(False)
