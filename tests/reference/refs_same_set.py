#!/usr/bin/python3
"""Compares one set of records that a corpus holds in several formats, cell by cell; the corpus is kept outside the repository.

usage: refs_same_set.py FOLDER [SHARE]      (with review-convert on PATH)

FOLDER/ris, endnote-xml and nbib hold reflib-blue-light, the same 102 records (80 of them in nbib). For every two of them the
cells that both carry are compared, letters and digits only; authors by family and first initial, journals by name or
abbreviation. Exit 77 without a corpus, 1 when fewer than SHARE (.99) of the cells of some pair are equal.
"""
import csv
import io
import os
import re
import subprocess
import sys

FILES = ('ris/reflib-blue-light.ris', 'endnote-xml/reflib-blue-light.xml', 'nbib/reflib-blue-light.nbib')
FIELDS = ('title', 'authors', 'year', 'container', 'volume', 'issue', 'pages', 'doi')
SHOWN = 8


def plain(text):
    return re.sub(r'[\W_]+', '', text).casefold()


def pages(text):
    """'183-93' says '183-193'."""
    match = re.fullmatch(r'(\D*)(\d+)-\D*(\d+)(.*)', text)
    if match and len(match.group(3)) < len(match.group(2)):
        first, last = match.group(2), match.group(3)
        return '%s%s-%s%s%s' % (match.group(1), first, first[:len(first) - len(last)], last, match.group(4))
    return text


def records(path):
    done = subprocess.run(['review-convert', '--to', 'csv', path], stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode != 0:
        return None
    return {plain(row['title']): row for row in csv.DictReader(io.StringIO(done.stdout.decode('utf-8'), newline=''))}


def people(text):
    """Families with the first letter of what they are called by: one file may have "Ann" where another has "A."."""
    return ' '.join(plain(name.split(',')[0]) + plain(name.partition(',')[2])[:1] for name in text.split('; '))


def journals(row):
    return {plain(row[field]) for field in ('container', 'abbreviation') if row[field]}


def cell(row, field):
    if field == 'authors':
        return people(row[field])
    return plain(pages(row[field]) if field == 'pages' else row[field])


def compare(one, other, names):
    equal = total = shown = absent = 0
    for title, row in one.items():
        if title not in other:
            absent += 1
            continue
        for field in FIELDS:
            a, b = cell(row, field), cell(other[title], field)
            if a and b:
                same = a == b or (field == 'container' and bool(journals(row) & journals(other[title])))
                total += 1
                equal += same
                if not same and shown < SHOWN:
                    shown += 1
                    print('%s: %s | %s' % (field, row[field], other[title][field]))
    print('%s and %s: %d of %d cells equal; %d of %d records are not in the second'
          % (names[0], names[1], equal, total, absent, len(one)))
    return equal / total if total else 0


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else ''
    share = float(sys.argv[2]) if len(sys.argv) > 2 else .99
    if not os.path.isfile(os.path.join(folder, FILES[0])):
        print("no corpus at '%s': skipped" % folder)
        return 77
    sets = [(name, records(os.path.join(folder, name))) for name in FILES]
    for name, found in sets:
        if found is None:
            print('%s cannot be read: left out' % name)
    sets = [one for one in sets if one[1] is not None]
    shares = [compare(a, b, (na, nb)) for i, (na, a) in enumerate(sets) for nb, b in sets[i + 1:]]
    return 0 if shares and min(shares) >= share else 1


if __name__ == '__main__':
    sys.exit(main())
