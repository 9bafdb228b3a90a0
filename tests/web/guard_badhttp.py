"""The cases of badhttp.py against a server of ours, each way a request can come in: a page, a form, a program."""
from guarded import *

tool, words = os.environ.pop('REVIEW_BADHTTP'), []
with House() as house:
    for path, post in ('/login', '/login'), ('/login', '/api/v1/login'):
        # A silent connection must be closed within a minute and a bit: --slow; what a form may have is 4 MB.
        done = subprocess.run([sys.executable, tool, '--base', 'http://' + house.netloc, '--path', path, '--post', post, '--pid', str(house.server.pid),
                               '--max-body', str(4 << 20), '--slow', '80', '--max-mem-mb', '256'], capture_output=True, text=True)
        try:
            said = json.loads(done.stdout)
        except ValueError:
            sys.exit('badhttp.py: %s%s' % (done.stdout, done.stderr))
        check(done.returncode == 0 and said['ok'], '%s: %s' % (post, '; '.join(said['failures'])))
        words.append('%s: %d of %d cases, %s MB' % (post, said['passed'], said['cases'], said['mem_mb']))
        house.alive()
    answer = Client(house).get('/login')
    check(answer.status == 200, 'a good request after all that: %d' % answer.status)
end('; '.join(words))
