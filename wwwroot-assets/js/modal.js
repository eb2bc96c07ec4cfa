export function show(dialog) { if (!dialog.open) dialog.showModal(); }
export function hide(dialog) { if (dialog.open) dialog.close(); }
