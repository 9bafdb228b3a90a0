#!/usr/bin/python3
"""Chooses the parameters of the default ranking model by cross-validation over labelled sets, and shows what the choice is worth.

usage: screen_folds.py [--seeds N] [--step N] [--jobs N] [--runs FILE] EXPLORE DATA PRIORS MODEL...

EXPLORE is tests/reference/rank-explore; DATA/SET.csv.gz; PRIORS the file of priors; a MODEL its parameters (title=0.3,cost=0.11,...).
Sets are dealt out to folds; the model with the lowest mean
loss on the sets of all other folds is applied to those of a fold. Prints the mean of each model over all sets, the choice of each fold, and the mean
over the sets left out, which is the fair figure. Runs are kept in FILE and not made again. Exit 77 without the data.
"""
import argparse
import concurrent.futures
import csv
import glob
import os
import subprocess
import sys

METRICS = ('loss', 'wss95', 'rrf10')


def read_runs(path):
    if not path or not os.path.isfile(path):
        return []
    with open(path, encoding='utf-8', newline='') as file:
        return [row for row in csv.reader(file) if len(row) == 6]


def make_runs(arguments, sets, have):
    """Runs what is not there yet; a process for each set."""
    def one(name):
        wanted = [m for m in arguments.models if sum(r[0] == m and r[1] == name for r in have) < arguments.seeds]
        if not wanted:
            return []
        command = [arguments.explore, os.path.join(arguments.data, name + '.csv.gz'), arguments.priors, name, str(arguments.seeds),
                   str(arguments.step)] + wanted
        out = subprocess.run(command, check=True, stdout=subprocess.PIPE, universal_newlines=True).stdout
        if arguments.runs:
            with open(arguments.runs, 'a', encoding='utf-8') as file:
                file.write(out)
        return list(csv.reader(out.splitlines()))
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        return [row for rows in pool.map(one, sets) for row in rows]


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def folds_of(sets, n):
    """Sets dealt out in turn, by name: the large family is spread over all folds."""
    return [sets[k::n] for k in range(n)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ('explore', 'data', 'priors'):
        parser.add_argument(name)
    parser.add_argument('models', nargs='+')
    parser.add_argument('--seeds', type=int, default=5)
    parser.add_argument('--step', type=int, default=1000000)
    parser.add_argument('--jobs', type=int, default=1)
    parser.add_argument('--folds', type=int, default=5)
    parser.add_argument('--runs')
    arguments = parser.parse_args()
    sets = sorted(os.path.basename(p)[:-7] for p in glob.glob(os.path.join(arguments.data, '*.csv.gz')))
    if not sets or not os.path.isfile(arguments.priors):
        print("no labelled sets at '%s', or no priors '%s': skipped" % (arguments.data, arguments.priors))
        return 77
    have = read_runs(arguments.runs)
    runs = have + make_runs(arguments, sets, have)
    # worth[model][set] = (loss, wss95, rrf10), each the mean of the seeds
    worth = {m: {s: [mean(float(r[3 + k]) for r in runs if r[0] == m and r[1] == s) for k in range(3)] for s in sets}
             for m in arguments.models}

    def of(model, names, k):
        return mean(worth[model][s][k] for s in names)

    print('%9s %9s %9s  model' % METRICS)
    for m in sorted(arguments.models, key=lambda m: of(m, sets, 0)):
        print('%9.4f %9.4f %9.4f  %s' % (of(m, sets, 0), of(m, sets, 1), of(m, sets, 2), m))
    left_out = {}
    for fold in folds_of(sets, arguments.folds):
        others = [s for s in sets if s not in fold]
        chosen = min(arguments.models, key=lambda m: of(m, others, 0))
        for s in fold:
            left_out[s] = worth[chosen][s]
        print('without %s: %s' % (', '.join(fold), chosen))
        print('%9.4f %9.4f %9.4f  on the others;' % tuple(of(chosen, others, k) for k in range(3)),
              '%.4f %.4f %.4f on those left out' % tuple(of(chosen, fold, k) for k in range(3)))
    print('%9.4f %9.4f %9.4f  over all sets, each left out once' % tuple(mean(left_out[s][k] for s in sets) for k in range(3)))
    return 0


if __name__ == '__main__':
    sys.exit(main())
