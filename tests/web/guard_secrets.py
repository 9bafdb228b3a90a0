"""A day with passwords, cookies, links and tokens that are looked for afterwards: in the log, the review and its companions, the people's
file, the answers that tell of errors, the process's arguments and environment."""
import glob
from guarded import *

OLD, NEW, WRONG = 'canary-old-71 tall ferns', 'canary-new-82 mild comets', 'canary-wrong-93 blunt spoons'
errors = []


def keep(answer):
    errors.append((answer.asked, answer.text + str(answer.headers)))
    return answer


with House(people=['screener'], options=[], quiet=False) as house:
    link = house.link('lead')
    lead = Client(house)
    lead.get(link)
    visitor = dict(lead.jar)
    keep(lead.post(link, {'password': OLD, 'again': WRONG}))
    keep(lead.post(link, {'password': OLD[:7], 'again': OLD[:7]}))
    check(lead.post(link, {'password': OLD, 'again': OLD}).status == 303, 'join')
    lead.get('/account')
    first = dict(lead.jar, csrf=lead.csrf)
    keep(lead.post(link, {'password': OLD}))                          # the link was used
    answer = lead.post('/account/tokens', {'label': 'nightly', 'key': 'k' * 20})
    token = re.search(r'<code>([A-Za-z0-9_-]{43})</code>', answer.text)[1]
    program = Client(house, token)
    program.get('/api/v1/')
    keep(program.get('/api/v1/nothing'))
    keep(program.ask('POST', '/api/v1/account/tokens', body=b'{', kind='application/json'))
    lead.get('/people')
    answer = lead.post('/people/link', {'name': 'screener'})
    other = re.search(r'/join/([A-Za-z0-9_-]{43})', answer.text)[1]
    keep(lead.post('/account/password', {'old': WRONG, 'password': NEW, 'again': NEW}))
    keep(lead.post('/account/password', {'old': OLD, 'password': NEW, 'again': WRONG}))
    check(lead.post('/account/password', {'old': OLD, 'password': NEW, 'again': NEW}).status == 303, 'a new password')
    keep(lead.get('/nothing/' + OLD.replace(' ', '+')))
    lead.post('/logout')
    keep(lead.get('/login?then=' + urllib.parse.quote('/x?p=1')))
    keep(lead.post('/login', {'name': 'lead', 'password': WRONG}))
    keep(lead.post('/login', {'name': WRONG, 'password': OLD}))
    time.sleep(3)
    check(lead.post('/login', {'name': 'lead', 'password': NEW}).status == 303, 'login')
    lead.get('/account')
    keep(lead.ask('POST', '/account/password', body=('old=%s&csrf=%s&password=%%ff' % (NEW.replace(' ', '+'), lead.csrf)).encode()))
    keep(lead.ask('POST', '/account/password', form={'old': NEW, 'csrf': 'wrong'}))
    house.settle()
    canaries = {'old password': OLD, 'new password': NEW, 'wrong password': WRONG, 'session': first['review'], 'its token': first['csrf'],
                'session now': lead.jar['review'], 'its token now': lead.csrf, 'token': token, 'link': link.rsplit('/', 1)[1], 'link of another': other,
                'visitor': visitor['visitor']}
    places = {'log': open(house.log, 'rb').read()}
    pid = house.server.pid
    for name in 'cmdline', 'environ':
        places[name] = open('/proc/%d/%s' % (pid, name), 'rb').read() if os.path.exists('/proc/%d' % pid) else b''
    house.stop()
    for path in glob.glob(house.folder + '/**', recursive=True):
        if os.path.isfile(path):
            places[os.path.relpath(path, house.folder)] = open(path, 'rb').read()
            check('people' not in path or os.stat(path).st_mode & 0o77 == 0, '%s can be read by others' % path)
    check(b'POST /account/password' in places['log'], 'the log has no line of what was asked')
    check(b'$argon2id$v=19$m=32768,t=2,p=1$' in places['a.review.people'], 'passwords are not kept as argon2id')
    check(not re.search(rb'\$2[aby]\$|\$[156]\$', places['a.review.people']), 'another hash')
    for what, text in canaries.items():
        shapes = {text, text.replace(' ', '+'), urllib.parse.quote(text)}
        for place, bytes_ in places.items():
            check(not any(s.encode() in bytes_ for s in shapes), 'the %s stands in %s' % (what, place))
        for asked, told in errors:
            own = what in ('its token', 'its token now') or (what == 'visitor')       # a form has the token, a first answer the cookie
            own = own or (what == 'wrong password' and WRONG in told and 'name="name"' in told) or '/nothing/' in asked or what.startswith('link')
            check(own or not any(s in told for s in shapes), 'the %s stands in the answer to %s' % (what, asked))
end('%d secrets, %d places, %d answers that tell of errors' % (len(canaries), len(places), len(errors)))
