"""A person at a pseudo terminal fills a form. Arguments: a review of tests/data/forms; one like it that two extract."""
import csv
import fcntl
import io
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import unicodedata

REVIEW, DOUBLE = sys.argv[1:]
failed = 0
UP, DOWN, PAGE_UP, PAGE_DOWN = '\033[A', '\033[B', '\033[5~', '\033[6~'
ENTER, ESC, TAB, NEXT, CLEAR = '\r', '\033', '\t', '\007', '\025'


def check(what, right, seen=''):
    global failed
    if not right:
        failed += 1
        print('FAIL: %s\n%s' % (what, seen))


class Person:
    """review-extract enter on a terminal; `lines` are those of the screen as it was drawn last."""

    def __init__(self, study='Jobs Now', lines=24, columns=80, who='ada', review=REVIEW, **environment):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            for name in ('EDITOR', 'VISUAL', 'NO_COLOR'):
                os.environ.pop(name, None)
            os.environ.update({'TERM': 'xterm', 'LC_ALL': 'C.UTF-8'}, **environment)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', lines, columns, 0, 0))
            os.execvp('review-extract', ['review-extract', 'enter', study, '--review', review, '--as', who])
        self.text, self.lines = '', []

    def read(self, quiet=.3, longest=20):
        began, seen = time.monotonic(), b''
        while time.monotonic() - began < longest:
            if select.select([self.terminal], [], [], quiet if seen else longest)[0]:
                try:
                    more = os.read(self.terminal, 65536)
                except OSError:
                    more = b''
                if not more:
                    break
                seen += more
            elif seen:
                break
        text = seen.decode('utf-8')
        frame = text.split('\033[H')[-1]
        frame = re.sub('\033\\[\\d+;\\d+H|\033\\[\\?25[hl]|\033\\[J|\033\\[\\d*m', '', frame)
        self.lines = frame.replace('\033[K', '').split('\r\n')
        self.text = '\n'.join(self.lines)
        return self.text

    def press(self, *keys):
        for key in keys:
            os.write(self.terminal, key.encode())
            self.read()
        return self.text

    def end(self, keys=ESC):
        os.write(self.terminal, keys.encode())
        self.read()
        _, status = os.waitpid(self.pid, 0)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status)


def wide(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in line)


def stands(field, subject='', review=REVIEW, *options):
    """What stands of a field: value, state, place, note, person."""
    out = subprocess.run(['review-extract', 'show', '--review', review, '--format', 'csv', *options], capture_output=True, text=True).stdout
    for row in csv.DictReader(io.StringIO(out)):
        if row['field'] == field and subject in (row['part'], row['result']):
            return row
    return None


# The screen.
p = Person()
p.read()
check('the screen has 24 lines of at most 80 columns', len(p.lines) == 24 and max(map(wide, p.lines)) <= 80, p.text)
check('it says the study, where one is, and what lacks', p.lines[0].startswith('Jobs Now: 1 of ') and '3 still asked for' in p.lines[0], p.text)
check('choices have digits', '[1] randomised [2] matched' in p.text, p.text)
check('what stands is there', 'stands: randomised (ada, ' in p.text and 'value     | randomised' in p.text, p.text)

# A digit chooses, and is saved at once; the next question comes.
p.press('2')
check('a digit chooses and saves', 'saved: design = matched' in p.text and p.lines[0].startswith('Jobs Now: 2 of '), p.text)
check('it is durable at once', stands('design')['value'] == 'matched')
check('a question whose condition fails is gone', ' icc ' not in p.text)

# A fault stays to be mended; nothing was written.
p.press(CLEAR, '120', ENTER)
check('a number out of range is refused', 'age_min: 120 is above 99, the most it may be' in p.text and 'value     | 120' in p.text, p.text)
check('and not kept', stands('age_min')['value'] == '16')
p.press(UP)
check('an arrow does not lose what was typed', 'not saved yet' in p.text and 'value     | 120' in p.text, p.text)
p.press(UP)
check('the same again leaves it', p.lines[0].startswith('Jobs Now: 1 of ') and stands('age_min')['value'] == '16', p.text)
p.press('1', CLEAR, '-', ENTER)
check('- says not reported', stands('age_min')['state'] == 'not reported' and stands('age_min')['reviewer'] == 'ada')

# Several choices.
p.press(NEXT)
check('the next that lacks is found', 'Money per person' in p.text and 'arm bonus' in p.lines[1], p.text)
p.press(CLEAR, '12,5', ENTER)
check('a decimal comma is refused', "'12,5' is not a number" in p.text, p.text)
p.press(CLEAR, '12.5', ENTER)
check('a number is saved', stands('sum_paid', 'arm bonus')['value'] == '12.5')
check('the next arm comes', 'arm control' in p.lines[1], p.text)
p.press('2', '3', '1', ENTER)
check('digits put choices in and take them out, in the order of the form', stands('offers', 'arm control')['value'] == 'work; money')
check('a condition that holds now asks more', 'sum_paid' in p.text and 'Money per person' in p.text, p.text)

# Places.
p.press(PAGE_DOWN)
while 'result R9' not in p.lines[1] and p.press(PAGE_DOWN):
    pass
p.press(DOWN) if 'n_treat' not in p.lines[[i for i, l in enumerate(p.lines) if l.startswith('>')][0]] else None
while '> . n_control' not in p.text and p.press(DOWN):
    pass
check('a place is carried over', 'place     | p. 3  (carried over)' in p.text, p.text)
p.press('55', ENTER)
check('and the value says so', (stands('n_control', 'R9')['place'], stands('n_control', 'R9')['note']) == ('p. 3', 'place carried over'))
p.press(UP, UP)
while '> + n_control' not in p.text and p.press(UP):
    pass
p.press(CLEAR, '56', TAB, CLEAR, 'p. 4, table 1', TAB, 'of whom 56', ENTER)
row = stands('n_control', 'R9')
check('place and quotation are typed after Tab', (row['value'], row['place'], row['quotation']) == ('56', 'p. 4, table 1', 'of whom 56'), str(row))

# The numbers of arms make an effect, which is shown.
while 'result A2' not in p.lines[1] and p.press(PAGE_UP):
    pass
while '> + events' not in p.text and p.press(DOWN):
    pass
p.press(CLEAR, '20', ENTER)
check('the effect is shown', re.search(r'effect: OR of A1-v-A2 0\.\d{4} \(variance 0\.\d{4}\)', p.text), p.text)

# What the study lacks is made here, and its first question comes.
NEW = '\016'
p.press(NEW)
check('the keys ask for what is new', 'new       | ' in p.text and 'arm KEY | outcome KEY' in p.text, p.text)
p.press('result A9', ENTER)
check('what lacks is said', 'a result needs its domain and outcome' in p.text and 'new       | result A9' in p.text, p.text)
p.press(CLEAR, 'sample s', ENTER)
check('what is no part is said', 'a part of a study is an arm, an outcome' in p.text and 'new       | sample s' in p.text, p.text)
p.press(CLEAR, 'arm third', ENTER)
check('an arm is made', 'made: arm third' in p.text and 'arm third' in p.lines[1], p.text)
p.press('1', ENTER)
check('and takes values', stands('offers', 'arm third')['value'] == 'training')
p.press(NEW, 'contrast late = third v control', ENTER)
check('a contrast is made of two arms', 'made: contrast late' in p.text and 'contrast late' in p.lines[1], p.text)
p.press(NEW, 'result A9 = work; employed; 12; third', ENTER)
check('a result of an arm is made', 'made: result A9' in p.text and 'A9' in p.lines[1] and '> ! n_arm' in p.text, p.text)
p.press('70', TAB, CLEAR, 'p. 5', ENTER)
row = stands('n_arm', 'A9')
check('and takes numbers', row and (row['value'], row['place']) == ('70', 'p. 5'), p.text)
p.press(NEW, ESC)
check('Escape leaves it', 'value     | ' in p.text and 'new       | ' not in p.text, p.text)
check('it ends with words and 0', p.end() == 0 and 'saved; ' in p.text, p.text)

# Killed: what was saved is there.
p = Person(lines=16, columns=50)
p.read()
check('a small screen holds', len(p.lines) <= 16 and max(map(wide, p.lines)) <= 50, p.text)
p.press('1')
os.kill(p.pid, signal.SIGKILL)
os.waitpid(p.pid, 0)
check('what was saved outlives the program', stands('design')['value'] == 'randomised')

# A terminal that cannot move the cursor.
p = Person(TERM='dumb')
p.read()
check('questions come line by line', 'the study: Design (design)' in p.text and '1 randomised' in p.text, p.text)
p.press('2\n')
check('answers are lines', 'saved: design = matched' in p.text and 'Youngest (age_min)' in p.text, p.text)
p.press('old\n')
check('a fault asks again', "'old' is not a number" in p.text and 'Youngest (age_min)' in p.text, p.text)
check('^D ends it', p.end('\004') == 0)

# Two extract: each writes a version of their own.
p = Person(who='ben', review=DOUBLE)
p.read()
check("another's answers are not seen", 'stands' not in p.text, p.text)
p.press('1')
p.end()
check('what is entered is the own version', stands('design', '', DOUBLE) is None
      and stands('design', '', DOUBLE, '--own', '--as', 'ben')['value'] == 'randomised')

# No terminal, no study.
done = subprocess.run(['review-extract', 'enter', 'Jobs Now', '--review', REVIEW, '--as', 'ada'], capture_output=True, text=True)
check('it takes a person', done.returncode == 2 and 'a person at a terminal' in done.stderr, done.stderr)
p = Person(study='Nobody')
p.read()
check('a study that is not there is named', "there is no study 'Nobody'" in p.text, p.text)
os.waitpid(p.pid, 0)

print('%d failed' % failed)
sys.exit(failed > 0)
