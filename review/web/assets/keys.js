// Shortcuts of single keys. One table says them all; a page has those whose element it shows (data-act="include") or whose act a script
// has taken over (on()). They can be given other keys and switched off, since who speaks to a computer or has trembling hands presses
// letters without meaning to (WCAG 2.1.4). What a person chose is kept in this browser.

export const acts = [
  { act: 'include', key: 'i', says: 'Include' },
  { act: 'exclude', key: 'e', says: 'Exclude' },
  { act: 'unsure', key: 'u', says: 'Unsure' },
  { act: 'later', key: 'l', says: 'Later: put it off' },
  { act: 'undo', key: 'z', says: 'Undo the last decision' },
  { act: 'note', key: 'n', says: 'Write a note' },
  { act: 'label', key: 't', says: 'Put a label on, or take it off' },
  { act: 'abstract', key: 'a', says: 'Type or mend the abstract' },
  { act: 'criteria', key: 'c', says: 'Read the criteria' },
  { act: 'duplicates', key: 'd', says: 'Look at near-duplicates' },
  { act: 'open', key: 'o', says: 'Open the full text' },
  { act: 'awaiting', key: 'w', says: 'The full text is awaited' },
  { act: 'unobtainable', key: 'x', says: 'The full text cannot be had' },
  { act: 'back', key: 'b', says: 'Send back' },
  { act: 'save', key: 's', says: 'Save' },
  { act: 'next', key: 'j', says: 'Next record', again: true },
  { act: 'previous', key: 'k', says: 'Previous record', again: true },
  { act: 'search', key: '/', says: 'Search' },
  { act: 'help', key: '?', says: 'Show the keys' },
];

const store = 'review.keymap';
const handlers = new Map();
let chosen = read();

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(store) ?? '{}');
    return Object.fromEntries(Object.entries(kept ?? {}).filter(([, key]) => typeof key === 'string' && /^[^\s\d]$/u.test(key)));
  } catch { return {}; }
}

function keep() {
  try {
    if (Object.keys(chosen).length) localStorage.setItem(store, JSON.stringify(chosen)); else localStorage.removeItem(store);
  } catch { /* a browser that keeps nothing: the choice lasts as long as the page */ }
}

/** A script does an act itself: run(event) instead of pressing the element. A new act brings its key and what it says. */
export function on(act, run, key, says) {
  if (!acts.some(a => a.act === act)) acts.push({ act, key, says });
  handlers.set(act, run);
  label();
}

/** The key of an act as this person has it. */
export function keyOf(act) {
  return chosen[act] ?? acts.find(a => a.act === act)?.key ?? '';
}

/** Gives an act another key. Returns "" or why not. */
export function setKey(act, key) {
  key = key.toLowerCase();
  if (!/^[^\s\d]$/u.test(key)) return 'one letter or sign; digits choose reasons';
  const other = acts.find(a => a.act !== act && keyOf(a.act) === key);
  if (other) return `${key} is taken: ${other.says}`;
  if (key === acts.find(a => a.act === act)?.key) delete chosen[act]; else chosen[act] = key;
  keep();
  label();
  return '';
}

export const areOn = () => document.documentElement.dataset.keys !== 'off';

export function switchKeys(on) {
  if (on) delete document.documentElement.dataset.keys; else document.documentElement.dataset.keys = 'off';
  try { if (on) localStorage.removeItem('review.keys'); else localStorage.setItem('review.keys', 'off'); } catch { /* as above */ }
  label();
}

export function forgetKeys() { chosen = {}; keep(); switchKeys(true); }

/** Writes the keys into the <kbd> of the elements that act. Call it for elements that came later. */
export function label(root = document) {
  for (const e of root.querySelectorAll('[data-act]')) {
    const kbd = e.querySelector('kbd'), key = keyOf(e.dataset.act);
    if (kbd) { kbd.textContent = key; kbd.setAttribute('aria-hidden', 'true'); }
    if (areOn() && key) e.setAttribute('aria-keyshortcuts', key); else e.removeAttribute('aria-keyshortcuts');
  }
}

const seen = e => !e.disabled && e.checkVisibility({ visibilityProperty: true });
const element = act => [...document.querySelectorAll(`[data-act="${CSS.escape(act)}"]`)].find(seen);
const isHere = act => handlers.has(act) || element(act) !== undefined;

function types(e) {
  return e.isContentEditable || e.localName === 'textarea' || e.localName === 'select' ||
    (e.localName === 'input' && !['checkbox', 'radio', 'button', 'submit', 'file'].includes(e.type));
}

function press(act, event) {
  const run = handlers.get(act), e = run ? null : element(act);
  if (!run && !e) return false;
  event.preventDefault();
  if (run) run(event);
  else if (types(e)) { e.focus(); e.select?.(); }
  else if (e.localName === 'details') { e.open = !e.open; e.querySelector('summary')?.focus(); }
  else if (e.matches('a, button, input, summary, label')) e.click();
  else e.focus();
  return true;
}

document.addEventListener('keydown', event => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !(event.target instanceof Element)) return;
  if (types(event.target)) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  if (!areOn() || event.key.length > 2 || document.querySelector('dialog[open]')) return;
  const key = event.key.toLowerCase();
  if (/^[1-9]$/.test(key)) {
    const box = [...document.querySelectorAll(`[data-digit="${key}"]`)].find(seen);
    if (box && !event.repeat) { event.preventDefault(); box.click(); }
    return;
  }
  const found = acts.find(a => keyOf(a.act) === key);
  // A key held down decides one record, not twenty.
  if (found && (!event.repeat || found.again)) press(found.act, event);
});

// ---- The table, in a dialog and where a page has room for it --------------------------------------------------------------

const make = (name, text, more = {}) => Object.assign(document.createElement(name), text === undefined ? {} : { textContent: text }, more);

/** Fills an element with the table of keys: those of this page, or all of them. */
export function table(into, all) {
  const status = make('p', '', { className: 'hint' }), rows = make('tbody'), head = make('tr'), box = make('input', undefined, { type: 'checkbox', checked: areOn() });
  const switcher = make('label', undefined, { className: 'chip' }), grid = make('table', undefined, { className: 'keys' }), reset = make('button', 'Back to the usual keys', { type: 'button' });
  status.setAttribute('role', 'status');
  switcher.append(box, make('span', 'Single keys act'));
  box.addEventListener('change', () => { switchKeys(box.checked); status.textContent = box.checked ? 'Single keys act again.' : 'Single keys are off.'; });
  head.append(make('th', 'Key', { scope: 'col' }), make('th', 'Does', { scope: 'col' }));
  for (const a of acts.filter(a => all || isHere(a.act))) {
    const row = make('tr'), cell = make('td'), input = make('input', undefined, { value: keyOf(a.act), maxLength: 2, size: 2, autocomplete: 'off', spellcheck: false });
    input.setAttribute('aria-label', `Key for: ${a.says}`);
    input.addEventListener('focus', () => input.select());
    input.addEventListener('change', () => {
      const why = setKey(a.act, input.value);
      status.textContent = why || `${input.value}: ${a.says}`;
      input.value = keyOf(a.act);
    });
    cell.append(input);
    row.append(cell, make('td', a.says));
    rows.append(row);
  }
  const digits = make('tr');
  digits.append(make('td', '1 to 9'), make('td', 'Choose a reason'));
  if (all || document.querySelector('[data-digit]')) rows.append(digits);
  const top = make('thead');
  top.append(head);
  grid.append(make('caption', all ? 'All keys' : 'Keys of this page'), top, rows);
  reset.addEventListener('click', () => { forgetKeys(); table(into, all); });
  into.replaceChildren(switcher, grid, status, reset);
}

let dialog;
on('help', () => {
  dialog ??= document.body.appendChild(make('dialog'));
  const body = make('div'), close = make('button', 'Close', { type: 'button', className: 'main' }), title = make('h2', 'Keys', { id: 'keys-title' });
  table(body, false);
  close.addEventListener('click', () => dialog.close());
  const acts = make('div', undefined, { className: 'acts' });
  acts.append(close);
  dialog.setAttribute('aria-labelledby', 'keys-title');
  dialog.replaceChildren(title, body, acts);
  dialog.showModal();
});
for (const place of document.querySelectorAll('[data-keys]:not(html)')) table(place, true);
for (const e of document.querySelectorAll('[data-act="help"]')) {
  e.hidden = false;
  e.addEventListener('click', event => handlers.get('help')(event));
}
