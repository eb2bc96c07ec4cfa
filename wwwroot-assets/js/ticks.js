// A tick on a maintenance checklist is kept in this browser before it is sent, so that a bad network, a cut circuit or a reload loses
// none. Its key makes it one signature, however often it is sent.
const store = 'opsportal.ticks';
const read = () => { try { return JSON.parse(localStorage.getItem(store)) ?? []; } catch { return []; } };
const write = ticks => { try { localStorage.setItem(store, JSON.stringify(ticks)); } catch { /* no room, or not allowed: it is sent all the same */ } };
let unsaved = [];
const all = () => [...read(), ...unsaved.filter(u => !read().some(t => t.key === u.key))];
const forget = key => { write(read().filter(t => t.key !== key)); unsaved = unsaved.filter(t => t.key !== key); };
let sending = false, again;

function keep(tick) {
  unsaved.push(tick);
  write([...read(), tick]);
}

function change(key, told) {
  write(read().map(t => t.key === key ? { ...t, ...told } : t));
  for (const tick of unsaved) if (tick.key === key) Object.assign(tick, told);
}

// Says at each item what became of its tick. Elements of the page are looked up anew each time: it may have been drawn again.
function show() {
  const ticks = all();
  for (const place of document.querySelectorAll('[data-waiting-for]')) {
    const tick = ticks.find(t => `${t.plan}/${t.item}` === place.dataset.waitingFor);
    const words = !tick ? '' : tick.refused ? `Your tick of ${clock(tick.at)} was not taken: ${tick.refused}` : `Ticked at ${clock(tick.at)}, waiting to be sent`;
    place.closest('.check-item')?.classList.toggle('has-tick', !!tick && !tick.refused);
    if (place.dataset.said === words) continue;
    place.dataset.said = words;
    place.replaceChildren();
    if (!tick) continue;
    place.append(words + ' ');
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'button plain small', textContent: tick.refused ? 'Dismiss' : 'Take it back' });
    button.addEventListener('click', () => { forget(tick.key); show(); });
    place.append(button);
  }
}

const clock = at => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

async function send() {
  if (sending) return;
  sending = true;
  clearTimeout(again);
  try {
    for (const tick of all().filter(t => !t.refused)) {
      let answer;
      try {
        answer = await fetch(`/api/v1/maintenance/${tick.plan}/items/${tick.item}/sign`, {
          method: 'POST', credentials: 'same-origin', signal: AbortSignal.timeout(15000),
          headers: { 'Content-Type': 'application/json', 'Idempotency-Key': tick.key },
          body: JSON.stringify({ note: tick.note, tickedAt: tick.at }),
        });
      } catch { break; }
      if (answer.ok) { forget(tick.key); continue; }
      // Signed out, too busy or broken: later. Everything else is a word that holds.
      if (answer.status === 401 || answer.status === 429 || answer.status >= 500) break;
      const said = await answer.json().catch(() => null);
      change(tick.key, { refused: said?.detail ?? `the portal answered ${answer.status}` });
    }
  } finally {
    sending = false;
    show();
    if (all().some(t => !t.refused)) again = setTimeout(send, 4000);
  }
}

document.addEventListener('click', event => {
  const button = event.target.closest('[data-sign]');
  if (!button || button.disabled) return;
  const [plan, item] = [button.dataset.plan, button.dataset.sign];
  if (all().some(t => t.plan === plan && t.item === item && !t.refused)) return;
  const field = document.querySelector(`[data-note-for="${item}"]`);
  for (const old of all().filter(t => t.plan === plan && t.item === item)) forget(old.key);
  keep({ key: newKey(), plan, item, note: field?.value.trim() || null, at: new Date().toISOString() });
  if (field) field.value = '';
  show();
  send();
});

// crypto.randomUUID is there on secure origins only.
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, '0')).join('');

addEventListener('online', send);
addEventListener('storage', event => { if (event.key === store) show(); });
document.addEventListener('visibilitychange', () => { if (!document.hidden) send(); });
// The page is drawn anew by the framework; what waits is said again.
new MutationObserver(changes => { if (changes.some(c => [...c.addedNodes].some(n => n.nodeType === 1 && (n.matches?.('[data-waiting-for]') || n.querySelector?.('[data-waiting-for]'))))) show(); })
  .observe(document.body, { childList: true, subtree: true });
show();
if (all().length > 0) send();
