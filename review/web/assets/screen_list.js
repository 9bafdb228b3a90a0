// Several records on a page: j and k go from one to the next, the keys decide on the one they stand on.
import { on, areOn, toast } from './app.js';
import { Queue, show as showQueue } from './screen_queue.js';

const list = document.getElementById('list'), now = document.getElementById('now'), undoForm = document.getElementById('undo');
const { stage, person, review } = list.dataset, needsReason = 'needsReason' in list.dataset, path = `/screen/${encodeURIComponent(stage)}`;
const says = { include: 'Include', exclude: 'Exclude', unsure: 'Unsure', later: 'Later' }, signs = { include: 'good', exclude: 'bad', unsure: 'unsure', later: 'busy' };
const rows = [...list.children], done = [];
let at = -1;

const queue = new Queue({ review, person, csrf: undoForm.elements.csrf.value, answered, changed() {} });
showQueue(queue, { again: item => { const row = rows.find(r => +r.dataset.report === item.report); if (row) { stand(rows.indexOf(row)); queue.forget(item.place); } else location.href = `/records/${item.report}`; } });

// ---- Where one stands ------------------------------------------------------------------------------------------------------------

/** `come`: by a key, which unfolds the record; who comes by Tab finds it as it was. */
function stand(i, come = true) {
  if (!rows[i]) return;
  const before = rows[at];
  if (before) {
    before.removeAttribute('aria-current');
    for (const box of before.querySelectorAll('[data-digit]')) delete box.dataset.digit;
  }
  at = i;
  rows[i].setAttribute('aria-current', 'true');
  for (const box of rows[i].querySelectorAll('[data-number]')) box.dataset.digit = box.dataset.number;
  if (!come) return;
  for (const details of rows[i].querySelectorAll('details')) details.open = true;
  if (before && before !== rows[i]) for (const details of before.querySelectorAll('details')) details.open = false;
  rows[i].focus({ preventScroll: true });
  rows[i].scrollIntoView({ block: 'nearest' });
}

function mark(row, verdict, reasons) {
  const flags = row.querySelector('.flags'), badge = document.createElement('span');
  badge.className = `badge said-badge ${signs[verdict]}`;
  badge.textContent = verdict === 'later' ? 'put off' : verdict;
  flags.replaceChildren(badge, ...reasons.flatMap(r => [' ', Object.assign(document.createElement('span'), { className: 'badge', textContent: r })]));
}

// ---- Deciding ----------------------------------------------------------------------------------------------------------------------

function decide(row, verdict) {
  if (!row) return;
  const reasons = verdict === 'exclude' ? [...row.querySelectorAll('[name=reason]:checked')].map(b => b.value) : [], report = +row.dataset.report;
  if (verdict === 'exclude' && needsReason && !reasons.length) {
    stand(rows.indexOf(row));
    toast(areOn() ? 'Choose a reason (its digit), then e or Enter' : 'Choose a reason first', true);
    return;
  }
  toast('');
  const body = { record: report, verdict, brief: true };
  if (reasons.length) body.reason = reasons;
  const place = queue.add({ path, body, report, title: row.dataset.title, says: says[verdict] + (reasons.length ? ` (${reasons.join(', ')})` : '') });
  done.push({ row, place, before: [...row.querySelector('.flags').childNodes] });
  mark(row, verdict, reasons);
  now.textContent = `${says[verdict]}: ${row.dataset.title}`;
  if (row === rows[at]) {
    if (rows[at + 1]) stand(at + 1); else toast('The end of this page: load it anew for the next records');
  }
}

function answered(item, answer) {
  if (item.path === `${path}/undo` && answer.undone) {
    const row = rows.find(r => +r.dataset.report === answer.undone);
    if (row) stand(rows.indexOf(row)); else toast(`Report ${answer.undone}: your decision is taken back`);
  }
}

function undo() {
  const last = done.pop();
  if (!last && queue.state !== 'online') { toast('Your last decision can be taken back when the server can be reached again', true); return; }
  if (!last || !queue.take(last.place)) queue.add({ path: `${path}/undo`, body: { brief: true }, report: last ? +last.row.dataset.report : 0, title: last ? last.row.dataset.title : 'your last decision', says: 'Undo' });
  if (!last) return;
  last.row.querySelector('.flags').replaceChildren(...last.before);
  stand(rows.indexOf(last.row));
  now.textContent = `Taken back: ${last.row.dataset.title}`;
}

// ---- Keys and buttons ----------------------------------------------------------------------------------------------------------------

for (const verdict of Object.keys(says)) on(verdict, () => decide(rows[at], verdict));
on('undo', undo);
on('next', () => stand(Math.min(at + 1, rows.length - 1)));
on('previous', () => stand(Math.max(at - 1, 0)));
on('search', () => { location.href = '/records'; });

list.addEventListener('submit', event => {
  if (event.submitter?.name !== 'verdict') return;
  event.preventDefault();
  decide(event.target.closest('li'), event.submitter.value);
});
undoForm.addEventListener('submit', event => { event.preventDefault(); undo(); });
list.addEventListener('focusin', event => { const row = event.target.closest('li.record'); if (row && row !== rows[at]) stand(rows.indexOf(row), false); });
document.addEventListener('keydown', event => {
  const box = event.target.closest?.('input[type=checkbox][name=reason]'), row = box ? box.closest('li.record') : rows[at];
  if (event.key !== 'Enter' || event.repeat || event.defaultPrevented || !row || (!box && !areOn())) return;
  if (!box && event.target.closest('a, button, summary, textarea, input, select, dialog')) return;
  if (!row.querySelector('[name=reason]:checked')) return;
  event.preventDefault();
  decide(row, 'exclude');
});

for (const details of rows[0]?.querySelectorAll('details') ?? []) details.open = true;
stand(0, false);
queue.send();
