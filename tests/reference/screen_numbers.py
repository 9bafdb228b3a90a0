#!/usr/bin/env python3
"""screen_numbers.py FOLDER [PROGRAM]: every number of FOLDER/agreement.json and FOLDER/stopping.json against ours.

The program (tests/reference/screen-reference) is asked on stdin with the inputs alone; the expected numbers stay here.
Allowed: 1e-9, relative to numbers above 1; printed are how many numbers each part has and its worst difference."""
import json, os, subprocess, sys

folder = sys.argv[1]
program = sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.environ.get('top_builddir', '.'), 'tests/reference/screen-reference')
A, S = (json.load(open(os.path.join(folder, f))) for f in ('agreement.json', 'stopping.json'))
questions, wanted = [], []

def ask(part, question, want):
    questions.append(question)
    wanted.append((part, want))

for t in A['two_rater_tables'].values():
    ask('tables', dict(kind='table', table=t['table']), {k: v for k, v in t.items() if k != 'table'})
for t in A['fleiss'].values():
    ask('fleiss', dict(kind='fleiss', counts=t['counts']), {k: v for k, v in t.items() if k != 'counts'})
for t in A['krippendorff'].values():
    ask('krippendorff', dict(kind='krippendorff', data=t['data_raters_by_units']), {k: v for k, v in t.items() if k != 'data_raters_by_units'})
labels = {c['name']: c for c in S['h0']}
for c in S['hypergeometric_cdf']:
    ask('hypergeometric', dict(kind='cdf', **{k: c[k] for k in 'xNKn'}), c['cdf'])
for c in S['h0']:
    for target, want in c['p'].items():
        ask('criterion', dict(kind='criterion', labels=c['labels'], N=c['N'], target=float(target), bias=1), dict(want, screened=c['screened'], relevant=c['relevant']))
    ask('first', dict(kind='first', labels=c['labels'], N=c['N'], target=0.95, every=10, alpha=0.05), c['first_multiple_of_10_with_p_below_0.05_at_recall_0.95'])
for c in S['random_sample_stage']:
    ask('random sample', dict(kind='sample', **{k: v for k, v in c.items() if k not in ('p', 'k_hat')}), {k: c[k] for k in ('p', 'k_hat')})
for c in S['zero_hit_sample_needed']:
    ask('zero hits', dict(kind='zero', **{k: v for k, v in c.items() if k != 'sample'}), c['sample'])
for c in S['knee']:
    ask('knee', dict(kind='knee', labels=labels[c['name']]['labels'], N=labels[c['name']]['N']), {k: v for k, v in c.items() if k not in ('name', 'labels_from')})
for c in S['consecutive_irrelevant']:
    ask('run', dict(kind='run', labels=labels[c['name']]['labels'], N=labels[c['name']]['N'], run=c['run']), c['stops_at'])

answers = [json.loads(x) for x in subprocess.run([program], input=json.dumps(questions), text=True, stdout=subprocess.PIPE, check=True).stdout.splitlines()]
assert len(answers) == len(questions)

tally, bad = {}, []
def compare(part, path, got, want):
    if isinstance(want, dict):
        for k, v in want.items():
            compare(part, path + '.' + k, got[k] if isinstance(got, dict) and k in got else 'absent', v)
    elif isinstance(want, list):
        for i, v in enumerate(want):
            compare(part, '%s[%d]' % (path, i), got[i] if isinstance(got, list) and i < len(got) else 'absent', v)
    else:
        n, worst = tally.get(part, (0, 0))
        if isinstance(want, bool) or want is None or not isinstance(got, (int, float)) or isinstance(got, bool):
            d = 0 if got == want else float('inf')
        else:
            d = abs(got - want) / max(1, abs(want))
        tally[part] = (n + 1, max(worst, d))
        if d > 1e-9:
            bad.append('%s%s: got %r, expected %r' % (part, path, got, want))

for (part, want), got in zip(wanted, answers):
    compare(part, '', got, want)
print('%-15s %7s %12s' % ('part', 'numbers', 'worst'))
for part, (n, worst) in tally.items():
    print('%-15s %7d %12.2g' % (part, n, worst))
print('%-15s %7d %12.2g' % ('all', sum(n for n, w in tally.values()), max(w for n, w in tally.values())))
for b in bad:
    print(b)
sys.exit(1 if bad else 0)
