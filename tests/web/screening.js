// See screening.sh. node screening.js MODULES CHROMIUM URL LINKS
'use strict';
const [,, modules, chromium, url, links] = process.argv;
const looks = require('./looks.js'), served = require('./served.js');
const stage = '/screen/title-abstract', counts = { ann: 0, bob: 0, cat: 0 };
let faults = 0;
const fault = words => { faults++; console.log(`FAIL ${words}`); };
const check = (good, words) => { if (!good) fault(words); return good; };

const report = page => page.evaluate(() => +(document.querySelector('.reading article')?.dataset.report ?? 0));
const waiting = page => page.evaluate(() => Object.keys(localStorage).filter(k => k.startsWith('review.queue/')).length);
const kept = page => page.textContent('#kept');

/** Waits until what is asked is so, at most some seconds. */
async function until(what, ask) {
  for (let i = 0; i < 80; i++) {
    try { if (await ask()) return true; } catch { /* the page is on its way */ }
    await new Promise(done => setTimeout(done, 100));
  }
  return check(false, `it never came that ${what}`);
}
const sent = page => until('everything is sent', async () => await waiting(page) === 0 && (await kept(page)) === '');

/** What the server has of the person: { report: "verdict reason|note" }. */
const said = page => page.evaluate(async stage => {
  const answer = await (await fetch(`/api/v1${stage}/mine`)).json();
  return Object.fromEntries(answer.records.map(r => [r.report, `${r.said.verdict} ${r.said.reason}|${r.said.note}`]));
}, stage);

async function open(context, expected) {
  const page = await context.newPage();
  looks.watch(page, url, fault, expected);
  await page.goto(url + stage);
  await until('records lie ready', () => page.evaluate(() => document.querySelector('.reading article')));
  await page.waitForTimeout(300);
  return page;
}

async function key(page, who, keys, votes = 1) {
  const before = await report(page);
  for (const k of keys) await page.keyboard.press(k);
  counts[who] += votes;
  return before;
}

// ---- Keys -------------------------------------------------------------------------------------------------------------------------

async function keys(context) {
  const page = await open(context), want = {};
  const one = await key(page, 'ann', ['i']);
  want[one] = 'include |';
  check(await report(page) !== one, 'i shows no next record');
  const two = await report(page);
  await page.keyboard.press('e');
  check(await report(page) === two, 'e without a reason decided');
  check(/reason/.test(await page.evaluate(() => [...document.querySelectorAll('.toast')].map(t => t.textContent).join())), 'e without a reason says nothing');
  await key(page, 'ann', ['1', 'Enter']);
  want[two] = 'exclude design|';
  const three = await report(page);
  await page.keyboard.press('n');
  await page.keyboard.type('ie <b>note</b>');
  await page.keyboard.press('Escape');
  await key(page, 'ann', ['u']);
  want[three] = 'unsure |ie <b>note</b>';
  const four = await key(page, 'ann', ['1', 'e']);
  await sent(page);
  await page.keyboard.press('z');
  counts.ann++;
  await sent(page);
  check(await report(page) === four, 'z does not bring the record back');
  await page.waitForTimeout(200);
  await key(page, 'ann', ['i']);
  want[four] = 'include |';
  const five = await key(page, 'ann', ['l']);
  await sent(page);
  check(await page.evaluate(() => document.activeElement === document.body || document.activeElement.matches('main, .said, form *')), 'the focus is nowhere');
  check((await page.textContent('#now')).includes('Report'), 'the next title is not announced');
  const got = await said(page);
  for (const r in want) check(got[r] === want[r], `report ${r} is kept as '${got[r]}', not '${want[r]}'`);
  check(!(five in got), 'what was put off counts as decided');
  await page.keyboard.press('?');
  check(await page.isVisible('dialog[open]'), '? shows no keys');
  await page.close();
}

// ---- The connection ------------------------------------------------------------------------------------------------------------------

async function offline(context) {
  const page = await open(context, (u, status) => status === 0), before = Object.keys(await said(page)).length;
  await context.setOffline(true);
  for (const k of ['i', 'u', 'i', 'i']) { await key(page, 'bob', [k]); await page.waitForTimeout(50); }
  await until('the page says that 4 are kept', async () => /Offline: 4 decisions are kept here/.test(await kept(page)));
  const last = await report(page);
  await page.keyboard.press('z');
  counts.bob--;
  check(await report(page) !== last && await waiting(page) === 3, 'z did not take the last out of the queue');
  // The window is closed, and opened again with a connection.
  await page.close();
  await context.setOffline(false);
  const again = await open(context);
  await sent(again);
  check(Object.keys(await said(again)).length === before + 3, 'what was decided without a connection is lost or doubled');
  await again.close();
}

async function lostAnswer(context) {
  const page = await open(context, (u, status) => status === 0), before = Object.keys(await said(page)).length;
  let lost = 0;
  await page.route(`**/api/v1${stage}`, async route => {
    if (lost++ < 2) { await route.fetch(); await route.abort(); } else await route.continue();
  });
  await key(page, 'bob', ['i']);
  await key(page, 'bob', ['u']);
  await sent(page);
  check(lost >= 3 && Object.keys(await said(page)).length === before + 2, `answers were lost ${lost} times, and ${Object.keys(await said(page)).length - before} are kept of 2`);
  await page.close();
}

async function refused(context) {
  const page = await open(context, (u, status) => status === 404 || status === 422 || status === 0);
  await page.evaluate(path => {
    const desk = document.getElementById('desk').dataset;
    localStorage.setItem(`review.queue/${desk.review}/${desk.person}/000000000000001-x`, JSON.stringify({ key: 'never-1', path, body: { record: 99999999, verdict: 'include' }, report: 99999999, title: 'A record that is gone', says: 'Include' }));
  }, stage);
  await key(page, 'bob', ['i']);
  await until('the refused one is shown', async () => /A record that is gone.*Not kept/s.test(await page.innerText('#refused')));
  await sent(page);
  await page.reload();
  check(/A record that is gone/.test(await page.innerText('#refused')), 'what was refused is forgotten with the page');
  await page.click('#refused button:has-text("Leave it")');
  check(await page.isHidden('#refused'), 'it cannot be put away');
  await page.close();
}

// ---- Sessions -------------------------------------------------------------------------------------------------------------------------

async function login(page, name) {
  await page.fill('input[name=name]', name);
  await page.fill('input[name=password]', served.password);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

async function sessions(context) {
  const page = await open(context, (u, status) => [0, 401, 403].includes(status)), before = Object.keys(await said(page)).length;
  await context.clearCookies();
  await key(page, 'cat', ['i']);
  await key(page, 'cat', ['u']);
  await until('the page asks to log in again', async () => /Your session ended\. 2 decisions are kept/.test(await kept(page)));
  // First somebody else logs in at the same browser.
  await Promise.all([page.waitForNavigation(), page.click('#kept a')]);
  await login(page, 'ann');
  await page.goto(url + stage);
  await page.waitForTimeout(700);
  check(await waiting(page) === 2, 'the decisions of another person were touched');
  const ann = Object.keys(await said(page)).length;
  await context.clearCookies();
  await page.goto(`${url}/login?then=${encodeURIComponent(stage)}`);
  await login(page, 'cat');
  check(page.url().endsWith(stage), `after logging in the page is ${page.url()}`);
  await sent(page);
  check(Object.keys(await said(page)).length === before + 2, 'decisions are lost or doubled when a session ends');
  await page.close();
  return ann;
}

// ---- Several at once, and without scripts -------------------------------------------------------------------------------------------

async function list(context) {
  const page = await context.newPage();
  looks.watch(page, url, fault);
  await page.goto(`${url}${stage}/list`);
  const rows = await page.$$eval('#list > li', all => all.map(l => +l.dataset.report));
  check(rows.length >= 3, `the list has ${rows.length} records`);
  await page.keyboard.press('i');
  await page.keyboard.press('j');
  await page.keyboard.press('1');
  await page.keyboard.press('e');
  counts.cat += 2;
  await until('the list is sent', async () => await waiting(page) === 0);
  await page.waitForTimeout(300);
  const got = await said(page);
  check(got[rows[0]] === 'include |' && got[rows[2]] === 'exclude design|' && !(rows[1] in got), `the list kept ${JSON.stringify([rows.map(r => got[r])])}`);
  await page.goto(`${url}${stage}/mine`);
  await page.click(`li[data-report="${rows[0]}"] button.unsure`);
  counts.cat++;
  await until('the change is sent', async () => await waiting(page) === 0);
  await page.waitForTimeout(300);
  check((await said(page))[rows[0]] === 'unsure |', 'a decision cannot be changed');
  await page.close();
}

async function plain(browser, state) {
  const context = await browser.newContext({ storageState: state, javaScriptEnabled: false }), page = await context.newPage();
  looks.watch(page, url, fault, (u, status) => status === 422 || status === 0);
  await page.goto(url + stage);
  const record = () => page.getAttribute('article.record', 'data-report');
  const one = await record();
  await page.click('details.noting summary');
  await page.fill('#note', 'typed & kept');
  await page.click('button.exclude');
  check(/needs its reason/.test(await page.innerText('.wrong')) && await page.inputValue('#note') === 'typed & kept', 'without a reason the form does not come back with its note');
  await page.check('input[value=design]');
  await page.click('button.exclude');
  counts.cat++;
  check(await record() !== one, 'the form brings no next record');
  await page.click('[form=undo]');
  counts.cat++;
  check(await record() === one, 'undo does not bring it back');
  await page.click('button.include');
  counts.cat++;
  await page.click('summary:has-text("Labels")');
  const labelled = await record();
  await page.fill('input[name=label]:not([type=hidden])', 'later <i>');
  await page.click('button:has-text("Put on")');
  check(await record() === labelled && (await page.innerText('.flags')).includes('later <i>'), 'the label is not shown');
  await page.click('details:has(input[value=abstract]) > summary');
  await page.fill('textarea[name=value]', 'Typed in from the article.');
  await page.click('button:has-text("Keep the abstract")');
  check((await page.innerText('article.record')).includes('Typed in from the article.') && /abstract edited/.test(await page.innerText('.flags')), 'the abstract is not shown as edited');
  await page.goto(`${url}/records?q=typed+article`);
  await page.click('.list a');
  check((await page.innerText('article.record')).includes('Typed in from the article.'), 'the search does not find what was typed in');
  await page.click('button:has-text("Screen")');
  check(await record() === labelled, 'going to a record does not');
  await context.close();
}

(async () => {
  const browser = await looks.launch(modules, chromium), invited = served.invited(links), people = {};
  for (const name of Object.keys(counts)) people[name] = await served.join(browser, url + new URL(invited[name]).pathname, fault);
  const context = name => browser.newContext({ storageState: people[name] });
  const ann = await context('ann'), bob = await context('bob'), cat = await context('cat');
  await keys(ann);
  await offline(bob);
  await lostAnswer(bob);
  await refused(bob);
  await list(cat);
  await plain(browser, people.cat);
  await sessions(cat);
  for (const name in counts) console.log(`${name} said ${counts[name]} times`);
  await browser.close();
  process.exit(faults ? 1 : 0);
})().catch(e => { console.log(String(e.stack || e)); process.exit(99); });
