// What the browser has really stored, read beside the app.

/** All rows of all tables: { table: { key: text or { bytes: base64 } } }. */
export function readDatabase(page) {
  return page.evaluate(async () => {
    const settled = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const plain = (value) => {
      // Rows begin with the version of their form; behind it is JSON.
      if (!(value instanceof Uint8Array)) return value.replace(/^1(?=[[{"])/, '');
      let text = '';
      for (const byte of value) text += String.fromCharCode(byte);
      return { bytes: btoa(text) };
    };
    const db = await settled(indexedDB.open('ba-chu-dong'));
    const tables = {};
    for (const name of db.objectStoreNames) {
      const store = db.transaction(name).objectStore(name);
      const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
      tables[name] = Object.fromEntries(keys.map((key, index) => [key, plain(values[index])]));
    }
    db.close();
    return tables;
  });
}

/** The value of a field of the only dossier, by its path. */
export async function storedField(page, path) {
  const { fields } = await readDatabase(page);
  const row = Object.entries(fields).find(([key]) => key.endsWith(`|${path}`));
  return row && JSON.parse(row[1]).v;
}

/** Stored files as buffers, by content hash. */
export async function storedFiles(page) {
  const { files } = await readDatabase(page);
  return Object.values(files).map(({ bytes }) => Buffer.from(bytes, 'base64'));
}
