// Relative times and running durations move here, not over the circuit. The texts are those of RelativeText.cs and DurationText.cs.
const units = [[60, 's', 1], [3600, 'min', 60], [86400, 'h', 3600], [86400 * 45, 'd', 86400]];

export function relative(at, now) {
  const seconds = Math.round((now - at) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 5) return 'now';
  const [, word, size] = units.find(([limit]) => distance < limit) ?? [];
  if (!word) return new Date(at).toISOString().slice(0, 10);
  const text = `${Math.floor(distance / size)} ${word}`;
  return seconds >= 0 ? `${text} ago` : `in ${text}`;
}

export function duration(milliseconds) {
  const s = Math.max(0, milliseconds) / 1000;
  if (s < 10) return `${s.toFixed(1)} s`;
  if (s < 60) return `${Math.floor(s)} s`;
  if (s < 3600) return `${Math.floor(s / 60)} m ${Math.floor(s % 60)} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} m`;
}

// As ClockText.cs says it: "in 3 min 5 s", "40 s over".
export function left(milliseconds) {
  const s = Math.round(Math.abs(milliseconds) / 1000);
  const m = Math.floor(s / 60);
  const text = s < 60 ? `${s} s` : m < 60 ? (s % 60 ? `${m} min ${s % 60} s` : `${m} min`) : m % 60 ? `${Math.floor(m / 60)} h ${m % 60} min` : `${Math.floor(m / 60)} h`;
  return milliseconds > 0 ? `in ${text}` : `${text} over`;
}

// The text node stays: it belongs to the renderer, which may write to it again.
const put = (element, text) => { if (element.firstChild && element.firstChild.data !== text) element.firstChild.data = text; };

function tick() {
  if (document.hidden) return;
  const now = Date.now();
  for (const e of document.querySelectorAll('time[data-relative]')) put(e, relative(Date.parse(e.dateTime), now));
  for (const e of document.querySelectorAll('[data-since]')) put(e, duration(now - Date.parse(e.dataset.since)));
  for (const e of document.querySelectorAll('[data-due]')) {
    const rest = Date.parse(e.dataset.due) - now;
    put(e, left(rest));
    const clock = e.closest('[data-left]');
    if (clock) clock.dataset.left = rest <= 0 ? 'over' : rest < e.dataset.soon * 1000 ? 'soon' : 'time';
  }
  for (const e of document.querySelectorAll('[data-until]')) {
    const left = Date.parse(e.dataset.until) - now;
    e.hidden = left <= 0;
    put(e.lastElementChild, duration(left));
  }
}

setInterval(tick, 1000);
document.addEventListener('visibilitychange', tick);
