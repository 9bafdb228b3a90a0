"""Pages and their forms as a browser without scripts sees and sends them; people who log in by one-time links; the command-line tools."""
import csv
import html.parser
import http.client
import io
import json
import subprocess
import sys
import urllib.parse

BASE = urllib.parse.urlsplit(sys.argv[1])
LINKS = dict(line.split(' ', 1) for line in open(sys.argv[2], encoding='utf-8').read().splitlines())
PASSWORD = 'seven quiet herons at dusk'
VOID = {'input', 'br', 'img', 'meta', 'link', 'hr'}
faults = 0


def check(good, what):
    global faults
    if not good:
        faults += 1
        print('FAULT:', what)


class Page(html.parser.HTMLParser):
    """Forms with their fields as a browser sends them, and the words of the page."""
    def __init__(self, text):
        super().__init__()
        self.forms, self.words, self.scripts, self.errors = [], [], [], []
        self.form = self.select = self.area = None
        self.open = []
        self.feed(text)
        self.text = ' '.join(' '.join(self.words).split())

    def handle_starttag(self, tag, attributes):
        a = {k: v if v is not None else '' for k, v in attributes}
        if tag not in VOID:
            self.open.append((tag, a))
        if any(k.startswith('on') for k in a):
            self.errors.append(f'<{tag}> with a handler')
        if any(t == 'template' for t, _ in self.open):
            return                         # nothing of it is in the page before a script puts it there
        if tag == 'script':
            self.scripts.append(a.get('src', ''))
        if tag == 'form':
            self.form = {'action': a.get('action', ''), 'fields': [], 'values': {}, 'options': {}}
            self.forms.append(self.form)
        if not self.form:
            return
        disabled = any(t == 'fieldset' and 'disabled' in x for t, x in self.open)
        name = a.get('name')
        if tag == 'input' and name and not disabled:
            kind = a.get('type', 'text')
            if kind in ('checkbox', 'radio'):
                self.form['options'].setdefault(name, []).append(a.get('value', 'on'))
                if 'checked' in a:
                    self.form['fields'].append((name, a.get('value', 'on')))
            else:
                self.form['fields'].append((name, a.get('value', '')))
        elif tag == 'select' and not disabled:
            self.select = [name, None, []]
        elif tag == 'option' and self.select:
            self.select[2].append(a.get('value'))
            self.chosen = 'selected' in a
            if 'value' in a:
                self.choose(a['value'])
        elif tag == 'textarea' and not disabled:
            self.area = [name, '']

    def choose(self, value):
        """The first option is chosen unless another says that it is."""
        if self.chosen or self.select[1] is None:
            self.select[1] = value

    def handle_data(self, data):
        if self.area:
            self.area[1] += data
        elif self.select and self.open and self.open[-1][0] == 'option':
            if self.select[2][-1] is None:
                self.select[2][-1] = data
                self.choose(data)
        self.words.append(data)

    def handle_endtag(self, tag):
        while self.open and self.open[-1][0] != tag and any(t == tag for t, _ in self.open):
            self.open.pop()
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        if tag == 'select' and self.select:
            self.form['fields'].append((self.select[0], self.select[1] or ''))
            self.form['options'][self.select[0]] = self.select[2]
            self.select = None
        if tag == 'textarea' and self.area:
            self.form['fields'].append((self.area[0], self.area[1].removeprefix('\n')))
            self.area = None
        if tag == 'form':
            self.form = None

    def form_of(self, end, having=()):
        for form in self.forms:
            names = {n for n, _ in form['fields']}
            if form['action'].endswith(end) and all(h in names or (h, ) == h for h in having):
                return form
        raise SystemExit(f'no form {end} in: {self.text[:600]}')


class Person:
    def __init__(self, name):
        self.name, self.cookies = name, {}
        path = urllib.parse.urlsplit(LINKS[name]).path
        page = self.get(path)
        form = page.forms[-1]
        self.send(form['action'] or path, [(n, PASSWORD if 'password' in n or 'again' in n else v) for n, v in form['fields']])

    def ask(self, method, path, body=None, headers=()):
        connection = http.client.HTTPConnection(BASE.hostname, BASE.port, timeout=20)
        head = dict(headers)
        if self.cookies:
            head['Cookie'] = '; '.join(f'{k}={v}' for k, v in self.cookies.items())
        if method == 'POST':
            head.setdefault('Origin', f'{BASE.scheme}://{BASE.netloc}')
        connection.request(method, path, body, head)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all('Set-Cookie') or []:
            name, value = cookie.split(';')[0].split('=', 1)
            self.cookies[name] = value
        text = answer.read().decode('utf-8')
        connection.close()
        return answer.status, answer.headers, text

    def get(self, path, status=200):
        for _ in range(4):
            got, headers, text = self.ask('GET', path)
            if got != 303:
                break
            path = headers['Location']
        page = Page(text)
        page.status, page.raw = got, text
        check(got == status, f'{self.name}: GET {path} is {got}, not {status}: {page.text[:200]}')
        check(not page.errors, f'{path}: live markup {page.errors[:2]}')
        check(all(s.startswith('/assets/') for s in page.scripts), f'{path}: scripts {page.scripts}')
        return page

    def send(self, path, fields, status=303):
        """As a browser does: line ends are CRLF, the answer's page is gone to."""
        body = urllib.parse.urlencode([(n, v.replace('\r', '').replace('\n', '\r\n')) for n, v in fields])
        got, headers, text = self.ask('POST', path, body, {'Content-Type': 'application/x-www-form-urlencoded'})
        check(got == status, f'{self.name}: POST {path} is {got}, not {status}: {Page(text).text[:300]}')
        if got == 303:
            return self.get(headers['Location'])
        page = Page(text)
        page.status = got
        return page

    def fill(self, page, end, values, status=303):
        """The form of a page with some fields filled in; what is no field of it is a fault of the test."""
        form = page.form_of(end)
        left, fields = dict(values), []
        for name, value in form['fields']:
            if name in left and not isinstance(left[name], list):
                value = left.pop(name)
            elif name in left:
                continue
            fields.append((name, value))
        for name, value in left.items():
            check(name in form['options'], f'{end} has no field {name}')
            fields += [(name, v) for v in (value if isinstance(value, list) else [value])]
        return self.send(form['action'], fields, status)

    def api(self, method, path, body=None, status=200):
        csrf = next(v for f in self.get('/extract').forms for n, v in f['fields'] if n == 'csrf')
        got, _, text = self.ask(method, '/api/v1' + path, json.dumps(body) if body is not None else None,
                                {'Content-Type': 'application/json', 'X-CSRF-Token': csrf})
        check(got == status, f'{self.name}: {method} {path} is {got}, not {status}: {text[:300]}')
        return json.loads(text)


def tool(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    check(done.returncode == 0, f'{" ".join(words)}: {done.stderr[:200]}')
    return done.stdout


def rows_of(*words):
    return list(csv.DictReader(io.StringIO(tool(*words, '--format', 'csv'))))


def end():
    if faults:
        sys.exit(f'{faults} faults')
