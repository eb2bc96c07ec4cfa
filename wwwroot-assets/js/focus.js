export function focus(id) {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  element?.focus();
}

export function reveal(id) {
  document.getElementById(id)?.scrollIntoView({ block: 'start' });
}
