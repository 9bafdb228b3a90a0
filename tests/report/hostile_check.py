"""Nothing in a report is alive that we did not make live, whatever stands in the review.

    python3 hostile_check.py FOLDER SOURCE

Every file of FOLDER is read by the rules of its kind: elements, attributes and addresses of HTML and SVG are those on our own lists; every
part of an office file is well-formed XML without formulas, macros and addresses of other kinds; no cell of a CSV would be run by a
spreadsheet; and the labels of studies in SOURCE (the hostile example) can be read again, letter by letter, from the CSV."""
import csv, html.parser, io, json, os, re, sys, unicodedata, zipfile
import xml.etree.ElementTree as tree

folder, source = sys.argv[1:3]
csv.field_size_limit(1 << 24)
faults, seen = [], {}
SVG = {'svg', 'title', 'desc', 'metadata', 'style', 'g', 'rect', 'line', 'circle', 'ellipse', 'path', 'polygon', 'polyline', 'text', 'tspan', 'defs',
       'clippath', 'pattern', 'lineargradient', 'stop'}
HTML = {'html', 'head', 'meta', 'body', 'header', 'main', 'nav', 'footer', 'section', 'article', 'aside', 'div', 'span', 'p', 'h1', 'h2', 'h3', 'h4', 'h5',
        'h6', 'ol', 'ul', 'li', 'dl', 'dt', 'dd', 'a', 'em', 'strong', 'i', 'b', 'code', 'pre', 'sup', 'sub', 'table', 'caption', 'colgroup', 'col', 'thead',
        'tbody', 'tfoot', 'tr', 'th', 'td', 'figure', 'figcaption', 'details', 'summary', 'blockquote', 'br', 'hr', 'bdi', 'wbr', 'q', 'cite', 'small',
        'time', 'data', 'abbr', 'link', 'base'} - {'link', 'base'}
ADDRESS = re.compile(r'(https?://|mailto:|#|[A-Za-z0-9_][A-Za-z0-9_./-]*$)', re.I)
VOID = {'meta', 'br', 'hr', 'col', 'wbr'}


def fault(name, words):
    faults.append(f'{name}: {words}'[:400])


class Page(html.parser.HTMLParser):
    def __init__(self, name, markdown=False):
        super().__init__()
        self.name, self.markdown, self.ids, self.to, self.open, self.said = name, markdown, {}, [], [], []

    def handle_starttag(self, tag, attributes):
        if tag not in HTML | SVG:
            fault(self.name, f'an element <{tag}> at line {self.getpos()[0]}')
        for key, value in attributes:
            value = value or ''
            if key.startswith('on') or key in ('srcdoc', 'formaction', 'action', 'background', 'ping', 'xlink:href'):
                fault(self.name, f'an attribute {key}="{value[:60]}" in line {self.getpos()[0]}')
            if key in ('href', 'src', 'cite') and not ADDRESS.match(value):
                fault(self.name, f'leads to {value[:80]!r}')
            if key == 'href' and value.startswith('#'):
                self.to.append(value[1:])
            if key == 'style' and re.search(r'url\(|expression|@import|behaviour', value, re.I):
                fault(self.name, f'a style {value[:80]!r}')
            if key == 'id':
                self.ids[value] = self.ids.get(value, 0) + 1
        if tag == 'meta' and dict(attributes).get('http-equiv', '').lower() == 'refresh':
            fault(self.name, 'a page that goes elsewhere')
        if tag not in VOID and not self.get_starttag_text().endswith('/>'):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            fault(self.name, f'</{tag}> closes {self.open[-1:]} in line {self.getpos()[0]}')
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if self.open and self.open[-1] == 'style' and re.search(r'</|url\(\s*["\']?(?!data:|#)|@import', data):
            fault(self.name, 'a style that fetches')
        self.said.append(data)

    def handle_comment(self, data):
        fault(self.name, f'a comment {data[:60]!r}')

    def handle_pi(self, data):
        if not data.startswith('xml '):
            fault(self.name, f'an instruction {data[:60]!r}')

    def unknown_decl(self, data):
        fault(self.name, f'a declaration {data[:60]!r}')


def check_html(name, text):
    page = Page(name)
    page.feed(text)
    page.close()
    if page.open:
        fault(name, f'{page.open} stay open')
    for id, n in page.ids.items():
        if n > 1:
            fault(name, f'id {id!r} is there {n} times')
    for to in set(page.to) - set(page.ids):
        fault(name, f'a link to #{to}, which is not there')
    return ''.join(page.said)


def check_xml(name, data):
    try:
        return tree.fromstring(data)
    except tree.ParseError as e:
        fault(name, f'is not well-formed: {e}')
        return tree.fromstring('<none/>')


def local(tag):
    return tag.rsplit('}', 1)[-1]


def check_svg(name, data):
    for e in check_xml(name, data).iter():
        if local(e.tag).lower() not in SVG:
            fault(name, f'an element <{local(e.tag)}>')
        for key, value in e.attrib.items():
            if local(key).startswith('on') or local(key) == 'href' or re.search(r'url\((?!["\']?#)', value):
                fault(name, f'an attribute {key}="{value[:60]}"')


def check_office(name, data):
    box = zipfile.ZipFile(io.BytesIO(data))
    for part in box.namelist():
        inside = box.read(part)
        if re.search(r'vbaProject|macro|embeddings|\.bin$|Scripts|Basic', part):
            fault(name, f'a part {part}')
        if part.endswith('.svg'):
            check_svg(f'{name} {part}', inside)
        elif part.endswith(('.xml', '.rels')):
            if b'<!DOCTYPE' in inside or b'<!ENTITY' in inside:
                fault(name, f'{part} declares a document type')
            for e in check_xml(f'{name} {part}', inside).iter():
                tag = local(e.tag)
                if (name.endswith('.xlsx') and tag == 'f') or tag in ('event-listener', 'script', 'object-ole', 'oleObject', 'altChunk', 'ddeLink', 'plugin'):
                    fault(name, f'<{tag}> in {part}')
                if tag in ('instrText', 'fldSimple'):
                    code = e.text or e.get('{http://schemas.openxmlformats.org/wordprocessingml/2006/main}instr') or ''
                    if not re.match(r'\s*(PAGE|NUMPAGES|SEQ|REF|PAGEREF|TOC|HYPERLINK \\l|STYLEREF)\b', code):
                        fault(name, f'a field {code[:60]!r} in {part}')
                to = e.get('{http://www.w3.org/1999/xlink}href') or (e.get('Target') if e.get('TargetMode') == 'External' else None)
                if to and not re.match(r'(https?://|mailto:|#|Pictures/|media/|(\.\./)?[\w-]+\.(csv|html|svg)(#[\w.-]+)?$)', to):
                    fault(name, f'{part} leads to {to[:80]!r}')


def is_live(cell):
    if not cell or cell[0] not in '=+-@\t\r\uff1d\uff0b\uff0d\uff20' or len(cell) == 1:
        return False
    try:
        float(cell)
        return False
    except ValueError:
        return True


def unguarded(cell):
    """As a reader of our tables has it (rv_table_unguarded)."""
    return cell[1:] if cell.startswith("'") and is_live(cell.lstrip("'")) else cell


def check_csv(name, text):
    rows = list(csv.reader(io.StringIO(text, newline='')))
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            fault(name, f'row {number} has {len(row)} cells, not {len(rows[0])}')
        for cell in row:
            if is_live(cell):
                fault(name, f'row {number}: a formula {cell[:60]!r}')
            if re.search('[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]', cell):
                seen['control'] = seen.get('control', 0) + 1
    return rows


def check_tex(name, data):
    if re.search(rb'[^\n -~]', data):
        fault(name, 'is not plain ASCII')
    body = data.decode('ascii', 'replace').partition('\\begin{document}')[2]
    for command in (r'\\(input|include|write|immediate|openout|openin|read|catcode|csname|def|let|special|loop)\b', r'\^\^'):
        found = re.search(r'(?<!\\)(?:\\\\)*' + command, body)
        if found:
            fault(name, f'a live {found.group()!r} in {body[max(0, found.start() - 40):found.end() + 20]!r}')
    if body.count('\\end{document}') != 1:
        fault(name, f'ends {body.count(chr(92) + "end{document}")} times')


def squeezed(text):
    """Without what may be changed: blanks, control characters, what is no character."""
    text = ''.join(c for c in text if unicodedata.category(c) not in ('Cc', 'Cf', 'Cn', 'Zl', 'Zp') and c != '\ufffd')
    return re.sub(r'\s+', '', text)


said, cells = {}, set()
for name in sorted(os.listdir(folder)):
    path = os.path.join(folder, name)
    if os.path.isdir(path):
        continue
    with open(path, 'rb') as f:
        data = f.read()
    kind = name.rsplit('.', 1)[-1]
    seen[kind] = seen.get(kind, 0) + 1
    if kind in ('docx', 'odt', 'xlsx'):
        check_office(name, data)
        continue
    if kind in ('png', 'pdf'):
        continue
    try:
        text = data.decode('utf-8')
    except UnicodeDecodeError as e:
        fault(name, f'is not UTF-8: {e}')
        continue
    if kind == 'html':
        said[name] = squeezed(check_html(name, text))
    elif kind == 'svg':
        check_svg(name, data)
    elif kind == 'csv':
        for row in check_csv(name, text):
            cells.update(squeezed(unguarded(cell)) for cell in row)
    elif kind in ('json', 'jsonld'):
        json.loads(text)
    elif kind == 'tex':
        check_tex(name, data)

# The hostile text is there: a report without it would pass all of the above.
if source:
    with open(os.path.join(source, 'extraction', 'studies.csv'), newline='', encoding='utf-8') as f:
        labels = {squeezed(row['study']) for row in csv.DictReader(f)}
    for label in sorted(labels):
        if label not in cells:
            fault('csv', f'the study {label[:80]!r} cannot be read again from any table')
        for name, words in said.items():
            if name == 'report.html' and label not in words:
                fault(name, f'does not say {label[:80]!r}')
    print(f'{len(labels)} labels of studies; files: {seen}')
for words in faults[:40]:
    print('FAIL', words)
print(f'{len(faults)} faults')
sys.exit(len(faults) > 0)
