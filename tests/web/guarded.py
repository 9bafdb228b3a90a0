"""A small review that is served, and people who ask it: what the tests of its defences share. Python's standard library alone."""
import hashlib, http.client, json, os, re, shutil, socket, sqlite3, subprocess, sys, tempfile, time, urllib.parse

TOP = os.environ.get('top_srcdir', '.')
PASSWORD = 'seven quiet herons at dusk'
ROLES = ['reader', 'screener', 'extractor', 'adjudicator', 'lead']
RIGHTS = {'anybody': None, 'person': None, 'read': 0, 'screen': 1, 'extract': 2, 'adjudicate': 3, 'lead': 4}
TEXTS = 'text/html; charset=utf-8', 'application/json'

failures, answers = [], []


def check(good, words):
    """Notes what is wrong, and goes on."""
    if not good:
        failures.append(words)
        print('FAIL ' + words, flush=True)
    return good


def end(words):
    print('%s; %d answers, each with its headers' % (words, len(answers)))
    sys.exit(1 if failures else 0)


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit('%s: %s%s' % (' '.join(command), done.stdout, done.stderr))
    return done.stdout


class Answer:
    def __init__(self, response, body, asked):
        self.status, self.body, self.asked = response.status, body, asked
        self.headers = [(k.lower(), v) for k, v in response.getheaders()]
        self.text = body.decode('utf-8', 'replace')
        answers.append(self.status)
        self.look()

    def header(self, name):
        return next((v for k, v in self.headers if k == name), '')

    def look(self):
        """What every answer must carry, whatever was asked."""
        def must(good, what):
            check(good, '%s: %s (status %d)' % (self.asked, what, self.status))
        policy = dict(p.strip().partition(' ')[::2] for p in self.header('content-security-policy').split(';'))
        sealed = 'sandbox' in policy and not re.search('allow-(scripts|forms|popups|modals)', policy['sandbox'])
        document = sealed or ('script-src' not in policy and not self.header('content-type').startswith('text/html'))     # a figure, a PDF, a report
        must(policy.get('default-src') == "'none'" and policy.get('frame-ancestors') in ("'none'", "'self'")
             and (sealed or (policy.get('base-uri') == "'none'" and policy.get('form-action') in ("'none'", "'self'"))),
             'no Content-Security-Policy that closes everything: %r' % self.header('content-security-policy'))
        must(not re.search(r"unsafe|\*|https?:|data:", ' '.join(v for k, v in policy.items() if not (document and k in ('style-src', 'img-src')))),
             'a policy with a hole: %r' % self.header('content-security-policy'))
        must(self.header('x-content-type-options') == 'nosniff', 'no nosniff')
        must(self.header('referrer-policy') in ('no-referrer', 'same-origin'), 'no Referrer-Policy')
        must(self.header('cross-origin-opener-policy') == 'same-origin', 'no Cross-Origin-Opener-Policy')
        must('/assets/' in self.asked or 'no-store' in self.header('cache-control') or 'private' in self.header('cache-control'),
             'may be kept by others: Cache-Control is %r' % self.header('cache-control'))
        must('access-control-allow-origin' not in dict(self.headers), 'is open to other origins')
        must('server' not in dict(self.headers), 'names its server')
        for cookie in [v for k, v in self.headers if k == 'set-cookie']:
            must('; HttpOnly' in cookie and '; SameSite=' in cookie and '; Path=/' in cookie and 'SameSite=None' not in cookie
                 and 'domain' not in cookie.lower(), 'a cookie without its marks: ' + re.sub('=[^;]*', '=...', cookie, 1))


class Client:
    """One browser or program, with its cookies; `csrf` is what its last page of a form had."""

    def __init__(self, house, token=None):
        self.house, self.token, self.jar, self.csrf, self.line = house, token, {}, '', None

    def ask(self, method, path, form=None, headers=None, body=None, kind='application/x-www-form-urlencoded', keep=True):
        h = {'Host': self.house.netloc}
        if self.jar:
            h['Cookie'] = '; '.join('%s=%s' % x for x in self.jar.items())
        if self.token:
            h['Authorization'] = 'Bearer ' + self.token
        if form is not None:
            body = urllib.parse.urlencode(form).encode()
        if body is not None:
            h['Content-Type'] = kind
        for name, value in (headers or {}).items():
            h.pop(name, None)
            if value is not None:
                h[name] = value
        for again in (True, False):
            if self.line is None:
                self.line = http.client.HTTPConnection('127.0.0.1', self.house.port, timeout=60)
            try:
                self.line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
                for name, value in h.items():
                    for one in value if isinstance(value, list) else [value]:
                        self.line.putheader(name, one)
                if body is not None or method == 'POST':
                    self.line.putheader('Content-Length', str(len(body or b'')))
                self.line.endheaders(body)
                response = self.line.getresponse()
                answer = Answer(response, response.read(), '%s %s' % (method, path))
                break
            except (http.client.HTTPException, OSError):
                self.line.close()
                self.line = None
                if not again:
                    raise
        if response.will_close:
            self.line.close()
            self.line = None
        if keep:
            self.take(answer)
        return answer

    def take(self, answer):
        for name, value in answer.headers:
            if name == 'set-cookie':
                pair, _, marks = value.partition(';')
                cookie, _, text = pair.partition('=')
                if 'Max-Age=0' in marks:
                    self.jar.pop(cookie, None)
                else:
                    self.jar[cookie] = text
        found = re.search(r'name="csrf" value="([^"]+)"', answer.text)
        if found:
            self.csrf = found[1]

    def get(self, path, **more):
        return self.ask('GET', path, **more)

    def post(self, path, form=None, **more):
        return self.ask('POST', path, dict({'csrf': self.csrf}, **(form or {})), **more)

    def login(self, name, password=PASSWORD):
        self.get('/login')
        answer = self.post('/login', {'name': name, 'password': password})
        if answer.status == 303:
            self.get('/account')
        return answer


class House:
    """The review in a folder of its own, with a person of each role, whose names are their roles."""

    def __init__(self, protocol=None, records=None, people=ROLES, options=('--test-passwords',), quiet=True):
        self.folder = tempfile.mkdtemp(prefix='guarded.')
        self.review, self.log = self.folder + '/a.review', self.folder + '/log'
        self.options, self.quiet, self.server = list(options), quiet, None
        for name in list(os.environ):
            if name.startswith('REVIEW_'):
                del os.environ[name]
        os.environ['REVIEW_USER'] = 'lead'
        run('review-init', self.review, '--protocol', protocol or TOP + '/protocols/disengagement-15-24.xml')
        run('review-screen', 'people', 'add', 'lead', 'lead', '--review', self.review)
        for role in people:
            if role != 'lead':
                run('review-screen', 'people', 'add', role, role, '--review', self.review)
        if records:
            run('review-import', '--review', self.review, '--source', 'S', '--kind', 'database', '--platform', 'P', '--searched', '2026-11-24',
                '--strategy', 'q', records)
        self.start()

    def start(self):
        log = open(self.log, 'ab')
        self.server = subprocess.Popen(['review-serve', self.review, '--port', '0'] + (['--quiet'] if self.quiet else []) + self.options, stderr=log,
                                       stdout=log, cwd=self.folder)
        log.close()
        for _ in range(300):
            found = re.findall(r'is served at https?://([0-9.]+:(\d+))', open(self.log).read())
            if found:
                self.netloc, self.port = found[-1][0], int(found[-1][1])
                return
            if self.server.poll() is not None:
                break
            time.sleep(.1)
        sys.exit('review-serve did not start: ' + open(self.log).read())

    def stop(self):
        if self.server and self.server.poll() is None:
            self.server.terminate()
            check(self.server.wait(60) == 0, 'the server ended with %s' % self.server.returncode)
        self.server = None

    def leave(self):
        self.stop()
        shutil.rmtree(self.folder)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if self.server and kind:
            self.server.kill()
            self.server.wait()
            self.server = None
        self.leave()

    def alive(self):
        return check(self.server.poll() is None, 'the server is gone: %s' % self.server.returncode)

    def link(self, name):
        return urllib.parse.urlsplit(run('review-serve', 'invite', name, '--review', self.review).strip()).path

    def join(self, name, password=PASSWORD):
        client, path = Client(self), self.link(name)
        client.get(path)
        answer = client.post(path, {'password': password, 'again': password})
        if answer.status != 303:
            sys.exit('%s could not join: %d %s' % (name, answer.status, answer.text[-600:]))
        client.get('/account')
        return client

    def state(self):
        """A digest of all that was decided: every table that an event or a fact stands in, and the people's file but for uses."""
        digest = hashlib.sha256()
        db = sqlite3.connect('file:%s?mode=ro' % self.review, uri=True)
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'work%' AND name NOT LIKE 'sqlite%' ORDER BY name").fetchall():
            digest.update(name.encode())
            for row in db.execute('SELECT * FROM "%s"' % name):
                digest.update(repr(row).encode())
        db.close()
        people = json.load(open(self.review + '.people'))['people']
        for person in people.values():
            for ticket in person['tickets']:
                ticket['used'] = ''
        digest.update(json.dumps(people, sort_keys=True).encode())
        return digest.hexdigest()

    def settle(self):
        """Logins are in the file after a second."""
        time.sleep(2.5)


def routes():
    return json.loads(run('review-serve', 'routes', '--format', 'json'))


PARTS = {'stage': 'title-abstract', 'secret': 'x' * 43}


def filled(path):
    """A path with something plausible for its parts."""
    return re.sub(r'\{(\w+)\*?\}', lambda m: PARTS.get(m[1], '1'), path)
