#!/usr/bin/python3
"""Whether the clusters depend on how the records come: shuffled, the same file twice, and in a review in two imports instead of one.

usage: dedup_orders.py FOLDER [SEED...]     (with review-dedup, review-init, review-import and review-export on PATH; seeds: 1 2 3)

FOLDER/*/records.ris, or FOLDER/*.ris. Every record bears its name in the tag ID. In the review the first half of the records is imported
and run, then the other half is imported and run; that is compared with one import and one run of all. Exit 77 without such files, 1 when
clusters differ.
"""
import csv
import glob
import io
import os
import random
import re
import subprocess
import sys
import tempfile

PROTOCOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'protocols', 'disengagement-15-24.xml')


def call(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True).stdout.decode('utf-8')


def records_of(path):
    """The records of a RIS file as texts."""
    with open(path, encoding='utf-8', newline='') as file:
        return [one + '\n' for one in re.findall(r'TY  - .*?\nER  -[^\n]*\n', file.read(), re.S)]


def write(path, records):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        file.write('\n'.join(records))
    return path


def partition(rows):
    """Pairs (name, cluster) as the set of clusters with two names or more."""
    clusters = {}
    for name, cluster in rows:
        clusters.setdefault(cluster, set()).add(name)
    return {frozenset(names) for names in clusters.values() if len(names) > 1}


def found(*paths):
    rows = csv.DictReader(io.StringIO(call('review-dedup', '--clusters', '-', *paths)))
    return [(row['id'], row['cluster']) for row in rows]


def in_review(scratch, name, parts):
    """The reports of a review into which the parts came one after the other, each followed by a run."""
    review = os.path.join(scratch, name + '.review')
    call('review-init', review, '--protocol', PROTOCOL, '--as', 'test')
    for i, part in enumerate(parts):
        path = write(os.path.join(scratch, '%s-%d.ris' % (name, i)), part)
        call('review-import', '--review', review, '--as', 'test', '--source', 'part %d' % i, '--kind', 'database', '--from', 'ris', path)
        call('review-dedup', 'run', '--review', review, '--as', 'test', '--porcelain')
    rows = list(csv.DictReader(io.StringIO(call('review-export', '--review', review, '--format', 'csv'))))
    call('review-log', review, 'verify')
    return partition((row['key'], row['report']) for row in rows)


def tell(what, want, got):
    """Whether two partitions are equal; prints what is not."""
    if want == got:
        return True
    print('  %s: %d clusters differ' % (what, len(want ^ got)))
    for one in sorted(sorted(names) for names in want - got)[:3]:
        print('    only at first: %s' % ', '.join(one))
    for one in sorted(sorted(names) for names in got - want)[:3]:
        print('    only then:     %s' % ', '.join(one))
    return False


def check(path, seeds, scratch):
    records = records_of(path)
    want = partition(found(write(os.path.join(scratch, 'all.ris'), records)))
    right = {'shuffled': True, 'again': tell('again', want, partition(found(os.path.join(scratch, 'all.ris'))))}
    for seed in seeds:
        mixed = records[:]
        random.Random(seed).shuffle(mixed)
        right['shuffled'] &= tell('shuffled, seed %d' % seed, want, partition(found(write(os.path.join(scratch, 'mixed.ris'), mixed))))
    twice = found(os.path.join(scratch, 'all.ris'), os.path.join(scratch, 'all.ris'))
    half = len(twice) // 2
    right['twice'] = tell('the file twice', want, partition(twice[:half]))
    apart = sum(a[1] != b[1] for a, b in zip(twice[:half], twice[half:]))
    if apart:
        print('  the file twice: %d records do not stand with their copy' % apart)
    right['twice'] &= not apart
    whole = in_review(scratch, 'whole', [records])
    right['review'] = tell('in a review', want, whole)
    mixed = records[:]
    random.Random(seeds[0]).shuffle(mixed)
    middle = len(mixed) // 2
    right['in two imports'] = tell('in two imports', whole, in_review(scratch, 'parts', [mixed[:middle], mixed[middle:]]))
    return len(records), right


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else ''
    seeds = [int(seed) for seed in sys.argv[2:]] or [1, 2, 3]
    paths = sorted(glob.glob(os.path.join(folder, '*', 'records.ris')) + glob.glob(os.path.join(folder, '*.ris')))
    if not paths:
        print("no RIS files in '%s': skipped" % folder)
        return 77
    failed = 0
    for path in paths:
        with tempfile.TemporaryDirectory() as scratch:
            try:
                n, right = check(path, seeds, scratch)
            except subprocess.CalledProcessError as fault:
                print('%s: %s\n%s' % (path, ' '.join(fault.cmd), fault.stderr.decode('utf-8', 'replace')))
                failed += 1
                continue
        print('%s, %d records: %s' % (path, n, ', '.join('%s %s' % (what, 'same' if same else 'DIFFERENT') for what, same in right.items())),
              flush=True)
        failed += not all(right.values())
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
