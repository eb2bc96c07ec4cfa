// A timeline stays at its newest entry until somebody scrolls up; then it says that there is more.
export function follow(box) {
  const unread = box.parentElement.querySelector('[data-unread]');
  const atEnd = () => box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  let stuck = !location.hash.startsWith('#entry-');
  let first = box.querySelector('.entry[id]')?.id;
  let height = box.scrollHeight;
  const toEnd = () => { box.scrollTop = box.scrollHeight; };
  const onScroll = () => { stuck = atEnd(); if (stuck && unread) unread.hidden = true; };
  const onChange = () => {
    const now = box.querySelector('.entry[id]')?.id;
    // Older ones came above: what is being read stays where it is.
    if (now !== first && !stuck && box.scrollTop < 200) box.scrollTop += box.scrollHeight - height;
    else if (stuck) toEnd();
    else if (now === first && unread && box.scrollHeight > height && !atEnd()) unread.hidden = false;
    [first, height] = [now, box.scrollHeight];
  };
  const changes = new MutationObserver(onChange);
  changes.observe(box.querySelector('.entries'), { childList: true, subtree: true });
  // The box may get its height late: pictures load, a tab is opened.
  const size = new ResizeObserver(() => { if (stuck) toEnd(); });
  size.observe(box);
  const onLoad = () => { if (stuck) toEnd(); };
  box.addEventListener('load', onLoad, true);
  box.addEventListener('scroll', onScroll, { passive: true });
  unread?.addEventListener('click', toEnd);
  if (stuck) toEnd(); else document.querySelector(location.hash)?.scrollIntoView({ block: 'center' });
  return { stop() { changes.disconnect(); size.disconnect(); box.removeEventListener('scroll', onScroll); box.removeEventListener('load', onLoad, true); unread?.removeEventListener('click', toEnd); } };
}

const limit = 5 * 1024 * 1024;

async function send(form, file) {
  const said = form.querySelector('[data-said]');
  const say = text => { said.textContent = text; said.hidden = !text; };
  if (file.size > limit) { say(`This image has ${Math.ceil(file.size / 1048576)} MB; 5 MB are allowed. Make it smaller, or add a link to it.`); return; }
  say('');
  form.dataset.sending = '';
  try {
    const name = file.name && !/^image\.\w+$/.test(file.name) ? `?caption=${encodeURIComponent(file.name)}` : '';
    const answer = await fetch(form.dataset.composer + name, { method: 'POST', headers: { 'content-type': file.type || 'application/octet-stream' }, body: file });
    if (!answer.ok) say((await answer.json().catch(() => null))?.detail ?? 'The image could not be sent. Try again in a minute.');
  } catch {
    say('The image could not be sent: the portal cannot be reached. Try again in a minute.');
  } finally {
    delete form.dataset.sending;
  }
}

document.addEventListener('paste', event => {
  const form = event.target.closest?.('[data-composer]');
  const file = form && [...event.clipboardData?.files ?? []].find(f => f.type.startsWith('image/'));
  if (!file) return;
  event.preventDefault();
  send(form, file);
});

document.addEventListener('change', event => {
  const form = event.target.matches('input[type=file]') && event.target.closest('[data-composer]');
  if (!form || !event.target.files.length) return;
  send(form, event.target.files[0]);
  event.target.value = '';
});

document.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.('[data-composer]');
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});
