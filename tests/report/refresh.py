"""Edits a manuscript as Word does (split runs, comments, tracked changes, copies, notes), refreshes it, and compares what came out part
by part; then, where LibreOffice is, the same with a manuscript that LibreOffice has saved. Runs in a folder with r.review."""
import csv
import io
import re
import shutil
import subprocess
import sys
import zipfile

failed = []


def check(what, right):
    if not right:
        failed.append(what)
        print('FAIL', what)


def run(*command, code=0):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != code:
        sys.exit('FAIL %s gives %d: %s' % (' '.join(command), done.returncode, done.stderr))
    return done.stdout


def refresh(path, *more, code=0):
    """What became of each place."""
    return list(csv.DictReader(io.StringIO(run('review-report', 'refresh', path, '--format', 'csv', *more, code=code))))


def parts(path):
    with zipfile.ZipFile(path) as z:
        return {name: z.read(name) for name in z.namelist()}


def write(path, content):
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, data in content.items():
            z.writestr(name, data)


def fields(*more):
    rows = csv.DictReader(io.StringIO(run('review-report', 'fields', '--format', 'csv', *more)))
    return {row['field']: row['text'] for row in rows}


def unbound(xml):
    """The bytes outside of bound controls, each of which becomes one mark."""
    out, depth, start, bound = [], 0, 0, False
    at = 0
    for tag in re.finditer(rb'<w:sdt>|</w:sdt>', xml):
        if tag.group() == b'<w:sdt>':
            if depth == 0:
                head = xml[tag.start():xml.index(b'<w:sdtContent', tag.start())]
                bound = b'"review:' in head
                start = tag.start()
            depth += 1
        else:
            depth -= 1
            if depth == 0 and bound:
                out += [xml[at:start], b'[bound]']
                at = tag.end()
    return b''.join(out) + xml[at:]


def contents(xml, key):
    """What stands in the controls of a key."""
    found = []
    for m in re.finditer(rb'<w:sdt>(?:(?!</?w:sdt>).)*?<w:tag w:val="review:' + key.encode() + rb'[=#"](?:(?!</w:sdt>).)*</w:sdt>', xml, re.S):
        found.append(m.group().decode())
    return found


def words(xml):
    return re.sub(r'<w:delText[^>]*>[^<]*</w:delText>|<[^>]*>', '', xml)


def once(text, old, new):
    assert old in text, old
    return text.replace(old, new, 1)


run('review-report', 'manuscript', 'm.docx')
made = parts('m.docx')
old, new = fields(), fields('--set', 'education.level=0.9', '--set', 'education.test=z')
check('the example has something to change', old['education.ci'] != new['education.ci'] and old['education.q'] == new['education.q'])
run('review-report', 'manuscript', 'm.docx', code=1)          # it may hold the author's words: not written over
check('a fresh manuscript says what the review says', all(r['state'] == 'same' for r in refresh('m.docx')))
check('and is left as it is', parts('m.docx') == made)

# ---- Edited by hand, as Word would save it
x = made['word/document.xml'].decode()


def control(key, inner, extra=''):
    return ('<w:sdt><w:sdtPr><w:alias w:val="%s"/><w:tag w:val="review:%s"/>%s</w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>'
            % (key.split('=')[0], key, extra, inner))


def text_of(key):
    return '<w:t xml:space="preserve">%s</w:t>' % old[key]


def within(x, key, old_inner, new_inner):
    """Changes the content of the first control of a key."""
    at = x.index('"review:%s=' % key)
    end = x.index('</w:sdtContent>', at)
    return x[:at] + once(x[at:end], old_inner, new_inner) + x[end:]


estimate, q = text_of('education.estimate'), text_of('education.q')
x = once(x, 'Why the question matters, in two sentences.', 'My own words &amp; mine alone: 0.1 to 0.5.')
# a number in pieces, with a comment on it
x = within(x, 'education.estimate', '<w:r>' + estimate + '</w:r>',
           '<w:commentRangeStart w:id="0"/><w:r w:rsidR="00AB"><w:rPr><w:b/></w:rPr><w:t>%s</w:t></w:r><w:proofErr w:type="spellStart"/><w:r>'
           '<w:rPr><w:b/></w:rPr><w:t>%s</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
           % (old['education.estimate'][:2], old['education.estimate'][2:]))
# a tracked change within
x = within(x, 'education.ci', '<w:r>' + text_of('education.ci') + '</w:r>',
           '<w:del w:id="901" w:author="Ann" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>%s</w:delText></w:r></w:del>'
           '<w:ins w:id="902" w:author="Ann" w:date="2026-01-01T00:00:00Z"><w:r><w:t>1.1 to 9.9</w:t></w:r></w:ins>' % old['education.ci'])
# written over by hand
x = within(x, 'education.q', q, '<w:t>99.99</w:t>')
# copies, an unknown name, a placeholder, a locked one, a control in a deletion and one in an insertion: in a paragraph of their own
added = ('<w:p w:rsidR="00CD"><w:r><w:t xml:space="preserve">Copied: </w:t></w:r>'
         + control('education.level=' + old['education.level'], '<w:r><w:rPr><w:i/></w:rPr><w:t>%s</w:t></w:r>' % old['education.level'])
         + control('nowhere.at.all', '<w:r><w:t>kept</w:t></w:r>')
         + control('education.ci_hi', '<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>Click here</w:t></w:r>', '<w:showingPlcHdr/>')
         + control('education.ci_lo', '<w:r><w:t>7.77</w:t></w:r>', '<w:lock w:val="sdtContentLocked"/>')
         + '<w:del w:id="905" w:author="Ann"><w:r><w:delText>gone </w:delText></w:r>'
         + control('education.pi_lo', '<w:r><w:delText>0.1</w:delText></w:r>') + '</w:del>'
         + '<w:ins w:id="906" w:author="Ann">' + control('education.pi_hi', '<w:r><w:t>0.1</w:t></w:r>') + '</w:ins></w:p>')
x = once(x, '<w:p><w:pPr><w:pStyle', added + '<w:p><w:pPr><w:pStyle')
# in a table: a cell in bold with a comment on it
at = x.index('"review:table:estimates_education#')
row = x.index('As planned', at)
cell = x.index(old['education.ci_hi'], row)
run_at = x.rindex('<w:r>', 0, cell)
x = x[:run_at] + '<w:commentRangeStart w:id="1"/><w:r><w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr>' + x[run_at + 5:]
end = x.index('</w:r>', run_at) + 6
x = x[:end] + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>' + x[end:]
# a figure half as wide
at = x.index('"review:figure:forest_education#') if '"review:figure:forest_education#' in x else x.index('"review:figure:forest_education"')
extent = re.compile(r'<wp:extent cx="(\d+)" cy="(\d+)"/>').search(x, at)
wide, high = int(extent.group(1)), int(extent.group(2))
x = x[:extent.start()] + '<wp:extent cx="%d" cy="%d"/>' % (wide // 2, high // 2) + x[extent.end():]

edited = dict(made)
edited['word/document.xml'] = x.encode()
comments = '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">%s</w:comments>' % ''.join(
    '<w:comment w:id="%d" w:author="Ann"><w:p><w:r><w:t>Is this right? 0.32</w:t></w:r></w:p></w:comment>' % i for i in (0, 1))
edited['word/comments.xml'] = comments.encode()
edited['word/footnotes.xml'] = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r><w:t>A note: </w:t></w:r>'
    + control('education.ci', '<w:r><w:t>old</w:t></w:r>') + '</w:p></w:footnote></w:footnotes>').encode()
office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
edited['word/_rels/document.xml.rels'] = once(
    made['word/_rels/document.xml.rels'].decode(), '</Relationships>',
    '<Relationship Id="rId901" Type="%s/comments" Target="comments.xml"/><Relationship Id="rId902" Type="%s/footnotes" Target="footnotes.xml"/>'
    '</Relationships>' % (office, office)).encode()
kind = 'application/vnd.openxmlformats-officedocument.wordprocessingml.'
edited['[Content_Types].xml'] = once(
    made['[Content_Types].xml'].decode(), '</Types>',
    '<Override PartName="/word/comments.xml" ContentType="%scomments+xml"/><Override PartName="/word/footnotes.xml" ContentType="%sfootnotes+xml"/>'
    '</Types>' % (kind, kind)).encode()
write('edited.docx', edited)

# ---- Refreshed after the review changed
change = ('--set', 'education.level=0.9', '--set', 'education.test=z')
before = open('edited.docx', 'rb').read()
dry = refresh('edited.docx', '--dry-run', *change, code=1)
check('a dry run writes nothing', open('edited.docx', 'rb').read() == before)
rows = refresh('edited.docx', '-o', 'new.docx', *change, code=1)
check('a dry run says the same', rows == dry)
by = {}
for r in rows:
    by.setdefault(r['field'], []).append(r)
got = parts('new.docx')
doc = got['word/document.xml']

check('no part comes or goes', list(got) == list(edited))
differ = sorted(n for n in got if got[n] != edited[n])
check('parts without a bound place are the same bytes: ' + str(differ),
      all(n in ('word/document.xml', 'word/footnotes.xml') or n.startswith('word/media/') for n in differ))
check('only bound places differ', unbound(doc) == unbound(edited['word/document.xml']))
check('and in notes too', unbound(got['word/footnotes.xml']) == unbound(edited['word/footnotes.xml']))
check('the comments are untouched', got['word/comments.xml'] == comments.encode())
for mark in (b'w:commentRangeStart', b'w:commentRangeEnd', b'w:commentReference', b'w:bookmarkStart', b'w:bookmarkEnd'):
    check('%s are all there' % mark.decode(), doc.count(mark) == edited['word/document.xml'].count(mark))

check('a number in pieces that is right stays in pieces', 'spellStart' in contents(doc, 'education.estimate')[0])
ci = contents(doc, 'education.ci')
check('a tracked change stays one, to the new text', '<w:delText' in ci[0] and words(ci[0]) == new['education.ci'] and 'w:author="Ann"' in ci[0])
check('it is told as edited by hand', by['education.ci'][0]['state'] == 'edited by hand' and by['education.ci'][0]['written'] == old['education.ci']
      and by['education.ci'][0]['old'] == '1.1 to 9.9' and by['education.ci'][0]['new'] == new['education.ci'])
check('all places of a field say it', [words(c) for c in ci] == [new['education.ci']] * len(ci) and len(ci) >= 2)
check('also in a note', words(contents(got['word/footnotes.xml'], 'education.ci')[0]) == new['education.ci'])
check('what was written over is ours again', words(contents(doc, 'education.q')[0]) == new['education.q']
      and by['education.q'][0]['state'] == 'edited by hand' and by['education.q'][0]['old'] == '99.99')
check('a copy is brought up to date in its own look', any('<w:i/>' in c and words(c) == new['education.level'] for c in contents(doc, 'education.level')))
check('an unknown name is kept and told', by['nowhere.at.all'][0]['state'] == 'unknown' and words(contents(doc, 'nowhere.at.all')[0]) == 'kept')
filled = contents(doc, 'education.ci_hi')[0]
check('a placeholder becomes text', words(filled) == new['education.ci_hi'] and 'showingPlcHdr' not in filled and 'PlaceholderText' not in filled)
check('a locked one is ours all the same', words(contents(doc, 'education.ci_lo')[0]) == new['education.ci_lo'])
# the first in the document stands in the deletion
check('what is tracked as deleted is left', any(r['state'] == 'kept' and 'deleted' in r['note'] for r in by['education.pi_lo']))
check('what is tracked as inserted is not', words(contents(doc, 'education.pi_hi')[0]) == new['education.pi_hi'])

table = doc.decode()[doc.decode().index('"review:table:estimates_education#'):]
table = table[:table.index('</w:tbl>')]
numbers = run('review-report', 'table', 'estimates_education', '--format', 'md', *change)
planned = [c.strip().replace('\\', '') for c in next(l for l in numbers.splitlines() if l.startswith('| As planned')).split('|')[1:-1]]
row = table[table.index('As planned'):]
row = row[:row.index('</w:tr>')]
shown = [words(c).strip('\u2007\u2008\u00a0 ') for c in re.findall(r'<w:tc>.*?</w:tc>', '<w:tc>' + row[row.index('</w:tc>') + 7:], re.S)]
check('the table says what the report says: %r %r' % (shown, planned[1:]), [re.sub(r'[\u2007\u2008\u00a0\u2060 ]', '', c) for c in shown]
      == [re.sub(r'[\u2007\u2008\u00a0\u2060 ]', '', c) for c in planned[1:]])
check('a cell keeps its look and its comment', '<w:color w:val="FF0000"/>' in row and 'w:commentReference w:id="1"' in row)
at = doc.decode().index('"review:figure:forest_education')
extent = re.compile(r'<wp:extent cx="(\d+)" cy="(\d+)"/>').search(doc.decode(), at)
check('a figure keeps the width its author chose', int(extent.group(1)) == wide // 2)
check('its picture is another', any(n.startswith('word/media/') for n in differ))

again = refresh('new.docx', '-o', 'again.docx', *change, code=1)
check('refreshed again nothing changes', parts('again.docx') == got and not [r for r in again if r['state'] in ('changed', 'edited by hand')])
refresh('new.docx', '-o', 'back.docx', code=1)
check('and back it says what it said', words(contents(parts('back.docx')['word/document.xml'], 'education.ci')[0]) == old['education.ci'])

# ---- What is no manuscript
open('text.docx', 'w').write('not a document')
run('review-report', 'refresh', 'text.docx', code=1)
write('other.docx', {'a.txt': b'x'})
run('review-report', 'refresh', 'other.docx', code=1)

# ---- Saved by LibreOffice in between
office = shutil.which('soffice')
if office:
    try:
        subprocess.run([office, '--headless', '-env:UserInstallation=file://' + subprocess.os.getcwd() + '/profile', '--convert-to', 'docx',
                        '--outdir', 'office', 'm.docx'], capture_output=True, timeout=150)
        rows = refresh('office/m.docx', '-o', 'office/new.docx', *change)
        made_rows = refresh('m.docx', '--dry-run', *change)
        check('every place is found again in what LibreOffice saved: %d of %d' % (len(rows), len(made_rows)),
              sorted(r['field'] for r in rows) == sorted(r['field'] for r in made_rows))
        check('and changes as it would have', sorted((r['field'], r['state']) for r in rows) == sorted((r['field'], r['state']) for r in made_rows))
        a, b = parts('office/m.docx'), parts('office/new.docx')
        check('only the text and pictures differ', all(n == 'word/document.xml' or n.startswith('word/media/') for n in b if a.get(n) != b[n]))
        subprocess.run([office, '--headless', '-env:UserInstallation=file://' + subprocess.os.getcwd() + '/profile', '--convert-to', 'txt:Text',
                        '--outdir', 'office', 'new.docx'], capture_output=True, timeout=150)
        text = open('office/new.txt', encoding='utf-8', errors='replace').read()
        check('LibreOffice reads the refreshed manuscript', 'My own words & mine alone' in text and new['education.ci'] in text)
    except subprocess.TimeoutExpired:
        print('LibreOffice takes too long here: that part is skipped')
else:
    print('no LibreOffice here: that part is skipped')

print('%d failures' % len(failed))
sys.exit(1 if failed else 0)
