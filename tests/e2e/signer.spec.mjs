// The signing key of a device: made, kept and used by the browser's own cryptography and database.
import { startServer } from '../server.mjs';
import { expect, makeSite, test as base } from './support/drives.mjs';

const test = base.extend({
  address: [async ({}, use) => {
    const site = await makeSite('store-contract');
    const server = await startServer({ dir: site.folder });
    await use(server.url);
    await server.close();
    await site.remove();
  }, { scope: 'worker' }],

  /** Opens the page in another tab of the same browser, where something may be done before it runs. */
  open: async ({ context, address }, use) => {
    await use(async ({ url = address, first = () => {} } = {}) => {
      const page = await context.newPage();
      await page.addInitScript(first);
      await page.goto(url);
      await expect(page).toHaveTitle('ready');
      return page;
    });
  },
});

const keyOf = (page) => page.evaluate(() => globalThis.signingKey());
/** What asking for the key ends with. */
const outcome = (page) => page.evaluate(() => globalThis.signingKey().then((key) => ({ key }), (fault) => ({ fault })));

/** Whether what is signed here is checked by the key, and something else is not. By this page's browser. */
const isSigned = (page) => page.evaluate(async () => {
  const [kind, text] = (await globalThis.signingKey()).split(':');
  const raw = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt());
  const [how, curve] = kind === 'ed25519'
    ? ['Ed25519', 'Ed25519'] : [{ name: 'ECDSA', hash: 'SHA-256' }, { name: 'ECDSA', namedCurve: 'P-256' }];
  const key = await crypto.subtle.importKey('raw', raw, curve, true, ['verify']);
  const [message, other] = ['bản nộp', 'bản nạp'].map((words) => new TextEncoder().encode(words));
  const signature = await globalThis.sign(message);
  const checks = (what) => crypto.subtle.verify(how, key, signature, what);
  return { length: signature.length, right: await checks(message), wrong: await checks(other) };
});
const SIGNED = { length: 64, right: true, wrong: false };

/** Before anything of the page runs: the browser does not know Ed25519. */
const refuseEd25519 = () => {
  const real = SubtleCrypto.prototype.generateKey;
  SubtleCrypto.prototype.generateKey = function generateKey(how, ...rest) {
    if ((how.name ?? how) === 'Ed25519') return Promise.reject(new DOMException('no', 'NotSupportedError'));
    return real.call(this, how, ...rest);
  };
};

/** What is kept, and whether the browser hands the private half out. */
const kept = (page) => page.evaluate(async () => {
  const after = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const db = await after(indexedDB.open('ba-chu-dong-keys', 1));
  const all = await after(db.transaction('keys').objectStore('keys').getAll());
  db.close();
  const [{ privateKey }] = all;
  const told = [];
  for (const format of ['pkcs8', 'jwk', 'raw']) {
    told.push(await crypto.subtle.exportKey(format, privateKey).then(() => 'out', () => 'kept'));
  }
  return { keys: all.length, extractable: privateKey.extractable, told };
});

test('@browsers a device has one key, after a reload too, and signs with it', async ({ open }) => {
  const page = await open();
  const key = await keyOf(page);
  expect(key).toMatch(/^(ed25519:[\w-]{43}|p256:[\w-]{87})$/);
  expect(await isSigned(page)).toEqual(SIGNED);
  await page.reload();
  await expect(page).toHaveTitle('ready');
  expect(await keyOf(page)).toBe(key);
  expect(await isSigned(page)).toEqual(SIGNED);
  expect(await keyOf(await open())).toBe(key);
});

test('@browsers the private half of the key is handed out to nobody', async ({ open }) => {
  const page = await open();
  await keyOf(page);
  expect(await kept(page)).toEqual({ keys: 1, extractable: false, told: ['kept', 'kept', 'kept'] });
});

test('@browsers two tabs that make a key at once end with one', async ({ open }) => {
  // Each makes its own before either has kept one.
  const first = () => {
    const real = SubtleCrypto.prototype.generateKey;
    globalThis.made = 0;
    SubtleCrypto.prototype.generateKey = async function generateKey(...how) {
      const key = await real.apply(this, how);
      globalThis.made += 1;
      await new Promise((resume) => { globalThis.resume = resume; });
      return key;
    };
  };
  const tabs = [await open({ first }), await open({ first })];
  const asked = tabs.map(keyOf);
  for (const tab of tabs) await tab.waitForFunction(() => globalThis.made === 1);
  await Promise.all(tabs.map((tab) => tab.evaluate(() => globalThis.resume())));
  const [one, other] = await Promise.all(asked);
  expect(one).toBe(other);
  for (const tab of tabs) expect(await isSigned(tab)).toEqual(SIGNED);
  expect((await kept(tabs[0])).keys).toBe(1);
});

test('@browsers a browser without Ed25519 signs with ECDSA, and goes on with it once it knows Ed25519', async ({ open }) => {
  const page = await open({ first: refuseEd25519 });
  const key = await keyOf(page);
  expect(key).toMatch(/^p256:B[\w-]{86}$/);
  expect(await isSigned(page)).toEqual(SIGNED);
  expect(await keyOf(await open())).toBe(key);
});

test('@browsers where nothing is to be trusted, or no key can be kept, there is none', async ({ context, open, address }) => {
  // Not this machine's own address, and no TLS.
  await context.route('http://vi-du.test/**', async (route) => {
    const url = route.request().url().replace('http://vi-du.test/', address);
    await route.fulfill({ response: await route.fetch({ url }) });
  });
  const insecure = await open({ url: 'http://vi-du.test/' });
  expect(await insecure.evaluate(() => globalThis.isSecureContext)).toBe(false);
  expect(await keyOf(insecure)).toBe(null);
  await expect(insecure.evaluate(() => globalThis.sign(new Uint8Array(1)))).rejects.toThrow('no signing key');

  for (const [place, name] of [
    ['IDBObjectStore.prototype.add', 'DataCloneError'],
    ['IDBFactory.prototype.open', 'SecurityError'],
    ['SubtleCrypto.prototype.generateKey', 'NotSupportedError'],
  ]) {
    const page = await open();
    await page.evaluate(fail, [place, name]);
    expect([place, await outcome(page)]).toEqual([place, { key: null }]);
  }
  const page = await open();
  await page.evaluate(() => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }));
  expect(await outcome(page)).toEqual({ key: null });
});

test('@browsers a database that does not answer now is an error, never another key', async ({ open }) => {
  const key = await keyOf(await open());
  for (const [place, name] of [
    ['IDBFactory.prototype.open', 'UnknownError'],
    ['IDBDatabase.prototype.transaction', 'InvalidStateError'],
    ['IDBObjectStore.prototype.get', 'UnknownError'],
  ]) {
    const page = await open();
    await page.evaluate(fail, [place, name]);
    expect(await outcome(page)).toEqual({ fault: `signing key: ${name}` });
    await page.evaluate(() => globalThis.mend());
    expect(await keyOf(page)).toBe(key);
    expect(await isSigned(page)).toEqual(SIGNED);
  }
});

test('@browsers a key that the browser can no longer read is replaced, so that the app can go on signing', async ({ open }) => {
  const page = await open();
  const key = await keyOf(page);
  await page.evaluate(async () => {
    const after = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const db = await after(indexedDB.open('ba-chu-dong-keys', 1));
    await after(db.transaction('keys', 'readwrite').objectStore('keys').put(null, 'device'));
    db.close();
  });
  const again = await open();
  const other = await keyOf(again);
  expect(other).not.toBe(key);
  expect(await isSigned(again)).toEqual(SIGNED);
  expect(await keyOf(await open())).toBe(other);
});

/** In the page: a function throws from now on, until it is mended. */
function fail([place, name]) {
  const [type, , method] = place.split('.');
  const prototype = globalThis[type].prototype;
  const real = prototype[method];
  prototype[method] = () => { throw new DOMException('on purpose', name); };
  globalThis.mend = () => { prototype[method] = real; };
}
