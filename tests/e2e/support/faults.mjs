// What goes wrong with a browser's storage, brought about on purpose.

/**
 * Gives the app's origin little room. To be called before the first visit: later, the browser
 * goes on for a while with the room that it knows of.
 */
export async function limitStorage(page, baseURL) {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(baseURL);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 8 * 1024 * 1024 });
}

/** Fills the room that is left, with something that the app knows nothing of. */
export function fillStorage(page) {
  return page.evaluate(async () => {
    const settled = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const opening = indexedDB.open('filler', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('rows', { autoIncrement: true });
    const db = await settled(opening);
    const add = (size) => new Promise((resolve) => {
      const transaction = db.transaction('rows', 'readwrite');
      transaction.oncomplete = () => resolve(true);
      transaction.onabort = () => resolve(false);
      // Bytes of chance: the database packs what repeats.
      const bytes = new Uint8Array(size);
      for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
      transaction.objectStore('rows').add(bytes);
    });
    for (const size of [1 << 20, 1 << 16, 1 << 12, 1 << 8, 1]) while (await add(size));
    db.close();
  });
}

/** Takes away what `fillStorage` put there. */
export function freeStorage(page) {
  return page.evaluate(() => new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase('filler');
    deleting.onsuccess = () => resolve();
    deleting.onerror = () => reject(deleting.error);
  }));
}

/** In the page: the database may not be used, as in some private modes. */
export function forbidDatabase() {
  Object.defineProperty(window, 'indexedDB', {
    get() { throw new DOMException('The operation is insecure.', 'SecurityError'); },
  });
}

/** In the page: there is no database at all. */
export function hideDatabase() {
  Object.defineProperty(window, 'indexedDB', { value: undefined });
}

/** In the page: remembers connections, so that they can be closed under the app. */
export function rememberConnections() {
  window.connections = [];
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function openAndRemember(...all) {
    const request = open.apply(this, all);
    request.addEventListener('success', () => window.connections.push(request.result));
    return request;
  };
}

/** In the page: closes what was opened; with the event that most browsers send, or without. */
export function closeConnections(withEvent) {
  for (const db of window.connections.splice(0)) {
    db.close();
    if (withEvent) db.dispatchEvent(new Event('close'));
  }
}

/** In the page: news from other tabs waits until `hearNews()`, as it does when tabs are busy. */
export function holdNews() {
  const held = [];
  let hold = true;
  const { set } = Object.getOwnPropertyDescriptor(BroadcastChannel.prototype, 'onmessage');
  Object.defineProperty(BroadcastChannel.prototype, 'onmessage', {
    set(heard) {
      set.call(this, (event) => (hold ? held.push(() => heard(event)) : heard(event)));
    },
  });
  window.hearNews = () => {
    hold = false;
    held.splice(0).forEach((hear) => hear());
  };
}

/**
 * In the page: rows of a table whose keys begin in this way cannot be read, as on a disk that
 * fails. `allowReading()` ends it.
 */
export function forbidReading([table, start]) {
  const { get, getAll } = IDBObjectStore.prototype;
  const failing = (read) => function readOrFail(query, ...more) {
    const key = typeof query === 'string' ? query : (query?.lower ?? '');
    if (this.name === table && key.startsWith(start)) {
      throw new DOMException('The disk failed.', 'UnknownError');
    }
    return read.call(this, query, ...more);
  };
  Object.assign(IDBObjectStore.prototype, { get: failing(get), getAll: failing(getAll) });
  window.allowReading = () => Object.assign(IDBObjectStore.prototype, { get, getAll });
}
