"""One extracts, another verifies: by forms alone."""
from form_pages import Person, check, end, rows_of

lead, ann, bob = (Person(name) for name in ('lead', 'ann', 'bob'))
PATH = '/extract/Demo'

lead.fill(lead.get('/extract'), '/extract', {'study': 'Demo'})
page = ann.fill(ann.get(f'{PATH}?part=result'), '/results', {'domain': 'work', 'outcome': 'employed', 'months': '12'})
check('Demo-1' in page.text, f'a result without a name gets one: {page.text[:300]}')
page = ann.fill(page, '/values', {'row_place.result.Demo-1': 'p. 4', 'value.result.Demo-1.n_treat': '120', 'value.result.Demo-1.n_control': '181',
                                  'value.result.Demo-1.treat_value': '140', 'value.result.Demo-1.measure_reported': 'percent'})
check('4 saved' in page.text, f'ann enters four: {page.text[:300]}')

# A warning stands with a reason, and is asked for it before.
check('Let it stand' in page.text and 'percent' in page.text, f'140 percent is warned of: {page.text[-500:]}')
page = ann.fill(page, '/reasons', {'reason': 'so the report has it'})
check('It stands: so the report has it' in page.text, 'the reason stands beside it')

# What one entered oneself is not offered; what is wrong is corrected.
page = ann.get(f'{PATH}/verify')
check(not any('verdict' in n for f in page.forms for n in f['options']), 'ann cannot verify her own values')
page = bob.get(f'{PATH}/verify')
number = {v: n.split('.')[1] for n, v in page.form_of('/verify')['fields'] if n.startswith('field.')}
check(set(number) >= {'n_treat', 'n_control', 'treat_value', 'measure_reported'}, f'bob looks up what ann entered: {sorted(number)}')
page = bob.fill(page, '/verify', {f'verdict.{number["n_treat"]}': 'right', f'verdict.{number["n_control"]}': 'wrong',
                                  f'value.{number["n_control"]}': 'many', f'place.{number["n_control"]}': 'p. 4'}, 422)
again = dict(page.form_of('/verify')['fields'])
check(again[f'value.{number["n_control"]}'] == 'many' and again.get(f'verdict.{number["n_treat"]}') == 'right', 'what was refused is shown again')
page = bob.fill(page, '/verify', {f'value.{number["n_control"]}': '118'})
check('1 right, 1 wrong (1 corrected)' in page.text, f'one right, one corrected: {page.text[:300]}')
form = page.form_of('/verify')
at = next(n.split('.')[1] for n, v in form['fields'] if n.startswith('field.') and v == 'treat_value')
bob.send(form['action'], [(n, '141' if n == f'was.{at}' else v) for n, v in form['fields']] + [(f'verdict.{at}', 'right')], 422)

# Two people in one version: the later sees what the earlier entered.
first, second = ann.get(f'{PATH}?part=result'), bob.get(f'{PATH}?part=result')
ann.fill(first, '/values', {'value.result.Demo-1.treat_value': '40'})
page = bob.fill(second, '/values', {'value.result.Demo-1.treat_value': '41', 'value.result.Demo-1.control_value': '30'}, 412)
check("ann entered '40'" in page.text and '1 saved, 1 not' in page.text, f'bob is told what ann entered, and keeps his other cell: {page.text[:400]}')
values = {r['field']: (r['value'], r['reviewer']) for r in rows_of('review-extract', 'show', 'Demo-1')}
check(values.get('n_control') == ('118', 'bob') and values.get('treat_value') == ('40', 'ann') and values.get('control_value') == ('30', 'bob'),
      f'the review has what each entered: {values}')
end()
