// Up, down and enter in a filter box move through its list without asking the server.
const options = box => {
  const list = document.getElementById(box.dataset.list);
  return list ? [...list.querySelectorAll('[role=option], a.item')] : [];
};

const isChosen = option => option.matches('[aria-selected=true], .chosen');

function choose(box, option) {
  for (const other of options(box)) {
    if (other.matches('[role=option]')) other.setAttribute('aria-selected', other === option);
    else other.classList.toggle('chosen', other === option);
  }
  if (!option) return;
  if (option.id) box.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
}

document.addEventListener('keydown', event => {
  const box = event.target.closest?.('input[data-list]');
  if (!box) return;
  const all = options(box), at = all.findIndex(isChosen);
  if (event.key === 'ArrowDown') choose(box, all[Math.min(all.length - 1, at + 1)]);
  else if (event.key === 'ArrowUp') choose(box, all[Math.max(0, at - 1)]);
  else if (event.key === 'Enter') (all[at] ?? all[0])?.click();
  else return;
  event.preventDefault();
});

document.addEventListener('input', event => {
  const box = event.target.closest?.('input[data-list]');
  if (box) choose(box, null);
});
