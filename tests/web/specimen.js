// Looks at the style sheet and the shell through pages made for it: specimen/*.html inside assets/shell.html.
//
//   node specimen.js MODULES CHROMIUM ASSETS SPECIMENS [FOLDER]
//
// A few views; with FOLDER all of them, and a picture of each there. Prints a line a page and what is wrong; exit 1 when anything is.
'use strict';
const fs = require('fs');
const http = require('http');
const path = require('path');
const looks = require('./looks.js');
const helps = require('./helps.js');
const [,, modules, chromium, assets, specimens, folder] = process.argv;
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
const types = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', html: 'text/html' };

// The part of Mustache that the shell needs.
const escaped = text => String(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
function fill(text, stack) {
  const find = name => name === '.' ? stack.at(-1) : stack.findLast(s => typeof s === 'object' && name in s)?.[name];
  return text.replace(/^[ \t]*(\{\{[#/^!][^}]*\}\})[ \t]*\n/gm, '$1').replace(/\{\{![^]*?\}\}\n?/g, '')
    .replace(/\{\{#([\w.]+)\}\}([^]*?)\{\{\/\1\}\}|\{\{>(\w+)\}\}|\{\{([\w.]+)\}\}/g, (all, section, body, file, name) => {
      if (section) { const value = find(section); return (Array.isArray(value) ? value : value ? [value] : []).map(item => fill(body, [...stack, item])).join(''); }
      return file ? stack[0][file] : escaped(find(name) ?? '');
    });
}

const ways = { screener: ['Title and abstract', 'Full text'], adjudicator: ['Title and abstract', 'Full text', 'Conflicts'], extractor: ['Extraction', 'Consensus', 'Appraisal'],
  lead: ['Overview', 'Title and abstract', 'Full text', 'Conflicts', 'Extraction', 'Consensus', 'Analyses', 'Records', 'Duplicates', 'People', 'Protocol', 'Report'] };

function render(name) {
  const content = fs.readFileSync(path.join(specimens, name + '.html'), 'utf8'), said = Object.fromEntries([...content.split('-->')[0].matchAll(/(title|role|said|error): ([^;]*(?:; (?!\w+: )[^;]*)*)/g)].map(m => [m[1], m[2].trim()]));
  const nav = (ways[said.role] ?? []).map((label, i) => ({ href: `#${i}`, label, here: i === 1, nav_count: i === 2 ? 17 : '' }));
  return fill(fs.readFileSync(path.join(assets, 'shell.html'), 'utf8'), [{ title: said.title, review: 'Interventions against disengagement from education, employment and training among people aged 15 to 24', assets: '/assets',
    content, nav, person: said.role ? 'Ødegård-García-Márquez אבג' : '', role: said.role, csrf: 'x', said: said.said, error: said.error, scripts: [] }]);
}

const posts = [];
function keep(request, response) {
  let body = '';
  request.on('data', d => { body += d; });
  request.on('end', () => {
    const fields = [...new URLSearchParams(body)].filter(([name, value]) => name !== 'csrf' && name !== 'reason' && value).map(pair => pair.join('='));
    posts.push(`${request.url} ${fields.join(' ')}`);
    response.statusCode = 204;
    response.end();
  });
}

const server = http.createServer((request, response) => {
  if (request.method === 'POST') return keep(request, response);
  const [, where, name] = request.url.split(/[/?]/);
  response.setHeader('Content-Security-Policy', policy);
  try {
    if (where === 'assets') {
      response.setHeader('Content-Type', types[name.split('.').pop()] + '; charset=utf-8');
      response.end(fs.readFileSync(path.join(assets, path.basename(name))));
    } else {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(where === 'blank.html' ? '<!DOCTYPE html><title>PDF</title><p>A PDF would be here' : render(path.basename(where)));
    }
  } catch (e) { response.statusCode = 500; response.end(String(e)); }
});

const views = [320, 390, 768, 1440, 2560].flatMap(width => ['light', 'dark'].map(colorScheme => ({ viewport: { width, height: width < 500 ? 800 : width > 2000 ? 1440 : 900 }, colorScheme, name: `${width}-${colorScheme}` })));
views.push({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2, colorScheme: 'light', name: 'zoom-200' });
views.push({ viewport: { width: 320, height: 256 }, deviceScaleFactor: 4, colorScheme: 'light', name: 'zoom-400' });
views.push({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', large: true, name: 'text-200' });
views.push({ viewport: { width: 1280, height: 900 }, colorScheme: 'dark', forcedColors: 'active', name: 'forced' });

const few = ['320-light', '1440-dark', '1440-light', 'zoom-200'];

let faults = 0;
async function look(browser, origin, name) {
  let passed = 0, reached = 0;
  for (const { large, name: view, ...settings } of views.filter(v => folder || few.includes(v.name))) {
    const fault = words => { faults++; console.log(`FAIL ${name}, ${view}: ${words}`); };
    const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce', ...settings }), page = await context.newPage();
    looks.watch(page, origin, fault);
    await page.goto(`${origin}/${name}`);
    await looks.frame(page, fault);
    if (large) await page.addStyleTag({ content: 'html { font-size: 200% !important }' });
    if (folder) await page.screenshot({ path: path.join(folder, `${name}-${view}.png`) });
    await looks.size(page, fault);
    if (/-light|zoom-200/.test(view)) reached += await looks.tabs(page, fault);
    if (view !== 'forced') passed += await looks.rules(page, modules, fault);
    if (folder && /^(390|1440)-light/.test(view)) await page.screenshot({ path: path.join(folder, `${name}-${view}-whole.png`), fullPage: true });
    await context.close();
  }
  // The policy as the server sends it.
  const context = await browser.newContext(), page = await context.newPage();
  looks.watch(page, origin, words => { faults++; console.log(`FAIL ${name}, with its policy: ${words}`); });
  await page.goto(`${origin}/${name}`);
  await context.close();
  console.log(`${name}: ${passed} rules passed; ${reached} places reached by Tab`);
}

server.listen(0, '127.0.0.1', async () => {
  try {
    const browser = await looks.launch(modules, chromium), origin = `http://127.0.0.1:${server.address().port}`;
    const only = process.env.ONLY;
    const files = fs.readdirSync(specimens).filter(f => f.endsWith('.html') && (!only || f.startsWith(only))).sort();
    await Promise.all([0, 1, 2, 3].map(async () => { for (let file; (file = files.shift()); ) await look(browser, origin, file.slice(0, -5)); }));
    console.log(`helps: ${await helps(browser, origin, posts, words => { faults++; console.log(`FAIL helps: ${words}`); })} things tried`);
    await browser.close();
  } catch (e) { console.log(String(e.stack || e)); process.exit(99); }
  process.exit(faults ? 1 : 0);
});
