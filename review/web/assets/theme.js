// Before the first paint: how the reader wants pages to look. No module, since a module would come after it.
// Each of "theme" (light, dark), "text" (large, larger) and "keys" (off) is kept in this browser.
(function () {
  'use strict';
  for (const name of ['theme', 'text', 'keys']) {
    let value = null;
    try { value = localStorage.getItem('review.' + name); } catch { return; }
    if (value && /^[a-z]+$/.test(value)) document.documentElement.dataset[name] = value;
  }
}());
