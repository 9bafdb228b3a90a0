// What every page does with scripts; without them it works too.
export * from './keys.js';

// ---- After an act the reader stands where its outcome is said --------------------------------------------------------------

const wrong = document.querySelector('main .wrong'), said = document.querySelector('main .said');
if (wrong) wrong.focus();
else if (said && !location.hash && !document.querySelector('[autofocus]')) said.focus();

// ---- A word on the side: what changes while somebody works ------------------------------------------------------------------

const word = document.body.appendChild(Object.assign(document.createElement('div'), { className: 'toast' }));
word.setAttribute('role', 'status');
let gone;

/** Says something without taking the focus; "" takes it away. With care it stays until something else is said. */
export function toast(text, care = false) {
  clearTimeout(gone);
  word.textContent = text;
  word.classList.toggle('care', care);
  if (text && !care) gone = setTimeout(() => { word.textContent = ''; }, 6000);
}

// ---- Is that meant? data-confirm="Question?" on a form or its button ----------------------------------------------------------

const sure = new WeakSet();

/** Asks; a promise of yes or no. */
export function ask(question, yes) {
  const dialog = document.createElement('dialog'), text = document.createElement('p'), row = document.createElement('div');
  const go = document.createElement('button'), stay = document.createElement('button');
  text.textContent = question;
  text.id = 'ask-text';
  go.textContent = yes;
  go.className = 'danger';
  stay.textContent = 'Cancel';
  stay.autofocus = true;
  row.className = 'acts';
  row.append(stay, go);
  dialog.setAttribute('aria-labelledby', 'ask-text');
  dialog.append(text, row);
  document.body.append(dialog);
  return new Promise(answer => {
    dialog.addEventListener('close', () => { answer(dialog.returnValue === 'yes'); dialog.remove(); });
    go.addEventListener('click', () => dialog.close('yes'));
    stay.addEventListener('click', () => dialog.close(''));
    dialog.showModal();
  });
}

document.addEventListener('submit', async event => {
  const form = event.target, button = event.submitter;
  const question = button?.dataset.confirm ?? form.dataset.confirm;
  if (event.defaultPrevented || !question || sure.delete(form)) return;
  event.preventDefault();
  if (!await ask(question, button?.textContent.trim() || 'Yes')) { button?.focus(); return; }
  sure.add(form);
  form.requestSubmit(button);
});

// ---- Copying commands ---------------------------------------------------------------------------------------------------------

for (const box of document.querySelectorAll('.code')) {
  const text = box.querySelector('pre'), button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Copy' });
  if (!text || !navigator.clipboard) continue;
  button.addEventListener('click', async () => {
    try { await navigator.clipboard.writeText(text.textContent); toast('Copied'); } catch { getSelection().selectAllChildren(text); toast('Marked; copy it with your keys'); }
  });
  box.append(button);
}

// ---- Files that are dropped go into the field ------------------------------------------------------------------------------

for (const drop of document.querySelectorAll('.drop')) {
  const input = drop.querySelector('input[type=file]');
  for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop'])
    drop.addEventListener(kind, event => {
      event.preventDefault();
      drop.classList.toggle('over', kind === 'dragenter' || kind === 'dragover');
      if (kind !== 'drop' || !event.dataTransfer.files.length) return;
      if (event.dataTransfer.files.length > 1 && !input.multiple) { toast('One file only', true); return; }
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
}

// ---- How pages look: <select data-setting="theme"> with "", light, dark; data-setting="text" with "", large, larger ----------------

for (const e of document.querySelectorAll('[data-needs-script]')) e.hidden = false;
for (const select of document.querySelectorAll('select[data-setting]')) {
  const name = select.dataset.setting;
  select.value = document.documentElement.dataset[name] ?? '';
  select.addEventListener('change', () => {
    if (select.value) document.documentElement.dataset[name] = select.value; else delete document.documentElement.dataset[name];
    try { if (select.value) localStorage.setItem('review.' + name, select.value); else localStorage.removeItem('review.' + name); } catch { /* lasts as long as the page */ }
  });
}
