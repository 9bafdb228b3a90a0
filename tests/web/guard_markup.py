"""Hostile texts in every place that takes text, by the tools, by files and over HTTP; then every page that links lead to, and every field
of every query, is walked through for live nodes; where there is a Chromium, it is asked too what it makes of them."""
import xml.etree.ElementTree as tree
from guarded import *
from live_nodes import walk


def evil(at):
    return ('%s\'"><x-live data-at="%s" onclick="live=1">x</x-live><script>document.title="LIVE"</script><img src=x onerror="document.title=\'LIVE\'">'
            '</textarea></title></style></noscript><svg onload="document.title=\'LIVE\'">{{csrf}}{{&x_html}}{{#x}}<a href="javascript:document.title=\'LIVE\'">j</a>'
            '\u202e\u2066 =cmd|x &amp;lt;x-live&amp;gt; &lt;x-live&gt; --> ]]>') % (at, at)


def hostile_protocol(path):
    """Its words, but no identifiers, numbers or terms that are looked for."""
    plan = tree.parse(TOP + '/protocols/disengagement-15-24.xml')
    n = 0
    for element in plan.iter():
        if element.tag in ('title', 'author', 'registration', 'text', 'population', 'intervention', 'comparison', 'outcomes', 'designs', 'include',
                           'exclude', 'reason', 'help', 'background', 'topic', 'strategy') and (element.text or '').strip():
            element.text = ' '.join(element.text.split()) + evil('protocol ' + element.tag)
            n += 1
        for name in 'label', 'title', 'name':
            if name in element.attrib and element.tag not in ('source', 'tool'):
                element.set(name, element.get(name) + evil('protocol @' + name))
                n += 1
    folder = os.path.dirname(path)
    shutil.copytree(TOP + '/protocols', folder, dirs_exist_ok=True)
    plan.write(path, 'utf-8', True)
    return n


def hostile_records(path):
    with open(path, 'w', encoding='utf-8') as f:
        for i in range(1, 31):
            f.write('TY  - JOUR\nAN  - E%03d\nPY  - %d\n' % (i, 1990 + i))
            title = 'Vocational courses for school leavers, cohort %d' % (i // 2 if i < 7 else i)
            for tag, text in ('TI', title + evil('title')), ('AB', 'Young people not in employment. ' + evil('abstract') * 3), ('AU', 'Muller' + evil('author').replace(',', '')), \
                    ('JO', 'Journal' + evil('journal')), ('KW', 'NEET' + evil('keyword')), ('N1', evil('note')), ('PB', evil('publisher')), ('VL', '12' + evil('volume')[:40]), \
                    ('UR', 'javascript:document.title="LIVE"' if i % 2 else 'https://x.example/"><x-live>'), ('DO', '10.1000/x%d"><x-live>' % i), ('LA', evil('language')[:80]):
                f.write('%s  - %s\n' % (tag, text))
            f.write('ER  - \n\n')


def tool(*command, **more):
    """A tool that may refuse a hostile text, which is an answer too."""
    done = subprocess.run(command, capture_output=True, text=True, **more)
    return done.returncode == 0


def fill(house):
    """Everything that people write, by the tools. How many of them were taken."""
    name, taken = 'screener', []
    os.environ['REVIEW_FILE'] = house.review
    twin = 'twin' + evil('person').replace('\n', ' ')
    taken.append(tool('review-screen', 'people', 'add', twin[:200], 'adjudicator'))
    for i in range(1, 9):
        for who, verdict in ('screener', 'include'), ('extractor', 'exclude' if i in (2, 3) else 'include'):
            more = ['--reason', 'population'] if verdict == 'exclude' else []
            taken.append(tool('review-screen', 'decide', 'acc:E%03d' % i, verdict, '--as', who, '--note', evil('note of a vote'), *more))
    taken.append(tool('review-screen', 'resolve', 'acc:E003', 'include', '--as', 'adjudicator', '--note', evil('note of a resolution')))
    taken.append(tool('review-screen', 'remark', 'acc:E001', evil('remark'), '--as', 'screener'))
    taken.append(tool('review-screen', 'label', 'acc:E001', evil('label')[:60], '--as', 'screener'))
    taken.append(tool('review-screen', 'label', 'acc:E002', '"><x-live>', '--as', 'screener'))
    odd = house.folder + '/"><x-live onclick=live=1>.pdf'
    with open(odd, 'wb') as f:
        f.write(b'%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n')
    taken.append(tool('review-screen', 'attach', 'acc:E001', odd))
    taken.append(tool('review-screen', 'state', 'acc:E004', 'awaiting', '--note', evil('note of a state')))
    taken.append(tool('review-extract', 'study', 'Study' + evil('study'), '--record', 'acc:E001'))
    taken.append(tool('review-extract', 'study', 'S2"><x-live>', '--record', 'acc:E005'))
    for study in 'S2"><x-live>', 'Study' + evil('study'):
        taken.append(tool('review-extract', 'value', study, 'population', evil('value'), '--place', evil('place'), '--quotation', evil('quotation'), '--note', evil('remark on a value'), '--as', 'extractor'))
        taken.append(tool('review-extract', 'part', study, 'arm', 'treat', '--label', evil('arm'), '--as', 'extractor'))
    taken.append(tool('review-dedup', 'run'))
    os.environ.pop('REVIEW_FILE')
    return taken


def look(client, path, seen, pages):
    answer = client.get(urllib.parse.quote(path, safe="%/:=&?~+!$,;'@()*[]"))
    if answer.header('content-type').startswith('text/html') and answer.header('content-security-policy').find('sandbox') < 0:
        w = walk(answer.text, 'http://' + client.house.netloc)
        check(not w.live, '%s: %s' % (path, w.live[:3]))
        check('{{' not in re.sub(r'\{\{(csrf|&x_html|&amp;x_html|#x)\}\}', '', answer.text), '%s: a placeholder is left' % path)
        pages[path] = answer.text
        return w.links
    return set()


def crawl(client, pages, most=400):
    """All that links lead to, at most eight of what differs in numbers and digests alone."""
    wait, seen, kinds = ['/'], set(), {}
    while wait and len(seen) < most:
        path = wait.pop(0)
        kind = re.sub(r'[0-9a-f]{12,}|\d+|=[^&]*', 'N', path)
        if path in seen or kinds.get(kind, 0) >= 8 or 'logout' in path or path.startswith(('/assets/', '#', '?')):
            continue
        seen.add(path)
        kinds[kind] = kinds.get(kind, 0) + 1
        wait += sorted(look(client, path.split('#')[0], seen, pages))
    return seen


def queries(client, pages):
    """Each field of each GET, with a hostile text, and each path with one as its part."""
    api, n = json.loads(run('review-serve', 'openapi')), 0
    for path, methods in api['paths'].items():
        page = path.replace('/api/v1', '', 1) if path.startswith('/api/v1/') else path
        for field in methods.get('get', {}).get('parameters', []):
            if field['in'] == 'query':
                look(client, filled(page) + '?' + urllib.parse.urlencode({field['name']: evil('query')}), set(), pages)
                n += 1
        if 'get' in methods and '{' in page:
            look(client, re.sub(r'\{.*?\}', urllib.parse.quote(evil('path')[:120], safe=''), page), set(), pages)
            n += 1
    return n


def posted(client, pages):
    """Forms that are refused are shown again with what was sent: hostile, too."""
    n, api = 0, json.loads(run('review-serve', 'openapi'))
    for path, methods in api['paths'].items():
        page = path.replace('/api/v1', '', 1) if path.startswith('/api/v1/') else path
        content = methods.get('post', {}).get('requestBody', {}).get('content', {})
        fields = next((c['schema'].get('properties', {}) for c in content.values()), {})
        if 'post' not in methods or 'end' in page or 'logout' in page or not fields:
            continue
        answer = client.post(filled(page), {name: evil('field') for name in fields if name not in ('csrf', 'key', 'seen')})
        if answer.header('content-type').startswith('text/html'):
            w = walk(answer.text, 'http://' + client.house.netloc)
            check(not w.live, 'POST %s: %s' % (page, w.live[:3]))
            pages['POST ' + page] = answer.text
        check(answer.status < 500, 'POST %s: %d %s' % (page, answer.status, answer.text[-200:]))
        n += 1
    return n


def by_browser(pages):
    """What a browser makes of the same bytes, without the policy that would hold scripts back: the nodes that it says are there."""
    browser = shutil.which('chromium') or shutil.which('chromium-browser')
    if not browser or os.environ.get('GUARD_BROWSER') == 'no':
        return 'no Chromium, so no second opinion'
    n, folder = 0, tempfile.mkdtemp(prefix='guarded.pages.')
    some = sorted(pages.items(), key=lambda p: hashlib.sha256(p[0].encode()).digest())[:len(pages) if os.environ.get('GUARD_BROWSER') == 'all' else 15]
    for i, (path, text) in enumerate(some):
        with open('%s/%d.html' % (folder, i), 'w', encoding='utf-8') as f:
            f.write(re.sub(r'<script[^>]* src="/assets/[^>]*></script>', '', text))
        done = subprocess.run([browser, '--headless', '--no-sandbox', '--disable-gpu', '--user-data-dir=' + folder + '/profile', '--dump-dom',
                               'file://%s/%d.html' % (folder, i)], capture_output=True, text=True, timeout=60)
        dom = done.stdout
        check('<html' in dom, '%s: the browser says nothing: %s' % (path, done.stderr[-200:]))
        check('<x-live' not in dom and '<title>LIVE' not in dom, '%s: live in a browser' % path)
        check(not walk(dom, '').live or walk(dom, '').live == walk(text, '').live, '%s: the browser sees %s' % (path, walk(dom, '').live[:2]))
        n += 1
    shutil.rmtree(folder)
    return 'a browser agrees on %d' % n


made = tempfile.mkdtemp(prefix='guarded.made.')
words = hostile_protocol(made + '/p/disengagement-15-24.xml') if os.makedirs(made + '/p') is None else 0
hostile_records(made + '/"><x-live>.ris')
with House(protocol=made + '/p/disengagement-15-24.xml', records=made + '/"><x-live>.ris') as house:
    taken = fill(house)
    lead = house.join('lead')
    lead.post('/account/tokens', {'label': evil('token')[:200]})
    lead.post('/people/add', {'name': '"><x-live onclick=live=1>', 'role': 'reader'})
    check(walk(evil('x'), '').live, 'the walk finds nothing in what is live')
    pages = {}
    seen = crawl(lead, pages)
    for who in 'screener', 'extractor', 'adjudicator':
        seen |= crawl(house.join(who), pages)
    asked, sent = queries(lead, pages), posted(lead, pages)
    shown = sum('x-live' in text for text in pages.values())
    check(shown >= 10, 'only %d pages show a hostile text' % shown)
    check(sum(taken) > len(taken) // 2, 'only %d of %d hostile texts were taken' % (sum(taken), len(taken)))
    house.alive()
    opinion = by_browser(pages)
shutil.rmtree(made)
end('%d texts in the protocol, %d of %d by tools; %d pages by links, %d queries, %d forms; %d pages show them; %s'
    % (words, sum(taken), len(taken), len(seen), asked, sent, shown, opinion))
