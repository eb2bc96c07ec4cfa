// The text of a runbook while somebody writes it. It lives here; the portal gets it some moments after the last key, and a draft is kept.
const Pause = 350;

export function attach(root, portal, { text, key, basedOn }) {
  const area = root.querySelector('textarea');
  const gutter = root.querySelector('.gutter');
  let timer = 0, marks = new Map(), lines = 0, draft = read();

  area.value = text;
  number();
  if (draft && draft.text !== text) portal.invokeMethodAsync('DraftFoundAsync', draft.at);
  else draft = null;

  function read() {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  }

  function keep() {
    try { localStorage.setItem(key, JSON.stringify({ text: area.value, basedOn, at: Date.now() })); } catch { /* full or forbidden: the text is still here */ }
  }

  function number() {
    const count = area.value.split('\n').length;
    if (count === lines) return;
    while (gutter.childElementCount > count) gutter.lastElementChild.remove();
    for (let n = gutter.childElementCount + 1; n <= count; n++) gutter.append(Object.assign(document.createElement('i'), { textContent: n }));
    lines = count;
    paint();
  }

  function paint() {
    for (const element of gutter.querySelectorAll('[data-severity]')) { delete element.dataset.severity; element.title = ''; }
    for (const [line, mark] of marks) {
      const element = gutter.children[line - 1];
      if (element) { element.dataset.severity = mark.severity; element.title = mark.text; }
    }
  }

  const bytes = () => new TextEncoder().encode(area.value);

  function changed() {
    number();
    keep();
    clearTimeout(timer);
    timer = setTimeout(() => portal.invokeMethodAsync('ChangedAsync', DotNet.createJSStreamReference(bytes())), Pause);
  }

  function set(value) {
    const { selectionStart, scrollTop, scrollLeft } = area;
    area.value = value;
    area.setSelectionRange(selectionStart, selectionStart);
    [area.scrollTop, area.scrollLeft] = [scrollTop, scrollLeft];
    changed();
  }

  const scrolled = () => { gutter.scrollTop = area.scrollTop; };
  const pressed = e => {
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 's') {
      e.preventDefault();
      portal.invokeMethodAsync('SaveKeyAsync');
    }
  };
  area.addEventListener('input', changed);
  area.addEventListener('scroll', scrolled, { passive: true });
  area.addEventListener('keydown', pressed);

  return {
    text: bytes,
    go(line) {
      const from = area.value.split('\n', line - 1).reduce((sum, l) => sum + l.length + 1, 0);
      const end = area.value.indexOf('\n', from);
      area.focus();
      area.setSelectionRange(from, end < 0 ? area.value.length : end);
      area.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(area).lineHeight));
    },
    replace(value, line) { set(value); this.go(line); },
    mark(found) { marks = new Map(found.map(m => [m.line, m])); paint(); },
    saved(version) { basedOn = version; localStorage.removeItem(key); },
    useDraft() { if (draft) set(draft.text); draft = null; },
    dropDraft() { localStorage.removeItem(key); draft = null; },
    dispose() { clearTimeout(timer); area.removeEventListener('input', changed); area.removeEventListener('scroll', scrolled); area.removeEventListener('keydown', pressed); },
  };
}
