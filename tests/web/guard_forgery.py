"""Forged changes and foreign names: every POST route, every fault; all refused, and nothing is written."""
from guarded import *

TABLE = routes()
POSTS = [r for r in TABLE if r['method'] == 'POST']


def forgeries(client, other, netloc):
    """Name, headers, token in the form, kind of body."""
    right, port = client.csrf, netloc.split(':')[1]
    form = 'application/x-www-form-urlencoded'
    return [
        ('no token', {}, None, form),
        ('an empty token', {}, '', form),
        ('a wrong token', {}, 'A' * 43, form),
        ("another person's token", {}, other.csrf, form),
        ("another person's token as header", {'X-CSRF-Token': other.csrf}, right, form),
        ('half the token', {}, right[:20], form),
        ('evil Origin', {'Origin': 'http://evil.example'}, right, form),
        ('Origin null', {'Origin': 'null'}, right, form),
        ('Origin of another port', {'Origin': 'http://127.0.0.1:1'}, right, form),
        ('Origin with our name in it', {'Origin': 'http://%s.evil.example' % netloc}, right, form),
        ('Origin with our name before', {'Origin': 'http://%s@evil.example' % netloc}, right, form),
        ('Origin of another scheme', {'Origin': 'https://' + netloc}, right, form),
        ('cross-site', {'Sec-Fetch-Site': 'cross-site'}, right, form),
        ('same-site', {'Sec-Fetch-Site': 'same-site'}, right, form),
        ('text/plain', {}, right, 'text/plain'),
        ('no kind of body', {'Content-Type': None}, right, form),
        ('JSON to a page', {}, right, 'application/json'),
    ]


def body_of(token, kind):
    if kind == 'application/json':
        return json.dumps({'csrf': token or ''}).encode()
    return urllib.parse.urlencode({} if token is None else {'csrf': token}).encode()


with House() as house:
    lead, other = house.join('lead'), house.join('screener')
    visitor, stranger = Client(house), Client(house)
    visitor.get('/login')
    stranger.get('/login')
    house.settle()
    before, n = house.state(), 0
    for route in POSTS:
        path = filled(route['path'])
        for client, another in ((lead, other),) + (((visitor, stranger),) if route['right'] == 'anybody' else ()):
            for name, headers, token, kind in forgeries(client, another, house.netloc):
                for prefix in ('',) if kind == 'application/json' else ('', '/api/v1'):
                    answer = client.ask('POST', prefix + path, headers=headers, body=body_of(token, kind), kind=kind, keep=False)
                    check(answer.status in (403, 415), 'POST %s%s with %s: %d' % (prefix, route['path'], name, answer.status))
                    n += 1
            answer = client.ask('POST', path + '?csrf=' + client.csrf, body=b'', keep=False)
            check(answer.status in (400, 403, 415), 'POST %s with the token in the address: %d' % (route['path'], answer.status))
    check(house.state() == before, 'a forged change was written')
    # A cookie alone, as another site's form sends it, and a token of a program in the place of a cookie.
    bare = Client(house)
    bare.jar = dict(lead.jar)
    for route in POSTS:
        answer = bare.ask('POST', '/api/v1' + filled(route['path']), body=b'{}', kind='application/json', keep=False)
        check(answer.status == 403, 'POST %s by the cookie alone: %d' % (route['path'], answer.status))
    # Foreign names of the server, for every route.
    port, rebound = house.port, 0
    for route in TABLE:
        for host in 'evil.example', 'evil.example:%d' % port, '127.0.0.1.evil.example:%d' % port, '127.0.0.1', 'localhost:1', '', '[::1]', 'localhost:%d.' % port:
            answer = lead.ask(route['method'], filled(route['path']), headers={'Host': host, 'X-CSRF-Token': lead.csrf}, keep=False)
            check(answer.status in (400, 421), '%s %s with Host %r: %d' % (route['method'], route['path'], host, answer.status))
            check('evil.example' not in answer.text + str(answer.headers), '%s: the foreign name came back' % route['path'])
            rebound += 1
        answer = lead.ask('GET', filled(route['path']), headers={'X-Forwarded-Host': 'evil.example', 'Forwarded': 'host=evil.example'}, keep=False)
        check('evil.example' not in answer.text + str(answer.headers), '%s: the forwarded name came back' % route['path'])
    check(house.state() == before, 'something was written under a foreign name')
    # And the same with all that is right goes through.
    good = {'Origin': 'http://' + house.netloc, 'Sec-Fetch-Site': 'same-origin'}
    answer = lead.post('/account/tokens', {'label': 'right'}, headers=good)
    check(answer.status == 200 and 'shown only here' in answer.text, 'a change with all that is right: %d' % answer.status)
    answer = lead.ask('POST', '/api/v1/account/tokens', headers=dict(good, **{'X-CSRF-Token': lead.csrf}), body=b'{"label": "right"}', kind='application/json')
    check(answer.status == 200 and 'token' in answer.text, 'the same as JSON: %d' % answer.status)
    house.alive()
end('%d routes that change: %d forgeries, %d foreign names' % (len(POSTS), n, rebound))
