// Many files at once: asks what each may be of before it is sent, sends what is sure, and lets the person choose for the others.
import { toast } from './app.js';

const form = document.getElementById('many-files'), sorting = document.getElementById('sorting');
const input = form.querySelector('input[type=file]'), csrf = form.querySelector('[name=csrf]').value;
const make = (name, text, more = {}) => Object.assign(document.createElement(name), text === undefined ? {} : { textContent: text }, more);
let under = 0;

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `the server answered ${response.status}`);
  return body;
}

async function send(file, record, row) {
  const body = new FormData();
  body.append('file', file);
  row.querySelector('.how').textContent = `is being sent to report ${record}`;
  under++;
  try {
    await answer(await fetch(`/api/v1/records/${encodeURIComponent(record)}/files`, { method: 'POST', headers: { 'X-CSRF-Token': csrf }, body }));
    row.querySelector('.how').replaceChildren('is attached to ', make('a', `report ${record}`, { href: `/full-text?record=${encodeURIComponent(record)}` }));
    return true;
  } catch (error) {
    row.querySelector('.how').textContent = `was not attached: ${error.message}`;
    return false;
  } finally { under--; }
}

function offer(file, found, row) {
  const select = make('select'), other = make('input', undefined, { size: 8, inputMode: 'numeric' }), button = make('button', 'Attach', { type: 'button' });
  const name = `report of ${file.name}`, how = row.querySelector('.how');
  select.setAttribute('aria-label', `The ${name}`);
  other.setAttribute('aria-label', `Number of the ${name}`);
  other.placeholder = 'number';
  select.append(make('option', found.length ? 'Choose the report' : 'No title is like it: give the report’s number', { value: '' }));
  for (const c of found) select.append(make('option', c.label, { value: c.record }));
  button.addEventListener('click', async () => {
    const record = other.value.trim() || select.value;
    if (!/^\d+$/.test(record)) { toast('Choose a report, or give its number', true); return; }
    if (!await send(file, record, row)) offer(file, found, row);
  });
  const line = make('div', undefined, { className: 'acts' });
  line.append(select, other, button);
  how.append(' ', line);
}

async function sort(files) {
  const list = make('ul');
  const title = make('h2', `${files.length} file${files.length === 1 ? '' : 's'}`);
  sorting.hidden = false;
  sorting.replaceChildren(title, list);
  const rows = files.map(file => {
    const row = make('li'), how = make('span', 'is looked at', { className: 'how' });
    row.append(make('strong', file.name, { dir: 'auto' }), ' ', how);
    list.append(row);
    return row;
  });
  let names = [];
  try {
    for (let i = 0; i < files.length; i += 50) {
      const part = new URLSearchParams(files.slice(i, i + 50).map(file => ['name', file.name]));
      names = names.concat((await answer(await fetch(`/api/v1/full-text/match?${part}`))).names);
    }
  } catch (error) { toast(`The server was not reached: ${error.message}. Nothing was sent.`, true); return; }
  for (const [i, file] of files.entries()) {
    const found = names[i]?.candidates ?? [];
    if (found[0]?.sure) await send(file, found[0].record, rows[i]);
    else { rows[i].querySelector('.how').textContent = 'is of no report for certain:'; offer(file, found, rows[i]); }
  }
  form.reset();
}

input.addEventListener('change', () => { if (input.files.length) sort([...input.files]); });
form.addEventListener('submit', event => { event.preventDefault(); if (input.files.length) sort([...input.files]); });
addEventListener('beforeunload', event => { if (under) event.preventDefault(); });
