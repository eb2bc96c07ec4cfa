// What the whole portal needs in the browser, by delegation, so that re-rendering never loses a handler.
import './keys.js';
import './time.js';
import './lists.js';
import './passkeys.js';
import './ticks.js';

const root = document.documentElement;
const remember = (name, value) => { document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`; };

const acts = {
  theme() {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    remember('theme', root.dataset.theme);
  },
  rail() {
    root.dataset.rail = root.dataset.rail === 'narrow' ? 'wide' : 'narrow';
    remember('rail', root.dataset.rail);
  },
  async copy(button) {
    await write(button.dataset.copy ?? document.getElementById(button.dataset.copyFrom)?.textContent ?? '');
    button.dataset.copied = '';
    setTimeout(() => delete button.dataset.copied, 1500);
  },
  help() { document.getElementById('shortcuts')?.showModal(); },
  print() { window.print(); },
  dismiss(button) { button.closest('dialog').close(); },
};

async function write(text) {
  try { await navigator.clipboard.writeText(text); return; } catch { /* no permission, or not a secure origin */ }
  const area = Object.assign(document.createElement('textarea'), { value: text });
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

document.addEventListener('click', event => {
  const button = event.target.closest('[data-do]');
  if (button) acts[button.dataset.do]?.(button);
  for (const menu of document.querySelectorAll('details.menu[open]'))
    if (!menu.contains(event.target) || event.target.closest('.sheet a, .sheet button:not([data-do=copy])')) menu.open = false;
});

document.addEventListener('change', event => {
  if (event.target.matches('[data-remember]')) remember(event.target.dataset.remember, encodeURIComponent(event.target.value));
});

// What somebody unfolds in a dialog is to be seen.
document.addEventListener('toggle', event => {
  if (event.target.open && event.target.matches('dialog details')) event.target.scrollIntoView({ block: 'center' });
}, true);
