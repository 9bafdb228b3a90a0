// The full text beside a form: a file dropped on it is sent at once; a finger or key opens the paper by itself.
const pane = document.getElementById('paper');
const form = pane?.querySelector('form[data-paper]');
const input = form?.querySelector('input[type=file]');

// Chosen or dropped is meant: no further press is needed.
input?.addEventListener('change', () => { if (input.files.length) form.requestSubmit(); });

// The whole pane takes what is dropped, so that nobody must aim.
if (pane && input) {
  for (const kind of ['dragover', 'drop'])
    pane.addEventListener(kind, event => {
      if (event.target.closest('.drop') || !event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      if (kind !== 'drop' || !event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      form.requestSubmit();
    });
}
