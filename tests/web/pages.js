// Goes through all pages of a served review as people of each role: from the first page on by the links that they see.
//
//   node pages.js MODULES CHROMIUM URL ROUTES INVITES [FOLDER]
//
// ROUTES is the JSON of review-serve routes, INVITES a line "NAME LINK" each for lead, reviewer-c, eva, reviewer-a, ruth. With FOLDER a
// picture of each page is put there. Prints what is wrong; exit 1 when anything is, or when a page is reached by nobody.
'use strict';
const path = require('path');
const looks = require('./looks.js');
const served = require('./served.js');
const [,, modules, chromium, url, routesFile, invitesFile, folder] = process.argv;
const origin = new URL(url).origin, table = served.routes(routesFile), invites = served.invited(invitesFile);
const people = [['lead', 'lead'], ['adjudicator', 'reviewer-c'], ['extractor', 'eva'], ['screener', 'reviewer-a'], ['reader', 'ruth']];
const views = [[1440, 'light'], [1440, 'dark'], [320, 'light'], ...(folder ? [[320, 'dark']] : [])];
const each = 2;                       // pages of one route that a role looks at
const looked = new Map();             // route -> roles
let faults = 0, pages = 0, passed = 0, reached = 0;
function fault(words) { faults++; console.log(`FAIL ${words}`); }

async function view(browser, state, role, at, route, width, colorScheme, first) {
  const context = await browser.newContext({ storageState: state, viewport: { width, height: width < 500 ? 700 : 900 }, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage(), say = words => fault(`${role}, ${at}, ${width} px ${colorScheme}: ${words}`);
  looks.watch(page, origin, say, u => u.startsWith('chrome-extension://'));
  await page.goto(origin + at);
  if (colorScheme === 'light') await looks.frame(page, say);
  if (folder) await page.screenshot({ path: path.join(folder, `${route.path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'overview'}-${role}-${width}-${colorScheme}${first ? '' : '-2'}.png`), fullPage: true });
  await looks.size(page, say);
  if (colorScheme === 'light' && first) reached += await looks.tabs(page, say);
  const links = await page.$$eval('a[href]', all => all.map(a => a.href));
  if (first && !(width === 320 && colorScheme === 'dark')) passed += await looks.rules(page, modules, say);
  pages++;
  await context.close();
  return links;
}

// Pages that only a form leads to: files that were sent and wait for a confirmation.
async function send(browser, state) {
  const context = await browser.newContext({ storageState: state }), page = await context.newPage(), at = [];
  const files = { '/manage/imports': ['files', 'some.ris', 'TY  - JOUR\nTI  - <b>A title</b>\nAU  - Smith, A\nER  - \n', { source: 'A source' }],
                  '/manage/decisions': ['file', 'some.csv', 'record,verdict\nnobody,include\n', {}], '/protocol': ['file', 'some.xml', '<protocol/>', {}] };
  for (const [from, [field, name, text, fields]] of Object.entries(files)) {
    await page.goto(origin + from);
    const form = page.locator(`form:has(input[name=${field}])`);
    for (const [label, value] of Object.entries(fields)) await form.locator(`[name=${label}]`).fill(value);
    await form.locator(`input[name=${field}]`).setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await form.locator('button').click();
    await page.waitForLoadState();
    at.push(new URL(page.url()).pathname);
  }
  await context.close();
  return at;
}

async function walk(browser, role, state, hands = 4, more = []) {
  const waiting = ['/', '/account', ...more], seen = new Set(waiting), times = new Map();
  let busy = 0;
  async function one(at) {
    const route = table.match(new URL(at, origin).pathname);
    if (!route) { fault(`${role}: a link to ${at}, which is no route`); return; }
    const n = (times.get(route) ?? 0) + 1;
    times.set(route, n);
    if (n > each || (route.page !== 'yes' && route.page !== true)) return;
    const roles = looked.get(route) ?? [], first = roles.length === 0;
    looked.set(route, [...roles, role]);
    const links = new Set();
    for (const [width, scheme] of first ? views : views.slice(0, 1))
      for (const link of await view(browser, state, role, at, route, width, scheme, first)) links.add(link);
    for (const link of links) {
      const to = new URL(link), next = to.pathname + to.search;
      if (to.origin !== origin || seen.has(next) || to.pathname.startsWith('/assets/')) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  await Promise.all(Array.from({ length: hands }, async () => {
    for (;;) {
      const at = waiting.shift();
      if (at !== undefined) { busy++; try { await one(at); } finally { busy--; } }
      else if (busy) await new Promise(r => setTimeout(r, 100));
      else return;
    }
  }));
}

// Links to what is no page (files, figures, exports) are asked for once.
async function others(browser, state) {
  const context = await browser.newContext({ storageState: state }), page = await context.newPage();
  const asked = new Set();
  for (const [route] of looked) {
    if (route.path.includes('{')) continue;
    await page.goto(origin + route.path);
    for (const link of await page.$$eval('a[href], img[src], iframe[src], object[data]', all => all.map(a => a.href || a.src || a.data))) {
      const to = new URL(link), found = to.origin === origin && table.match(to.pathname);
      if (!found || found.page === 'yes' || found.page === true || asked.has(found)) continue;
      asked.add(found);
      const answer = await context.request.get(link);
      if (!answer.ok()) fault(`lead: ${answer.status()} for ${link}, a link on ${route.path}`);
    }
  }
  await context.close();
  return asked.size;
}

(async () => {
  const browser = await looks.launch(modules, chromium);
  const states = {};
  // Who is not logged in: the page of a link, and the login.
  for (const at of [new URL(invites.ruth).pathname, '/login'])
    for (const [width, scheme] of views) await view(browser, undefined, 'nobody', at, table.match(at) ?? { path: at }, width, scheme, true);
  looked.set(table.match('/login'), ['nobody']);
  looked.set(table.match(new URL(invites.ruth).pathname), ['nobody']);
  for (const [role, name] of people) states[role] = await served.join(browser, origin + new URL(invites[name]).pathname, w => fault(`${name}: ${w}`));
  await walk(browser, 'lead', states.lead, 4, await send(browser, states.lead));
  await Promise.all(people.slice(1).map(([role]) => walk(browser, role, states[role])));
  const files = await others(browser, states.lead);
  // A part of a page, which its script brings.
  looked.set(table.match('/screen/a/ahead'), []);
  for (const r of table.gets)
    if ((r.page === 'yes' || r.page === true) && !looked.has(r)) fault(`no link leads to ${r.path} (${r.about})`);
  await browser.close();
  console.log(`${looked.size} routes of ${table.gets.filter(r => r.page === 'yes' || r.page === true).length}, ${pages} views, ${passed} rules passed, ${reached} places reached by Tab, ${files} kinds of files`);
  process.exit(faults ? 1 : 0);
})().catch(e => { console.log(String(e.stack || e)); process.exit(99); });
