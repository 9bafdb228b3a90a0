// An appraisal while it is made: each answer is sent when it is given, and the page shows what is asked then and what the rules propose.
// Everything is worked out by the server; here nothing is judged.
import { label, on, toast } from './app.js';

const form = document.getElementById('appraisal');
const csrf = form.querySelector('[name=csrf]').value;
const dirty = new Set();              // names of texts that were typed and not sent
let current = null, sending = Promise.resolve(), waiting = 0;

const lines = () => [...form.querySelectorAll('[data-question]')];
const named = name => form.querySelector(`[name="${CSS.escape(name)}"]`);

// ---- The question that keys act on -----------------------------------------------------------------------------------------

function select(line, focus) {
  for (const input of form.querySelectorAll('[data-digit]')) delete input.dataset.digit;
  for (const other of form.querySelectorAll('[aria-current]')) other.removeAttribute('aria-current');
  current = line?.dataset.question ?? null;
  if (!line) return;
  line.setAttribute('aria-current', 'true');
  [...line.querySelectorAll('input[type=radio]')].forEach((input, i) => { if (i < 9) input.dataset.digit = i + 1; });
  if (!focus) return;
  (line.querySelector('input:checked') ?? line.querySelector('input[type=radio]'))?.focus({ preventScroll: true });
  line.scrollIntoView({ block: 'center' });
}

function step(by) {
  const all = lines(), at = all.findIndex(line => line.dataset.question === current);
  const to = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (to) select(to, true);
}
on('next', () => step(1), 'j', 'Next question');
on('previous', () => step(-1), 'k', 'Question before');
form.addEventListener('focusin', event => {
  const line = event.target.closest('[data-question]');
  if (line && line.dataset.question !== current) select(line, false);
});

// ---- Sending ------------------------------------------------------------------------------------------------------------------

form.addEventListener('input', event => { if (event.target.matches('textarea, input:not([type=radio])')) dirty.add(event.target.name); });

/** What is sent with an answer: the texts that stand beside it. */
function entry(id, answer) {
  const body = { [`answer.${id}`]: answer };
  for (const part of ['support', 'place', 'quotation']) {
    const input = named(`${part}.${id}`);
    if (input?.value) body[`${part}.${id}`] = input.value;
  }
  return body;
}

/** Shows the page as the server makes it now; what was typed and not sent stays as it is, and so does the place. */
async function refresh(sent) {
  const response = await fetch(location.pathname, { headers: { Accept: 'text/html' } });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.getElementById('appraisal'), progress = page.getElementById('progress');
  const typed = [...dirty].filter(name => !sent.includes(name)).map(name => [name, named(name)?.value]);
  const open = [...form.querySelectorAll('[data-question] details[open]')].map(e => e.closest('[data-question]').dataset.question);
  const focus = document.activeElement, where = form.contains(focus) ? [focus.name, focus.value, focus.type] : null, top = focus?.getBoundingClientRect().top;
  if (!fresh) throw new Error('log in again, in another tab: what you typed stays here');
  form.replaceChildren(...fresh.childNodes);
  form.dataset.next = fresh.dataset.next;
  if (progress) document.getElementById('progress')?.replaceChildren(...progress.childNodes);
  for (const [name, value] of typed) { const input = named(name); if (input) input.value = value; }
  for (const name of sent) dirty.delete(name);
  for (const id of open) form.querySelector(`[data-question="${CSS.escape(id)}"] details`)?.setAttribute('open', '');
  label(form);
  if (where) {
    const same = [...form.querySelectorAll(`[name="${CSS.escape(where[0])}"]`)].find(e => where[2] !== 'radio' || e.value === where[1]);
    same?.focus({ preventScroll: true });
    if (same) scrollBy(0, same.getBoundingClientRect().top - top);
  }
  select(lines().find(line => line.dataset.question === current) ?? null, false);
}

async function post(body) {
  waiting++;
  try {
    const response = await fetch('/api/v1' + location.pathname, {
      method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf }, body: JSON.stringify(body) });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.error ?? `the server answered ${response.status}`);
    await refresh(Object.keys(body));
    toast('Saved');
    return true;
  } catch (error) {
    toast(error instanceof TypeError ? 'The server was not reached: this is not saved yet. It stays here; press Save when you are back.' : `Not saved: ${error.message}`, true);
    return false;
  } finally { waiting--; }
}

/** One after another, so that a later answer never overtakes an earlier one. */
function give(make) { sending = sending.then(() => post(make())); return sending; }

form.addEventListener('change', event => {
  const input = event.target;
  if (input.type === 'radio' && input.checked) {
    const id = input.name.slice('answer.'.length), line = input.closest('[data-question]'), reason = named(`support.${id}`);
    // Another judgement than the proposed one wants its reason first: it is sent with it.
    if (line.classList.contains('judgement') && input.value !== 'as proposed' && line.querySelector('[value="as proposed"]') && line.querySelector('.note strong')
        && line.querySelector('.note strong').textContent !== input.value && !reason.value.trim()) {
      toast('Give the reason why you judge otherwise than the rules', true);
      reason.focus();
      return;
    }
    dirty.add(input.name);
    give(() => entry(id, input.value));
  } else if (input.matches('textarea, input')) {
    const id = input.name.slice(input.name.indexOf('.') + 1), chosen = form.querySelector(`[name="${CSS.escape('answer.' + id)}"]:checked`);
    if (chosen) give(() => entry(id, chosen.value));
  }
});

form.addEventListener('submit', event => {
  event.preventDefault();
  give(() => Object.fromEntries([...new FormData(form)].filter(([name, value]) => name.includes('.') && value !== '')));
});
addEventListener('beforeunload', event => { if (waiting || [...dirty].some(name => named(name)?.value)) event.preventDefault(); });

select(lines().find(line => line.dataset.question === form.dataset.next) ?? lines()[0] ?? null, false);
