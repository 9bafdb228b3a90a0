// How long it takes from a key pressed to the next record painted: a benchmark, not a test of time.
//
//   node keypress.js MODULES CHROMIUM URL WHO [PRESSES] [STAGE]
//
// WHO is a one-time link, or the value of a session's cookie. Presses i, u and a reason with e by turns, as fast as a quick reader.
// Prints one JSON line; exit 1 when a key did not bring the next record.
'use strict';
const [,, modules, chromium, url, who, presses = '300', stage = 'title-abstract'] = process.argv;
const looks = require('./looks.js'), served = require('./served.js');

// In the page: the time of each key until the frame that shows another record is out.
function watch() {
  const times = window.keyTimes = [], title = () => document.querySelector('.reading article')?.dataset.report;
  addEventListener('keydown', event => {
    const before = title();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => times.push({ key: event.key, ms: performance.now() - event.timeStamp, next: title() !== before });
      channel.port2.postMessage(0);
    });
  }, true);
}

const at = (sorted, p) => Math.round(10 * sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]) / 10;

async function run() {
  const browser = await looks.launch(modules, chromium);
  const state = who.startsWith('http') ? await served.join(browser, url + new URL(who).pathname, words => { throw new Error(words); }) : undefined;
  const context = await browser.newContext({ storageState: state, viewport: { width: 1440, height: 900 } });
  if (!state) await context.addCookies([{ name: 'review', value: who, url }]);
  const page = await context.newPage();
  await page.goto(`${url}/screen/${stage}`);
  await page.waitForTimeout(1000);
  await page.evaluate(watch);
  for (let i = 0; i < +presses; i++) {
    for (const key of [['i'], ['u'], ['2', 'e']][i % 3]) await page.keyboard.press(key);
    await page.waitForTimeout(120 + 30 * (i % 7));
  }
  await page.waitForTimeout(2000);
  // A key that does nothing: what the machine and the browser take of it.
  const before = await page.evaluate(() => window.keyTimes.length);
  for (let i = 0; i < 100; i++) { await page.keyboard.press('q'); await page.waitForTimeout(120); }
  const floor = (await page.evaluate(n => window.keyTimes.splice(n), before)).map(t => t.ms).sort((a, b) => a - b);
  const times = (await page.evaluate(() => window.keyTimes)).filter(t => t.key !== '2'), sorted = times.map(t => t.ms).sort((a, b) => a - b);
  const left = await page.evaluate(() => Object.keys(localStorage).filter(k => k.startsWith('review.queue')).length);
  const words = await page.textContent('#progress'), still = times.filter(t => !t.next).length;
  await browser.close();
  console.log(JSON.stringify({ presses: times.length, ms: { p50: at(sorted, .5), p95: at(sorted, .95), p99: at(sorted, .99), max: at(sorted, 1) }, idle_key_ms: { p50: at(floor, .5), p95: at(floor, .95) }, without_next: still, unsent: left, progress: words }));
  return still || left || times.length !== +presses ? 1 : 0;
}

run().then(code => process.exit(code), e => { console.log(String(e.stack || e)); process.exit(99); });
