// Shows an output of any length: blocks of lines, filled when they come near the screen and emptied when they leave it.
// The server only says how far the output goes; the lines are fetched from there.
import { bare, pieces } from './ansi.js';

const BLOCK = 100, PAGE = 1000, HELD = 50, HEIGHT = 20;

export function attach(root, options) { return new OutputView(root, options); }

class OutputView {
  constructor(root, { url, name, last, finished }) {
    Object.assign(this, { root, url, name, last: 0, finished, following: true, seen: 0, held: new Map(), blocks: [], ends: new AbortController() });
    this.box = root.querySelector('.lines');
    this.state = root.querySelector('.state');
    this.newer = root.querySelector('.newer');
    this.near = new IntersectionObserver(all => all.forEach(e => this.#nearby(e.target.block, e.isIntersecting)), { root: this.box, rootMargin: '900px 0px' });
    this.find = new Finder(this);
    const on = (target, type, act, more) => target.addEventListener(type, act, { signal: this.ends.signal, ...more });
    on(this.box, 'scroll', () => this.#scrolled(), { passive: true });
    on(this.newer, 'click', () => this.#follow(true));
    on(root.querySelector('[data-tool=wrap]'), 'click', e => this.#wrap(e.currentTarget));
    on(root.querySelector('[data-tool=follow]'), 'click', () => this.#follow(!this.following));
    on(root.querySelector('[data-tool=download]'), 'click', () => this.#download());
    if (localStorage.getItem('wrap') === 'yes') this.#wrap(root.querySelector('[data-tool=wrap]'));
    this.upTo(last, finished);
  }

  /** There is output up to this line. May come late, twice or out of order. */
  upTo(last, finished) {
    this.finished ||= finished;
    if (last > this.last) {
      const touched = this.last > 0 && this.last % BLOCK ? this.blocks.at(-1) : null;
      this.last = last;
      this.root.style.setProperty('--digits', String(Math.max(3, String(last).length)));
      while (this.blocks.length * BLOCK < last) this.#append();
      if (touched?.near) this.#fill(touched);
      this.#size(this.blocks.at(-1));
      if (touched) this.#size(touched);
      if (this.following) this.#toEnd();
    }
    this.#tell();
  }

  dispose() { this.ends.abort(); this.near.disconnect(); this.find.stop(); }

  #append() {
    const element = document.createElement('div');
    element.className = 'block';
    const block = { element, first: this.blocks.length * BLOCK + 1, near: false, filled: 0, shown: 0 };
    element.block = block;
    this.blocks.push(block);
    this.box.append(element);
    this.#size(block);
    this.near.observe(element);
  }

  #count(block) { return Math.min(BLOCK, this.last - block.first + 1); }

  // An empty block keeps the place of its lines; with long lines wrapped, what it measured when it was last filled.
  #size(block) {
    if (block.filled === this.#count(block)) block.element.style.height = '';
    else block.element.style.height = `${Math.max(block.height ?? 0, this.#count(block) * HEIGHT)}px`;
  }

  #nearby(block, near) {
    block.near = near;
    if (near) { this.#fill(block); return; }
    if (!block.filled) return;
    block.height = block.element.offsetHeight;
    block.filled = block.shown = 0;
    block.element.replaceChildren();
    this.#size(block);
  }

  async #fill(block) {
    if (block.filled === this.#count(block)) return;
    if (block.busy) { block.again = true; return; }
    block.busy = true;
    try {
      do {
        block.again = false;
        const count = this.#count(block);
        const lines = await this.range(block.first, count);
        if (!block.near || this.ends.signal.aborted) return;
        const above = block.element.offsetTop + block.element.offsetHeight <= this.box.scrollTop;
        const before = block.element.offsetHeight;
        block.element.append(...lines.filter(l => l.n > block.shown).map(l => this.#line(l)));
        block.shown = lines.at(-1)?.n ?? block.shown;
        block.filled = Math.max(block.filled, count);
        this.#size(block);
        if (this.following) this.#toEnd();
        else if (above) this.box.scrollTop += block.element.offsetHeight - before;
      } while (block.again && block.filled < this.#count(block));
    } catch (error) {
      if (!this.ends.signal.aborted) this.#failed(error, block);
    } finally { block.busy = false; }
  }

  /** Lines of one block, from the window that is held or from the server. There may be fewer: the middle of a very long output is left out. */
  async range(first, count) {
    let held = this.held.get(first);
    this.held.delete(first);
    if (!held || held.count < count) held = { count, lines: await this.fetch(first - 1, count) };
    this.held.set(first, held);
    if (this.held.size > HELD) this.held.delete(this.held.keys().next().value);
    return held.lines;
  }

  async fetch(after, count) {
    const answer = await fetch(`${this.url}?after=${after}&limit=${count}`, { headers: { accept: 'application/json' }, signal: this.ends.signal });
    if (!answer.ok) throw new Error(answer.status === 401 || answer.status === 403 ? 'Sign in again to see this output.' : `The output could not be read (${answer.status}).`);
    const { lines } = await answer.json();
    return lines.filter(l => l.n <= after + count);
  }

  #line({ n, stream, text }) {
    const line = document.createElement('div');
    line.className = stream === 'out' ? 'line' : `line ${stream}`;
    line.dataset.n = n;
    const number = document.createElement('i');
    number.textContent = n;
    if (stream !== 'out') number.title = stream === 'err' ? 'standard error' : 'from the portal';
    const content = document.createElement('span');
    for (const piece of pieces(text)) {
      if (!piece.names.length && !piece.front && !piece.back) { content.append(piece.text); continue; }
      const span = document.createElement('span');
      span.className = piece.names.join(' ');
      // Whatever colour a program chose for its own terminal, it has to be readable on ours.
      if (piece.front) span.style.color = `color-mix(in srgb, ${piece.front} 40%, var(--text))`;
      if (piece.back) span.style.backgroundColor = `color-mix(in srgb, ${piece.back} 22%, var(--surface))`;
      span.textContent = piece.text;
      content.append(span);
    }
    line.append(number, content);
    this.find.mark(line);
    return line;
  }

  #scrolled() {
    const atEnd = this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 24;
    if (this.jumping) { this.jumping = false; if (atEnd) return; }
    if (atEnd !== this.following) this.#follow(atEnd);
  }

  #follow(on) {
    this.following = on;
    this.root.querySelector('[data-tool=follow]').setAttribute('aria-pressed', on);
    if (on) this.#toEnd(); else this.seen = this.last;
    this.#tell();
  }

  #toEnd() { this.jumping = true; this.box.scrollTop = this.box.scrollHeight; }

  #wrap(button) {
    const on = this.root.classList.toggle('wrap');
    button.setAttribute('aria-pressed', on);
    localStorage.setItem('wrap', on ? 'yes' : 'no');
    for (const block of this.blocks) { delete block.height; this.#size(block); }
    if (this.following) this.#toEnd();
  }

  #tell() {
    const waiting = this.following ? 0 : this.last - this.seen;
    this.newer.hidden = waiting <= 0;
    if (waiting > 0) this.newer.firstChild.data = `${waiting.toLocaleString('en')} new ${waiting === 1 ? 'line' : 'lines'}`;
    this.state.hidden = this.last > 0;
    if (!this.last) this.state.textContent = this.finished ? 'It wrote nothing.' : 'Waiting for output…';
  }

  async #download() {
    const answer = await fetch(this.url, { headers: { accept: 'text/plain' }, signal: this.ends.signal });
    if (!answer.ok) return;
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(await answer.blob()), download: this.name });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  #failed(error, block) {
    this.state.hidden = false;
    this.state.replaceChildren(`${error.message} `);
    const again = Object.assign(document.createElement('button'), { type: 'button', className: 'link', textContent: 'Try again' });
    again.onclick = () => { this.#tell(); this.#fill(block); };
    this.state.append(again);
  }

  /** Brings a line to the middle of the screen. */
  async reveal(n) {
    this.#follow(false);
    const block = this.blocks[Math.floor((n - 1) / BLOCK)];
    block.near = true;
    await this.#fill(block);
    const line = block.element.querySelector(`[data-n="${n}"]`);
    if (line) this.box.scrollTop = line.offsetTop + block.element.offsetTop - this.box.clientHeight / 2;
    return line;
  }
}

// Searches the whole output, page by page, holding only the numbers of the lines that match.
class Finder {
  constructor(view) {
    this.view = view;
    this.box = view.root.querySelector('[data-tool=find]');
    this.count = view.root.querySelector('.found');
    this.hits = [];
    const signal = view.ends.signal;
    this.box.addEventListener('input', () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.#search(), 180); }, { signal });
    this.box.addEventListener('keydown', e => { if (e.key === 'Enter') { this.step(e.shiftKey ? -1 : 1); e.preventDefault(); } }, { signal });
    view.root.querySelector('[data-tool=next]').addEventListener('click', () => this.step(1), { signal });
    view.root.querySelector('[data-tool=previous]').addEventListener('click', () => this.step(-1), { signal });
  }

  stop() { clearTimeout(this.timer); this.run = null; }

  async #search() {
    const text = this.box.value.toLowerCase(), run = this.run = {};
    this.text = text;
    this.hits = [];
    this.at = -1;
    for (const line of this.view.root.querySelectorAll('.line')) this.mark(line);
    this.#tell('');
    if (!text) return;
    try {
      for (let after = 0; after < this.view.last; after += PAGE) {
        const lines = await this.view.fetch(after, Math.min(PAGE, this.view.last - after));
        if (this.run !== run) return;
        for (const line of lines) if (bare(line.text).toLowerCase().includes(text)) this.hits.push(line.n);
        this.#tell('…');
        if (this.at < 0 && this.hits.length) await this.step(1);
      }
      this.#tell('');
    } catch { if (this.run === run) this.count.textContent = 'stopped'; }
  }

  async step(by) {
    if (!this.hits.length) return;
    this.at = (this.at + by + this.hits.length) % this.hits.length;
    this.#tell('');
    for (const old of this.view.root.querySelectorAll('.line.now')) old.classList.remove('now');
    (await this.view.reveal(this.hits[this.at]))?.classList.add('now');
  }

  #tell(more) {
    const n = this.hits.length.toLocaleString('en');
    this.count.textContent = !this.text ? '' : this.hits.length === 0 ? (more ? 'searching…' : 'no match') : `${Math.max(1, this.at + 1)} of ${n}${more}`;
  }

  /** Highlights what is searched for in one line that is on the screen. */
  mark(line) {
    for (const old of line.querySelectorAll('mark')) old.replaceWith(old.textContent);
    line.normalize();
    if (!this.text || !line.textContent.toLowerCase().includes(this.text)) return;
    const walker = document.createTreeWalker(line.lastChild, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (let node of nodes)
      for (let at; (at = node.data.toLowerCase().indexOf(this.text)) >= 0;) {
        const hit = node.splitText(at);
        node = hit.splitText(this.text.length);
        const mark = document.createElement('mark');
        hit.replaceWith(mark);
        mark.append(hit);
      }
  }
}
