// Shows what the portal sends, also when none of its pages is open. The key is the tag: what comes twice is shown once.
self.addEventListener('push', event => {
  const message = event.data?.json() ?? { title: 'OpsPortal', text: '', key: 'empty' };
  event.waitUntil(self.registration.showNotification(message.title, {
    body: message.text,
    tag: message.key,
    icon: '/icons/favicon.svg',
    requireInteraction: message.urgent === true,
    data: { link: message.link ?? '/on-call/me' },
  }));
});

self.addEventListener('notificationclick', event => {
  event.notification.close();
  // Only pages of this portal, whatever a message says.
  const target = new URL(event.notification.data.link, self.location.origin);
  if (target.origin !== self.location.origin) return;
  event.waitUntil(self.clients.matchAll({ type: 'window' }).then(pages => {
    const open = pages.find(page => page.url === target.href);
    return open ? open.focus() : self.clients.openWindow(target.href);
  }));
});
