// What the scripts of every page do, pressed as people press it: keys, their table, questions, the look, where the focus goes.
'use strict';

/** `posts` is the list of what the pages sent; `fault(words)` reports. Returns how many things were tried. */
module.exports = async function helps(browser, origin, posts, fault) {
  let tried = 0;
  const is = (what, got, wanted) => { tried++; if (String(got) !== String(wanted)) fault(`${what}: ${got}, expected ${wanted}`); };
  const sent = async act => { posts.length = 0; await act(); await new Promise(r => setTimeout(r, 250)); return posts.join(' '); };
  const open = async (name, settings = {}) => {
    const context = settings.context ?? await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...settings });
    const page = await context.newPage();
    await page.goto(`${origin}/${name}`);
    return page;
  };
  const focus = page => page.evaluate(() => document.activeElement.className || document.activeElement.id || document.activeElement.localName);

  // Keys press what is shown; held down they press once; in a field they are letters.
  let page = await open('screen');
  is('i presses Include', await sent(() => page.keyboard.press('i')), '/vote decision=include');
  is('Ctrl+E is the browser\'s own', await sent(() => page.keyboard.press('Control+e')), '');
  is('a key held down decides once', await sent(async () => { for (let i = 0; i < 5; i++) await page.keyboard.down('e'); await page.keyboard.up('e'); }), '/vote decision=exclude');
  await page.keyboard.press('1');
  is('1 ticks the first reason', await page.isChecked('[data-digit="1"]'), true);
  await page.keyboard.press('c');
  is('c leads to the criteria', await focus(page), 'criteria');
  is('a button says its key', await page.getAttribute('.include', 'aria-keyshortcuts'), 'i');
  is('a button is called what it does', await page.locator('.include').evaluate(e => e.innerText.replace(/\s+/g, ' ').trim()), '✓ Include i');

  // ? shows them; another key can be given, and is kept.
  await page.keyboard.press('?');
  is('? opens a dialog', await page.isVisible('dialog[open]'), true);
  is('keys rest while the dialog is open', await sent(() => page.keyboard.press('i')), '');
  const include = page.getByLabel('Key for: Include');
  await include.fill('e');
  await include.blur();
  is('a key that is taken is refused in words', await page.textContent('dialog [role=status]'), 'e is taken: Exclude');
  await include.fill('y');
  await include.blur();
  is('the button shows the new key', await page.textContent('.include kbd'), 'y');
  await page.keyboard.press('Escape');
  await page.reload();
  is('the old key is free', await sent(() => page.keyboard.press('i')), '');
  is('the new key is kept', await sent(() => page.keyboard.press('y')), '/vote decision=include');
  await page.keyboard.press('?');
  await page.getByLabel('Single keys act').uncheck();
  await page.keyboard.press('Escape');
  is('switched off, no key acts', await sent(() => page.keyboard.press('y')), '');
  is('switched off, no key is shown', await page.isVisible('.include kbd'), false);
  await page.reload();
  is('it stays switched off', await sent(() => page.keyboard.press('y')), '');
  is('the keys are still found by a button', await page.isVisible('.who [data-act=help]'), true);
  await page.click('.who [data-act=help]');
  await page.getByRole('button', { name: 'Back to the usual keys' }).click();
  await page.keyboard.press('Escape');
  is('the usual keys are back', await sent(() => page.keyboard.press('i')), '/vote decision=include');
  await page.context().close();

  page = await open('conflict');
  await page.focus('#why');
  is('letters in a field are letters', await sent(() => page.keyboard.type('i e u')), '');
  is('and stand there', await page.inputValue('#why'), 'i e u');
  await page.keyboard.press('Escape');
  is('Escape leaves the field', await sent(() => page.keyboard.press('b')), '/decide note=i e u');
  await page.context().close();

  // What cannot be undone is asked about; no is no, and the focus comes back.
  page = await open('lead');
  is('the focus is on what was said', await focus(page), 'said');
  is('a question comes first', await sent(() => page.click('.danger')), '');
  is('the safe answer has the focus', await page.evaluate(() => document.activeElement.textContent), 'Cancel');
  is('Escape is no', await sent(() => page.keyboard.press('Escape')), '');
  is('the focus is back', await focus(page), 'danger');
  await page.keyboard.press('Enter');
  is('yes is yes, once', await sent(() => page.click('dialog .danger')), '/x ');
  await page.context().close();
  page = await open('lead', { javaScriptEnabled: false });
  is('without scripts the form is sent', await sent(() => page.click('td .danger')), '/x ');
  await page.context().close();

  // The look is chosen, at once and for good.
  page = await open('forms', { colorScheme: 'light' });
  is('the focus is on the error', await focus(page), 'wrong');
  await page.selectOption('#theme', 'dark');
  const paper = p => p.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  is('dark is dark', await paper(page), 'rgb(21, 24, 28)');
  await page.reload();
  is('and stays so', await paper(page), 'rgb(21, 24, 28)');
  await page.selectOption('#theme', '');
  is('or as the system', await paper(page), 'rgb(255, 255, 255)');
  await page.selectOption('#text', 'larger');
  is('text is larger', await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize)), 22);
  await page.context().close();

  // The buttons stand where they stood, whatever the length of the record.
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 800 }, { width: 2560, height: 1440 }]) {
    const at = [];
    for (const name of ['screen', 'hostile', 'right_to_left']) {
      page = await open(name, { viewport });
      at.push(await page.evaluate(() => { const b = document.querySelector('.include').getBoundingClientRect(); return `${b.left},${b.top}`; }));
      is(`${name}: they can be seen`, await page.evaluate(() => document.querySelector('.include').getBoundingClientRect().bottom <= innerHeight), true);
      await page.mouse.wheel(0, 150);
      await page.waitForTimeout(80);
      at.push(await page.evaluate(() => { const b = document.querySelector('.include').getBoundingClientRect(); return `${b.left},${b.top}`; }));
      await page.context().close();
    }
    is(`${viewport.width} px: places of Include`, [...new Set(at)].length, 1);
  }
  return tried;
};
