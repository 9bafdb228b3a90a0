// The extraction form, faster than its Save button: what is typed is kept here at once and saved after a pause; the server says what it
// comes to. Nothing is computed here, and "saved" is said only when the server answered so.
import { toast, on } from './app.js';

const SAVE_AFTER = 900, TRY_AFTER = 120, KEPT = 'review.extract.';
let form, path, csrf, drafts, dirty = new Map(), sending = null, timer, trying, tryCount = 0, retry = 0, gone = false, renewed = false;
const line = () => form?.querySelector('[data-saved]');

function say(text) { const l = line(); if (l) l.textContent = text; }

// ---- Cells -------------------------------------------------------------------------------------------------------------------------

const words = ['value', 'choice', 'state', 'place', 'quotation', 'note'];

/** "value.result.R1.n_treat" -> ["value", "result.R1.n_treat"]; rows: ["row_place", "result.R1"]. */
function parts(name) {
  const at = name.indexOf('.');
  return at < 0 ? ['', ''] : [name.slice(0, at), name.slice(at + 1)];
}

function inputs(name) { return [...form.elements].filter(e => e.name === name); }

/** What the form says of a cell, as the server takes it. */
function said(cell) {
  const body = {};
  for (const word of [...words, 'was']) {
    const all = inputs(`${word}.${cell}`);
    if (!all.length) continue;
    body[`${word}.${cell}`] = word === 'choice' ? all.filter(e => e.checked).map(e => e.value) : all[0].value;
  }
  const row = form.querySelector(`[data-cell="${CSS.escape(cell)}"]`)?.closest('[data-row]')?.dataset.row;
  for (const word of ['row_place', 'row_quotation'])
    if (row && inputs(`${word}.${row}`).length) body[`${word}.${row}`] = inputs(`${word}.${row}`)[0].value;
  return body;
}

function put(cell, body) {
  for (const [name, value] of Object.entries(body))
    if (!name.startsWith('was.'))
      for (const e of inputs(name)) {
        if (e.type === 'checkbox') e.checked = value.includes(e.value); else e.value = value;
      }
}

function fault(cell, message) {
  const p = form.querySelector(`[data-fault="${CSS.escape(cell)}"]`), input = inputs(`value.${cell}`)[0];
  if (p) { p.textContent = message; p.hidden = !message; }
  if (!input) return;
  if (message) { input.setAttribute('aria-invalid', 'true'); if (p && !input.hasAttribute('aria-describedby')) input.setAttribute('aria-describedby', p.id); } else input.removeAttribute('aria-invalid');
}

// ---- Drafts: what is typed is never lost ------------------------------------------------------------------------------------------------

function keep() {
  if (!drafts) return;                       /* it is kept as soon as this window has a name */
  try {
    if (dirty.size) localStorage.setItem(drafts, JSON.stringify(Object.fromEntries(dirty))); else localStorage.removeItem(drafts);
  } catch { /* a browser that keeps nothing: the page does, while it is open */ }
}

/** Each window keeps its own; those of windows that are gone are taken over. A lock tells which are still there, where browsers have locks. */
async function claim() {
  const mine = (id, then) => navigator.locks ? navigator.locks.request(KEPT + id, { ifAvailable: true }, then) : then(true);
  let id = null;
  try { id = sessionStorage.getItem(KEPT); } catch { /* as if it were new */ }
  for (; ; id = null) {
    id ??= Math.random().toString(36).slice(2);
    const got = await new Promise(answer => { mine(id, lock => { answer(!!lock); return lock && new Promise(() => {}); }); });
    if (got) break;
  }
  try { sessionStorage.setItem(KEPT, id); } catch { /* as if it were new */ }
  drafts = `${KEPT}${path}#${id}`;
  const left = {};
  for (const key of Object.keys(localStorage).filter(k => k.startsWith(`${KEPT}${path}#`))) {
    const free = key === drafts || await new Promise(answer => { mine(key.slice(key.lastIndexOf('#') + 1), lock => answer(!!lock)); });
    if (!free) continue;
    try { Object.assign(left, JSON.parse(localStorage.getItem(key)) ?? {}); } catch { /* not ours */ }
    localStorage.removeItem(key);
  }
  return left;
}

async function restore() {
  let kept = {}, n = 0;
  try { kept = await claim(); } catch { drafts ??= `${KEPT}${path}#`; }
  for (const [cell, { refused, ...body }] of Object.entries(kept)) {
    if (dirty.has(cell)) continue;
    dirty.set(cell, body);
    if (!inputs(`was.${cell}`).length) continue;      /* typed on another part of the form: it is sent from here too */
    put(cell, body);
    n++;
  }
  keep();
  if (!Object.keys(kept).length) return;
  toast(`${dirty.size} ${dirty.size === 1 ? 'entry that was' : 'entries that were'} typed here and not saved ${!n ? 'go out now' : dirty.size === 1 ? 'stands in the form again' : 'stand in the form again'}`, true);
  later();
}

// ---- Saving ---------------------------------------------------------------------------------------------------------------------------

function later(ms = SAVE_AFTER) { clearTimeout(timer); timer = setTimeout(save, ms); }

function post(where, body) {
  return fetch(`/api/v1${path}/${where}`, {
    method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf }, body: JSON.stringify(body),
  });
}

function about() {
  const record = form.elements.record?.value;
  return record ? { record } : {};          /* whose version is written the server knows by itself */
}

/** Who logged in again in another tab has another token. */
async function renew() {
  const response = await fetch(location.href, { credentials: 'same-origin' }).catch(() => null);
  const token = response?.ok && new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('form[data-extract] [name=csrf]')?.value;
  if (!token || token === csrf) return false;
  csrf = token;
  for (const input of document.querySelectorAll('input[name=csrf]')) input.value = token;
  return true;
}

async function save() {
  clearTimeout(timer);
  if (sending || !dirty.size) return;
  const batch = new Map([...dirty].filter(([, body]) => !body.refused));
  if (!batch.size) return;
  const body = about();
  for (const one of batch.values()) Object.assign(body, one);
  sending = batch;
  say('Saving …');
  let answer, status = 0;
  try {
    const response = await post('values', body);
    status = response.status;
    answer = await response.json();
  } catch { status = 0; }
  sending = null;
  if (answer?.cells) { retry = 0; renewed = false; settle(answer, batch); return; }
  if (status === 403 && !renewed && await renew()) { renewed = true; save(); return; }
  if (status === 401 || status === 403) { gone = true; say(''); toast(`${dirty.size} not saved: ${answer?.error ?? 'you are logged out'}. What you typed is kept in this browser; log in in another tab, then press Save here.`, true); return; }
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) { for (const one of batch.keys()) mark(one, answer?.error ?? `refused (${status})`); keep(); say('Not saved'); return; }
  retry = Math.min(retry + 1, 5);
  say('');
  toast(`Offline: ${dirty.size} ${dirty.size === 1 ? 'entry waits' : 'entries wait'} in this page and will be sent`, true);
  later(1000 * 2 ** retry);
}

function mark(cell, message) {
  const body = dirty.get(cell);
  fault(cell, message);
  if (body) dirty.set(cell, { ...body, refused: true });
}

/** What became of each cell; one that was typed in since stays. */
function settle(answer, batch) {
  let saved = 0;
  const told = new Set();
  for (const cell of answer.cells) {
    const body = batch.get(cell.name), was = inputs(`was.${cell.name}`)[0], same = body && JSON.stringify(dirty.get(cell.name)) === JSON.stringify(body);
    told.add(cell.name);
    if (cell.result === 'saved' || cell.result === 'stands') {
      saved++;
      if (was) was.value = cell.was;
      if (same) { dirty.delete(cell.name); fault(cell.name, ''); } else if (dirty.has(cell.name)) dirty.set(cell.name, { ...dirty.get(cell.name), [`was.${cell.name}`]: cell.was });
    } else {
      if (cell.result === 'changed' && was) was.value = cell.was;     /* it counts once the cell is typed in again */
      if (same) mark(cell.name, cell.message); else if (dirty.has(cell.name)) later();
    }
  }
  for (const [cell, body] of batch)
    if (!told.has(cell) && answer.faults?.[cell]) mark(cell, answer.faults[cell]);
    else if (!told.has(cell) && JSON.stringify(dirty.get(cell)) === JSON.stringify(body)) dirty.delete(cell);    /* as it stood */
  for (const one of answer.calculated ?? [])
    for (const out of form.querySelectorAll(`[data-calculated="${CSS.escape(one.name)}"]`)) out.textContent = one.value;
  keep();
  const refused = [...dirty.values()].filter(b => b.refused).length;
  say(refused ? `${refused} not saved, see what is marked` : `Saved ${new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}`);
  if (!dirty.size || saved) toast('');
  if (answer.shape !== form.dataset.shape) anew();
  if ([...dirty.values()].some(b => !b.refused)) later();
  tell();
}

/** Other questions are asked now: the rows are taken anew, what is being typed stays. */
async function anew() {
  const response = await fetch(location.href, { credentials: 'same-origin' }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.querySelector('form[data-extract]'), rows = fresh?.querySelector('[data-rows]');
  if (!rows) return;
  const focus = document.activeElement?.name, open = [...form.querySelectorAll('details.rest[open]')].map(d => d.closest('[data-cell]')?.dataset.cell);
  const place = document.activeElement?.selectionStart;
  form.querySelector('[data-rows]').replaceWith(document.importNode(rows, true));
  form.dataset.shape = fresh.dataset.shape;
  for (const [cell, body] of dirty) put(cell, body);
  for (const cell of open) form.querySelector(`[data-cell="${CSS.escape(cell ?? '')}"] details.rest`)?.setAttribute('open', '');
  const again = focus && inputs(focus)[0];
  if (again) { again.focus({ preventScroll: true }); try { again.setSelectionRange(place, place); } catch { /* a choice */ } }
}

// ---- What it comes to ------------------------------------------------------------------------------------------------------------------

const el = (tag, text, cls) => Object.assign(document.createElement(tag), { textContent: text ?? '', className: cls ?? '' });

function tell() { clearTimeout(trying); trying = setTimeout(ask, TRY_AFTER); }

async function ask() {
  const body = {}, mine = ++tryCount;
  for (const one of dirty.values()) for (const [name, value] of Object.entries(one)) if (name !== 'refused') body[name] = value;
  let answer;
  try {
    const response = await post('try', body);
    if (!response.ok) return;
    answer = await response.json();
  } catch { return; }
  if (mine === tryCount) show(answer);
}

function lines(answer, result) {
  const box = document.createDocumentFragment();
  for (const e of answer.effects.filter(e => e.result === result)) {
    const p = el('p', `${e.title}: `);
    if (e.words) p.append(el('b', e.words), ' ', el('span', `${e.scale}; ${e.route}`, 'hint')); else p.append(el('span', `none: ${e.gap}`, 'hint'));
    box.append(p);
  }
  return box;
}

function warningBox(w, number) {
  const box = el('div', '', 'note care'), p = el('p');
  p.append(el('b', w.title), `: ${w.words}`);
  box.append(p);
  if (w.reason) { box.append(el('p', `It stands: ${w.reason} (${w.reviewer})`)); return box; }
  const pattern = document.querySelector('[data-reason-form]');
  if (!pattern) return box;
  const ask = document.importNode(pattern.content, true).firstElementChild;
  ask.elements.result.value = w.result;
  ask.elements.rule.value = w.rule;
  ask.elements.key.value = crypto.randomUUID?.() ?? `${Date.now()}-${number}-${Math.random().toString(36).slice(2)}`;
  ask.elements.reason.id = `why-js-${number}`;
  ask.querySelector('label').htmlFor = `why-js-${number}`;
  box.append(ask);
  return box;
}

/** All results below the form; the one in hand beside its row. Typed reasons are not taken away. */
function show(answer) {
  const section = document.querySelector('[data-results]');
  const typing = section?.contains(document.activeElement) || [...(section?.querySelectorAll('input[name=reason]') ?? [])].some(i => i.value);
  if (section && !typing) {
    const old = new Map([...section.querySelectorAll('[data-result]')].map(a => [a.dataset.result, a.querySelector('h3 a')]));
    const keys = [...new Set([...answer.effects, ...answer.warnings].map(x => x.result))];
    section.replaceChildren(...keys.map((key, i) => {
      const article = el('article', '', 'come-to'), head = el('h3', key);
      article.dataset.result = key;
      if (old.get(key)) head.append(' ', old.get(key));
      article.append(head, lines(answer, key), ...answer.warnings.filter(w => w.result === key).map((w, k) => warningBox(w, `${i}-${k}`)));
      return article;
    }));
    document.querySelector('[data-nothing]')?.toggleAttribute('hidden', keys.length > 0);
  }
  beside(answer);
  for (const cell of dirty.keys()) if (!dirty.get(cell).refused) fault(cell, answer.faults.find(f => f.name === cell)?.message ?? '');
}

let latest;
function beside(answer = latest) {
  const now = form.querySelector('[data-now]'), row = document.activeElement?.closest?.('[data-kind="result"]');
  latest = answer;
  if (!now) return;
  if (row) now.dataset.of = row.dataset.key;
  const key = now.dataset.of;
  if (!answer || !key) { now.hidden = true; return; }
  const warned = answer.warnings.filter(w => w.result === key && !w.reason);
  const made = answer.effects.filter(e => e.result === key);
  now.hidden = !made.length && !warned.length;
  now.classList.toggle('care', warned.length > 0);
  const text = document.createDocumentFragment();
  for (const e of made) { const p = el('p', `${key} · ${e.title}: `); p.append(e.words ? el('b', e.words) : el('span', `none: ${e.gap}`, 'hint')); if (e.words) p.append(' ', el('span', e.scale, 'hint')); text.append(p); }
  for (const w of warned) text.append(el('p', `${w.title}: ${w.words}`));
  now.replaceChildren(text);
}

// ---- The grid: keys and pasted blocks ---------------------------------------------------------------------------------------------------

function move(input, down, right) {
  const cell = input.closest('td'), row = cell?.parentElement, table = row?.closest('table.grid');
  if (!table) return false;
  const rows = [...table.tBodies[0].rows], cells = [...row.cells];
  let r = rows.indexOf(row), c = cells.indexOf(cell);
  for (;;) {
    r += down; c += right;
    const next = rows[r]?.cells[c];
    if (!next) return false;
    const to = next.querySelector('input:not([type=hidden]), select');
    if (to) { to.focus(); to.select?.(); return true; }
  }
}

function gridKey(event) {
  const input = event.target, text = input.matches('input'), start = input.selectionStart === 0 && input.selectionEnd === input.value?.length || input.selectionStart === 0;
  const end = text && input.selectionEnd === input.value.length;
  if (event.ctrlKey || event.altKey || event.metaKey || !input.closest('table.grid')) return;
  let moved = false;
  if (event.key === 'Enter') { event.preventDefault(); moved = move(input, event.shiftKey ? -1 : 1, 0); if (!moved) save(); return; }
  if (event.key === 'ArrowDown' && text) moved = move(input, 1, 0);
  else if (event.key === 'ArrowUp' && text) moved = move(input, -1, 0);
  else if (event.key === 'ArrowRight' && text && end) moved = move(input, 0, 1);
  else if (event.key === 'ArrowLeft' && text && start) moved = move(input, 0, -1);
  if (moved) event.preventDefault();
}

/** A block of a spreadsheet fills cells to the right and below; what a choice does not have is passed over and told. */
function paste(event) {
  const text = event.clipboardData?.getData('text/plain') ?? '', first = event.target.closest?.('table.grid td');
  if (!first || !/[\t\n]./.test(text.trimEnd())) return;
  event.preventDefault();
  const rows = [...first.closest('tbody').rows], r0 = rows.indexOf(first.parentElement), c0 = [...first.parentElement.cells].indexOf(first);
  let filled = 0, left = 0;
  text.replace(/\r/g, '').replace(/\n+$/, '').split('\n').forEach((row, i) => row.split('\t').forEach((value, j) => {
    const to = rows[r0 + i]?.cells[c0 + j]?.querySelector('input:not([type=hidden]), select');
    value = value.trim();
    if (!to) { left += value !== ''; return; }
    if (to.matches('select') && ![...to.options].some(o => o.value === value)) { left += value !== ''; return; }
    to.value = value;
    typed(to);
    filled++;
  }));
  toast(`${filled} cells filled${left ? `, ${left} had no place or no such choice` : ''}`, left > 0);
}

// ---- Beginning ---------------------------------------------------------------------------------------------------------------------------

function typed(input) {
  const [word, name] = parts(input.name);
  if (words.includes(word)) {
    const state = inputs(`state.${name}`)[0], value = inputs(`value.${name}`)[0];
    if (word === 'state' && value && ['not reported', 'unclear'].includes(input.value)) value.value = '';
    if (word === 'value' && state && input.value && ['not reported', 'unclear'].includes(state.value)) state.value = '';
    dirty.set(name, said(name));
  } else if (word === 'row_place' || word === 'row_quotation') {
    for (const [cell] of dirty) if (cell.startsWith(`${name}.`)) dirty.set(cell, said(cell));
  } else return;
  gone = false;
  keep();
  tell();
  if (word !== 'row_place' && word !== 'row_quotation' || dirty.size) later(input.matches('select, [type=checkbox]') ? 200 : SAVE_AFTER);
}

function begin() {
  form = document.querySelector('form[data-extract]');
  if (!form || !line()) return;
  path = form.dataset.extract;
  csrf = form.elements.csrf.value;
  form.addEventListener('input', event => typed(event.target));
  form.addEventListener('keydown', gridKey);
  form.addEventListener('paste', paste);
  form.addEventListener('focusin', () => beside());
  form.addEventListener('submit', event => { event.preventDefault(); for (const [cell] of dirty) dirty.set(cell, said(cell)); if (dirty.size) save(); else say('Nothing to save'); });
  on('save', () => form.requestSubmit());
  addEventListener('online', () => { retry = 0; save(); });
  addEventListener('beforeunload', event => { if (dirty.size && [...dirty.values()].some(b => !b.refused) && gone) event.preventDefault(); });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(); });
  restore();
  tell();
}

begin();
