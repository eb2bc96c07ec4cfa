// Marks the section in view in the table of contents.
export function follow(contents) {
  const links = new Map([...contents.querySelectorAll('a[data-section]')].map(a => [a.dataset.section, a]));
  const sections = [...document.querySelectorAll('.section[data-section]')];
  let queued = false;
  const mark = () => {
    queued = false;
    const line = innerHeight * .3;
    let now = sections[0];
    for (const s of sections) if (s.getBoundingClientRect().top <= line) now = s; else break;
    for (const [id, a] of links) {
      const is = id === now?.dataset.section;
      if (is === (a.getAttribute('aria-current') === 'true')) continue;
      if (is) { a.setAttribute('aria-current', 'true'); reveal(contents, a); } else a.removeAttribute('aria-current');
    }
  };
  const onScroll = () => { if (!queued) { queued = true; requestAnimationFrame(mark); } };
  addEventListener('scroll', onScroll, { passive: true });
  mark();
  return { stop: () => removeEventListener('scroll', onScroll) };
}

function reveal(box, link) {
  const at = link.offsetTop - box.offsetTop;
  if (at < box.scrollTop + 40 || at > box.scrollTop + box.clientHeight - 60) box.scrollTop = at - box.clientHeight / 2;
}
