"""Files under every bad name, to every route that takes files: none lands where the name points to, none stays behind, no page is live."""
import glob
from guarded import *
from live_nodes import walk

NAMES = ['../../x', '..\\..\\x', '/etc/x', '....//x', '..', '.', '', ' ', '.hidden', 'CON', 'con.pdf', 'NUL', 'LPT1.txt', 'x' * 10000, 'é' * 5000, 'a/' * 3000 + 'x',
         'x\x01\x02\x1b[31m.pdf', 'x\ty', 'x\x7f', '"><x-live onclick=live=1>.pdf', "'; DROP TABLE record; --.ris", '$(touch evil)', '`touch evil`', '| touch evil',
         '%2e%2e%2fx', '%00.pdf', '\u202egpj.exe', '-rf', '--output=evil', 'a.review', 'a.review.people', 'a.review-wal', '=cmd|x.csv', 'x\r\nSet-Cookie: a=b']
RIS = 'TY  - JOUR\nTI  - A title that came with a file\nAN  - F1\nER  - \n'
PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n'
EDGE = 'edge-of-parts-71'


def quoted(name):
    """As browsers write it into the head of the part, but for line ends, which stay."""
    return name.replace('"', '%22') if '\n' not in name else name.replace('"', '')


def body(fields, field, name, content):
    parts = ['--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (EDGE, k, v) for k, v in fields.items()]
    parts.append('--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: application/octet-stream\r\n\r\n%s\r\n--%s--\r\n'
                 % (EDGE, field, quoted(name), content, EDGE))
    return ''.join(parts).encode()


def everything(house):
    """All files in the folders around, but for what the server keeps beside its review."""
    around = [os.path.join(at, name) for at, _, names in os.walk(house.folder) for name in names] + glob.glob(os.path.dirname(house.folder) + '/*')
    return {p for p in around if not p.startswith(house.review) and not os.path.basename(p).startswith('review-')}


def takers():
    """Route, the field of its file."""
    for path, methods in json.loads(run('review-serve', 'openapi'))['paths'].items():
        form = methods.get('post', {}).get('requestBody', {}).get('content', {}).get('multipart/form-data')
        for name, field in (form or {'schema': {}})['schema'].get('properties', {}).items():
            if field.get('format') == 'binary':
                yield (path.replace('/api/v1', '', 1) if path.startswith('/api/v1/') else path), name


made = tempfile.mkdtemp(prefix='guarded.made.')
with open(made + '/a.ris', 'w') as f:
    f.write(RIS.replace('F1', 'F0'))
folder = tempfile.mkdtemp(prefix='guarded.tmp.')
os.environ['TMPDIR'] = folder
tempfile.tempdir = None
with House(records=made + '/a.ris') as house:
    lead = house.join('lead')
    before, n, taken = everything(house), 0, 0
    table = list(takers())
    check(len(table) > 0, 'no route takes a file')
    for path, field in table:
        for i, name in enumerate(NAMES):
            fields = {'csrf': lead.csrf, 'source': 'S"><x-live>', 'kind': 'database', 'platform': 'P', 'searched': '2026-11-24', 'strategy': name[:50].replace('\r\n', ' ')}
            known = ('csrf',) + (('source', 'kind', 'platform', 'searched', 'strategy') if 'imports' in path else ())
            content = (PDF if 'file' in path else RIS).replace('F1', 'F%d' % i) + '%% %d\n' % i * ('file' in path)
            answer = lead.ask('POST', filled(path), body=body({k: fields[k] for k in known}, field, name, content), kind='multipart/form-data; boundary=' + EDGE)
            check(answer.status < 500, 'POST %s with a file %r: %d %s' % (path, name[:40], answer.status, answer.text[-300:]))
            check('set-cookie' not in dict(answer.headers), 'POST %s with a file %r set a cookie' % (path, name[:40]))
            n += 1
            if answer.status == 303:
                taken += 1
                where = answer.header('location')
                check(where.startswith('/') and not where.startswith('//'), 'POST %s leads to %r' % (path, where))
                answer = lead.get(where)
            if answer.header('content-type').startswith('text/html'):
                live = walk(answer.text, 'http://' + house.netloc).live
                check(not live, '%s with a file %r: %s' % (path, name[:40], live[:2]))
    check(taken > len(NAMES), 'only %d files were taken' % taken)
    check(everything(house) == before, 'files that nobody asked for: %s' % sorted(everything(house) - before)[:5])
    house.alive()
    files = lead.get('/api/v1/records/1')
    check(files.status == 200 and '../' not in files.text, 'a name with folders is kept')
    house.stop()
left = [p for p in glob.glob(folder + '/**', recursive=True) if os.path.isfile(p)]
check(not left, 'left behind: %s' % left[:5])
shutil.rmtree(folder)
shutil.rmtree(made)
end('%d routes take files; %d names each, %d sent, %d taken' % (len(table), len(NAMES), n, taken))
