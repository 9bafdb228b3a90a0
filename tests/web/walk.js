// A small review from the first record to the report, by people who use the keyboard alone.
//
//   node walk.js MODULES CHROMIUM URL INVITES scripts|plain SECONDS OUT
//
// INVITES has a line "NAME LINK" for lead, ann and ben (screeners), cleo (adjudicator), eva and emil (extractors). With scripts single keys
// decide, and one screener's connection is lost for SECONDS in the middle; plain is a browser without scripts. What was pressed is written
// to OUT as the table of review-screen export: record title, stage, reviewer, verdict, reason.
'use strict';
const fs = require('fs');
const looks = require('./looks.js');
const served = require('./served.js');
const { Hands } = require('./hands.js');
const [,, modules, chromium, url, invitesFile, way, seconds, out] = process.argv;
const origin = new URL(url).origin, invites = served.invited(invitesFile), scripts = way === 'scripts';
const pressed = [];
let faults = 0;
function fault(words) { faults++; console.log(`FAIL ${way}: ${words}`); }

// Who says what, by the beginning of the title; a number is the digit of a reason. Of what is not here both include the first eight
// records, and exclude the others.
const first = /^(National Job Corps Study: (The|Report)|Education Subsidies|Dropout [Pp]revention|The effect of mentoring|Check & Connect: Impacts|Indicated Truancy)/;
const says = {
  'title-abstract': {
    ann: { 'Dropout Prevention (practice': ['exclude', 1], 'Indicated Truancy': ['exclude', 2], 'Dropout prevention and intervention': ['exclude', 1], 'Education Subsidies': ['unsure'] },
    ben: { 'Dropout Prevention (practice': ['exclude', 1], 'Dropout prevention and intervention': ['exclude', 6] },
    cleo: { 'Education Subsidies': ['include'], 'Indicated Truancy': ['include'] },
  },
  'full-text': {
    ann: { 'National Job Corps Study: Report': ['exclude', 5], 'Check & Connect': ['exclude', 6], 'Indicated Truancy': ['exclude', 2] },
    ben: { 'National Job Corps Study: Report': ['exclude', 5], 'Indicated Truancy': ['exclude', 2], 'The effect of mentoring': ['exclude', 6] },
    cleo: { 'Check & Connect': ['exclude', 6], 'The effect of mentoring': ['include'] },
  },
};

async function hands(browser, name) {
  const state = await served.join(browser, origin + new URL(invites[name]).pathname, w => fault(`${name}: ${w}`));
  const context = await browser.newContext({ storageState: state, javaScriptEnabled: scripts, viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const person = new Hands(page, name, origin, scripts);
  looks.watch(page, origin, words => { if (!person.away) fault(`${name}: ${words}`); });
  return person;
}

// The policy forbids what playwright's own waiting does in the page.
async function until(page, what, test, argument, limit = 180000) {
  for (const end = Date.now() + limit; Date.now() < end; await page.waitForTimeout(30))
    if (await page.evaluate(test, argument).catch(() => false)) return;
  throw new Error(`waited in vain on ${page.url()}: ${what}`);
}

const title = page => page.evaluate(() => document.querySelector('article.record .title')?.textContent.trim() ?? '').catch(() => '');

// One decision on what is shown, then what comes next is awaited.
async function decide(person, stage, shown, reasonsOf = '.decide') {
  const said = Object.entries(says[stage][person.name]).find(([begin]) => shown.startsWith(begin))?.[1] ?? (first.test(shown) ? ['include'] : ['exclude', 1]);
  const [verdict, digit] = said;
  let reason = '';
  if (digit) {
    reason = await person.page.locator(`${reasonsOf} [name=reason]`).nth(digit - 1).getAttribute('value');
    if (person.scripts) await person.press(String(digit)); else await person.tick(`${reasonsOf} [name=reason] >> nth=${digit - 1}`);
  }
  pressed.push([shown, stage, person.name, verdict, reason]);
  if (person.scripts && person.name !== 'cleo') {
    await person.press(verdict[0]);
    await until(person.page, `what comes after ${shown}`, t => document.querySelector('article.record .title')?.textContent.trim() !== t, shown);
  } else if (person.scripts) {
    await Promise.all([person.page.waitForNavigation(), person.press(verdict[0])]);
  } else {
    await person.enter(`.decide .${verdict}`);
  }
}

// What was decided is sent; the page is asked for anew, and shows what then waits.
async function again(person, stage) {
  if (person.scripts) await until(person.page, 'all decisions to be sent', () => !Object.keys(localStorage).some(k => k.startsWith('review.queue/')));
  await person.go(`/screen/${stage}`);
  return title(person.page);
}

async function screen(person, stage, lost) {
  await person.go(`/screen/${stage}`);
  for (let n = 0; n < 60; n++) {
    if (lost && n === 2) {
      // Time to bring what is kept ready; whoever reads takes it too.
      await person.page.waitForTimeout(4000);
      await person.page.context().setOffline(person.away = true);
    }
    let shown = await title(person.page);
    if (person.away && (!shown || n === 5)) {
      // As many as were kept ready are decided; the page says that they wait.
      if (n < 4) throw new Error(`${person.name}: ${n - 2} records were kept for a lost connection`);
      await until(person.page, `words about ${n - 2} decisions without a connection`, k => new RegExp(`offline.*${k} decisions`, 'i').test(document.querySelector('#kept')?.textContent ?? ''), n - 2);
      await person.page.waitForTimeout(1000 * seconds);
      await person.page.context().setOffline(person.away = false);
    }
    if (!shown) shown = await again(person, stage);
    if (!shown) return n;
    await decide(person, stage, shown);
  }
  return fault(`${person.name}: ${stage} does not end`);
}

async function settle(person, stage) {
  await person.go(`/conflicts/${stage}`);
  for (let n = 0; n < 20; n++) {
    const shown = await title(person.page);
    if (!shown) return n;
    await decide(person, stage, shown);
  }
  return fault(`${person.name}: conflicts of ${stage} do not end`);
}

const study = 'Job Corps';
const filled = { country: 'United States', population: 'disadvantaged 16 to 24 year olds', age_min: '16', age_max: '24' };

async function extract(person, values) {
  await person.go('/extract');
  await person.enter(`main table a:has-text("${study}")`);
  for (const [field, value] of Object.entries(values)) await person.fill(`[name^="value."][name$="${field}"]`, value);
  if (person.scripts) {
    // What is typed is kept by itself; leaving the field is enough.
    await person.press('Tab');
    await until(person.page, 'saved', () => /saved/i.test(document.querySelector('[data-saved]')?.textContent ?? ''));
  } else {
    await person.enter('[data-act=save]');
  }
  await person.enter('form[action$="/done"] button');
}

async function extraction(people) {
  const { lead, eva, emil, cleo } = people;
  await lead.go('/extract');
  await lead.fill('li:has-text("National Job Corps Study: The Impacts") [name=study]', study);
  await lead.enter('li:has-text("National Job Corps Study: The Impacts") form button');
  for (const name of ['eva', 'emil']) {
    await lead.go('/extract');
    await lead.fill('#give-study', study);
    await lead.fill('#give-person', name);
    await lead.enter('form[action="/extract/give"] .main');
  }
  await extract(eva, filled);
  await extract(emil, { ...filled, age_min: '15' });
  await cleo.go('/extract');
  await cleo.enter('main table a:has-text("Look at both")');
  const sixteen = '.chip:has-text("16") input[type=radio]';
  await cleo.tick(sixteen);
  await cleo.enter('[data-act=save]');
  const words = await cleo.words();
  if (!/Nothing is open/.test(words)) fault(`after settling, ${words.slice(0, 300)}`);
}

async function report(lead) {
  await lead.go('/');
  await lead.enter('main a[href="/report"]');
  const frame = await lead.page.waitForSelector('iframe.report', { timeout: 120000 });
  const inside = await frame.contentFrame();
  await inside.waitForSelector('h1');
  const text = await inside.evaluate(() => document.body.innerText).catch(() => '');
  if (scripts && !/1 stud(y|ies)|one study/i.test(text)) fault(`the report does not tell of one study: ${text.slice(0, 200)}`);
}

(async () => {
  const browser = await looks.launch(modules, chromium), people = {};
  for (const name of Object.keys(invites)) people[name] = await hands(browser, name);
  for (const stage of ['title-abstract', 'full-text']) {
    await Promise.all([screen(people.ann, stage, scripts && stage === 'title-abstract'), screen(people.ben, stage, false)]);
    const settled = await settle(people.cleo, stage);
    if (settled !== Object.keys(says[stage].cleo).length) fault(`${stage}: ${settled} conflicts, expected ${Object.keys(says[stage].cleo).length}`);
  }
  await extraction(people);
  await report(people.lead);
  const presses = Object.values(people).reduce((n, p) => n + p.presses, 0);
  await browser.close();
  fs.writeFileSync(out, pressed.map(row => row.join('\t')).sort().join('\n') + '\n');
  console.log(`${way}: ${pressed.length} decisions, ${presses} keys pressed`);
  process.exit(faults ? 1 : 0);
})().catch(e => { console.log(`${way}: ${e.stack || e}`); process.exit(1); });
