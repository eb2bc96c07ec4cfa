// Keyboard: letters act only where nobody is typing and no dialog is open.
const typing = e => e.target.closest('input, textarea, select, [contenteditable]');
const places = { n: '/', r: '/runbooks', x: '/runs', i: '/incidents', e: '/environments' };
let waitingForPlace = 0;

const steps = () => [...document.querySelectorAll('.step')];
const current = () => document.activeElement?.closest('.step') ?? document.querySelector('.step:target');

function move(by) {
  const all = steps();
  if (!all.length) return false;
  const at = all.indexOf(current());
  // Without a card in hand, start at the first that is on the screen.
  const start = all.findIndex(s => s.getBoundingClientRect().top >= 100);
  const next = at < 0 ? all[Math.max(0, start)] : all[Math.min(all.length - 1, Math.max(0, at + by))];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
  return true;
}

function press(selector, scope = document) {
  const button = scope?.querySelector(selector);
  if (!button || button.disabled) return false;
  button.click();
  return true;
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => current() === document.activeElement && !!current() && move(1),
  ArrowUp: () => current() === document.activeElement && !!current() && move(-1),
  r: () => press('[data-key=run]', current()),
  p: () => press('[data-key=preview]', current()),
  Enter: () => document.activeElement?.matches('.step') && (press('[data-key=run]', current()) || press('[data-key=preview]', current())),
  c: () => press('[data-key=copy]', current()),
  i: () => press('[data-key=declare]'),
  '/': () => { const box = document.querySelector('[data-search]'); box?.focus(); box?.select(); return !!box; },
  '?': () => { document.getElementById('shortcuts')?.showModal(); return true; },
  g: () => { waitingForPlace = performance.now(); return true; },
};

document.addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') { if (press('[data-key=palette]')) event.preventDefault(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event) || document.querySelector('dialog[open]')) return;
  if (performance.now() - waitingForPlace < 1200 && places[event.key]) {
    waitingForPlace = 0;
    document.querySelector(`.rail a[href="${places[event.key]}"]`)?.click();
    event.preventDefault();
    return;
  }
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (act?.()) event.preventDefault();
});
