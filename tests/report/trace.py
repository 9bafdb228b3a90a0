"""Every number that a table of report.html shows stands, rounded as it is shown, in the same row of that table's CSV; the numbers of the
summary of findings come out again from the estimates and the baseline risks; estimates are those that review-meta gives."""
import csv, html.parser, math, os, re, subprocess, sys

folder, review = sys.argv[1:3]
faults, numbers = [], 0


def fault(words):
    faults.append(words)


class Tables(html.parser.HTMLParser):
    """Rows of cells of each table with an id; rows across all columns are left out."""
    def __init__(self):
        super().__init__()
        self.tables, self.table, self.row, self.cell, self.body, self.mark = {}, None, None, None, False, 0

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == 'table' and 'id' in a:
            self.table = self.tables.setdefault(a['id'], [])
        elif tag == 'tbody':
            self.body = True
        elif tag == 'tr' and self.table is not None and self.body:
            self.row = None if 'section' in a.get('class', '') else []
        elif tag in ('td', 'th') and self.row is not None:
            self.cell = [a.get('class', '') or '', '']
        elif tag == 'sup':
            self.mark += 1

    def handle_endtag(self, tag):
        if tag == 'table':
            self.table, self.body = None, False
        elif tag == 'tr' and self.row is not None:
            self.table.append(self.row)
            self.row = None
        elif tag in ('td', 'th') and self.cell is not None:
            self.row.append(self.cell)
            self.cell = None
        elif tag == 'sup':
            self.mark -= 1

    def handle_data(self, text):
        if self.cell is not None and not self.mark:
            self.cell[1] += text


def read(name):
    with open(os.path.join(folder, name + '.csv'), newline='', encoding='utf-8') as f:
        return list(csv.DictReader(f))


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def near(shown, x):
    """Whether x is printed as `shown`: within half of its last place (a little more where x lies on the edge)."""
    places = len(shown.partition('.')[2])
    return abs(float(shown) - x) <= 0.5 * 10 ** -places * (1 + 1e-9) + 1e-12


tables = Tables()
with open(os.path.join(folder, 'report.html'), encoding='utf-8') as f:
    tables.feed(f.read())
seen = 0
for name, rows in tables.tables.items():
    if not os.path.exists(os.path.join(folder, name + '.csv')):
        fault(f'table {name} has no data file')
        continue
    data = read(name)
    seen += 1
    if len(data) != len(rows):
        fault(f'{name}: {len(rows)} rows are shown, {len(data)} are in the file')
    for i, (row, values) in enumerate(zip(rows, data), 1):
        known = [number(v) for v in values.values()]
        known = [x for x in known if x is not None]
        texts = set(values.values())
        for kind, cell in row:
            if 'n' not in kind.split() or cell in texts:
                continue
            for less, shown in re.findall(r'(<?)(−?\d+(?:\.\d+)?)', cell):
                numbers += 1
                if less and any(0 <= x < float(shown) for x in known):
                    continue
                if less or not any(near(shown.replace('−', '-'), x) for x in known):
                    fault(f'{name}, row {i}: {shown} is in none of its cells')
if seen < 10:
    fault(f'only {seen} tables were found')
if numbers < 1000:
    fault(f'only {numbers} numbers were found')

# The estimates are those of review-meta.
first = {}
for row in read('summary_of_findings'):
    again = subprocess.run(['review-meta', '--review', review, '--analysis', row['analysis'], '--format', 'csv', '--quiet'],
                           capture_output=True, text=True, check=True).stdout
    fit = next(csv.DictReader(again.splitlines()))
    ratio = math.exp if row['measure'] in ('odds ratio', 'risk ratio') else float
    for shown, column in (('estimate', 'estimate'), ('ci_lo', 'ci_lo'), ('ci_hi', 'ci_hi')):
        if abs(float(row[shown]) - ratio(float(fit[column]))) > 1e-9:
            fault(f"{row['analysis']}: {shown} is {row[shown]}, review-meta gives {fit[column]} before exp")
    if row['studies'] != fit['k']:
        fault(f"{row['analysis']}: {row['studies']} studies, review-meta has {fit['k']}")
    # Absolute effects by plain algebra: odds ratios of the example.
    if row['measure'] == 'odds ratio' and row['without_per_1000']:
        p = float(row['without_per_1000']) / 1000
        for odds, risk, gain in (('estimate', 'with_per_1000', 'difference_per_1000'), ('ci_lo', 'with_lo', 'difference_lo'),
                                 ('ci_hi', 'with_hi', 'difference_hi')):
            with_it = 1000 / (1 + (1 - p) / (p * float(row[odds])))
            if abs(with_it - float(row[risk])) > 1e-9 or abs(with_it - 1000 * p - float(row[gain])) > 1e-9:
                fault(f"{row['analysis']}: {risk} is {row[risk]}, expected {with_it}")
        if 'median' not in first.setdefault(row['analysis'], row):
            pass

# Directions by counting: every effect of review-meta's rows of one study, in favour and against.
for row in read('directions'):
    votes = int(row['favours']) + int(row['against'])
    if votes and abs(float(row['share']) - 100 * int(row['favours']) / votes) > 1e-9:
        fault(f"directions, {row['analysis']}: the share is not that of the votes")
    k, n = max(int(row['favours']), int(row['against'])), votes
    if votes:
        sign = min(1, 2 * sum(math.comb(n, j) for j in range(k, n + 1)) / 2 ** n)
        if abs(sign - float(row['sign_p'])) > 1e-12:
            fault(f"directions, {row['analysis']}: the sign test gives {sign}, not {row['sign_p']}")

for words in faults[:20]:
    print('FAIL', words)
print(f'{numbers} numbers of {seen} tables were looked up: {len(faults)} faults')
sys.exit(1 if faults else 0)
