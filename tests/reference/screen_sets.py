#!/usr/bin/python3
"""Plays the screening of labelled sets again and has the orders scored: a line for each set, the mean of its seeds, and the mean of all.

usage: screen_sets.py [--expected FILE] [--jobs N] [--only SET,SET] [--csv FILE] PROGRAM DATA REFERENCE EVALUATOR [MODEL]

PROGRAM simulate --labels DATA/SET.csv.gz --priors ID,ID [--model MODEL] writes the order; REFERENCE/priors.csv has the columns dataset,
seed,prior_relevant_id,prior_irrelevant_id; EVALUATOR --json --priors 2 LABELS ORDER prints what an order is worth. Without MODEL the
default one. With --expected, a table as the one printed here (dataset,loss,... and a row MEAN), the difference in loss is printed too, and
the exit code is 1 when the one of the mean or of a set is above 0.0005. --csv writes every run. Exit 77 without the data.
"""
import argparse
import concurrent.futures
import csv
import json
import os
import subprocess
import sys
import tempfile
import time

METRICS = ('loss', 'ndcg', 'wss95', 'rrf10', 'atd', 'n95', 'n100')
ALLOWED = 0.0005


def one_run(arguments, dataset, seed, priors):
    """Metrics and seconds of one simulation."""
    labels = os.path.join(arguments.data, dataset + '.csv.gz')
    command = [arguments.program, 'simulate', '--labels', labels, '--priors', priors]
    began = time.monotonic()
    order = subprocess.run(command + (['--model', arguments.model] if arguments.model else []), check=True, stdout=subprocess.PIPE).stdout
    taken = time.monotonic() - began
    with tempfile.NamedTemporaryFile() as file:
        file.write(order)
        file.flush()
        judged = subprocess.run([arguments.evaluator, '--json', '--priors', '2', labels, file.name], check=True, stdout=subprocess.PIPE)
    found = json.loads(judged.stdout)
    return dict({m: found[m] for m in METRICS}, dataset=dataset, seed=seed, seconds=taken)


def mean(rows, name):
    return sum(row[name] for row in rows) / len(rows)


def show(name, rows, expected):
    """Prints a line; returns whether the loss is where it must be."""
    line = '%-30s' % name + ''.join(' %9.4f' % mean(rows, m) for m in METRICS) + ' %8.2f' % sum(row['seconds'] for row in rows)
    right = True
    if name in expected:
        off = mean(rows, 'loss') - float(expected[name]['loss'])
        right = abs(off) <= ALLOWED
        line += ' %+9.4f%s' % (off, '' if right else ' differs')
    print(line, flush=True)
    return right


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ('program', 'data', 'reference', 'evaluator'):
        parser.add_argument(name)
    parser.add_argument('model', nargs='?')
    parser.add_argument('--expected')
    parser.add_argument('--jobs', type=int, default=1)
    parser.add_argument('--only')
    parser.add_argument('--csv')
    arguments = parser.parse_args()
    priors_file = os.path.join(arguments.reference, 'priors.csv')
    if not os.path.isfile(priors_file) or not os.path.isfile(arguments.evaluator):
        print("no priors at '%s', or no evaluator '%s': skipped" % (priors_file, arguments.evaluator))
        return 77
    with open(priors_file, encoding='utf-8', newline='') as file:
        priors = [row for row in csv.DictReader(file) if not arguments.only or row['dataset'] in arguments.only.split(',')]
    expected = {}
    if arguments.expected:
        with open(arguments.expected, encoding='utf-8', newline='') as file:
            expected = {row['dataset']: row for row in csv.DictReader(file)}
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        runs = list(pool.map(lambda p: one_run(arguments, p['dataset'], int(p['seed']),
                                               p['prior_relevant_id'] + ',' + p['prior_irrelevant_id']), priors))
    if arguments.csv:
        with open(arguments.csv, 'w', encoding='utf-8', newline='') as file:
            writer = csv.DictWriter(file, ['dataset', 'seed'] + list(METRICS) + ['seconds'])
            writer.writeheader()
            writer.writerows(runs)
    print('%-30s' % 'set' + ''.join(' %9s' % m for m in METRICS) + ' %8s' % 'seconds' + (' %9s' % 'off' if expected else ''))
    sets = sorted({run['dataset'] for run in runs})
    rows = {name: [run for run in runs if run['dataset'] == name] for name in sets}
    right = [show(name, rows[name], expected) for name in sets]
    # The mean over sets, each the mean of its seeds; seconds are summed.
    means = [dict({m: mean(rows[name], m) for m in METRICS}, seconds=sum(run['seconds'] for run in rows[name])) for name in sets]
    right.append(show('MEAN', means, {} if arguments.only else expected))
    return 0 if all(right) else 1


if __name__ == '__main__':
    sys.exit(main())
