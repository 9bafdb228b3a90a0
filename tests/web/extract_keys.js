// An extractor fills the grid by keys. node extract_keys.js MODULES CHROMIUM URL INVITES; prints what is wrong, exit 1 when anything is.
'use strict';
const path = require('path');
const served = require('./served.js');
const [,, modules, chromium, url, invites] = process.argv;
const { chromium: engine } = require(path.join(modules, 'playwright-core'));
const origin = new URL(url).origin;
let faults = 0;
function check(good, words) { if (!good) { faults++; console.log(`FAIL ${words}`); } }

const cell = name => `[name="value.result.R1.${name}"]`;
/** Asks again and again, as the pages' policy lets no text become script. */
async function until(page, question, ms = 8000) {
  for (const end = Date.now() + ms; Date.now() < end; await new Promise(go => setTimeout(go, 20)))
    if (await page.evaluate(question)) return true;
  return false;
}
const saved = page => until(page, () => /^Saved/.test(document.querySelector('[data-saved]').textContent) && !Object.keys(localStorage).some(k => k.startsWith('review.extract.')));

async function join(browser, link) {
  const context = await browser.newContext(), page = await context.newPage();
  await page.goto(origin + new URL(link).pathname);
  for (const field of await page.$$('main input[type=password]')) await field.fill(served.password);
  await page.keyboard.press('Enter');
  await page.waitForURL(to => !to.pathname.startsWith('/join'));
  const state = await context.storageState();
  await context.close();
  return state;
}

async function main() {
  const browser = await engine.launch({ executablePath: chromium, args: ['--no-sandbox'] });
  const state = await join(browser, served.invited(invites).ann);
  const context = await browser.newContext({ storageState: state, viewport: { width: 1440, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  page.on('pageerror', e => check(false, `script: ${e}`));
  page.on('console', m => { if (m.type() === 'error' && !/ERR_|Failed to load/.test(m.text())) check(false, `console: ${m.text()}`); });
  await page.goto(`${origin}/extract/Demo?part=result`);

  // Numbers by keyboard: the effect comes while typing.
  await page.fill('[name="row_place.result.R1"]', 'Table 2');
  await page.selectOption(cell('measure_reported'), 'percent');
  await page.focus(cell('n_treat'));
  await page.keyboard.type('120');
  await page.keyboard.press('Tab');
  await page.keyboard.type('118');
  await page.keyboard.press('Tab');
  await page.keyboard.type('40');
  await page.keyboard.press('Tab');
  await page.keyboard.type('30');
  const typed = Date.now();
  check(await until(page, () => /odds ratio: 1\.556/.test(document.querySelector('[data-now]').textContent)), 'the effect comes while typing');
  const took = Date.now() - typed;
  console.log(`effect ${took} ms after the last key`);
  check(took < 1500, `the effect took ${took} ms`);
  check(await saved(page), 'what was typed is saved by itself');
  check(await page.evaluate(() => Object.keys(localStorage).filter(k => k.startsWith('review.extract.')).length) === 0, 'a saved draft is gone');

  // A fault is marked while typing, and it keeps nothing else back.
  await page.fill(cell('n_treat'), 'twelve');
  check(await until(page, () => /'twelve'/.test(document.querySelector('[data-fault="result.R1.n_treat"]').textContent)), 'a fault is marked in its place');
  await page.waitForTimeout(1500);
  check(await page.inputValue(cell('n_treat')) === 'twelve', 'what was refused stays in the form');
  await page.fill(cell('n_treat'), '120');
  check(await saved(page), 'and is saved when it is mended');

  // Keys: Enter and arrows go through the grid.
  await page.focus(cell('n_treat'));
  await page.keyboard.press('Enter');
  check(await page.evaluate(() => document.activeElement.name) === 'value.result.R2.n_treat', 'Enter goes to the row below');
  await page.keyboard.press('ArrowUp');
  check(await page.evaluate(() => document.activeElement.name) === 'value.result.R1.n_treat', 'the arrow goes up');

  // A block from a spreadsheet.
  await page.focus('[name="value.result.R2.n_treat"]');
  await page.fill('[name="row_place.result.R2"]', 'Table 3');
  await page.focus('[name="value.result.R2.n_treat"]');
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', '200\t190\t55\t44\r\n');
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  check(await page.inputValue('[name="value.result.R2.control_value"]') === '44', 'a pasted block fills the cells');
  await page.waitForTimeout(300);
  check(await saved(page), 'the block is saved');

  // The connection is lost; what is typed waits, and survives loading the page anew.
  await context.route('**/api/**', route => route.abort());
  await page.fill(cell('control_value'), '33');
  check(await until(page, () => /Offline: 1 entry/.test(document.body.textContent)), 'it says that it is offline');
  check(!/^Saved/.test(await page.textContent('[data-saved]')), 'nothing is called saved that is not');
  await page.goto(`${origin}/extract/Demo?part=result`);
  check(await page.inputValue(cell('control_value')) === '33', 'what was typed stands in the form again');
  check(/not saved/.test(await page.textContent('.toast')), 'and the page says so');
  await context.unroute('**/api/**');
  await page.evaluate(() => dispatchEvent(new Event('online')));
  check(await saved(page), 'it is sent when the connection is back');

  // Two windows.
  const other = await context.newPage();
  await other.goto(`${origin}/extract/Demo?part=result`);
  await page.fill(cell('treat_value'), '41');
  await page.waitForTimeout(300);
  check(await saved(page), 'one window saves');
  await page.waitForTimeout(1500);
  await other.fill(cell('treat_value'), '39');
  check(await until(other, () => /'41'/.test(document.querySelector('[data-fault="result.R1.treat_value"]').textContent)), 'the other window is told');
  await other.fill(cell('treat_value'), '4');
  await other.fill(cell('treat_value'), '40');
  check(await saved(other), 'it may be entered again, with open eyes');
  await browser.close();
}

main().then(() => process.exit(faults ? 1 : 0), e => { console.log(`FAIL ${e.stack}`); process.exit(1); });
