"""Answers the queue of a review through a pseudo terminal. Called by dedup_terminal.sh with a review of eight records and four unsure pairs."""
import csv
import fcntl
import io
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
import unicodedata

REVIEW = sys.argv[1]
failed = 0


def check(what, right, seen=''):
    global failed
    if not right:
        failed += 1
        print('FAIL: %s\n%s' % (what, seen))


class Person:
    """review-dedup queue on a terminal of `columns`, which a test types into."""

    def __init__(self, columns=100, **environment):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ.update({'TERM': 'xterm', 'LC_ALL': 'C.UTF-8'}, **environment)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 40, columns, 0, 0))
            os.execvp('review-dedup', ['review-dedup', 'queue', '--review', REVIEW])
        self.text = ''

    def read_until(self, words):
        """All that was printed since the last call; ends at `words`, or at the end of the program."""
        began, seen = time.monotonic(), b''
        while words.encode() not in seen and time.monotonic() - began < 20:
            if select.select([self.terminal], [], [], 1)[0]:
                try:
                    more = os.read(self.terminal, 65536)
                except OSError:
                    more = b''
                if not more:
                    break
                seen += more
        self.text = seen.decode('utf-8').replace('\r\n', '\n')
        return self.text

    def press(self, key):
        os.write(self.terminal, key.encode())
        return self.read_until('[q]uit ? ')

    def end(self):
        self.read_until('no such words')
        _, status = os.waitpid(self.pid, 0)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status)


def links():
    """What stands of each pair."""
    out = subprocess.run(['review-dedup', 'list', '--standing', '--review', REVIEW, '--format', 'csv'], capture_output=True, check=True).stdout
    return {(row['record'], row['other']): (row['verdict'], row['who'] if row['rule'] == 'person' else row['rule'])
            for row in csv.DictReader(io.StringIO(out.decode('utf-8')))}


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in line)


def sound():
    return subprocess.run(['review-log', REVIEW, 'verify'], capture_output=True).returncode == 0


# The likeliest comes first, in two columns, with what differs marked and in colour.
one = Person()
text = one.read_until('[q]uit ? ')
check('the likeliest pair comes first', '4 pairs to look at' in text and '91 %' in text and 'titles alike; no identifier' in text, text)
check('both records stand side by side', re.search(r'record 1 of report 1 +\| record 5 of report 5', text), text)
check('words that differ are in colour', '\033[1;33mrandomised\033[0m' in text and '\033[1;33mrandomized\033[0m' in text, text)
check('fields that agree are marked so', re.search(r'^= year +2015 +\| 2015$', text, re.M), text)
check('a field of one record alone is marked so', re.search(r'^\+ doi ', text, re.M), text)
check('no line is wider than the terminal', all(width(re.sub('\033\\[[0-9;]*m', '', line)) <= 100 for line in text.split('\n')[:-1]), text)

# An answer is durable at once: it is there while the program waits for the next.
text = one.press('a')
check('the next pair is shown', '3 pairs to look at' in text and '55 %' in text, text)
check('accept is durable at once', links()[('1', '5')] == ('same', 'ann'), links())
text = one.press('r')
check('reject is durable at once', links()[('2', '6')] == ('apart', 'ann'), links())
check('a key that means nothing is passed over', 'pairs' not in one.press('x') if select.select([one.terminal], [], [], .3)[0] else True)

# Back undoes the last answer and shows its pair again.
text = one.press('b')
check('back shows the pair again', 'the last answer is undone' in text and '55 %' in text, text)
check('back takes the answer back', links()[('2', '6')][0] == 'unsure', links())
text = one.press('s')
check('same study is said', links()[('2', '6')] == ('study', 'ann'), links())
text = one.press('l')
check('later goes on', '30 %' in text, text)
check('later says nothing', links()[('3', '7')][0] == 'unsure', links())
text = one.press('b')
check('back from later shows it again', '40 %' in text, text)
one.press('l')
os.write(one.terminal, b'q')
check('quit ends well', one.end() == 0, one.text)
check('the summary counts', '2 answers given; 2 pairs wait' in one.text, one.text)

# Without colour stars mark what differs; a narrow terminal is kept to; letters beyond ASCII come out whole.
two = Person(60, NO_COLOR='1')
text = two.read_until('[q]uit ? ')
check('what was left comes again', '2 pairs to look at' in text and '40 %' in text, text)
check('no colour when it is not wanted', '\033' not in text and '*young*' in text, text)
check('no line is wider than a narrow terminal', all(width(line) <= 60 for line in text.split('\n')[:-1] if '[a]ccept' not in line), text)
text = two.press('l')
check('letters beyond ASCII come out whole', 'Übergang' in text and 'Müller, Jörg' in text, text)

# Somebody else answers meanwhile: the pair is gone when it is its turn.
subprocess.run(['review-dedup', 'split', '3', '7', '--review', REVIEW, '--as', 'bob', '--reason', 'other studies'], check=True, capture_output=True)
text = two.press('b')
check('who answered meanwhile is respected', '30 %' in text and '40 %' not in text.split('back')[-1], text)
os.write(two.terminal, b'\x04')
check('the end of input ends it', two.end() == 0, two.text)

# A signal leaves the terminal as it was.
three = Person()
before = termios.tcgetattr(three.terminal)[3]
three.read_until('[q]uit ? ')
time.sleep(.2)
check('keys are read one by one', not termios.tcgetattr(three.terminal)[3] & termios.ICANON)
os.kill(three.pid, 15)
time.sleep(.2)
check('a signal gives the terminal back', termios.tcgetattr(three.terminal)[3] & (termios.ICANON | termios.ECHO) == before & (termios.ICANON | termios.ECHO))
check('it ends by the signal', three.end() == -15)
check('the review is sound', sound())
print('%d checks failed' % failed)
sys.exit(1 if failed else 0)
