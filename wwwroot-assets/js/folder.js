// The files of a chosen folder, with their paths: what the browser's own file input tells and a form does not.
const unwanted = /(^|\/)(\.git|node_modules|bin|obj)(\/|$)/;

export function files(id) {
  const chosen = [...document.getElementById(id).files].map(file => ({ file, path: file.webkitRelativePath || file.name })).filter(f => !unwanted.test(f.path));
  return {
    list: () => chosen.map(({ file, path }) => ({ path, size: file.size })),
    read: index => chosen[index].file,
  };
}
