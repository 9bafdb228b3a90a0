"""A review in which every text of people is hostile: the running example, with markup, formulas, code, control characters,
10,000 characters and scripts of all directions put into each field.

    python3 hostile_review.py SOURCE OUT

SOURCE is the top of the sources; OUT gets examples/disengagement and protocols as they are there, changed. The identifiers that one
file takes from another (labels of studies, levels of subgroups) change alike everywhere, so that examples/disengagement/run.sh works on."""
import csv, os, re, shutil, sys
import xml.etree.ElementTree as tree

BLANKS = ' '.join(chr(97 + i % 26) * 7 for i in range(1250))[:10000]
SOLID = 'abcdefghij' * 1000
# The first few are begun with by what a spreadsheet would run.
HOSTILE = [
    '=HYPERLINK("http://hostile.example/f","click")', '+1+cmd|\' /C calc\'!A0', '@SUM(1+1)*2', '-2+3', '=1+1',
    '<script>alert(1)</script>', '"><img src=x onerror=alert(2)>', "' onmouseover='alert(3)", '</title></style></svg></td><script>alert(4)</script>',
    ']]> --> <!-- &lt; &amp; &#0; <![CDATA[x]]> <?xml version="1.0"?>', '<svg onload=alert(5)><foreignObject><iframe src="javascript:alert(6)">',
    '\\input{/etc/passwd} \\immediate\\write18{ls} $x_1^2$ & % # ~ ^ { } \\end{document}', '^^5cinput{/etc/passwd} \\catcode`\\@=11 |ls',
    '| a | b | `code` **bold** _it_ ~~gone~~ # no', '[x](javascript:alert(7)) ![y](http://hostile.example/z.png) <http://hostile.example>',
    '[ref]: javascript:alert(8) "t"', '{{report}} {{education.estimate}} {{table:estimates_education}} {{ref:flow}} {{part:question}}',
    '\u202egnp.exe\u202c \u2066left\u2069 \u200f\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627', '\u6e2c\u8a66\u6a19\u984c \u3042\u3044 \ud55c\uad6d\uc5b4',
    'Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319a\u0344\u0357\u0301\u0310l\u0306\u0330g\u0349o\u0317\u0330',
    '\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 \u200b\u200b\ufeff\u00ad\u2060', '\u2028line\u2029paragraph\u0085next', '%s%n%d %x ..\\..\\ ../../etc/passwd',
    "'; DROP TABLE records; --", '\uff1dSUM(1) \ufdfd\ufffe\uffff', BLANKS, SOLID,
]
STATES = ('unclear', 'not reported', 'not applicable')                       # words of the toolkit for what is no value
CONTROL = ['a\x01b\x1b[31mc\x7fd', '\x00', '\x08\x0b\x0c\x1f']
source, out = sys.argv[1:3]
at = 0


def hostile(text, control=False):
    """`text` behind the next hostile one; in XML without what XML cannot say."""
    global at
    at += 1
    word = HOSTILE[at % len(HOSTILE)]
    if control:
        word = (CONTROL[at % len(CONTROL)].replace('\x00', '') if at % 5 == 0 else '') + word
    return (word + ' ' + text).strip(' ')


named = {}


def same(text):
    """A label that stands in several files, the same each time: what names of studies may hold, one line of characters that can be seen."""
    text = text.strip()
    if text and text not in named:
        words = [h for h in HOSTILE if len(h) < 200 and h.isprintable()] + ['L' * 400, 'long label ' * 40]
        named[text] = words[len(named) % len(words)] + ' ' + text
    return named.get(text, text)


def rewrite_csv(path, kept=(), alike=(), control=True):
    with open(path, newline='', encoding='utf-8') as f:
        rows = list(csv.DictReader(f))
    for row in rows:
        for name, text in row.items():
            if text in STATES:
                continue
            if name in alike:
                row[name] = same(text)
            elif name not in kept and text:
                row[name] = hostile(text, control)
    with open(path, 'w', newline='', encoding='utf-8') as f:
        to = csv.DictWriter(f, rows[0].keys())
        to.writeheader()
        to.writerows(rows)


def rewrite_ris(path):
    def line(found):
        tag, text = found.groups()
        if tag in ('TI', 'T2', 'PB', 'N1', 'AB', 'KW', 'JO'):
            return f'{tag}  - {hostile(text)}'
        if tag == 'AU':
            family, comma, given = text.partition(',')
            return f'{tag}  - {family}<b onclick=alert(9)>\\input{{x}}{comma}{given}'
        if tag == 'UR':
            return f'{tag}  - javascript:alert(10)//{text}'
        return found.group()
    with open(path, encoding='utf-8') as f:
        text = re.sub(r'^([A-Z][A-Z0-9])  - (.*)$', line, f.read(), flags=re.M)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def rewrite_pubmed(path):
    root = tree.parse(path)
    for e in root.iter():
        if e.tag in ('ArticleTitle', 'Title', 'LastName', 'AbstractText') and e.text:
            e.text = hostile(e.text)
    root.write(path, encoding='utf-8', xml_declaration=True)


def sayable(text):
    return re.sub('[\ufffe\uffff]', '', text)


def rewrite_protocol(path):
    root = tree.parse(path)
    for e in root.iter():
        if e.tag in ('title', 'author', 'registration', 'background', 'text', 'population', 'intervention', 'comparison', 'outcomes', 'designs',
                     'include', 'exclude', 'limits', 'help', 'topic', 'strategy') and e.text and e.text.strip():
            e.text = sayable(hostile(e.text.strip()))
        if e.tag == 'field' and e.get('id') == 'intervention_class':
            for choice in e.findall('choice'):
                choice.text = sayable(same(choice.text))
        for name in ('label', 'short', 'event', 'favours-left', 'favours-right', 'unit', 'source', 'platform', 'name'):
            if e.get(name):
                e.set(name, sayable(hostile(e.get(name))))
    root.write(path, encoding='utf-8', xml_declaration=True)


example = os.path.join(out, 'examples', 'disengagement')
shutil.copytree(os.path.join(source, 'examples', 'disengagement'), example)
shutil.copytree(os.path.join(source, 'protocols'), os.path.join(out, 'protocols'))
for folder, _, files in os.walk(out):
    for name in [folder] + [os.path.join(folder, f) for f in files]:
        os.chmod(name, os.stat(name).st_mode | 0o200)
rewrite_protocol(os.path.join(out, 'protocols', 'disengagement-15-24.xml'))
search = os.path.join(example, 'search')
for name in os.listdir(search):
    path = os.path.join(search, name)
    if name.endswith('.ris'):
        rewrite_ris(path)
    elif name.endswith('.xml'):
        rewrite_pubmed(path)
    else:
        rewrite_csv(path, ('Year', 'DOI', 'Accession', 'Volume', 'Issue', 'Type', 'Document Type', 'Page start', 'Page end', 'Pages'))
with open(os.path.join(search, 'websites.csv'), 'ab') as f:                      # bytes that are no UTF-8, and a lone surrogate
    f.write(b'Bad \xff\xfe bytes \xc3 \xed\xa0\x80,Nobody N,2001,,,,,,,javascript:alert(11),Report,,S900\n')
with open(os.path.join(example, 'decisions', 'title-abstract.csv'), 'a', encoding='utf-8') as f:
    for who in ('reviewer-a', 'reviewer-b'):
        f.write(f'acc:S900,title-abstract,{who},exclude,not-primary,\n')
decisions = os.path.join(example, 'decisions')
for name in ('full-text', 'full-text-resolved', 'title-abstract', 'title-abstract-resolved'):
    rewrite_csv(os.path.join(decisions, name + '.csv'), ('record', 'stage', 'reviewer', 'verdict', 'reason'))
for name in ('merges', 'states'):                                               # read by the shell: no commas, quotes and line ends
    path = os.path.join(decisions, name + '.csv')
    with open(path, encoding='utf-8') as f:
        head, *lines = f.read().splitlines()
    with open(path, 'w', encoding='utf-8') as f:
        f.write(head + '\n')
        for line in lines:
            first, second, rest = line.split(',', 2)
            f.write(','.join((first, second, re.sub('[\r\n\u0085\u2028\u2029\\\\]', ' ', hostile(rest)))) + '\n')
extraction = os.path.join(example, 'extraction')
rewrite_csv(os.path.join(extraction, 'studies.csv'), ('record', 'role', 'year', 'age_min', 'age_max', 'design', 'comparator', 'n_randomised',
            'randomised_treat', 'randomised_control'), ('study', 'intervention_class'))
with open(os.path.join(extraction, 'results.csv'), newline='', encoding='utf-8') as f:
    columns = next(csv.reader(f))
rewrite_csv(os.path.join(extraction, 'results.csv'), [c for c in columns if c not in ('contrast', 'outcome', 'unit', 'place', 'quotation', 'note')], ('study',))
rewrite_csv(os.path.join(extraction, 'values.csv'), ('result', 'field', 'value', 'state', 'record'), ('study',))
rewrite_csv(os.path.join(extraction, 'appraisals.csv'), ('result', 'tool', 'domain', 'judgement'), ('study',))
rewrite_csv(os.path.join(extraction, 'grade.csv'), ('body', 'tool', 'domain', 'judgement'))

# What people type at the commands: sources, platforms, strategies, reasons.
run = os.path.join(example, 'run.sh')
with open(run, encoding='utf-8') as f:
    script = f.read()
typed = {
    '--source "$3 (arranged)"': '--source "$3 <script>alert(12)</script> \\$x_1\\$ [x](javascript:alert(13))"',
    "'arranged export'": "'=HYPERLINK(\"http://hostile.example\") & <b>'",
    "'not run: known documents": "'</textarea><script>alert(14)</script> \\write18{ls}",
    '--because \\\n  \'no count': '--because \\\n  \'@SUM(1) <img src=x onerror=alert(15)> no count',
    # Titles that differ are not merged, so that reports wait for their decisions.
    "--because 'search=the searches": """--because 'screen/title-abstract==cmd| <b>waiting</b>' \\
  --because 'search=]]> \\input{x} <script>alert(16)</script> the searches""",
    'extract=no number': 'extract==1+1 [x](javascript:alert(17)) no number',
    'appraise/rob2=the reports': 'appraise/rob2=\u202e<svg onload=alert(18)> the reports',
}
for old, new in typed.items():
    if old not in script:
        sys.exit(f'run.sh has no "{old}" any more: the hostile review must be told what people type there now')
    script = script.replace(old, new)
with open(run, 'w', encoding='utf-8') as f:
    f.write(script)
