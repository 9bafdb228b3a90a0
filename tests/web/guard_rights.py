"""Each route x nobody, each role, somebody whose work has ended: refused or let in exactly as the table says; what is refused, and what
only reads, leaves the review as it was."""
from guarded import *

NOBODY, ENDED, WAYS = 'nobody', 'ended', ('', '/api/v1')
LACKS = 'it needs the right to'


def may(right, who):
    if right == 'anybody':
        return True
    if who == NOBODY:
        return False
    if right == 'person':
        return True
    return who != ENDED and ROLES.index(who) >= RIGHTS[right]


def ask(client, route, prefix):
    path = prefix + filled(route['path'])
    headers = {'X-CSRF-Token': client.csrf} if route['method'] == 'POST' else {}
    return client.ask(route['method'], path, headers=headers, keep=False)


def refused(answer, who, api, method):
    if who != NOBODY:
        return answer.status == 403 and LACKS in answer.text
    if api or method == 'POST':
        return answer.status == 401
    return answer.status == 303 and answer.header('location').startswith('/login?then=')


def let_in(answer, who):
    return answer.status not in (401, 405, 500, 501) and LACKS not in answer.text and not answer.header('location').startswith('/login?then=')


def cells(house, people, table, prefix, wanted):
    n = 0
    for route in table:
        for who, client in people.items():
            if may(route['right'], who) != wanted:
                continue
            if wanted and route['method'] == 'POST':                      # it may end the session: one of its own
                client = fresh(house, who, prefix)
            answer = ask(client, route, prefix)
            good = let_in(answer, who) if wanted else refused(answer, who, prefix, route['method'])
            check(good, '%s %s%s (%s) asked by %s: %d %s' % (route['method'], prefix, route['path'], route['right'], who, answer.status,
                                                         re.sub(r'\s+', ' ', answer.text)[-300:]))
            n += 1
    return n


def fresh(house, who, prefix=''):
    client = Client(house)
    if who == NOBODY:
        client.get('/login')
    elif who == ENDED:
        return spare[prefix].pop()
    else:
        answer = client.login(who)
        check(answer.status == 303, '%s cannot log in: %d' % (who, answer.status))
    return client


table = sorted(routes(), key=lambda route: 'end-others' in route['path'])
with House(people=ROLES + ['reader']) as house:
    run('review-screen', 'people', 'add', ENDED, 'adjudicator', '--review', house.review)
    people, spare = {who: house.join(who) for who in ROLES}, {}
    people[ENDED] = house.join(ENDED)
    for prefix in WAYS:                               # nobody whose work has ended can log in: sessions to spare, of a person for each way
        run('review-screen', 'people', 'add', ENDED + prefix, 'adjudicator', '--review', house.review)
        house.join(ENDED + prefix) if prefix else None
        spare[prefix] = [Client(house) for r in table if r['method'] == 'POST' and r['right'] in ('person', 'anybody')]
        for client in spare[prefix]:
            client.login(ENDED + prefix)
        run('review-screen', 'people', 'remove', ENDED + prefix, '--review', house.review) if prefix else None
    run('review-screen', 'people', 'remove', ENDED, '--review', house.review)
    people[NOBODY] = fresh(house, NOBODY)
    house.settle()
    before, n = house.state(), 0
    for prefix in WAYS:
        n += cells(house, people, table, prefix, False)
    check(house.state() == before, 'what was refused changed the review')
    reads = [r for r in table if r['method'] == 'GET']
    for prefix in WAYS:
        n += cells(house, people, reads, prefix, True)
    for route in reads:
        ask(people['lead'], dict(route, method='HEAD'), '')
    check(house.state() == before, 'a GET changed the review')
    for route in table:
        other = 'POST' if route['method'] == 'GET' else 'GET'
        if not any(r['method'] == other and re.sub(r'\{.*?\}', '', r['path']) == re.sub(r'\{.*?\}', '', route['path']) for r in table):
            for method in other, 'PUT', 'DELETE', 'PATCH', 'OPTIONS':
                answer = people['lead'].ask(method, filled(route['path']), headers={'X-CSRF-Token': people['lead'].csrf}, keep=False)
                check(answer.status in (404, 405), '%s %s: %d' % (method, route['path'], answer.status))
    check(house.state() == before, 'a method that no route has changed the review')
    for prefix in WAYS:
        n += cells(house, people, [r for r in table if r['method'] == 'POST'], prefix, True)
    house.alive()
end('%d routes, %d cells by role and way' % (len(table), n))
