// One record after another: the next ones lie ready in the page, so that a key shows the next at once; the decision is sent behind it.
import { on, label, areOn, toast } from './app.js';
import { Queue, show as showQueue } from './screen_queue.js';

const desk = document.getElementById('desk'), form = document.getElementById('decide'), reading = desk.querySelector('.reading');
const undoForm = document.getElementById('undo'), now = document.getElementById('now'), note = document.getElementById('note');
const { stage, person, review } = desk.dataset, needsReason = 'needsReason' in desk.dataset, path = `/screen/${encodeURIComponent(stage)}`;
const AHEAD = 20, LOW = 12;
const says = { include: 'Include', exclude: 'Exclude', unsure: 'Unsure', later: 'Later' };

// A sheet is what is read of a record with its forms: { report, title, node }.
const sheetOf = node => {
  const article = node.querySelector('article.record');
  return article && { report: +article.dataset.report, title: article.dataset.title, node };
};
let current = sheetOf(reading), fetching = null, dry = false;
const ahead = [], done = [];

const queue = new Queue({ review, person, csrf: form.elements.csrf.value, answered, changed() {} });
showQueue(queue, { again: item => goTo(item.report).then(there => { if (there) queue.forget(item.place); }) });

// ---- Showing ----------------------------------------------------------------------------------------------------------------------

function empty() {
  const node = document.createElement('div'), box = document.createElement('div'), head = document.createElement('h2'), text = document.createElement('p'), link = document.createElement('a');
  node.className = 'reading';
  box.className = 'empty';
  head.textContent = dry ? 'Nothing waits for you here' : 'No more records are kept in this page';
  text.textContent = dry ? 'Others may still be at work, or a stage before this one. ' : 'They come as soon as the server can be reached. ';
  link.href = '/screen';
  link.textContent = 'The stages';
  text.append(link);
  box.append(head, text);
  node.append(box);
  return node;
}

function fillForm(article) {
  const reasons = (article?.dataset.reason ?? '').split(' ');
  form.hidden = !article;
  document.getElementById('undo-alone').hidden = Boolean(article);
  form.elements.record.value = article?.dataset.report ?? '';
  for (const box of form.querySelectorAll('[name=reason]')) box.checked = article?.dataset.verdict === 'exclude' && reasons.includes(box.value);
  for (const button of form.querySelectorAll('.verdicts button')) {
    if (article?.dataset.verdict === button.value) button.setAttribute('aria-pressed', 'true'); else button.removeAttribute('aria-pressed');
  }
  note.value = article?.dataset.note ?? '';
  note.closest('details').open = note.value !== '';
}

function put(sheet) {
  const node = sheet?.node ?? empty(), paper = node.querySelector('template.pane');
  paper?.replaceWith(paper.content);
  current = sheet;
  desk.querySelector('.reading').replaceWith(node);
  fillForm(sheet && node.querySelector('article.record'));
  scrollTo({ top: 0, behavior: 'instant' });
  now.textContent = sheet ? sheet.title : dry ? 'Nothing waits for you here' : 'No more records are kept in this page';
  // Keys are labelled after the paint.
  setTimeout(() => label(node));
}

function tellProgress(p) {
  const bar = document.getElementById('done'), words = document.getElementById('progress');
  if (!p || !bar) return;
  bar.max = p.all;
  bar.value = p.decided;
  words.textContent = `${p.decided} decided; ${p.waiting} wait${p.postponed ? `, ${p.postponed} put off` : ''}${p.per_hour ? `; ${p.per_hour} an hour` : ''}`;
}

// ---- Records ahead -----------------------------------------------------------------------------------------------------------------

const known = () => [current, ...ahead].filter(Boolean).map(s => s.report);

// Reports whose decision is not acknowledged yet: the server still offers them.
const pending = () => new Set(queue.items().filter(i => i.path === path).map(i => i.report));

// What is decided while the server makes its answer is in that answer still.
let meanwhile = null;

async function load() {
  const away = meanwhile = pending();
  const response = await fetch(`${path}/ahead?ahead=${AHEAD}&have=${[...known(), ...away].join()}`, { signal: AbortSignal.timeout?.(20000) });
  if (new URL(response.url).pathname.startsWith('/login')) { queue.renew(); return; }
  if (!response.ok) throw new Error(response.status);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html'), here = new Set(known());
  const come = [...page.querySelectorAll('#ahead > .reading')].map(sheetOf).filter(s => s && !away.has(s.report) && !here.has(s.report));
  for (const s of come) { document.adoptNode(s.node); ahead.push(s); }
  dry = !come.length && !ahead.length && !pending().size;
}

/** Sees to it that enough lie ready. */
function stock() {
  if (fetching || (ahead.length >= LOW && current)) return fetching;
  fetching = load().then(() => { if (!current) put(ahead.shift() ?? null); })
    .catch(() => { setTimeout(stock, 5000); })
    .finally(() => { fetching = null; });
  return fetching;
}
addEventListener('online', stock);

// ---- Deciding ----------------------------------------------------------------------------------------------------------------------

const reasonBoxes = () => [...form.querySelectorAll('[name=reason]')];

function decide(verdict) {
  const reasons = verdict === 'exclude' ? reasonBoxes().filter(b => b.checked).map(b => b.value) : [];
  if (!current) return;
  if (verdict === 'exclude' && needsReason && !reasons.length) {
    toast(areOn() ? 'Choose a reason (its digit), then e or Enter' : 'Choose a reason first', true);
    if (form.contains(document.activeElement)) reasonBoxes()[0]?.focus();
    return;
  }
  toast('');
  const sheet = current, body = { record: sheet.report, verdict, brief: true };
  if (reasons.length) body.reason = reasons;
  if (note.value.trim()) body.note = note.value.trim();
  sheet.place = queue.add({ path, body, report: sheet.report, title: sheet.title, says: says[verdict] + (reasons.length ? ` (${reasons.join(', ')})` : '') });
  meanwhile?.add(sheet.report);
  sheet.said = { verdict, reason: reasons.join(' '), note: body.note ?? '' };
  done.push(sheet);
  if (done.length > 50) done.shift();
  put(ahead.shift() ?? null);
  setTimeout(stock);
}

function answered(item, answer) {
  tellProgress(answer.progress);
  if (item.path === `${path}/undo` && answer.undone && current?.report !== answer.undone) bringBack(answer.undone);
  if (!current) stock();
}

// The record that the server took back, where this page does not show it already.
async function bringBack(report) {
  const take = () => { const i = ahead.findIndex(s => s.report === report); return i < 0 ? null : ahead.splice(i, 1)[0]; };
  if (current) ahead.unshift(current);
  current = null;
  let sheet = take();
  if (!sheet) {
    await fetching;
    await load().catch(() => {});
    sheet = take();
  }
  put(sheet ?? ahead.shift() ?? null);
}

function undo() {
  const sheet = done.pop();
  if (!sheet && queue.state !== 'online') { toast('Your last decision can be taken back when the server can be reached again', true); return; }
  if (sheet) {
    // Not sent yet: it was never said. Else what was said before stands again, which the server knows.
    if (!queue.take(sheet.place)) queue.add({ path: `${path}/undo`, body: { brief: true }, report: sheet.report, title: sheet.title, says: 'Undo' });
    if (current) ahead.unshift(current);
    put(sheet);
    fillForm({ dataset: { report: sheet.report, verdict: sheet.said.verdict, reason: sheet.said.reason, note: sheet.said.note } });
    for (const b of form.querySelectorAll('[aria-pressed]')) b.removeAttribute('aria-pressed');
    now.textContent = `Taken back: ${sheet.title}`;
  } else {
    queue.add({ path: `${path}/undo`, body: { brief: true }, title: 'your last decision', says: 'Undo' });
  }
}

/** Goes to a record; true when it is there. */
async function goTo(report) {
  const response = await fetch(`/api/v1${path}/put`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': form.elements.csrf.value },
    body: JSON.stringify({ record: report, brief: true }) }).catch(() => null);
  if (!response?.ok) { toast(response ? (await response.json().catch(() => ({}))).error ?? 'This record cannot be shown' : 'The server cannot be reached', true); return false; }
  await bringBack(report);
  return true;
}

// ---- Keys and buttons ----------------------------------------------------------------------------------------------------------------

for (const verdict of Object.keys(says)) on(verdict, () => decide(verdict));
on('undo', undo);
on('note', () => { note.closest('details').open = true; note.focus({ preventScroll: true }); });
on('next', () => scrollBy({ top: innerHeight * .5 }), 'j', 'Scroll down');
on('previous', () => scrollBy({ top: -innerHeight * .5 }), 'k', 'Scroll up');
on('search', () => { location.href = '/records'; });

form.addEventListener('submit', event => {
  event.preventDefault();
  if (event.submitter?.name === 'verdict') decide(event.submitter.value);
});
undoForm.addEventListener('submit', event => { event.preventDefault(); undo(); });

// Enter confirms an exclusion whose reasons are chosen; from a box of a reason too, where a form would press its first button.
document.addEventListener('keydown', event => {
  const box = event.target.closest?.('input[type=checkbox][name=reason]');
  if (event.key !== 'Enter' || event.repeat || event.defaultPrevented || !current || (!box && !areOn())) return;
  if (!box && event.target.closest('a, button, summary, textarea, input, select, dialog, [contenteditable]')) return;
  if (!reasonBoxes().some(b => b.checked)) return;
  event.preventDefault();
  decide('exclude');
});

// A label, a remark or a mended abstract brings the page anew: the decisions before it go first.
desk.addEventListener('submit', async event => {
  const later = event.target;
  if (!later.closest('.mend') || !queue.items().length || event.defaultPrevented) return;
  event.preventDefault();
  for (let i = 0; i < 30 && queue.items().length; i++) await new Promise(go => setTimeout(go, 100));
  if (!queue.items().length) later.submit();
  else toast('The decisions before this are not sent yet; what you typed stays here, try again when they are', true);
});

// Who unfolds a form wants to type.
desk.addEventListener('toggle', event => {
  if (event.target.open && event.target.closest('.mend')) event.target.querySelector('input:not([type=hidden], [type=checkbox]), textarea')?.focus({ preventScroll: true });
}, true);

// ---- Beginning ------------------------------------------------------------------------------------------------------------------------

// What was decided before the page was loaded anew, and is not acknowledged, is not asked again.
if (current && pending().has(current.report)) { current = null; put(null); }
label(document);
queue.send();
stock();
