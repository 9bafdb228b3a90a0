// Decisions that the server has not acknowledged yet. Each lies in localStorage under a key of its own until it is, so that neither a lost
// connection nor a closed window loses it; each carries a name by which the server carries it out once, however often it comes. They are
// sent in order, one at a time whatever the number of windows, and only by pages of the person who made them.

const store = (() => {
  try { localStorage.setItem('review.probe', '1'); localStorage.removeItem('review.probe'); return localStorage; } catch { return null; }
})();

const pauses = [1000, 2000, 4000, 8000, 15000, 30000];

/** A name that no other request has; also where the page is not a secure context. */
export function name() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('');
}

export class Queue {
  #prefix; #refused; #csrf; #memory = new Map(); #failures = 0; #timer = 0; #running = false; #last = 0;

  /** `answered(item, answer)` is called for what the server took, `changed(state)` whenever there is something else to say. */
  constructor({ review, person, csrf, answered, changed }) {
    this.person = person;
    this.state = 'online';                    // or offline, ended (log in again), other (another person is logged in), stuck
    this.answered = answered;
    this.changed = changed;
    this.#csrf = csrf;
    this.#prefix = `review.queue/${review}/${person}/`;
    this.#refused = `review.refused/${review}/${person}/`;
    addEventListener('online', () => this.hurry());
    // Somebody who logged in again in another window comes back to this one.
    document.addEventListener('visibilitychange', () => { if (!document.hidden && this.items().length) this.hurry(); });
    addEventListener('storage', event => { if (!event.key || event.key.startsWith(this.#prefix) || event.key.startsWith(this.#refused)) this.changed(this); });
    addEventListener('beforeunload', event => { if (this.#memory.size) event.preventDefault(); });
  }

  get kept() { return !this.#memory.size; }

  #read(prefix) {
    const found = [...this.#memory].filter(([key]) => key.startsWith(prefix));
    for (let i = 0; store && i < store.length; i++) {
      const key = store.key(i);
      if (key?.startsWith(prefix)) found.push([key, store.getItem(key)]);
    }
    return found.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0).flatMap(([key, text]) => {
      try { return [{ place: key, ...JSON.parse(text) }]; } catch { return []; }
    });
  }

  #write(place, item) {
    const text = JSON.stringify(item);
    try { store.setItem(place, text); } catch { this.#memory.set(place, text); }
  }

  #drop(place) {
    this.#memory.delete(place);
    try { store?.removeItem(place); } catch { /* it was in memory alone */ }
  }

  /** What waits, oldest first: { place, key, path, body, report, title, says }. */
  items() { return this.#read(this.#prefix); }
  /** What the server refused, each with `why`. */
  refused() { return this.#read(this.#refused); }

  /** Keeps a request and sends it as soon as may be. */
  add(item) {
    // The time orders what several windows add; no two of this window have the same.
    this.#last = Math.max(Date.now(), this.#last + 1);
    const key = name(), place = `${this.#prefix}${String(this.#last).padStart(15, '0')}-${key.slice(0, 8)}`;
    this.#write(place, { key, ...item });
    setTimeout(() => { this.changed(this); this.send(); });
    return place;
  }

  /** Takes back what was never sent. False: it is gone, or was sent and may have arrived though no answer came. */
  take(place) {
    const item = this.items().find(i => i.place === place);
    if (!item || item.tried) return false;
    this.#drop(place);
    this.changed(this);
    return true;
  }

  forget(place) { this.#drop(place); this.changed(this); }

  hurry() {
    this.#failures = 0;
    clearTimeout(this.#timer);
    this.send();
  }

  #say(state) {
    if (this.state === state) return;
    this.state = state;
    this.changed(this);
  }

  async #alone(work) {
    return navigator.locks ? navigator.locks.request(this.#prefix, work) : work();
  }

  /** Sends until nothing waits or something is in the way. */
  async send() {
    if (this.#running || this.state === 'other') return;
    this.#running = true;
    clearTimeout(this.#timer);
    try {
      let more = true;
      while (more) more = await this.#alone(() => this.#one());
    } finally { this.#running = false; }
  }

  // The oldest one. False: nothing waits, or it must be tried again later.
  async #one() {
    const [item] = this.items();
    if (!item) return false;
    if (!item.tried) this.#write(item.place, { ...item, place: undefined, tried: true });
    const body = JSON.stringify({ ...item.body, key: item.key });
    try {
      // What was sent as the window closes arrives all the same, if it is short enough for browsers.
      const response = await fetch(`/api/v1${item.path}`, { method: 'POST', redirect: 'error', keepalive: body.length < 20000, signal: AbortSignal.timeout?.(20000),
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': this.#csrf }, body });
      return await this.#outcome(item, response, await response.json().catch(() => ({})));
    } catch { return this.#again('offline'); }
  }

  async #outcome(item, response, answer) {
    if (response.ok) {
      this.#drop(item.place);
      this.#failures = 0;
      this.state = 'online';
      this.answered(item, answer);
      this.changed(this);
      return true;
    }
    if (response.status === 401) { this.#say('ended'); return false; }
    if (response.status === 403 && /anti-forgery/.test(answer.error ?? '')) return this.renew();
    if (response.status >= 500 || response.status === 429 || response.status === 408) return this.#again('busy');
    this.#drop(item.place);
    this.#write(this.#refused + item.place.slice(this.#prefix.length), { ...item, place: undefined, why: answer.error ?? `the server said ${response.status}` });
    this.changed(this);
    return true;
  }

  #again(state) {
    const pause = pauses[Math.min(this.#failures++, pauses.length - 1)];
    this.#timer = setTimeout(() => this.send(), pause);
    this.#say(state);
    return false;
  }

  /** Asks who is logged in now: a token of another session of the same person is taken over, anybody else's is not. */
  async renew() {
    try {
      const response = await fetch('/screen', { headers: { Accept: 'text/html' } });
      if (new URL(response.url).pathname !== '/screen') { this.#say('ended'); return false; }
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const person = page.querySelector('[data-person]')?.dataset.person, csrf = page.querySelector('input[name=csrf]')?.value;
      if (person !== this.person) { this.#say('other'); return false; }
      if (!csrf || csrf === this.#csrf) return this.#again('busy');
      this.#csrf = csrf;
      for (const input of document.querySelectorAll('input[name=csrf]')) input.value = csrf;
      return true;
    } catch { return this.#again('offline'); }
  }
}

// ---- What the person sees of it -----------------------------------------------------------------------------------------------

const many = n => n === 1 ? '1 decision is' : `${n} decisions are`;

/** Shows a queue in `#kept` (role=status) and what was refused in `#refused`. `again(item)` is asked for to decide anew. */
export function show(queue, { again }) {
  const kept = document.getElementById('kept'), refused = document.getElementById('refused');
  let said = '', shown = '', timer = 0;

  function sentence() {
    const n = queue.items().length;
    if (!n && queue.state === 'online') return '';
    if (queue.state === 'ended') return n ? `Your session ended. ${many(n)} kept here and will be sent when you have logged in again.` : 'Your session ended.';
    if (queue.state === 'other') return `Somebody else is logged in now. ${many(n)} kept here and will be sent when ${queue.person} logs in again.`;
    if (queue.state === 'offline') return n ? `Offline: ${many(n)} kept here and will be sent.${queue.kept ? '' : ' Do not close this page.'}` : 'Offline';
    if (queue.state === 'busy') return `The server is busy: ${many(n)} kept here and will be sent.`;
    return queue.kept ? '' : `${many(n)} on the way; do not close this page.`;
  }

  function tell() {
    const now = sentence();
    if (now === said) return;
    said = now;
    kept.replaceChildren();
    if (!now) return;
    kept.append(Object.assign(document.createElement('p'), { textContent: now }));
    if (queue.state === 'ended') kept.append(Object.assign(document.createElement('a'), { className: 'button main', textContent: 'Log in again', href: `/login?then=${encodeURIComponent(location.pathname)}` }));
    else if (queue.state !== 'other') {
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Send now' });
      button.addEventListener('click', () => queue.hurry());
      kept.append(button);
    }
  }

  function list() {
    const items = queue.refused(), places = items.map(i => i.place).join();
    if (places === shown) return;
    const newer = places.length > shown.length;
    shown = places;
    refused.hidden = !items.length;
    refused.querySelector('ul').replaceChildren(...items.map(item => {
      const row = document.createElement('li'), title = document.createElement('span'), acts = document.createElement('div');
      title.textContent = item.title;
      title.dir = 'auto';
      acts.className = 'acts';
      for (const [text, run] of [['Decide anew', () => again(item)], ['Leave it', () => queue.forget(item.place)]]) {
        if (!item.report && text === 'Decide anew') continue;
        const button = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
        button.addEventListener('click', run);
        acts.append(button);
      }
      row.append(`${item.says}: `, title, ` Not kept: ${item.why}.`, acts);
      return row;
    }));
    if (items.length && newer) refused.focus();
  }

  queue.changed = () => {
    // An answer within a moment is nothing to tell.
    clearTimeout(timer);
    if (queue.state === 'online') timer = setTimeout(tell, 1500); else tell();
    list();
  };
  tell();
  list();
}
