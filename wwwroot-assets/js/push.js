// The browser's half of its notifications: asks for the permission, subscribes to the browser's push service, gives back where to and how to encrypt.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

function active(registration) {
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (worker.state === 'activated') return Promise.resolve();
  return new Promise(resolve => worker.addEventListener('statechange', () => { if (worker.state === 'activated') resolve(); }));
}

async function subscribe(key) {
  if (!('serviceWorker' in navigator) || !('PushManager' in window)) return { problem: 'This browser shows no notifications here. They need https; on an iPhone add OpsPortal to the home screen first.' };
  if (await Notification.requestPermission() !== 'granted') return { problem: 'The browser does not allow notifications of this page. Allow them in its settings, then try again.' };
  try {
    const registration = await navigator.serviceWorker.register('/js/push-worker.js');
    await active(registration);
    const wanted = bytes(key);
    let subscription = await registration.pushManager.getSubscription();
    // One that was made for another key is of no use here.
    if (subscription && text(subscription.options.applicationServerKey ?? new ArrayBuffer(0)) !== text(wanted.buffer)) {
      await subscription.unsubscribe();
      subscription = null;
    }
    subscription ??= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted });
    return { endpoint: subscription.endpoint, p256dh: text(subscription.getKey('p256dh')), auth: text(subscription.getKey('auth')) };
  } catch (error) {
    return { problem: `The browser could not subscribe to its notifications: ${error.message}` };
  }
}

export function listen(button, key, page) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    const result = await subscribe(key);
    button.disabled = false;
    await page.invokeMethodAsync('Subscribed', result);
  });
}
