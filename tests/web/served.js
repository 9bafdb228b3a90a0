// A review that is served, and people in it who log in by a browser.
'use strict';
const fs = require('fs');

const password = 'seven quiet herons at dusk';

/** Takes a one-time link as its person would. Returns the context's state, for other contexts of the same person. */
async function join(browser, link, fault, settings = {}) {
  const context = await browser.newContext(settings), page = await context.newPage();
  await page.goto(link);
  for (const field of await page.$$('main input[type=password]')) await field.fill(password);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  if (new URL(page.url()).pathname.startsWith('/join')) fault(`the link did not let in: ${(await page.textContent('main')).replace(/\s+/g, ' ').trim().slice(0, 200)}`);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** "NAME LINK" a line: who is invited, and how. */
const invited = file => Object.fromEntries(fs.readFileSync(file, 'utf8').trim().split('\n').map(line => line.split(' ')));

/** The table of routes as review-serve prints it; match(path) finds that of a page. */
function routes(file) {
  const rows = JSON.parse(fs.readFileSync(file, 'utf8')), all = Array.isArray(rows) ? rows : rows.rows;
  for (const r of all) r.pattern = new RegExp('^' + r.path.replace(/[.$()|+]/g, '\\$&').replace(/\{\w+\*\}/g, '.+').replace(/\{\w+\}/g, '[^/]+') + '$');
  // What is fixed goes before what is not.
  const gets = all.filter(r => r.method === 'GET').sort((a, b) => a.path.split('{').length - b.path.split('{').length || b.path.length - a.path.length);
  return { all, gets, match: path => gets.find(r => r.pattern.test(path)) };
}

module.exports = { password, join, invited, routes };
