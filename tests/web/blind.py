"""Asks for everything in three copies of a review that differ only in what b said; see blind.sh."""
import concurrent.futures, html, http.client, json, os, re, subprocess, sys, tempfile, time, urllib.parse

TOP = sys.argv[1]
PASSWORD = 'seven quiet herons at dusk'
STAGES = ['title-abstract', 'full-text']
PEOPLE = {'lead': 'lead', 'a': 'screener', 'b': 'screener', 'c': 'adjudicator', 'eva': 'extractor', 'ruth': 'reader'}
RECORDS = 12
# What b says of the first six records, of record 1 at full text too; by copy.
SAID = [('include', None, 'a good one', 'key'), ('exclude', 'design', 'no trial, alas', 'out'), ('exclude', 'design', '', 'out')]
# A person's own, and new at each login: not compared.
MASKS = [(re.compile(p), r) for p, r in [
    (rb'name="(csrf|key)" value="[^"]*"', rb'name="\1" value="*"'), (rb'"(csrf|key)":"[^"]*"', rb'"\1":"*"'),
    # Sessions of one's own, as the account lists them.
    (rb'"id":"[0-9a-f]{64}"', rb'"id":"*"'), (rb'name="id" value="[0-9a-f]{64}"', rb'name="id" value="*"'),
    (rb'\d+ \w+ \d{4}, \d\d:\d\d UTC', rb'NOW'),
    # The name of a's own act: it hashes all that came before.
    (rb'"event":"[0-9a-f]{64}"', rb'"event":"*"'),
    (rb'127\.0\.0\.1:\d+', rb'HOST')]]
UNLIKE = {'date', 'set-cookie'}


def tool(folder, *words, text=None):
    env = dict(os.environ, SOURCE_DATE_EPOCH='1700000000', REVIEW_SEED='blind', REVIEW_FILE='r.review', REVIEW_USER='lead')
    done = subprocess.run(words, cwd=folder, env=env, input=text, capture_output=True, text=True)
    if done.returncode:
        sys.exit('%s: %s' % (' '.join(words), done.stderr))
    return done.stdout


def entries():
    for i in range(1, RECORDS + 1):
        yield ('TY  - JOUR\nTI  - Report %d on %s\nAU  - Smith, Ann\nPY  - %d\nAB  - We randomised %d young people. They worked.\nAN  - R%03d\nER  - \n\n'
               % (i, ['youth', 'work', 'schools', 'mentors', 'wages', 'towns'][i % 6] * (1 + i // 6), 2000 + i, 100 + i, i))


def make(folder, said):
    """A review in which everybody has something to do, and b has said `said` of some records."""
    verdict, reason, note, label = said
    tool(folder, 'review-init', 'r.review', '--protocol', os.path.join(TOP, 'tests/data/protocol/small.xml'))
    with open(os.path.join(folder, 'r.ris'), 'w') as f:
        f.writelines(entries())
    tool(folder, 'review-import', '--source', 'ERIC', '--kind', 'database', 'r.ris')
    for name, role in PEOPLE.items():
        tool(folder, 'review-screen', 'people', 'add', name, role)
    for record in (10, 11):                                  # both read the full text of these
        for who in 'ab':
            tool(folder, 'review-screen', 'decide', 'acc:R%03d' % record, 'include', '--as', who)
    more = (['--reason', reason] if reason else []) + (['--note', note] if note else [])
    for record in range(1, 7):
        tool(folder, 'review-screen', 'decide', 'acc:R%03d' % record, verdict, '--as', 'b', *more)
    tool(folder, 'review-screen', 'decide', 'acc:R010', verdict, '--as', 'b', '--stage', 'full-text', *more)
    tool(folder, 'review-screen', 'label', 'acc:R001', label, '--as', 'b')
    tool(folder, 'review-screen', 'note', 'acc:R002', note or 'not sure why', '--as', 'b')
    tool(folder, 'review-screen', 'decide', 'acc:R007', 'later', '--as', 'b')


class Person:
    def __init__(self, port, link):
        self.port, self.cookies, self.csrf = port, {}, ''
        path = urllib.parse.urlsplit(link).path
        page = self.ask('GET', path)[2].decode()
        self.csrf = re.search('name="csrf" value="([^"]*)"', page).group(1)
        status, _, body = self.ask('POST', path, {'password': PASSWORD, 'again': PASSWORD})
        if status != 303:
            sys.exit('the link did not let in: %d %s' % (status, body.decode()[:300]))
        self.csrf = re.search('name="csrf" value="([^"]*)"', self.ask('GET', '/account')[2].decode()).group(1)

    def ask(self, method, path, fields=None):
        """Status, headers and body; `fields` are sent as a form, or as JSON to the API."""
        c = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        heads, body = {}, None
        if self.cookies:
            heads['Cookie'] = '; '.join('%s=%s' % kv for kv in self.cookies.items())
        if fields is not None and path.startswith('/api/'):
            heads.update({'Content-Type': 'application/json', 'X-CSRF-Token': self.csrf})
            body = json.dumps(fields)
        elif fields is not None:
            heads['Content-Type'] = 'application/x-www-form-urlencoded'
            body = urllib.parse.urlencode(dict(fields, csrf=self.csrf))
        c.request(method, path, body, heads)
        r = c.getresponse()
        got = r.status, sorted((k.lower(), v) for k, v in r.getheaders()), r.read()
        for k, v in got[1]:
            if k == 'set-cookie':
                name, _, value = v.split(';')[0].partition('=')
                self.cookies[name.strip()] = value
        c.close()
        return got


class Copy:
    def __init__(self, said):
        self.folder = tempfile.TemporaryDirectory(prefix='blind.')
        at = self.folder.name
        make(at, said)
        links = {n: tool(at, 'review-serve', 'invite', n, '--review', 'r.review').strip() for n in PEOPLE}
        env = dict(os.environ, SOURCE_DATE_EPOCH='1700000000', REVIEW_SEED='blind')
        self.server = subprocess.Popen(['review-serve', 'r.review', '--port', '0', '--quiet', '--test-passwords'], cwd=at, env=env,
                                       stderr=subprocess.PIPE, text=True)
        words = self.server.stderr.readline()
        self.port = int(re.search(r'http://[^ ]*:(\d+)', words).group(1)) if 'http' in words else sys.exit('no server: ' + words)
        self.people = {n: Person(self.port, link) for n, link in links.items() if n not in ('lead', 'b')}

    def end(self):
        self.server.terminate()
        self.server.wait()
        self.folder.cleanup()


def masked(got):
    status, heads, body = got
    size = len(body)
    for pattern, by in MASKS:
        body = pattern.sub(by, body)
    heads = [(k, v) for k, v in heads if k not in UNLIKE]
    return status, heads, size, body


def paths():
    """Every GET route with something for each part of its path; the API's beside each page."""
    values = {'stage': STAGES, 'record': ['1', '2', '7', '10', 'acc:R003'], 'secret': ['x'], 'tool': ['rob2'], 'subject': ['1'], 'study': ['1']}
    out = []
    for route in json.loads(subprocess.run(['review-serve', 'routes', '--format', 'json'], capture_output=True, text=True, check=True).stdout):
        if route['method'] != 'GET':
            continue
        filled = [route['path']]
        for part in re.findall(r'\{(\w+)\*?\}', route['path']):
            filled = [re.sub(r'\{%s\*?\}' % part, urllib.parse.quote(v, safe=''), f) for f in filled for v in values.get(part, ['1'])]
        out += filled
    for stage in STAGES:
        out += ['/screen/%s/mine?show=postponed' % stage, '/screen/%s/ahead?ahead=20' % stage, '/screen/%s?ahead=5' % stage]
    out += ['/records?q=youth', '/records?q=alas', '/records?q=2003']
    return out + ['/api/v1' + p for p in out if p != '/']


def acts(a):
    """What a does of records that b has said nothing of, and around: each is answered alike."""
    ta = '/screen/title-abstract'
    yield a('POST', ta + '/label', {'record': 1, 'label': 'mine'})
    yield a('POST', '/api/v1' + ta + '/remark', {'record': 2, 'text': 'look again'})
    yield a('POST', '/api/v1' + ta, {'record': 8, 'verdict': 'include', 'key': 'k1'})
    yield a('POST', '/api/v1' + ta, {'record': 8, 'verdict': 'include', 'key': 'k1'})
    yield a('POST', '/api/v1' + ta, {'record': 9, 'verdict': 'exclude', 'reason': ['design'], 'note': 'mine', 'ahead': 4})
    yield a('POST', ta, {'record': 9, 'verdict': 'exclude'})
    yield a('POST', '/api/v1' + ta, {'record': 9, 'verdict': 'exclude', 'reason': 'none-such'})
    yield a('POST', '/api/v1' + ta, {'record': 12, 'verdict': 'later'})
    yield a('POST', '/api/v1' + ta + '/undo', {})
    yield a('POST', ta + '/undo', {})
    yield a('POST', '/api/v1' + ta + '/put', {'record': 3, 'ahead': 3})
    yield a('POST', '/api/v1' + ta, {'record': 3, 'verdict': 'later'})
    yield a('POST', '/api/v1/screen/full-text', {'record': 11, 'verdict': 'unsure'})
    yield a('POST', '/api/v1/screen/full-text', {'record': 1, 'verdict': 'include'})
    yield a('POST', ta + '/edit', {'record': 4, 'field': 'abstract', 'value': 'Typed in.'})
    yield a('POST', ta + '/list', {'record': 8, 'verdict': 'unsure', 'then': 'mine'})


faults = []
def compare(what, gots):
    first = masked(gots[0])
    for i, other in enumerate(gots[1:], 2):
        other = masked(other)
        if first == other:
            continue
        at = next((k for k, (x, y) in enumerate(zip(first[3], other[3])) if x != y), min(len(first[3]), len(other[3])))
        faults.append(what)
        print('FAIL %s: copies 1 and %d differ: %s | %s; %d bytes | %d bytes; at %d: %r | %r'
              % (what, i, first[0], other[0], first[2], other[2], at, first[3][max(0, at - 60):at + 60], other[3][max(0, at - 60):at + 60]))
        return


def main():
    with concurrent.futures.ThreadPoolExecutor(len(SAID)) as pool:
        copies = list(pool.map(Copy, SAID))
    asked = good = 0
    try:
        every = paths()
        for turn in ('before', 'after'):
            for name in copies[0].people:
                for path in every:
                    gots = [c.people[name].ask('GET', path) for c in copies]
                    compare('%s a acted, %s asks for %s' % (turn, name, path), gots)
                    asked += 1
                    good += gots[0][0] == 200
            if turn == 'before':
                for n, gots in enumerate(zip(*[acts(c.people['a'].ask) for c in copies]), 1):
                    compare('act %d of a' % n, gots)
                    asked += 1
        # The comparison sees what there is to see: once a has voted too, the copies are no longer alike.
        for c in copies:
            c.people['a'].ask('POST', '/api/v1/screen/title-abstract', {'record': 5, 'verdict': 'include'})
        seen = [masked(c.people['a'].ask('GET', '/api/v1/records/acc:R005'))[3] for c in copies]
        if seen[0] == seen[1] or b'included' not in seen[0] or b'conflict' not in seen[1]:
            faults.append('blind to differences')
            print('FAIL once both have voted a is told nothing: %r' % seen[0][:200])
        if good < asked / 3:
            faults.append('few answers')
            print('FAIL only %d of %d answers were 200' % (good, asked))
    finally:
        for c in copies:
            c.end()
    print('%d answers compared in %d copies, %d of them 200; %d differ' % (asked, len(copies), good, len(faults)))
    sys.exit(1 if faults else 0)


main()
