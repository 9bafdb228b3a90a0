#!/usr/bin/python3
"""Converts every file of a corpus of real exports to RIS and back, kept outside the repository, and compares.

usage: refs_roundtrip.py FOLDER      (with review-convert on PATH; FOLDER/index.csv: file,format,...)

RIS to RIS: the lines of every record, tags and texts in their order. Any format to RIS, and RIS to EndNote XML and to CSL-JSON and
on to RIS: what CSL-JSON says of each record. Exit 77 without a corpus, 1 when something differs.
"""
import csv
import os
import re
import subprocess
import sys

TAGGED = re.compile(r'^\s*([A-Za-z][A-Za-z0-9]|PMID)\s{0,4}-(?:\s+(.*)|)$', re.S)
RAW = re.compile(r', "raw": "(?:[^"\\]|\\.)*"')
SHOWN = 10


def convert(data, source, to):
    """The bytes of `data` (or of a file's path) converted; None when that is refused."""
    command = ['review-convert', '--to', to] + (['--from', source] if source else [])
    given = {'stdin': subprocess.DEVNULL} if isinstance(data, str) else {'input': data}
    if isinstance(data, str):
        command.append(data)
    done = subprocess.run(command, capture_output=True, **given)
    return done.stdout if done.returncode == 0 else None


def text_of(data):
    if data[:2] in (b'\xff\xfe', b'\xfe\xff'):
        return data.decode('utf-16', 'replace')
    try:
        return data.decode('utf-8-sig')
    except UnicodeDecodeError:
        return data.decode('cp1252', 'replace')


def pairs(data):
    """(tag, text) of every line of every record, in order; a line without a tag has None. A record may begin without TY."""
    inside, found = False, []
    for line in re.split(r'\r\r\n|\r\n|\r|\n', text_of(data).replace('\ufeff', '').replace('\0', '')):
        match = TAGGED.match(line)
        tag = match.group(1) if match else None
        text = ((match.group(2) or '') if match else line).strip(' \t')
        if tag and (tag.upper() == 'TY' or (not found and tag == 'JF')):
            inside = True
        elif tag and tag.upper() == 'ER' and not text:
            inside = False
        if inside and (tag or text):
            found.append((tag, text))
    return found


def records(data):
    return data.decode('utf-8').split('\n {')[1:] if data else None


def same(want, got):
    """A date that had no text of its own may have one afterwards."""
    if want == got:
        return True
    return '"raw": ' not in want and RAW.sub('', got) == want


class Count:
    def __init__(self, what):
        self.what, self.files, self.all, self.right, self.shown = what, 0, 0, 0, 0

    def compare(self, name, want, got, equal):
        self.files += 1
        self.all += len(want)
        got = got if got is not None else []
        for i, one in enumerate(want):
            if i < len(got) and equal(one, got[i]):
                self.right += 1
            elif self.shown < SHOWN:
                self.shown += 1
                print('%s, %s, %d:\n  %s\n  %s' % (self.what, name, i + 1, one, got[i] if i < len(got) else 'missing'))
        if len(got) > len(want):
            self.all += len(got) - len(want)
            print('%s, %s: %d more than before' % (self.what, name, len(got) - len(want)))

    def say(self):
        print('%s: %d of %d in %d files' % (self.what, self.right, self.all, self.files))
        return self.right == self.all


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else ''
    if not os.path.isfile(os.path.join(folder, 'index.csv')):
        print("no corpus at '%s': skipped" % folder)
        return 77
    with open(os.path.join(folder, 'index.csv'), encoding='utf-8', newline='') as index:
        rows = [(row['file'], row['format']) for row in csv.DictReader(index)]
    lines, fields = Count('RIS to RIS, lines'), Count('any format to RIS, records')
    over = [(to, Count('RIS to %s to RIS, records' % to)) for to in ('endnote-xml', 'csl-json')]
    for name, form in rows:
        path = os.path.join(folder, name)
        before = records(convert(path, None, 'csl-json'))
        if before is None:
            continue
        ris = convert(path, None, 'ris')
        fields.compare(name, before, records(convert(ris, 'ris', 'csl-json')), same)
        if form != 'ris':
            continue
        with open(path, 'rb') as file:
            want, got = pairs(file.read()), pairs(ris)
        lines.compare(name, want, got[1:] if want and want[0][0].upper() != 'TY' else got, lambda a, b: a == b)
        for to, count in over:
            middle = convert(path, None, to)
            back = convert(middle, to, 'ris') if middle else None
            if back is not None:
                count.compare(name, before, records(convert(back, 'ris', 'csl-json')), same)
    right = [count.say() for count in [lines, fields] + [c for _, c in over if c.files]]
    return 0 if all(right) else 1


if __name__ == '__main__':
    sys.exit(main())
