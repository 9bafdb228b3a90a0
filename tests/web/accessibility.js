// Looks at HTML pages as people do who do not see them, do not use a mouse, magnify them or read them in the dark.
//
//   node accessibility.js MODULES CHROMIUM FILE.html...
//
// MODULES is the node_modules that has playwright-core and axe-core. Prints a line a page and what is wrong; exit 1 when anything is.
'use strict';
const fs = require('fs');
const path = require('path');
const [,, modules, chromium, ...files] = process.argv;
const playwright = require(path.join(modules, 'playwright-core'));
const axe = fs.readFileSync(path.join(modules, 'axe-core', 'axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
// Colours do not depend on the width.
const views = [[1440, 'light'], [1440, 'dark'], [320, 'light']];
let faults = 0;
function fault(file, words) { faults++; console.log(`FAIL ${path.basename(file)}: ${words}`); }

async function open(browser, file, settings) {
  const context = await browser.newContext({ bypassCSP: true, ...settings });
  const page = await context.newPage();
  page.on('request', r => { if (!r.url().startsWith('file://' + file)) fault(file, `asks for ${r.url()}`); });
  page.on('dialog', d => { fault(file, `a script ran: ${d.message()}`); d.dismiss(); });
  await page.goto('file://' + file);
  return page;
}

// axe's rules, everything unfolded.
async function rules(browser, file, width, colorScheme) {
  const page = await open(browser, file, { viewport: { width, height: 900 }, colorScheme });
  await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true; }));
  await page.evaluate(axe);
  const found = await page.evaluate(t => axe.run(document, { runOnly: { type: 'tag', values: t }, resultTypes: ['violations'] }), tags);
  for (const v of found.violations)
    fault(file, `${width} px, ${colorScheme}: ${v.id}: ${v.help} (${v.nodes.length}; first: ${v.nodes[0].html.slice(0, 160)}; ` +
                `${v.nodes[0].failureSummary.replace(/\s+/g, ' ').slice(0, 200)})`);
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
  if (wide > 0) fault(file, `${width} px: the page itself is ${wide} px wider than the screen`);
  await page.context().close();
  return found.passes.length;
}

// Tab by tab through the folded page: everything that can be used comes once, can be seen to have the focus, and works.
async function keyboard(browser, file) {
  const page = await open(browser, file, { viewport: { width: 1280, height: 900 } });
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], summary, [tabindex="0"]')].filter(e => e.checkVisibility({ contentVisibilityAuto: true }));
    all.forEach((e, i) => { e.dataset.n = i; });
    return all.length;
  });
  const reached = new Set();
  for (let i = 0; i < wanted + 2; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const e = document.activeElement, s = getComputedStyle(e);
      return { n: e.dataset.n, seen: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2, html: e.outerHTML.slice(0, 120) };
    });
    if (at.n === undefined) break;
    if (!at.seen) fault(file, `the focus is not seen on ${at.html}`);
    if (+at.n !== reached.size) { fault(file, `Tab does not follow the order of reading at ${at.html}`); break; }
    reached.add(at.n);
  }
  if (reached.size !== wanted) fault(file, `Tab reaches ${reached.size} of ${wanted} links, summaries and regions`);
  const closed = await page.$('main summary');
  if (closed) {
    await closed.focus();
    await page.keyboard.press('Enter');
    if (!await closed.evaluate(e => e.parentElement.open)) fault(file, 'Enter does not unfold a table');
  }
  const folded = await page.evaluate(() => {
    document.querySelectorAll('details').forEach(d => { d.open = false; });
    for (const a of document.querySelectorAll('main a[href^="#"]')) {
      const to = document.getElementById(decodeURIComponent(a.hash.slice(1)));
      if (to && to.closest('details') && !a.closest('details')) { a.focus(); return to.id; }
    }
    return '';
  });
  if (folded) {
    await page.keyboard.press('Enter');
    await page.waitForTimeout(200);
    if (!await page.evaluate(id => document.getElementById(id).checkVisibility(), folded)) fault(file, `a link to ${folded} leads into a folded table`);
  }
  await page.$eval('.skip', e => e.focus());
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  if (!await page.evaluate(() => document.querySelector('main').contains(document.activeElement)))
    fault(file, 'the skip link does not lead into the text');
  await page.context().close();
  return wanted;
}

// What the page says when nothing but its elements is read: neither styles nor scripts.
async function bare(browser, file) {
  const page = await open(browser, file, { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const found = await page.evaluate(() => {
    const wrong = [], ids = new Map();
    document.querySelectorAll('style, link[rel=stylesheet]').forEach(e => e.remove());
    if (document.querySelector('script, iframe, object, embed, img, form, base, [onload], [onerror], [onclick]')) wrong.push('a live element');
    document.querySelectorAll('[id]').forEach(e => ids.set(e.id, (ids.get(e.id) || 0) + 1));
    ids.forEach((n, id) => { if (n > 1) wrong.push(`id ${id} is there ${n} times`); });
    let links = 0, level = 0;
    document.querySelectorAll('a[href]').forEach(a => {
      const to = a.getAttribute('href');
      links++;
      if (to[0] === '#' ? !ids.has(decodeURIComponent(to.slice(1))) : !/^(https?:\/\/|mailto:|[A-Za-z0-9_][^:]*$)/i.test(to)) wrong.push(`link to ${to}`);
    });
    document.querySelectorAll('h1, h2, h3, h4, h5, h6').forEach(h => {
      const l = +h.tagName[1];
      if (l > level + 1) wrong.push(`heading of level ${l} after ${level}: ${h.textContent.slice(0, 60)}`);
      level = l;
    });
    document.querySelectorAll('table').forEach(t => {
      if (!t.caption || !t.caption.textContent.trim()) wrong.push(`table ${t.id} without a caption`);
      t.querySelectorAll('th').forEach(h => { if (!h.scope) wrong.push(`table ${t.id}: a head without scope`); });
    });
    document.querySelectorAll('svg').forEach(s => {
      if (s.getAttribute('role') !== 'img' || !s.querySelector('title').textContent || !s.querySelector('desc').textContent) wrong.push(`figure ${s.id} is not named and described`);
      if (s.querySelector('foreignObject, script, image, use, a')) wrong.push(`figure ${s.id} has more than marks and text`);
    });
    const chapters = [...document.querySelectorAll('main h2')].map(h => h.id), contents = [...document.querySelectorAll('nav ol a')].map(a => a.getAttribute('href').slice(1));
    if (chapters.join() !== contents.join()) wrong.push('the contents are not the parts in their order');
    const order = ['skip', 'header', 'nav', 'main', 'footer'];
    const body = [...document.body.children].map(e => e.className === 'skip' ? 'skip' : e.localName);
    if (body.join() !== order.join()) wrong.push(`the page reads ${body}, not ${order}`);
    if (!document.documentElement.lang || !document.title.trim()) wrong.push('no language or no title');
    return { wrong, links, tables: document.querySelectorAll('table').length, figures: document.querySelectorAll('svg').length };
  });
  found.wrong.forEach(w => fault(file, w));
  await page.context().close();
  return found;
}

(async () => {
  const browser = await playwright.chromium.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  for (const file of files) {
    let passed = 0;
    for (const [width, scheme] of views)
      passed += await rules(browser, file, width, scheme);
    const reached = await keyboard(browser, file);
    const b = await bare(browser, file);
    console.log(`${path.basename(file)}: ${passed} rules passed in ${views.length} views; ${reached} places reached by Tab; ${b.links} links, ${b.tables} tables, ${b.figures} figures`);
  }
  await browser.close();
  process.exit(faults ? 1 : 0);
})().catch(e => { console.log(String(e.stack || e)); process.exit(99); });
