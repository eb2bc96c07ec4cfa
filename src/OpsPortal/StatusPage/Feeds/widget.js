// Shows how a page stands, in a frame beside each link with data-opsportal-status:
//   <a data-opsportal-status href="https://…/status">Status</a><script async src="https://…/status/widget.js"></script>
// Without script the link is what there is.
for (const link of document.querySelectorAll('a[data-opsportal-status]')) {
  const frame = document.createElement('iframe');
  frame.src = link.href.replace(/\/$/, '') + '/embed';
  frame.title = link.textContent;
  frame.loading = 'lazy';
  frame.style.cssText = 'border:0;width:100%;max-width:520px;height:64px;color-scheme:light dark';
  frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
  link.replaceWith(frame);
}
