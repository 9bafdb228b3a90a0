#!/usr/bin/env python3
"""screen_coverage.py DATA PRIORS OUT.csv [MODEL]: simulates every screening of PRIORS (CSV dataset, seed, relevant and irrelevant id) on
DATA/dataset.csv.gz by `review-screen simulate`, and writes dataset, seed, n, relevant_positions for screen-coverage, which then says how
often each rule for stopping would have reached its target. Ranks count from 1 after the priors."""
import csv, gzip, os, subprocess, sys

data, priors, out = sys.argv[1:4]
model = sys.argv[4:5]
csv.field_size_limit(1 << 30)
known = {}
with open(out, 'w', newline='') as f:
    to = csv.writer(f)
    to.writerow(['dataset', 'seed', 'n', 'relevant_positions'])
    for row in csv.DictReader(open(priors)):
        name = row['dataset']
        path = os.path.join(data, name + '.csv.gz')
        if name not in known:
            known = {name: {r['id']: r['label'] == '1' for r in csv.DictReader(gzip.open(path, 'rt', encoding='utf-8', newline=''))}}
        begin = [v for k, v in row.items() if k not in ('dataset', 'seed')]
        order = subprocess.run(['review-screen', 'simulate', '--labels', path, '--priors', ','.join(begin)] + (['--model', model[0]] if model else []),
                               stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        order = [i for i in order if i not in begin]
        to.writerow([name, row['seed'], len(known[name]) - len(begin), ' '.join(str(k + 1) for k, i in enumerate(order) if known[name][i])])
        f.flush()
