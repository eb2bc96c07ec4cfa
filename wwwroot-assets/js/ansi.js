// ECMA-48 SGR to pieces of styled text. Other escape sequences are taken out.
// eslint-disable-next-line no-control-regex
const escapes = /\u001b(?:\[([0-9;:]*)([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
const cube = [0, 95, 135, 175, 215, 255];

/** The xterm colour 16…255 as CSS. */
function wide(n) {
  if (n >= 232) { const v = 8 + (n - 232) * 10; return `rgb(${v} ${v} ${v})`; }
  const at = n - 16;
  return `rgb(${cube[Math.floor(at / 36)]} ${cube[Math.floor(at / 6) % 6]} ${cube[at % 6]})`;
}

const plain = () => ({ names: new Set(), front: null, back: null });

function extended(codes, i) {
  if (codes[i + 1] === 5) return [codes[i + 2] ?? 0, 2];
  if (codes[i + 1] === 2) return [`rgb(${codes[i + 2] ?? 0} ${codes[i + 3] ?? 0} ${codes[i + 4] ?? 0})`, 4];
  return [null, 0];
}

const styles = { 1: 'b', 2: 'd', 3: 'it', 4: 'u', 7: 'inv', 9: 's' };
const ends = { 22: ['b', 'd'], 23: ['it'], 24: ['u'], 27: ['inv'], 29: ['s'] };

function apply(style, codes) {
  for (let i = 0; i < codes.length; i++) {
    const c = codes[i];
    if (c === 0) { style.names.clear(); style.front = style.back = null; }
    else if (styles[c]) style.names.add(styles[c]);
    else if (ends[c]) ends[c].forEach(n => style.names.delete(n));
    else if (c >= 30 && c <= 37) style.front = c - 30;
    else if (c >= 90 && c <= 97) style.front = c - 82;
    else if (c >= 40 && c <= 47) style.back = c - 40;
    else if (c >= 100 && c <= 107) style.back = c - 92;
    else if (c === 39) style.front = null;
    else if (c === 49) style.back = null;
    else if (c === 38 || c === 48) {
      const [value, taken] = extended(codes, i);
      if (c === 38) style.front = value; else style.back = value;
      i += taken;
    }
  }
}

/** @returns {{text: string, names: string[], front: string|null, back: string|null}[]} */
export function pieces(line) {
  if (!line.includes('\u001b')) return [{ text: line, names: [], front: null, back: null }];
  const result = [], style = plain();
  let at = 0;
  const add = text => {
    if (!text) return;
    const names = [...style.names];
    let front = null, back = null;
    if (typeof style.front === 'number' && style.front < 16) names.push(`f${style.front}`);
    else if (style.front !== null) front = typeof style.front === 'number' ? wide(style.front) : style.front;
    if (typeof style.back === 'number' && style.back < 16) names.push(`g${style.back}`);
    else if (style.back !== null) back = typeof style.back === 'number' ? wide(style.back) : style.back;
    result.push({ text, names, front, back });
  };
  for (const match of line.matchAll(escapes)) {
    add(line.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[2] === 'm') apply(style, (match[1] || '0').split(/[;:]/).map(Number));
  }
  add(line.slice(at));
  return result;
}

/** The text that a person sees. */
export const bare = line => line.includes('\u001b') ? line.replace(escapes, '') : line;
