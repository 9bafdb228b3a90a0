"""Conflicts, full texts and appraisal through a served review; see papers.sh."""
import hashlib, html, http.client, json, os, re, sys, urllib.parse

scratch, url = sys.argv[1:3]
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
        self.csrf = re.search('name="csrf" value="([^"]*)"', self.get(path)[2]).group(1)
        status, _, body = self.ask('POST', path, {'password': PASSWORD, 'again': PASSWORD})
        if status != 303:
            sys.exit('the link did not let in: %d %s' % (status, body[:300]))
        self.csrf = re.search('name="csrf" value="([^"]*)"', self.get('/account')[2]).group(1)

    def ask(self, method, path, fields=None, files=None):
        """Status, headers, bytes. Fields are a form; with files (field, name, bytes) one of several parts."""
        c, heads, body = http.client.HTTPConnection(self.host, self.port, timeout=60), {}, None
        if self.cookies:
            heads['Cookie'] = '; '.join('%s=%s' % kv for kv in self.cookies.items())
        if fields is not None:
            fields = dict(fields, csrf=self.csrf)
            heads['Origin'] = url.rstrip('/')
            body, heads['Content-Type'] = urllib.parse.urlencode(fields, doseq=True).encode(), 'application/x-www-form-urlencoded'
        if files is not None:
            part = '--edge7\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n'
            body = b''.join((part % (name, '')).encode() + value.encode() + b'\r\n' for name, value in fields.items())
            body += b''.join((part % (name, '; filename="%s"' % given)).encode() + value + b'\r\n' for name, given, value in files)
            body, heads['Content-Type'] = body + b'--edge7--\r\n', 'multipart/form-data; boundary=edge7'
        c.request(method, path, body, heads)
        r = c.getresponse()
        data = r.read()
        for header in r.headers.get_all('Set-Cookie', []):
            name, value = header.split(';')[0].split('=', 1)
            self.cookies[name] = value
        return r.status, r.headers, data

    def get(self, path):
        status, heads, body = self.ask('GET', path)
        return status, heads, body.decode('utf-8', 'replace')

    def page(self, path, expect=200):
        status, _, text = self.get(path)
        check(status == expect, 'GET %s: %d, not %d: %s' % (path, status, expect, said(text)))
        return text

    def api(self, path):
        status, _, body = self.get('/api/v1' + path)
        check(status == 200, 'GET /api/v1%s: %d %s' % (path, status, body[:200]))
        return json.loads(body) if status == 200 else {}

    def post(self, path, fields, files=None, expect=303):
        """Where the browser goes next, or the page with the error."""
        status, heads, body = self.ask('POST', path, fields, files)
        text = body.decode('utf-8', 'replace')
        check(status == expect, 'POST %s: %d, not %d: %s' % (path, status, expect, said(text)))
        return heads.get('Location', '') if status == 303 else text


def said(page):
    at = re.search(r'role="alert"[^>]*>(.*?)</div>', page, re.S)
    return html.unescape(re.sub('<[^>]*>', ' ', at.group(1) if at else page[:200])).strip()


with open('links') as f:
    people = {name: Person(link) for name, link in (line.split() for line in f)}
ann, ben, cleo, dora, eva, emil, ruth = (people[name] for name in ('ann', 'ben', 'cleo', 'dora', 'eva', 'emil', 'ruth'))

# ---- Conflicts ------------------------------------------------------------------------------------------------------------------------
stages = {s['stage']: s['conflicts'] for s in cleo.api('/conflicts')['stages']}
check(stages == {'title-abstract': 3, 'full-text': 0}, 'all three conflicts wait for who voted on none: %s' % stages)
stages = {s['stage']: s['conflicts'] for s in dora.api('/conflicts')['stages']}
check(stages['title-abstract'] == 2, 'who voted on one is not offered it: %s' % stages)
ann.page('/conflicts/title-abstract', 403)
first = cleo.page('/conflicts/title-abstract')
main = first[first.index('<main'):first.index('</main>')]
check('the note of one &lt;b&gt;person&lt;/b&gt;' in main and 'Conflict 1 of 3' in main, 'both opinions are shown, as text')
check(not re.search(r'\b(ann|ben)\b', main), 'no name is shown with an opinion')
shown = cleo.api('/conflicts/title-abstract')
check([o['verdict'] for o in shown['opinions']] == ['exclude', 'include'], 'the order of opinions tells nothing: %s' % shown['opinions'])
check(shown['record']['title_runs'] and shown['record']['title'].startswith('Report 1'), 'the record is shown as in screening')
one = {'record': shown['record']['report']}
page = cleo.post('/conflicts/title-abstract', dict(one, verdict='exclude', note='typed long ago <i>'), expect=422)
check('needs its reason' in said(page) and 'typed long ago &lt;i&gt;' in page, 'what was refused says why, and what was typed is not lost: ' + said(page))
page = cleo.post('/conflicts/title-abstract', dict(one, verdict='unsure'), expect=422)
check('include or exclude' in said(page), 'unsure decides nothing: ' + said(page))
third = cleo.api('/conflicts/title-abstract?after=%d' % cleo.api('/conflicts/title-abstract?after=%d' % one['record'])['record']['report'])['record']
page = cleo.post('/conflicts/title-abstract', dict(one, verdict='include', seen='0' * 24), expect=412)
check('somebody changed this' in said(page), 'who saw something else is told: ' + said(page))
page = dora.post('/conflicts/title-abstract', {'record': third['report'], 'verdict': 'include'}, expect=422)
check('another person' in said(page), 'who voted may not decide: ' + said(page))
dora.page('/conflicts/title-abstract?record=%d' % third['report'], 404)
seen = dora.api('/conflicts/title-abstract?record=%d' % one['record'])['seen']
where = cleo.post('/conflicts/title-abstract', dict(one, seen=shown['seen'], verdict='exclude', reason=['design', 'population'], note='both'))
check(where == '/conflicts/title-abstract?after=%d' % one['record'], 'the next conflict comes: ' + where)
page = dora.post('/conflicts/title-abstract', dict(one, seen=seen, verdict='include'), expect=412)
check('somebody was quicker' in page, 'the second of two does not overrule the first: ' + said(page))
second = cleo.api(where)['record']['report']
check(second != one['record'] and cleo.api(where)['conflicts'] == 2, 'it is the one behind')
page = cleo.post('/conflicts/title-abstract/back', {'record': second, 'note': ''}, expect=400)
cleo.post('/conflicts/title-abstract/back', {'record': second, 'note': 'look at the <u>age</u> once more'})
check(cleo.api('/conflicts')['stages'][0]['conflicts'] == 1, 'what was sent back waits for votes')
for who in (ann, ben):
    desk = who.api('/screen/title-abstract')
    check(desk['record']['report'] == second, 'it is asked of those who voted: %s' % desk['record']['report'])
    check('look at the &lt;u&gt;age&lt;/u&gt; once more' in who.page('/screen/title-abstract'), 'and they read why')
check('Calibration' in ann.page('/calibration/title-abstract'), 'rounds have a page')
ann.page('/calibration/nowhere', 404)

# ---- Full texts: bytes ---------------------------------------------------------------------------------------------------------------------
PDF = b'%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n' + bytes(range(256)) * 3000
SCRIPT = b'<!DOCTYPE html><script>alert(document.cookie)</script>'
queue = ann.api('/full-text')
reports = {re.match(r'\S+ \d|\S+', r['title']).group(0): r['report'] for r in queue['reports']}
check(sorted(reports) == ['Apprenticeships', 'Report 4', 'Report 5', 'Report 6'], 'what was included is wanted: %s' % sorted(reports))
four, keller = reports['Report 4'], reports['Apprenticeships']
where = ann.post('/records/%d/files' % four, {'then': '/screen/full-text'}, [('file', '../../x/Paper "4".pdf', PDF), ('file', 'evil.pdf', SCRIPT)])
check(where == '/screen/full-text', 'the browser goes where the form was: ' + where)
files = ann.api('/full-text?record=%d' % four)['reports'][0]['files']
check([f['media'] for f in files] == ['application/pdf', 'text/html'], 'files are told by their bytes: %s' % files)
check(not any(c in f['name'] for f in files for c in '/\\'), 'a name has no folders: %s' % files[0]['name'])
status, heads, body = ruth.ask('GET', files[0]['href'])
check(status == 200 and body == PDF and heads['Content-Type'] == 'application/pdf', 'the bytes come as they were: %d %s' % (status, heads['Content-Type']))
check(heads['X-Content-Type-Options'] == 'nosniff' and heads['Content-Disposition'].startswith('inline'), 'a PDF is shown')
check("frame-ancestors 'self'" in heads['Content-Security-Policy'] and "default-src 'none'" in heads['Content-Security-Policy'], 'under a policy of its own')
status, heads, body = ruth.ask('GET', files[1]['href'])
check(body == SCRIPT and heads['Content-Type'] == 'application/octet-stream' and heads['Content-Disposition'].startswith('attachment'),
      'a page is a download, whatever it is called: %s %s' % (heads['Content-Type'], heads['Content-Disposition']))
check('sandbox' in heads['Content-Security-Policy'], 'and in a sandbox')
for path in ('/files/' + 'a' * 64, '/files/zz', '/files/..%2f..%2fetc%2fpasswd', '/files/' + files[0]['digest'][:10]):
    ruth.page(path, 404)
page = ann.post('/records/%d/files' % four, {}, [('file', 'again.pdf', PDF)], expect=422)
check('has this file already' in said(page) and '/tmp' not in said(page), 'the same file twice is told, without our folders: ' + said(page))
page = ann.post('/records/%d/files' % four, {}, [('file', 'nothing.pdf', b'')], expect=422)
check('nothing.pdf' in said(page) and 'empty' in said(page), 'an empty file is told: ' + said(page))
ann.post('/records/999999/files', {}, [('file', 'a.pdf', PDF + b'x')], expect=422)
ruth.post('/records/%d/files' % four, {}, [('file', 'a.pdf', PDF + b'y')], expect=403)
where = ann.post('/records/%d/state' % keller, {'state': 'awaiting', 'note': 'asked <b>Keller</b>', 'then': '//evil.example'})
check(where == '/full-text', 'no form leads to another server: ' + where)
ann.post('/records/%d/state' % keller, {'state': 'lost'}, expect=422)
awaited = ann.api('/full-text?state=awaiting')['reports']
check([(r['report'], r['state_note']) for r in awaited] == [(keller, 'asked <b>Keller</b>')], 'a state has its note: %s' % [(r['report'], r['state_note']) for r in awaited])
check('asked &lt;b&gt;Keller' in ann.page('/full-text?state=awaiting'), 'which stays text')
pane = ben.page('/screen/full-text')
check('<iframe' in pane and files[0]['href'] in pane, 'the paper stands beside the form')
ann.post('/records/%d/files/%s/detach' % (four, files[1]['digest']), {})
check(len(ann.api('/full-text?record=%d' % four)['reports'][0]['files']) == 1, 'a file is taken off')

# ---- Many at once ------------------------------------------------------------------------------------------------------------------------------
many = [('file', '10.1000_paper.5.pdf', PDF + b'5'), ('file', 'Baker 2016 Report 6 on mentoring young people who leave school early.pdf', PDF + b'6'),
        ('file', 'scan<b>0001.pdf', PDF + b'7'), ('file', 'apprenticeships early learning.pdf', PDF + b'8')]
names = ann.api('/full-text/match?' + urllib.parse.urlencode({'name': [n for _, n, _ in many]}, doseq=True))['names']
check([bool(n['candidates'] and n['candidates'][0]['sure']) for n in names] == [True, True, False, False], 'names are matched: %s' % names)
check(names[3]['candidates'][0]['record'] == keller, 'a likely report is offered: %s' % names[3])
where = ann.post('/full-text/files', {}, many)
check(where.startswith('/full-text?unmatched=') and where.count('unmatched=') == 2, 'what fits no report is named: ' + where)
page = ann.page(where)
check('scan_b_0001.pdf' in page and '/full-text?record=%d' % keller in page, 'and its likely reports are offered')
got = {r['report']: [f['digest'] for f in r['files']] for r in ann.api('/full-text?state=retrieved')['reports']}
check(got.get(reports['Report 5']) == [hashlib.sha256(PDF + b'5').hexdigest()], 'by DOI: %s' % got)
check(got.get(reports['Report 6']) == [hashlib.sha256(PDF + b'6').hexdigest()], 'by title: %s' % got)

# ---- Appraisal, two people blind -----------------------------------------------------------------------------------------------------------
def masked(person, path):
    status, heads, body = person.ask('GET', path)
    heads = sorted((k, v) for k, v in heads.items() if k not in ('Date', 'Content-Length'))
    return status, heads, re.sub(rb'name="(csrf|key)" value="[^"]*"', b'', body)


SMS = '/appraise/sms/' + urllib.parse.quote('Keller 2015')
OTHER = SMS.replace('/appraise/', '/appraise-differences/')
tools = {t['tool']: t for t in eva.api('/appraise')['tools']}
check(tools['sms']['twice'] and not tools['grade']['twice'], 'the protocol says who judges twice')
listed = eva.api('/appraise?tool=sms')['of']
check([s['subject'] for s in listed['subjects']] == ['Keller 2015'], 'studies are to be judged: %s' % listed)
page = eva.page(SMS)
appraisal = eva.api(SMS)['appraisal']
questions = [q for d in appraisal['domains'] for q in d['questions']]
check(questions and 'name="answer.%s"' % questions[0]['id'] in page, 'questions are asked')
before = {path: masked(eva, path) for path in (SMS, '/appraise?tool=sms', OTHER, '/api/v1' + SMS, '/api/v1/appraise?tool=sms&show=all')}


def answer_all(person, best):
    """Answers what is asked until nothing is, then takes what is proposed."""
    for _ in range(60):
        a = person.api(SMS)['appraisal']
        open_ = [q for d in a['domains'] for q in d['questions'] if not q['answer']]
        if not open_:
            break
        q = open_[0]
        choices = [c['value'] for c in q['choices']]
        person.post(SMS, {'answer.' + q['id']: choices[0 if best else -1], 'place.' + q['id']: 'p. 3'})
    person.post(SMS, {'answer.' + d['id']: 'as proposed' if d.get('proposal') else d['choices'][0]['value'] for d in person.api(SMS)['appraisal']['domains']})
    return person.api(SMS)['appraisal']


done = answer_all(emil, True)
check(done['done'], 'answers and proposals make an appraisal whole: %s of %s' % (done['judged'], done['due']))
for path, was in before.items():
    check(masked(eva, path) == was, 'nothing of what another said shows in %s' % path)
eva.post(SMS.replace('/appraise/', '/appraise-agree/'), {}, expect=409)
page = emil.page(OTHER)
check('eva' not in page[page.index('<main'):] and 'Not all who judge' in page, 'who is done waits, and is told no names')
page = eva.post(SMS, {'answer.' + questions[0]['id']: 'perhaps', 'support.' + questions[0]['id']: 'kept <i>', }, expect=422)
check('has the answers' in said(page) and 'kept &lt;i&gt;' in page, 'a wrong answer is told, and what was typed stays: ' + said(page))
mine = answer_all(eva, False)
check(eva.api('/appraise?tool=sms&show=done')['of']['finished'] == 1 and not eva.api('/appraise?tool=sms')['of']['subjects'], 'what is done leaves the list')
eva.page('/appraise?tool=nothing', 404)
domain = mine['domains'][0]
other = [c['value'] for c in domain['choices'] if not domain.get('proposal') or c['value'] != domain['proposal']['judgement']][0]
if domain.get('proposal'):
    page = eva.post(SMS, {'answer.' + domain['id']: other}, expect=422)
    check('give the reason' in said(page), 'another judgement needs its reason: ' + said(page))
    eva.post(SMS, {'answer.' + domain['id']: other, 'support.' + domain['id']: 'the rules do not know of it'})
    check(eva.api(SMS)['appraisal']['domains'][0]['proposal']['differs'], 'with it it stands, and the page says that it differs')
page = eva.page(OTHER)
lines = eva.api(OTHER)['lines']
check(lines and all(len(l['said']) == 2 for l in lines) and 'emil' in page, 'when both are done they see where they differ: %d lines' % len(lines))
eva.post(SMS.replace('/appraise/', '/appraise-agree/'), {})
for line in lines:
    said_one = [v['answer'] for v in line['said'] if v['answer']][0]      # the other was not asked after other answers
    cleo.post(SMS.replace('/appraise/', '/appraise-settle/'), {'id': line['id'], 'answer': said_one, 'support': 'settled'})
check(all(l['settled'] for l in cleo.api(OTHER)['lines']), 'a third person settles')
eva.page('/appraise/nothing/Keller', 404)
eva.page('/appraise/sms/Nobody%202001', 404)
ann.page(SMS, 403)

print('%d faults' % len(faults))
sys.exit(bool(faults))
