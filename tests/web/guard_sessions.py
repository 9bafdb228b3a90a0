"""What begins and ends sessions, over HTTP; redirections; guesses by the thousand and what a proxy says of addresses."""
from guarded import *


def inside(client):
    return client.get('/account').status == 200


def copy(client):
    again = Client(client.house)
    again.jar, again.csrf = dict(client.jar), client.csrf
    return again


with House(people=['screener', 'extractor', 'reader']) as house:
    lead, ada = house.join('lead'), house.join('screener')
    # Fixation: what a browser had before login is worth nothing after it.
    planted = Client(house)
    planted.get('/login')
    before = dict(planted.jar)
    planted.jar['review'] = 'A' * 43
    planted.get('/login')
    check(planted.login('screener').status == 303, 'login with a planted cookie')
    check(planted.jar['review'] != 'A' * 43 and len(planted.jar['review']) >= 22, 'the planted identifier stayed')
    check('visitor' not in planted.jar, "the visitor's cookie stayed")
    victim = Client(house)
    victim.jar = before
    check(victim.get('/account').status == 303, "the visitor's cookie became a session")
    # A login on top of a login ends the first.
    first = copy(planted)
    planted.login('screener')
    check(inside(planted) and not inside(first), 'the session before a login lives on')
    # Logout ends it at the server.
    stolen = copy(planted)
    check(planted.post('/logout').status == 303, 'logout')
    check(not inside(stolen), 'a session lives after logout')
    check(stolen.ask('POST', '/account/tokens', {'csrf': stolen.csrf, 'label': 'x'}).status == 401, 'a dead session made a token')
    # A new password ends the others.
    here, there = Client(house), Client(house)
    here.login('screener')
    there.login('screener')
    answer = here.post('/account/tokens', {'label': 'script'})
    token = re.search(r'<code>([A-Za-z0-9_-]{43})</code>', answer.text)[1]
    program = Client(house, token)
    check(program.get('/api/v1/').status == 200, 'a token is not let in')
    check(program.get('/').status == 303, 'a token is let in to pages')
    check(program.ask('POST', '/api/v1/account/tokens', body=b'{"label": "y"}', kind='application/json').status == 403, 'a token made a token')
    wrong = here.post('/account/password', {'old': 'no', 'password': 'nine slow otters at noon', 'again': 'nine slow otters at noon'})
    check(wrong.status == 422 and 'old password is wrong' in wrong.text and 'nine slow' not in wrong.text, 'a wrong old password: %d' % wrong.status)
    right = here.post('/account/password', {'old': PASSWORD, 'password': 'nine slow otters at noon', 'again': 'nine slow otters at noon'})
    check(right.status == 303, 'a new password: %d' % right.status)
    check(inside(here) and not inside(there) and not inside(ada), 'a session lives after a new password')
    check(program.get('/api/v1/').status == 401, 'a token lives after a new password')
    check(Client(house).login('screener').status == 422, 'the old password is good')
    # Roles count at once, in sessions that there are.
    lead.get('/people')
    check(here.get('/people').status == 403, 'a screener saw the people')
    check(lead.post('/people/role', {'name': 'screener', 'role': 'lead'}).status == 303, 'a role is changed')
    check(here.get('/people').status == 200, 'a new role does not count yet')
    check(lead.post('/people/role', {'name': 'screener', 'role': 'reader'}).status == 303, 'a role is changed back')
    check(here.get('/people').status == 403, 'an old role still counts')
    # The end of somebody's work.
    check(lead.post('/people/end', {'name': 'screener', 'heir': ''}).status == 303, "somebody's work ends")
    check(not inside(here), 'a session lives after its end')
    late = Client(house).login('screener', 'nine slow otters at noon')
    check(late.status == 403 and 'does not work in this review' in late.text, 'who works no more: %d' % late.status)
    last = lead.post('/people/end', {'name': 'lead', 'heir': ''})
    check(last.status == 422 and inside(lead), 'the last lead was removed: %d' % last.status)
    # Links: once, the newest alone.
    old, new = house.link('reader'), house.link('reader')
    check(Client(house).get(old).status == 404 and Client(house).get(new).status == 200, 'an older link')
    taken, again = house.join('reader'), Client(house)
    check(again.get(new).status == 404, 'a link lives after a newer one')
    # Where a login leads to is ours.
    for then in '//evil.example', 'https://evil.example/', '/\\evil.example', '\\\\evil.example', '/%0d%0aX: y', '/a\r\nX: y', 'javascript:alert(1)', '/\tevil':
        go = Client(house)
        go.get('/login?then=' + urllib.parse.quote(then))
        where = go.post('/login', {'name': 'reader', 'password': PASSWORD, 'then': then}).header('location')
        check(where == '/' or where.startswith('/%'), 'login leads from %r to %r' % (then, where))
    house.alive()

# Guesses: counted are those that were tried, that is answered by "wrong" and not by "too many".
with House(people=['screener']) as house:
    house.join('lead'), house.join('screener')
    guess = Client(house)
    guess.get('/login')
    one = [guess.post('/login', {'name': 'screener', 'password': 'guess %d' % i}).status for i in range(1000)]
    check(set(one) == {422, 429} and one.count(422) <= 5, '1,000 guesses on one person: %s' % {s: one.count(s) for s in set(one)})
    many = [guess.post('/login', {'name': 'person %d' % i, 'password': 'guess'}).status for i in range(10000)]
    tried = one.count(422) + many.count(422)
    check(set(many) == {422, 429} and tried <= 20, '10,000 guesses over people: %s' % {s: many.count(s) for s in set(many)})
    answer = guess.post('/login', {'name': 'screener', 'password': PASSWORD})
    check(answer.status == 429 and 0 < int(answer.header('retry-after')) <= 900 and 'try again in' in answer.text, 'no word on waiting: %d' % answer.status)
    house.alive()

# Behind a proxy its last hop counts, whatever the sender put before it.
with House(people=['screener'], options=['--test-passwords', '--behind-proxy', '--host', 'review.example.org']) as house:
    house.netloc = 'review.example.org'
    site = {'Origin': 'https://review.example.org'}
    link = house.link('lead')
    lead = Client(house)
    seen = lead.get(link)
    check(all(name.startswith('__Host-') for name in lead.jar) and 'Secure' in seen.header('set-cookie'), 'cookies behind TLS: %s' % list(lead.jar))
    check(seen.header('strict-transport-security').startswith('max-age='), 'no Strict-Transport-Security')
    check(lead.post(link, {'password': PASSWORD, 'again': PASSWORD}, headers=dict(site, **{'X-Forwarded-For': '192.0.2.1'})).status == 303, 'join behind a proxy')
    statuses = []
    made_up = lambda i: ['10.0.0.%d, 198.51.100.7' % i, ['10.0.1.%d' % i, '198.51.100.7:%d' % (4000 + i)]][i % 2]
    for i in range(60):
        guess = Client(house)
        guess.get('/login')
        statuses.append(guess.post('/login', {'name': 'person %d' % i, 'password': 'x'}, headers=dict(site, **{'X-Forwarded-For': made_up(i)})).status)
    check(statuses.count(422) == 20, 'addresses that the sender made up count: %d tries' % statuses.count(422))
    back = Client(house)
    back.get('/login')
    answer = back.post('/login', {'name': 'lead', 'password': PASSWORD}, headers=dict(site, **{'X-Forwarded-For': '198.51.100.7, 192.0.2.1'}))
    check(answer.status == 303, 'the person cannot come in from home: %d' % answer.status)
end('of 11,000 guesses %d were tried' % tried)
