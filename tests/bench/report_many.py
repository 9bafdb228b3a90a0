"""The running example N times over, for report.sh: each study with its results and values N times under other labels; records and their
decisions stay, so that what grows is what is extracted, pooled and reported.

    python3 report_many.py SOURCE OUT N"""
import csv, os, re, shutil, sys

source, out, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
for folder in ('examples/disengagement', 'protocols'):
    shutil.copytree(os.path.join(source, folder), os.path.join(out, folder))
extraction = os.path.join(out, 'examples', 'disengagement', 'extraction')
for name in ('studies', 'results', 'values', 'appraisals'):
    path = os.path.join(extraction, name + '.csv')
    with open(path, newline='', encoding='utf-8') as f:
        rows = list(csv.DictReader(f))
    with open(path, 'w', newline='', encoding='utf-8') as f:
        to = csv.DictWriter(f, rows[0].keys())
        to.writeheader()
        for n in range(times):
            for row in rows:
                changed = dict(row)
                if n:
                    changed['study'] += f' ({n + 1})'
                    if changed.get('result'):
                        changed['result'] = f"R{int(changed['result'][1:]) + 1000 * n:04d}"
                to.writerow(changed)
# Reasons for warnings are given to the results that warn now.
run = os.path.join(out, 'examples', 'disengagement', 'run.sh')
with open(run, encoding='utf-8') as f:
    script = f.read()
script = re.sub(r'(review-extract reason all) ((?:R\d+ )+)', lambda found: found[1] + ' ' + ' '.join(
    f'R{int(r[1:]) + 1000 * n:04d}' if n else r for n in range(times) for r in found[2].split()) + ' ', script)
with open(run, 'w', encoding='utf-8') as f:
    f.write(script)
