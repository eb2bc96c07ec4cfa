// The browser's half of a passkey: asks for the options, lets the person choose, sends what came of it.
const get = options => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
const create = options => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });

const flows = {
  'sign-in': { options: '/sign-in/passkey/options', send: '/sign-in/passkey', ask: get },
  confirm: { options: '/sign-in/passkey/options', send: '/me/confirm/passkey', ask: get },
  add: { options: '/me/passkeys/options', send: '/me/passkeys', ask: create },
};

async function post(address, body) {
  const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const problem = await answer.json().catch(() => null);
  throw new Error(problem?.detail ?? 'That did not work. Try again in a minute.');
}

document.addEventListener('click', async event => {
  const button = event.target.closest('[data-passkey]');
  if (!button) return;
  const notice = document.querySelector('[data-passkey-problem]');
  const say = text => { if (notice) { notice.hidden = !text; notice.querySelector('span').textContent = text ?? ''; } };
  const flow = flows[button.dataset.passkey];
  button.disabled = true;
  say(null);
  try {
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) throw new Error('This browser knows no passkeys here. They need https, and a recent browser.');
    const credential = await flow.ask(await post(flow.options, {}));
    await post(flow.send, credential.toJSON());
    location.assign(button.dataset.to || location.href);
  } catch (error) {
    say(error.name === 'NotAllowedError' ? 'Nothing was chosen, or it took too long. Try again.' : error.message);
  } finally {
    button.disabled = false;
  }
});
