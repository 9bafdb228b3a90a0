// The pairs that wait, by keys: one pair is at hand, and a key presses its button.
import { on } from './keys.js';

const pairs = [...document.querySelectorAll('section.pair')];
let at = 0;

function go(to) {
  if (!pairs.length) return;
  at = Math.max(0, Math.min(pairs.length - 1, to));
  pairs.forEach((p, i) => { if (i === at) p.setAttribute('aria-current', 'true'); else p.removeAttribute('aria-current'); });
}

function move(by) {
  go(at + by);
  const head = pairs[at]?.querySelector('h3');
  head?.scrollIntoView({ block: 'start' });
  head?.focus({ preventScroll: true });
}

const press = verdict => pairs[at]?.querySelector(`button[value="${verdict}"]`)?.click();

if (pairs.length) {
  for (const p of pairs) p.addEventListener('focusin', () => go(pairs.indexOf(p)));
  on('same', () => press('same'), 'm', 'One report');
  on('apart', () => press('apart'), 'p', 'Two reports');
  on('study', () => press('study'), 'y', 'Two reports of one study');
  on('next', () => move(1), 'j', 'Next pair');
  on('previous', () => move(-1), 'k', 'Previous pair');
  go(0);
}
on('undo', () => document.querySelector('input[name="reason"][data-undo]')?.focus(), 'z', 'Take back what was said last');
