// A person at the keyboard: no mouse. With scripts single keys act; without, everything is reached by Tab and Enter.
'use strict';

class Hands {
  /** `page` of the person `name`; `scripts`: whether its browser runs scripts. */
  constructor(page, name, origin, scripts) { Object.assign(this, { page, name, origin, scripts, presses: 0 }); }

  async press(key) { this.presses++; await this.page.keyboard.press(key); }
  async type(text) { this.presses += text.length; await this.page.keyboard.insertText(text); }

  /** An address is typed, as one does with a bookmark. */
  async go(path) { await this.page.goto(this.origin + path); }

  /** Tab until what the selector names has the focus; Shift+Tab back when it lies before. Fails when it is not on the way. */
  async tabTo(selector, limit = 400) {
    const target = this.page.locator(selector).filter({ visible: true }).first();
    if (!await target.count()) throw new Error(`${this.name}: no ${selector} on ${this.page.url()}: ${(await this.page.textContent('main')).replace(/\s+/g, ' ').slice(0, 300)}`);
    const where = await target.evaluate(e => {
      const a = document.activeElement;
      return a === e ? 0 : a && a !== document.body && e.compareDocumentPosition(a) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
    });
    if (where === 0) return;
    for (let i = 0; i < limit; i++) {
      await this.press(where < 0 ? 'Shift+Tab' : 'Tab');
      if (await target.evaluate(e => document.activeElement === e || (e.type === 'radio' && document.activeElement?.type === 'radio' && document.activeElement.name === e.name))) return;
    }
    throw new Error(`${this.name}: Tab does not lead to ${selector} on ${this.page.url()}`);
  }

  /** A link or button is pressed. `goes`: a page follows. */
  async enter(selector, goes = true) {
    await this.tabTo(selector);
    if (!goes) return this.press('Enter');
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), this.press('Enter')]);
  }

  /** A field is filled, whatever it is. */
  async fill(selector, text) {
    await this.tabTo(selector);
    const kind = await this.page.evaluate(() => document.activeElement.localName);
    if (kind === 'select') { await this.page.keyboard.type(text); return; }
    await this.press('Control+a');
    await this.type(text);
  }

  async tick(selector) {
    await this.tabTo(selector);
    const radio = await this.page.evaluate(() => document.activeElement.type === 'radio');
    if (!radio) { await this.press('Space'); return; }
    for (let i = 0; i < 12 && !await this.page.locator(selector).first().isChecked(); i++) await this.press(i === 0 ? 'Space' : 'ArrowDown');
  }

  /** The words of the page, for messages and looks. */
  async words(selector = 'main') { return (await this.page.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim(); }
}

module.exports = { Hands };
