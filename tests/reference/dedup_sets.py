#!/usr/bin/python3
"""Finds the duplicates of labelled sets, kept outside the repository, and has them scored: one configuration, the default, for all.

usage: dedup_sets.py FOLDER EVALUATOR [OPTION...]     (with review-dedup on PATH)

FOLDER/*/records.ris with truth.csv (id,cluster), or with pairs.csv (id_a,id_b,duplicate). EVALUATOR --json [--queue Q] TRUTH RESULT
prints what the result is worth, EVALUATOR --pairs PAIRS RESULT ends with "N of M pairs right". OPTIONs go to review-dedup.
Exit 77 without the folder or the evaluator, 1 when review-dedup or the evaluator fails.
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import time


def run(command):
    """Standard output, seconds and peak memory (MB) of a command; None when it fails."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        taken = time.monotonic() - began
        out.seek(0)
        err.seek(0)
        words = out.read().decode('utf-8', 'replace')
        if child.returncode not in (0, 1) or (child.returncode and not words):
            print('%s: exit %d\n%s' % (' '.join(command[:2]), child.returncode, err.read().decode('utf-8', 'replace')))
            return None, taken, 0
    return words, taken, usage.ru_maxrss / 1024


def score_pairs(evaluator, folder, result):
    words, _, _ = run([evaluator, '--pairs', os.path.join(folder, 'pairs.csv'), result])
    match = re.search(r'(\d+) of (\d+) pairs right', words or '')
    if not match:
        return None
    return '; '.join([match.group(0)] + [line for line in words.splitlines() if line.startswith('wrong')])


def score_clusters(evaluator, folder, result, queue):
    words, _, _ = run([evaluator, '--json', '--queue', queue, os.path.join(folder, 'truth.csv'), result])
    if not words:
        return None
    found = json.loads(words)
    record, pair, asked = found['record'], found['pair'], found['queue']
    after = asked['record_after']
    return '%7d %7d %9.5f %9.7f %4d %4d %8.5f %6d %6.2f%% %9.5f %4d %4d' % (
        found['records'], found['true_duplicates'], record['sensitivity'], record['specificity'], record['fp'], record['fn'], pair['f1'],
        asked['pairs'], 100 * asked['share_of_records'], after['sensitivity'], after['fp'], after['fn'])


def one_set(folder, evaluator, options, scratch):
    """A line of the table; None when something failed."""
    result, queue, ris = os.path.join(scratch, 'clusters.csv'), os.path.join(scratch, 'queue.csv'), os.path.join(folder, 'records.ris')
    words, seconds, memory = run(['review-dedup', '--threads', '1', '--clusters', result, '--queue', queue] + options + [ris])
    if words is None:
        return None
    if os.path.isfile(os.path.join(folder, 'truth.csv')):
        line = score_clusters(evaluator, folder, result, queue)
    else:
        line = score_pairs(evaluator, folder, result)
    return line and '%-14s %s   %6.2f s %6.1f MB' % (os.path.basename(folder), line, seconds, memory)


def main():
    folder, evaluator = (sys.argv + ['', ''])[1:3]
    sets = sorted(os.path.dirname(path) for path in glob.glob(os.path.join(folder, '*', 'records.ris')))
    if not sets or not os.path.isfile(evaluator):
        print("no labelled sets at '%s', or no evaluator '%s': skipped" % (folder, evaluator))
        return 77
    print('%-14s %7s %7s %9s %9s %4s %4s %8s %6s %7s %9s %4s %4s' % ('set', 'records', 'double', 'sensit.', 'specific.', 'FP', 'FN', 'pair F1',
                                                                   'queue', 'share', 'answered', 'FP', 'FN'))
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for one in sets:
            line = one_set(one, evaluator, sys.argv[3:], scratch)
            failed += line is None
            print(line or '%-14s failed' % os.path.basename(one), flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
