"""A person at a pseudo terminal reads and decides. Argument: a review of tests/data/screen_read, of which nothing is decided."""
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

REVIEW = sys.argv[1]
failed = 0


def check(what, right, seen=''):
    global failed
    if not right:
        failed += 1
        print('FAIL: %s\n%s' % (what, seen))


def size(terminal, lines, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', lines, columns, 0, 0))


class Person:
    """review-screen read on a terminal; `lines` are those of the screen as it was drawn last."""

    def __init__(self, lines=24, columns=80, options=(), who='ann', **environment):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            for name in ('EDITOR', 'VISUAL', 'NO_COLOR'):
                os.environ.pop(name, None)
            os.environ.update({'TERM': 'xterm', 'LC_ALL': 'C.UTF-8'}, **environment)
            size(0, lines, columns)
            os.execvp('review-screen', ['review-screen', 'read', '--review', REVIEW, '--as', who, *options])
        self.all, self.lines, self.text = '', [], ''

    def read(self, quiet=.4, longest=20):
        """Reads until nothing more comes for a while after something came."""
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
        self.all = seen.decode('utf-8')
        frame = self.all.split('\033[H')[-1]
        frame = re.sub('\033\\[\\d+;\\d+H|\033\\[\\?25[hl]|\033\\[J', '', frame)
        self.lines = frame.replace('\033[K', '').split('\r\n')
        self.text = '\n'.join(self.lines)
        return self.text

    def press(self, keys):
        os.write(self.terminal, keys.encode())
        return self.read()

    def end(self, keys=''):
        os.write(self.terminal, keys.encode())
        self.read()
        _, status = os.waitpid(self.pid, 0)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status)

    def canonical(self):
        return bool(termios.tcgetattr(self.terminal)[3] & termios.ICANON)


def run(*words):
    return subprocess.run(words, capture_output=True, check=True).stdout.decode('utf-8')


def votes(who='ann'):
    rows = csv.DictReader(io.StringIO(run('review-screen', 'export', '--review', REVIEW, '--as', who, '--format', 'csv')))
    return [(row['verdict'], row['reason'], row['note']) for row in rows]


def plain(line):
    return re.sub('\033\\[[0-9;]*m', '', line)


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in plain(line))


# The first record, with the terms of the protocol marked, and everything at its place.
one = Person()
text = one.read()
check('the first record is there', 'Youth mentoring' in plain(text).replace('+', ''), text)
check('a term is marked by more than colour', '\033[1;4;32m+randomised' in text and '+youths' in plain(text), text)
check('the screen is whole', len(one.lines) == 24 and 'q quit' in one.lines[-1] and all(width(line) <= 80 for line in one.lines), text)
check('keys are read one by one', not one.canonical())
check('the screen is its own', '\033[?1049h' in one.all, one.all[:80])

# A decision is kept before the next record shows.
text = one.press('i')
check('include shows the next record', 'Work for' in text and 'Report 1: included' in text, text)
check('include is durable at once', votes() == [('include', '', '')], votes())
check('what speaks against is marked', '\033[1;7;35m-a review\033[0m' in text, text)
text = one.press('1')
check('a digit excludes with its reason', votes()[1:] == [('exclude', 'design', '')] and 'Report 2: excluded, design' in text, votes())
check('wide signs are kept whole', '\u6559\u80b2\u3068\u8a13\u7df4' in plain(text) and all(width(line) <= 80 for line in one.lines), text)

# Several reasons; nothing chosen is no exclusion.
text = one.press('e')
check('reasons are offered', '[ ]\xa01\xa0No trial' in text and '[ ]\xa02\xa0Not young people' in text, text)
text = one.press('\r')
check('an exclusion needs a reason', 'Choose a reason first' in text and len(votes()) == 2, text)
text = one.press('21')
check('chosen reasons are marked', '[x]\xa01\xa0No trial' in text and '[x]\xa02\xa0Not young people' in text, text)
text = one.press('\r')
check('several reasons are kept', votes()[2:] == [('exclude', 'design population', '')], votes())

# Undo, and again.
text = one.press('z')
check('undo brings the record back', 'report 3' in one.lines[0] and 'taken back' in text and len(votes()) == 2, text)
text = one.press('z')
check('undo again brings back the one before', 'report 2' in one.lines[0] and len(votes()) == 1, text)

# A note goes with the decision; letters of any script can be typed and taken away.
text = one.press('nnur \u00fcberblickX\x7f\u9752')
check('what is typed is seen', 'Note: nur \u00fcberblick\u9752' in text, text)
text = one.press('\r')
check('the note is shown', 'note: nur \u00fcberblick\u9752' in text, text)
one.press('u')
check('the note is kept with the decision', ('unsure', '', 'nur \u00fcberblick\u9752') in votes(), votes())

# Put off; a missing abstract is typed in, or pasted with its line ends.
text = one.press('l')
check('later goes on', 'report 4' in one.lines[0] and 'No abstract' in text, text)
text = one.press('a\033[200~An abstract\npasted about youth.\033[201~\r')
check('an abstract can be pasted', 'An abstract pasted about' in plain(text) and '+youth' in plain(text), text)
one.press('i')

# A long abstract scrolls, and the terminal may get another size.
text = one.lines and one.text
check('a long abstract says that more is below', 'more lines below (space)' in text, text)
text = one.press(' ')
check('space goes on', 'sentence 1 says' not in plain(text) and 'above (b)' in text, text)
text = one.press('\033[5~')
check('page up goes back', 'sentence 1 says' in plain(text), text)
size(one.terminal, 15, 60)
os.kill(one.pid, signal.SIGWINCH)
text = one.read()
check('another size is taken', len(one.lines) == 15 and 'q quit' in one.lines[-1] and all(width(line) <= 60 for line in one.lines), text)
size(one.terminal, 40, 130)
os.kill(one.pid, signal.SIGWINCH)
text = one.read()
check('a wide one shows the criteria beside', len(one.lines) == 40 and 'Include when' in text and all(width(line) <= 130 for line in one.lines), text)

# Help, where, near-duplicates, labels.
check('help lists the keys', 'take the last decision back' in one.press('?'), one.text)
one.press('x')
check('the link is shown', 'https://example.org/5' in one.press('o'), one.text)
one.press('x')
check('near-duplicates: none', 'Nothing waits to be looked at' in one.press('d'), one.text)
one.press('x')
check('a label is put on', 'labels: to discuss' in one.press('tto discuss\r'), one.text)
check('and taken off', 'labels:' not in one.press('tto discuss\r'), one.text)

# Stopped and going on: the terminal is as it was meanwhile.
os.kill(one.pid, signal.SIGTSTP)
os.waitpid(one.pid, os.WUNTRACED)
one.read()
check('stopped, the terminal is as it was', one.canonical() and '\033[?1049l' in one.all, one.all)
os.kill(one.pid, signal.SIGCONT)
text = one.read()
check('it goes on where it was', 'report 5' in one.lines[0] and not one.canonical(), text)

# The end: a summary, and the screen as it was.
check('quit ends well', one.end('q') == 0, one.all)
check('the summary counts', '3 votes in' in one.all and '2 included, 1 unsure, 1 put off' in one.all and '\033[?1049l' in one.all, one.all)

# Without colour; a signal leaves the terminal as it was, and gives the record back.
two = Person(NO_COLOR='1')
text = two.read()
check('no colour when it is not wanted', '\033[1' not in text and '\033[7' not in text and '[+youth]' in text, text)
text = two.press('nhalf a note\r')
os.kill(two.pid, signal.SIGINT)
two.read()
check('a signal gives the terminal back', '\033[?1049l' in two.all, two.all)
check('it ends by the signal', two.end() == -signal.SIGINT)

# A dumb terminal, and --plain: nothing moves the cursor; a line is typed as the terminal does it.
for options, environment in (((), {'TERM': 'dumb'}), (('--plain',), {})):
    three = Person(options=options, **environment)
    text = three.read()
    check('nothing steers a dumb terminal', '\033' not in three.all and '[+youth]' in text and 'sentence 119' in text, text)
    text = three.press('n')
    three.press('a note\n')
    text = three.press('l')
    check('keys decide there too', 'Report 5: put off' in text and 'The last but one' in text, text)
    text = three.press('z')
    check('and undo does', 'report 5' in text, text)
    check('quit ends well there', three.end('q') == 0, three.all)

# The person's editor.
four = Person(EDITOR="sed -i s/sentence/SENTENCE/g")
four.read()
text = four.press('a')
check('the editor edits the abstract', 'SENTENCE 1 says' in plain(text), text)
check('the end of input ends it', four.end('\x04') == 0, four.all)

# Another person's votes change nothing for this one.
before = Person(who='bob', NO_COLOR='1')
seen = before.read()
before.end('q')
run('review-screen', 'decide', '7', 'include', '--review', REVIEW, '--as', 'cara')
after = Person(who='bob', NO_COLOR='1')
check('nobody learns what another voted', after.read() == seen, after.text)
after.end('q')

# All that waits, to the end.
five = Person()
five.read()
for _ in range(8):
    if 'Nothing waits' in five.text:
        break
    five.press('i')
check('at the end nothing waits', 'Nothing waits for you here' in five.text, five.text)
check('and it is still possible to take back', 'taken back' in five.press('z'), five.text)
check('quit ends well at the end', five.end('q') == 0, five.all)
check('the review is sound', subprocess.run(['review-log', REVIEW, 'verify'], capture_output=True).returncode == 0)
print('%d checks failed' % failed)
sys.exit(1 if failed else 0)
