// The full text beside a form: a file that is chosen or dropped on the pane is sent at once, so that nobody must aim or press again.
// Records come and go in the page, so this listens for all panes at once.
document.addEventListener('change', event => {
  if (event.target.matches('form[data-paper] input[type=file]') && event.target.files.length) event.target.form.requestSubmit();
});

for (const kind of ['dragover', 'drop'])
  document.addEventListener(kind, event => {
    const form = event.target.closest?.('.paper')?.querySelector('form[data-paper]'), input = form?.querySelector('input[type=file]');
    if (!input || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    if (kind !== 'drop' || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });

// Another file is shown without the page being loaded anew: what was typed beside it stays.
document.addEventListener('click', event => {
  const link = event.target.closest?.('a[data-paper-href]'), frame = link?.closest('.paper').querySelector('iframe');
  if (!frame || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  for (const other of link.closest('ul').querySelectorAll('[aria-current]')) other.removeAttribute('aria-current');
  link.setAttribute('aria-current', 'true');
  const alone = link.closest('.paper').querySelector('[data-act="open"]');
  if (alone) { alone.href = link.dataset.paperHref; alone.querySelector('span').textContent = link.textContent; }
  frame.title = `Full text: ${link.textContent}`;
  frame.src = `${link.dataset.paperHref}#view=FitH&navpanes=0&pagemode=none`;
});
