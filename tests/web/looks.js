// What is looked at on a page, whoever made it: axe's rules, faults of the browser, width, and the way through it by Tab.
'use strict';
const fs = require('fs');
const path = require('path');

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** The browser of the machine, driven by the modules in `modules`. */
async function launch(modules, chromium) {
  const playwright = require(path.join(modules, 'playwright-core'));
  const browser = await playwright.chromium.launch({ executablePath: chromium, args: flags }), open = browser.newContext.bind(browser);
  // A machine that has much else to do is slow, not wrong.
  browser.newContext = async settings => { const context = await open(settings); context.setDefaultTimeout(180000); return context; };
  return browser;
}

/** Reports what a page of its own accord does wrong: errors, requests that fail or go elsewhere, scripts of others. `expected(url, status)` may excuse one. */
function watch(page, origin, fault, expected = () => false) {
  page.on('console', m => { if (m.type() === 'error' && !expected(m.location().url, 0)) fault(`the console says: ${m.text().slice(0, 300)}`); });
  page.on('pageerror', e => fault(`a script failed: ${e.message}`));
  page.on('requestfailed', r => { if (!expected(r.url(), 0)) fault(`no answer: ${r.method()} ${r.url()} (${r.failure()?.errorText})`); });
  page.on('response', r => { if (r.status() >= 400 && !expected(r.url(), r.status())) fault(`${r.status()} ${r.request().method()} ${r.url()}`); });
  page.on('request', r => { if (!r.url().startsWith(origin) && !/^(blob|data|chrome|chrome-extension):/.test(r.url())) fault(`asks for ${r.url()}`); });
  page.on('dialog', d => { fault(`a script asks: ${d.message()}`); d.dismiss(); });
}

/** axe's rules, everything unfolded. Needs a context with bypassCSP. Returns how many were passed. */
async function rules(page, modules, fault) {
  await page.evaluate(() => document.querySelectorAll('main details, .menu').forEach(d => { d.open = true; }));
  await page.evaluate(fs.readFileSync(path.join(modules, 'axe-core', 'axe.min.js'), 'utf8'));
  const found = await page.evaluate(t => axe.run(document, { runOnly: { type: 'tag', values: t }, resultTypes: ['violations'], iframes: false }), tags);
  for (const v of found.violations)
    fault(`${v.id}: ${v.help} (${v.nodes.length}; first: ${v.nodes[0].html.slice(0, 160)}; ${v.nodes[0].failureSummary.replace(/\s+/g, ' ').slice(0, 240)})`);
  return found.passes.length;
}

/** The page itself never scrolls sideways; what is too small to hit is told. */
async function size(page, fault) {
  const found = await page.evaluate(() => {
    const wide = document.scrollingElement.scrollWidth - document.documentElement.clientWidth, wrong = [];
    if (wide > 0) {
      const out = [...document.querySelectorAll('body *')].find(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && e.checkVisibility());
      wrong.push(`the page is ${wide} px wider than the screen (first: ${out?.outerHTML.slice(0, 120)})`);
    }
    for (const e of document.querySelectorAll('button, .button, summary, input:not([type=hidden]), select, textarea')) {
      const box = e.getBoundingClientRect(), label = e.closest('label')?.getBoundingClientRect() ?? box;
      if (e.checkVisibility({ contentVisibilityAuto: true }) && box.width > 2 && Math.min(Math.max(box.width, label.width), Math.max(box.height, label.height)) < 24)
        wrong.push(`less than 24 px: ${e.outerHTML.slice(0, 120)}`);
    }
    return wrong;
  });
  found.forEach(fault);
}

/** Tab by tab: what can be used comes in the order of reading, each once, with a focus that is seen and not covered. Returns how many. */
async function tabs(page, fault) {
  const wanted = await page.evaluate(() => {
    document.querySelectorAll('[data-tab]').forEach(e => delete e.dataset.tab);
    const group = e => e.type === 'radio' && e.name ? [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(e.name)}"]`)].filter(o => o.form === e.form) : null;
    const all = [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex="0"]')].filter(e => {
      if (e.disabled || e.tabIndex < 0 || !e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })) return false;
      const others = group(e);
      return !others || e.checked || (!others.some(o => o.checked) && others[0] === e);
    });
    all.forEach((e, i) => { e.dataset.tab = i; });
    document.activeElement?.blur();
    // From the top, wherever the page has put the focus.
    const start = document.createElement('span');
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
    return all.length;
  });
  let expected = 0;
  // A date has several stops of its own; a frame is one.
  for (let i = 0; i < wanted * 4 + 30 && expected < wanted; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return null;
      if (e.localName === 'iframe') {
        // A report of hundreds of links is not gone through to its end: what is behind it comes next.
        if (e.dataset.stops = +(e.dataset.stops ?? 0) + 1, e.dataset.stops > 5) { const after = document.createElement('span'); after.tabIndex = -1; e.after(after); after.focus(); after.remove(); }
        return { n: -1 };
      }
      const s = getComputedStyle(e), chip = e.closest('.chip'), c = chip && getComputedStyle(chip), b = (chip ?? e).getBoundingClientRect();
      const ring = x => x && x.outlineStyle !== 'none' && parseFloat(x.outlineWidth) >= 2;
      const x = Math.min(Math.max(b.left + Math.min(b.width / 2, 40), 0), innerWidth - 1), y = Math.min(Math.max(b.top + Math.min(b.height / 2, 20), 0), innerHeight - 1);
      const top = document.elementFromPoint(x, y), host = chip ?? e;
      return { n: e.dataset.tab, seen: ring(s) || ring(c), html: e.outerHTML.slice(0, 140),
               covered: !(top && (host.contains(top) || top.contains(host))) && b.height > 0 ? top?.outerHTML.slice(0, 80) : '' };
    });
    if (at === null) break;
    // What came while we went is seen too.
    if (at.n === undefined && !at.seen) fault(`the focus is not seen on ${at.html}`);
    if (at.n === undefined || at.n === -1 || +at.n === expected - 1) continue;
    if (+at.n > expected && await page.evaluate(([a, b]) => { for (let i = a; i < b; i++) if (document.querySelector(`[data-tab="${i}"]`)?.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })) return false; return true; }, [expected, +at.n])) expected = +at.n;
    if (+at.n !== expected) { fault(`Tab does not follow the order of reading at ${at.html}`); return expected; }
    if (!at.seen) fault(`the focus is not seen on ${at.html}`);
    if (at.covered) fault(`the focus is covered on ${at.html} by ${at.covered}`);
    expected++;
  }
  // What went meanwhile (a list shows the reasons of one record) is not missed.
  if (expected < await page.evaluate(() => [...document.querySelectorAll('[data-tab]')].filter(e => e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })).length)) fault(`Tab reaches ${expected} of ${wanted}`);
  return wanted;
}

/** What each of our pages has: a language, a title, one h1, headings without a gap, one main, tables with captions, fields with labels. */
async function frame(page, fault) {
  const found = await page.evaluate(() => {
    const wrong = [];
    let level = 0;
    if (!document.documentElement.lang || !document.title.trim()) wrong.push('no language or no title');
    if (document.querySelectorAll('main').length !== 1) wrong.push(`${document.querySelectorAll('main').length} mains`);
    if (document.querySelectorAll('h1').length !== 1) wrong.push(`${document.querySelectorAll('h1').length} headings of level 1`);
    for (const h of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
      if (+h.localName[1] > level + 1) wrong.push(`heading of level ${h.localName[1]} after ${level}: ${h.textContent.slice(0, 60)}`);
      level = +h.localName[1];
    }
    for (const t of document.querySelectorAll('table')) if (!t.caption?.textContent.trim()) wrong.push(`a table without a caption: ${t.outerHTML.slice(0, 120)}`);
    const live = document.querySelector('[style], style, [onclick], [onload], [onerror], script:not([src])');
    if (live) wrong.push(`a style or script within the page: ${live.outerHTML.slice(0, 120)}`);
    for (const form of document.querySelectorAll('form[method=post]'))
      if (form.action.startsWith(location.origin) && !form.querySelector('[name=csrf]')) wrong.push(`a form without anti-forgery token: ${form.getAttribute('action')}`);
    return wrong;
  });
  found.forEach(fault);
}

module.exports = { launch, watch, rules, size, tabs, frame };
