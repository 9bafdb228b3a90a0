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
