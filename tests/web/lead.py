"""The lead's way through a served review; see lead.sh."""
import csv, html, http.client, json, os, re, shlex, subprocess, sys, urllib.parse

top, scratch, url = sys.argv[1:4]
review = os.path.join(scratch, 'r.review')
example = os.path.join(top, 'examples/disengagement')
PASSWORD = 'seven quiet herons at dusk'
faults = []


def check(good, words):
    if not good:
        faults.append(words)
        print('FAIL', words)


class Person:
    def __init__(self, link):
        at = urllib.parse.urlsplit(url)
        self.host, self.port, self.cookies, self.csrf, self.keys = at.hostname, at.port, {}, '', 0
        path = urllib.parse.urlsplit(link).path
        self.csrf = re.search('name="csrf" value="([^"]*)"', self.get(path)[1]).group(1)
        status, _, body = self.ask('POST', path, {'password': PASSWORD, 'again': PASSWORD})
        if status != 303:
            sys.exit('the link did not let in: %d %s' % (status, body[:300]))
        self.csrf = re.search('name="csrf" value="([^"]*)"', self.get('/account')[1]).group(1)

    def ask(self, method, path, fields=None, files=None):
        """Status, headers, body as bytes. `fields` and `files` (field, name, bytes) go as forms do."""
        c, heads, body = http.client.HTTPConnection(self.host, self.port, timeout=60), {}, None
        if self.cookies:
            heads['Cookie'] = '; '.join('%s=%s' % kv for kv in self.cookies.items())
        if fields is not None:
            self.keys += 1
            fields = dict({'key': 'k%d' % self.keys}, **fields, csrf=self.csrf)
            heads['Origin'] = url.rstrip('/')
        if files is not None:
            edge, parts = 'eeeeeedge', []
            for name, value in fields.items():
                parts.append(b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (edge.encode(), name.encode(), value.encode()))
            for name, filename, value in files:
                parts.append(b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: application/octet-stream\r\n\r\n%s\r\n'
                             % (edge.encode(), name.encode(), filename.encode(), value))
            body = b''.join(parts) + b'--%s--\r\n' % edge.encode()
            heads['Content-Type'] = 'multipart/form-data; boundary=' + edge
        elif fields is not None:
            body = urllib.parse.urlencode(fields, doseq=True)
            heads['Content-Type'] = 'application/x-www-form-urlencoded'
        c.request(method, path, body, heads)
        r = c.getresponse()
        data = r.read()
        for header in r.headers.get_all('Set-Cookie', []):
            name, value = header.split(';')[0].split('=', 1)
            self.cookies[name] = value
        return r.status, r.headers, data

    def get(self, path):
        status, _, body = self.ask('GET', path)
        return status, body.decode('utf-8', 'replace')

    def api(self, path):
        status, body = self.get('/api/v1' + path)
        if status != 200:
            check(False, 'GET /api/v1%s: %d %s' % (path, status, body[:200]))
            return {}
        return json.loads(body)

    def post(self, path, fields, files=None, expect=303):
        """Sends a form; where the browser goes next, or the page with the error."""
        status, heads, body = self.ask('POST', path, fields, files)
        text = body.decode('utf-8', 'replace')
        check(status == expect, 'POST %s: %d, not %d: %s' % (path, status, expect, said(text)))
        return heads.get('Location', '') if status == 303 else text


def said(page):
    """What went wrong, of a page."""
    at = re.search(r'role="alert"[^>]*>(.*?)</div>', page, re.S)
    return html.unescape(re.sub('<[^>]*>', ' ', at.group(1) if at else page[:300])).strip()


def tool(*words, cwd=scratch):
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        sys.exit('%s: %s' % (' '.join(words), done.stderr))
    return done.stdout


def data(name):
    with open(os.path.join(example, name), 'rb') as f:
        return f.read()


def rows(name):
    return list(csv.DictReader(data(name).decode().splitlines()))


with open(os.path.join(scratch, 'links')) as f:
    links = dict(line.split() for line in f)
lead = Person(links['lead'])

# ---- Imports ------------------------------------------------------------------------------------------------------------------------
SEARCHES = [('education.ris', 'database', 'Education database'), ('citation-index.csv', 'database', 'Citation index'),
            ('health.xml', 'database', 'Health database'), ('registers.csv', 'register', 'Evidence registers'),
            ('websites.csv', 'website', 'Government and library websites'), ('organisations.ris', 'organisation', 'Research organisations'),
            ('citations.ris', 'citation', 'Reference lists'), ('contacts.ris', 'contact', 'People asked')]


def send(name, kind, source, content):
    where = lead.post('/manage/imports', {'source': source, 'kind': kind, 'searched': '2026-11-24'}, [('files', name, content)])
    check(re.fullmatch('/manage/imports/[A-Za-z0-9_-]{40,}', where), 'a batch has an address of its own: ' + where)
    return where


bad = b'TY  - JOUR\nTI  - Fine\nER  - \n\nTY  - JOUR\nTI  - <script>alert(1)</script>\nAU  - A, B\nER  - \n'
where = send('bad <b>.ris', 'database', 'Bad', bad)
status, page = lead.get(where)
batch = lead.api(where)
check(status == 200 and any(o['line'] == 5 and o['record'] == 2 for o in batch.get('odd', [])), 'an oddity is told with its line: %s' % batch.get('odd'))
check('<script>alert' not in page, 'text of a file stays text')
lead.post(where + '/drop', {})
check(lead.get(where)[0] == 404, 'what was given up is gone')
where = send('no.ris', 'database', 'None', b'\x00\x01this is no reference file at all')
batch = lead.api(where)
check(batch.get('good') is False and '/' not in batch['files'][0]['fault'], 'what cannot be read is told without paths: %s' % batch.get('files'))
lead.post(where, {}, expect=422)
check(lead.get('/manage/imports/' + 'A' * 43)[0] == 404, 'a batch that was never sent is not found')
a = Person(links['reviewer-a'])
waiting = send(*SEARCHES[0], data('search/' + SEARCHES[0][0]))
check(a.get(waiting)[0] == 403 and a.get('/manage')[0] == 403, 'a screener has no way into imports')
for i, search in enumerate(SEARCHES):
    where = waiting if i == 0 else send(*search, data('search/' + search[0]))
    check(not lead.api(where)['odd'], '%s has nothing odd' % search[0])
    check(lead.post(where, {}) == '/duplicates', 'after an import the duplicates are next')
where = send(*SEARCHES[0], data('search/' + SEARCHES[0][0]))
check(lead.api(where).get('known') is True and 'in the review already' in lead.get(where)[1], 'the same file again is known')
check(re.search('imported', said(lead.post(where, {}, expect=422))), 'and refused')
files = lead.api('/manage/imports')['files']
check(len(files) == len(SEARCHES), 'each file stands there once: %d' % len(files))

# ---- The same by the tools, to compare with -------------------------------------------------------------------------------------------
beside = os.path.join(scratch, 'beside.review')
tool('review-init', beside, '--protocol', os.path.join(top, 'protocols/disengagement-15-24.xml'))
for name, kind, source in SEARCHES:
    tool('review-import', '--review', beside, '--source', source, '--kind', kind, '--searched', '2026-11-24', os.path.join(example, 'search', name))
tool('review-dedup', 'run', '--review', beside)

# ---- Duplicates -------------------------------------------------------------------------------------------------------------------------
lead.post('/duplicates/run', {})
counts = [tool('review-dedup', 'counts', '--format', 'json', '--review', r) for r in (review, beside)]
check(json.loads(counts[0]) == json.loads(counts[1]), 'a run by the server finds what the tool finds')
dup = lead.api('/duplicates')
if dup['queue']:
    pair = dup['queue'][0]
    lead.post('/duplicates/judge', {'record': str(pair['record']), 'other': str(pair['other']), 'verdict': 'same', 'reason': 'tried'})
    after = lead.api('/duplicates')
    check(after['waiting'] < dup['waiting'], 'a pair that was judged leaves the queue')
    act = after['acts'][0]
    check(act['reason'] == 'tried' and act['who'] == 'lead', 'the newest act is told first: %s' % act)
    lead.post('/duplicates/undo', {'event': act['event'], 'reason': 'only tried'})
    check(lead.api('/duplicates')['waiting'] == dup['waiting'], 'an act taken back brings the pair back')
    check('verdict' in said(lead.post('/duplicates/judge', {'record': '1', 'other': '2', 'verdict': 'maybe'}, expect=422)), 'no such verdict')
for r in rows('decisions/merges.csv'):
    lead.post('/duplicates/judge', {'record': r['record'], 'other': r['other'], 'verdict': 'same', 'reason': r['reason']})

# ---- Work given out ----------------------------------------------------------------------------------------------------------------------
lead.post('/manage/assignments/calibrate', {'stage': 'title-abstract', 'size': '12', 'reviewers': ['reviewer-a', 'reviewer-b']})
lead.post('/manage/assignments/share', {'stage': 'title-abstract', 'share.reviewer-a': '1', 'share.reviewer-b': '1'})
waits = {(w['reviewer'], w['stage']): w for w in lead.api('/')['waits']}
reports = lead.api('/')['stages'][0]['reports']
check(waits['reviewer-a', 'title-abstract']['given'] == reports, 'both are given every report: %s of %d' % (waits, reports))
check(lead.api('/manage/assignments')['rounds'][0]['open'] == 12, 'the round of calibration has begun')
check('share' in said(lead.post('/manage/assignments/share', {'stage': 'title-abstract'}, expect=422)), 'shares of nobody are refused')
check(a.api('/').get('waits') == [] and a.api('/')['mine'][0]['given'] == reports, 'a screener sees what waits for them alone')

# ---- Decisions ------------------------------------------------------------------------------------------------------------------------------
lines = data('decisions/title-abstract.csv').split(b'\n')
broken = b'\n'.join([lines[0], lines[1], lines[2].replace(b'exclude', b'perhaps').replace(b'include', b'perhaps')] + lines[3:])
where = lead.post('/manage/decisions', {}, [('file', 'broken.csv', broken)])
told = lead.api(where)
check(any(f['line'] == 3 for f in told['faults']) and told['taken'] == 0, 'a decision that cannot be is told with its line: %s' % told['faults'][:1])
for name in ('title-abstract', 'title-abstract-resolved'):
    fields = {'resolutions': 'yes'} if 'resolved' in name else {}
    where = lead.post('/manage/decisions', fields, [('file', name + '.csv', data('decisions/%s.csv' % name))])
    told = lead.api(where)
    check(told['taken'] == len(rows('decisions/%s.csv' % name)), '%s: all would be taken: %s' % (name, {k: told[k] for k in ('taken', 'fault', 'faults')}))
    lead.post(where, {})
where = lead.post('/manage/decisions', {}, [('file', 'again.csv', data('decisions/title-abstract.csv'))])
check(lead.api(where)['taken'] == 0, 'the same decisions again add nothing')
for r in rows('decisions/states.csv'):
    tool('review-screen', 'state', '--review', review, '--note', r['note'], r['record'], r['state'])
for name in ('full-text', 'full-text-resolved'):
    where = lead.post('/manage/decisions', {'resolutions': 'yes'} if 'resolved' in name else {}, [('file', name + '.csv', data('decisions/%s.csv' % name))])
    lead.post(where, {})
home = lead.api('/')
check(home['stages'][0]['waiting'] == 0 and home['stages'][0]['conflicts'] == 0, 'the first stage is done: %s' % home['stages'][0])
check(len(home['agreement']) == 2 and 0 < home['agreement'][0]['kappa'] <= 1, 'agreement of the pair at both stages')
check(lead.ask('GET', '/figures/flow.svg')[1]['Content-Type'] == 'image/svg+xml', 'the flow diagram is a picture')
check('sandbox' in lead.ask('GET', '/figures/flow.svg?theme=dark')[1]['Content-Security-Policy'], 'and can do nothing else')
check(lead.get('/figures/flow.svg?theme=pink')[0] == 422 and lead.get('/figures/recall.svg?stage=title-abstract')[0] == 200, 'figures say what they take')
tool('review-extract', 'import', '--review', review, *[os.path.join(example, 'extraction', n + '.csv')
                                                         for n in ('studies', 'results', 'values', 'appraisals', 'grade')])

# ---- Analyses --------------------------------------------------------------------------------------------------------------------------------
plans = lead.api('/analyses')['analyses']
check(plans and all(p['done'] for p in plans), 'every planned analysis is carried out: %s' % [p['problem'] for p in plans])
before = tool('review-log', review, 'verify')
first = lead.api('/analyses/' + plans[0]['id'])
some = first['used'][0]['study']
tried = 0
for query in ({}, {'method': 'DL', 'test': 'z'}, {'method': 'CE'}, {'measure': 'RR'}, {'leave_out': [some]}, {'leave_out': [some], 'level': '0.9', 'test': 'knha'},
              {'subgroup': 'design'}, {'all_effects': 'yes'}, {'prediction': 'hts'}):
    for plan in plans[:2]:
        told = lead.api('/analyses/%s?%s' % (plan['id'], urllib.parse.urlencode(query, doseq=True)))
        done = subprocess.run(shlex.split(told['command']) + ['--format', 'json'], cwd=scratch, capture_output=True, text=True)
        if 'problem' in told:
            check(done.returncode == 1, '%s %s: the page says %s, the command does not' % (plan['id'], query, told['problem']))
            continue
        check(done.returncode == 0 and json.loads(done.stdout) == told['analysis'],
              '%s %s: the command gives other numbers: %s %s' % (plan['id'], query, told['command'], done.stderr))
        tried += 1
        svg = lead.ask('GET', '/figures/forest/%s.svg%s' % (plan['id'], told['query']))
        check(svg[0] == 200 and b'<text' in svg[2], 'its forest plot is drawn')
check(tried >= 14, '%d analyses were compared with their commands' % tried)
check(lead.get('/analyses/nowhere')[0] == 404 and lead.get('/analyses/%s?method=best' % plans[0]['id'])[0] == 422
      and lead.get('/analyses/%s?leave_out=Nobody' % plans[0]['id'])[0] == 404, 'what cannot be asked for is refused')
check(tool('review-log', review, 'verify') == before, 'nothing was written by looking')

# ---- The protocol ------------------------------------------------------------------------------------------------------------------------------
with open(os.path.join(top, 'protocols/disengagement-15-24.xml'), 'rb') as f:
    xml = f.read()
where = lead.post('/protocol', {}, [('file', 'broken.xml', xml.replace(b'</question>', b'</kwestion>', 1))])
check(re.search(r'broken\.xml:\d+', lead.api(where)['fault']), 'a broken protocol is told with its line: %s' % lead.api(where)['fault'])
lead.post(where, {}, expect=422)
newer = xml.replace(b'<include id="risk">', b'<include id="risk">Newly said: ', 1)
where = lead.post('/protocol', {}, [('file', 'newer.xml', newer)])
told = lead.api(where)
check(told['version'] == 2 and [c['part'] for c in told['changes']] == ['criterion'], 'what differs is told first: %s' % told['changes'])
check('changed' in said(lead.post(where, {'seen': 'x' * 24}, expect=412)), 'who saw another version is told')
lead.post(where, {'seen': told['seen']})
told = lead.api('/protocol')
check(len(told['versions']) == 2 and told['reconsider_count'] > 0, 'decisions are to be looked at again: %s' % told['reconsider_count'])
check(told['deviations'] and not a.get('/protocol')[1].count('because.'), 'a screener reads deviations, and gives no reasons')
first_step = told['deviations'][0]['step']
lead.post('/protocol/deviations', {'because.' + first_step: 'arranged'}, expect=422)
lead.post('/protocol/deviations', {'because.' + d['step']: 'arranged for a test' for d in told['deviations']})
check(all(d['reason'] for d in lead.api('/protocol')['deviations']), 'every deviation has its reason')

# ---- Out of it -----------------------------------------------------------------------------------------------------------------------------------
for what in lead.api('/manage/exports')['exports']:
    for form in what['formats']:
        status, heads, body = lead.ask('GET', '/manage/exports/%s?format=%s' % (what['export'], form['format']))
        check(status == 200 and len(body) > 20 and 'attachment' in heads['Content-Disposition'], 'export %s as %s: %d' % (what['export'], form['format'], status))
status, heads, body = lead.ask('GET', '/manage/exports/records?format=ris')
check(body == subprocess.run(['review-export', '--review', review, '--format', 'ris'], capture_output=True).stdout, 'records are what the tool writes')
status, heads, body = lead.ask('GET', '/manage/backup/file')
copy = os.path.join(scratch, 'copy.review')
with open(copy, 'wb') as f:
    f.write(body)
check(tool('review-log', copy, 'verify').split('head')[-1] == tool('review-log', review, 'verify').split('head')[-1], 'the backup is sound and has the same head')
told = lead.api('/manage/backup?verify=yes')
check(told['verification']['sound'] and told['verification']['wrong'] == 0, 'the review is sound: %s' % told['verification'])
check(not lead.api('/manage/backup?verify=yes&expect=' + '0' * 64)['verification']['sound'], 'a head that never was is told')
told = lead.api('/report')
at = '/report/%s/' % told['report']
status, heads, body = lead.ask('GET', at + 'report.html')
check(status == 200 and 'sandbox' in heads['Content-Security-Policy'] and 'allow-scripts' not in heads['Content-Security-Policy'], 'the report runs nothing')
check(lead.ask('GET', at + 'report.docx')[2][:2] == b'PK' and lead.get(at + '..%2fsaid.json')[0] == 404 and a.get(at + 'report.html')[0] == 403,
      'documents, and nothing else')
check(lead.api('/report')['report'] == told['report'], 'the same review, the same report')
tool('review-report', '--review', review, '--output', os.path.join(scratch, 'report'))
with open(os.path.join(scratch, 'report', 'estimates_%s.csv' % plans[0]['id']), 'rb') as f:
    check(lead.ask('GET', at + 'estimates_%s.csv' % plans[0]['id'])[2] == f.read(), 'the report is what the tool writes')
left = [n for n in os.listdir(os.environ.get('TMPDIR') or '/var/tmp') if n.startswith(('review-upload-', 'review-download-'))] if os.environ.get('TMPDIR') else []
check(not left, 'nothing of uploads and downloads is left: %s' % left)
for path in ('/', '/manage', '/manage/assignments', '/manage/imports', '/manage/decisions', '/duplicates', '/protocol', '/analyses', '/manage/exports',
             '/manage/backup', '/report', '/analyses/' + plans[0]['id']):
    status, page = lead.get(path)
    check(status == 200 and '{{' not in page and 'could not be made' not in page, 'page %s: %d' % (path, status))
print('%d analyses by command' % tried)
sys.exit(1 if faults else 0)
