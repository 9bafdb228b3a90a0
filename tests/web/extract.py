"""Two extractors, an adjudicator and a lead walk through one study by forms alone, as a browser without scripts would send them."""
import urllib.parse

from form_pages import Person, check, end, rows_of

STUDY = 'A & B <2019>/"x"'
HOSTILE = ['<script>alert(1)</script>', '=cmd|\' /C calc\'!A0', '"><img src=x onerror=alert(1)>', 'مرحبا ' * 300, '語' * 4000, 'a"b\'c&amp;d',
           '{{csrf}}{{>shell}}']

lead, ann, bob, eve = (Person(name) for name in ('lead', 'ann', 'bob', 'eve'))
PATH = '/extract/' + urllib.parse.quote(STUDY, safe='')

# ---- A study is made and given -------------------------------------------------------------------------------------------------
page = lead.fill(lead.get('/extract'), '/extract', {'study': STUDY})
check(STUDY in page.text, 'the study has its name on its page')
for who in ('ann', 'bob'):
    page = lead.fill(lead.get('/extract'), '/give', {'study': STUDY, 'person': who})
    check('is given to' in page.text, f'{who} is given the study: {page.text[:200]}')
ann.send('/extract/give', [('csrf', next(v for n, v in ann.get('/extract').forms[-1]['fields'] if n == 'csrf')), ('study', STUDY), ('person', 'eve')], 403)

# ---- Each extracts, and neither sees the other's ---------------------------------------------------------------------------------
SAYS = {
    'ann': {'design': 'randomised', 'country': 'Kenya', 'n_treat': '120', 'n_control': '118', 'treat_value': '40', 'control_value': '30'},
    'bob': {'design': 'matched', 'country': 'kenya', 'n_treat': '120', 'n_control': '181', 'treat_value': '40', 'control_value': '30'},
}


def extract(person, says):
    page = person.get(f'{PATH}?part=study')
    page = person.fill(page, '/values', {'value.study.design': says['design'], 'value.study.country': says['country'],
                                         'choice.study.settings': ['school', 'home'], 'value.study.schedule': 'week,hours\n1,4\n2,6',
                                         'quotation.study.country': 'in Nairobi, \nKenya'})
    check('4 saved' in page.text, f'{person.name}: four fields of the study are saved: {page.text[:300]}')
    page = person.fill(page, '/values', {})
    check('Nothing was changed' in page.text, f'{person.name}: the same form sent again changes nothing: {page.text[:300]}')
    for arm in ('treat', 'control'):
        page = person.fill(person.get(f'{PATH}?part=arm'), '/parts', {'name': arm})
    page = person.fill(page, '/values', {'value.arm.treat.randomised': '130', 'row_place.arm.treat': 'p. 3', 'value.arm.control.dose': '?'})
    check('2 saved' in page.text, f'{person.name}: a number and an unclear one of arms: {page.text[:300]}')
    page = person.fill(person.get(f'{PATH}?part=contrast'), '/parts', {'name': 'treat v control', 'group1': 'treat', 'group2': 'control'})
    page = person.fill(person.get(f'{PATH}?part=result'), '/results', {'domain': 'work', 'outcome': 'employed', 'months': '12',
                                                                      'contrast': 'treat v control', 'result': 'R1'})
    page = person.fill(page, '/values', {'row_place.result.R1': 'Table 2', 'value.result.R1.measure_reported': 'percent',
                                         **{f'value.result.R1.{f}': says[f] for f in ('n_treat', 'n_control', 'treat_value', 'control_value')}})
    check('5 saved' in page.text, f'{person.name}: five numbers: {page.text[:300]}')
    check('odds ratio: 1.556' in page.text and '(95 % CI' in page.text, f'{person.name}: the effect stands on the page: {page.text[-900:]}')
    return page


extract(ann, SAYS['ann'])
before = [ann.ask('GET', p)[2] for p in (f'{PATH}?part=result', '/api/v1' + PATH, '/api/v1/extract')]
extract(bob, SAYS['bob'])
after = [ann.ask('GET', p)[2] for p in (f'{PATH}?part=result', '/api/v1' + PATH, '/api/v1/extract')]
strip = lambda text: [l for l in text.splitlines() if 'name="key"' not in l]
check([strip(a) for a in before] == [strip(a) for a in after], 'what bob enters changes no byte that ann gets')
check('"181"' not in after[0] + after[1] and '"kenya"' not in after[0] + after[1], "ann sees nothing of bob's")

# ---- What is being typed comes to the effect that is kept --------------------------------------------------------------------------
tried = ann.api('POST', f'{PATH}/try', {'value.result.R1.treat_value': '50', 'value.result.R1.n_treat': 'twelve'})
effect = next(e for e in tried['effects'] if e['measure'] == 'OR')
check(tried['faults'] == [{'name': 'value.result.R1.n_treat'[6:], 'message': tried['faults'][0]['message']}] and 'twelve' in tried['faults'][0]['message'],
      f'a fault is told while typing: {tried["faults"]}')
check(abs(effect['estimate'] - 7 / 3) < 1e-12, f'odds of 50 and 30 percent make 7/3, not {effect["estimate"]}')
stands = ann.api('GET', f'{PATH}?part=result')['grids'][0]['rows'][0]
check(next(c['value'] for c in stands['cells'] if c['field'] == 'treat_value') == '40', 'trying keeps nothing')

# ---- Hostile values are kept and shown as text ----------------------------------------------------------------------------------------
for text in HOSTILE:
    page = ann.fill(ann.get(f'{PATH}?part=study'), '/values', {'value.study.country': text})
    check(('value.study.country', text) in page.form_of('/values')['fields'] or text.strip() == dict(page.form_of('/values')['fields'])['value.study.country'],
          f'{text[:30]} stands in the form as it was typed')
ann.fill(ann.get(f'{PATH}?part=study'), '/values', {'value.study.country': 'Kenya'})
ann.send(f'{PATH}/values', [('csrf', dict(page.form_of('/values')['fields'])['csrf']), ('value.study.nothing', '1')], 422)

# ---- What is refused is shown again with what was typed ---------------------------------------------------------------------------------
page = ann.fill(ann.get(f'{PATH}?part=result'), '/values', {'value.result.R1.n_treat': 'twelve', 'value.result.R1.n_control': '119',
                                                            'row_place.result.R1': 'Table 3'}, 422)
fields = dict(page.form_of('/values')['fields'])
check("'twelve' is not a number" in page.text and '1 saved, 1 not' in page.text, f'the refusal says why: {page.text[:400]}')
check(fields['value.result.R1.n_treat'] == 'twelve' and fields['row_place.result.R1'] == 'Table 3', 'what was typed stands there again')
check(fields['value.result.R1.n_control'] == '119', 'the other cell was saved')
ann.fill(ann.get(f'{PATH}?part=result'), '/values', {'value.result.R1.n_control': '118', 'row_place.result.R1': 'Table 2'})

# ---- Two windows save the same cell --------------------------------------------------------------------------------------------------------
first, second = ann.get(f'{PATH}?part=result'), ann.get(f'{PATH}?part=result')
ann.fill(first, '/values', {'value.result.R1.n_treat': '121'})
page = ann.fill(second, '/values', {'value.result.R1.n_treat': '122'}, 412)
check("'121'" in page.text and dict(page.form_of('/values')['fields'])['value.result.R1.n_treat'] == '122', f'the later sees both: {page.text[:400]}')
page = ann.fill(page, '/values', {})
check(dict(page.form_of('/values')['fields'])['value.result.R1.n_treat'] == '122', 'and may save theirs then')
ann.fill(page, '/values', {'value.result.R1.n_treat': '120'})
cell = 'result.R1.n_treat'
answer = ann.api('POST', f'{PATH}/values', {f'value.{cell}': '7', f'was.{cell}': '0' * 32, f'place.{cell}': 'x'}, 412)
check(answer['cells'][0]['result'] == 'changed' and answer['saved'] == 0, f'the same by the interface: {answer["cells"]}')

# ---- Done, compared, agreed ------------------------------------------------------------------------------------------------------------------
page = ann.fill(ann.get(PATH), '/done', {})
check('You are done' in page.text and 'bob' in page.text, f'ann waits for bob: {page.text[:300]}')
ann.get(f'{PATH}/agree', 422)
ann.send(f'{PATH}/values', [('csrf', dict(page.forms[0]['fields']).get('csrf') or next(v for f in page.forms for n, v in f['fields'] if n == 'csrf')),
                            ('value.study.country', 'Peru')], 422)
bob.fill(bob.get(PATH), '/done', {})
page = ann.get(f'{PATH}/agree')
options = page.form_of('/agree')['options']
check('181' in page.text and 'matched' in page.text, 'both say what they said')
check(all('other' not in o for o in options.values()), 'one of the two can only give way')
number = {}
for n, v in page.form_of('/agree')['fields']:
    if n.startswith('field.'):
        number[v] = n.split('.')[1]
check(set(number) == {'design', 'n_control'}, f'two cells differ: {sorted(number)}')
check(options[f'settle.{number["design"]}'] == ['b'], f'ann may take what bob says: {options}')
page = eve.get(f'{PATH}/agree')
form = page.form_of('/agree')
stale = [(n, 'x' if n == f'a.{number["design"]}' else v) for n, v in form['fields']] + [(f'settle.{number["design"]}', 'a')]
eve.send(form['action'], stale, 422)
page = eve.fill(page, '/agree', {f'settle.{number["design"]}': 'a', f'settle.{number["n_control"]}': 'other',
                                 f'value.{number["n_control"]}': 'many', f'place.{number["n_control"]}': 'Table 2'}, 422)
again = dict(page.form_of('/agree')['fields'])
check(again.get(f'settle.{number["n_control"]}') == 'other' and again[f'value.{number["n_control"]}'] == 'many', 'the choices stand there again')
page = eve.fill(page, '/agree', {f'value.{number["n_control"]}': '119'})
check('2 settled' in page.text and '0 still open' in page.text, f'all is settled: {page.text[:400]}')

# ---- The effect is that of the tools -----------------------------------------------------------------------------------------------------------

page = lead.api('GET', f'{PATH}?part=result')
effects = {e['measure']: e for e in page['effects'] if e['result'] == 'R1'}
way = {l['name']: l for l in lead.api('GET', f'{PATH}/way/R1')['lines'] if l['part'] == 'effect'}
told = rows_of('review-effect', 'explain', 'R1')
want = [float(r['value']) for r in told if r.get('part') == 'effect' and r.get('name') in ('yi', 'vi')]
got = [effects[m][k] for m in ('OR', 'RD') for k in ('yi', 'vi')]
check(len(want) == 4 and sorted(want) == sorted(got), f'yi and vi are those of review-effect explain: {got} and {want}')
check('yi' in way and 'kept in the review' in way and way['kept in the review']['value'] == 'the same numbers', f'the way ends at what the review keeps: {sorted(way)}')
kept = {r['field']: r['value'] for r in rows_of('review-extract', 'show', 'R1')}
check(kept.get('n_control') == '119' and kept.get('n_treat') == '120', f'review-extract shows what was agreed: {kept}')
end()
