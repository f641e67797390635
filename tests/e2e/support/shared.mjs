// A shared drive for the app: Apache as docs/deploy.md sets it up, and what a person does with it.
import { readdir } from 'node:fs/promises';
import { join as path } from 'node:path';
import { expect, test as base } from './test.mjs';
import { LOGIN, startApache } from './apache.mjs';

export { expect, LOGIN };

// What the browser itself says of a drive's answers "not there", "no parent", "something else is
// there": the drive asks in order to hear that.
const ANSWER = /the server responded with a status of (404|409|412)/;

/** The certificate of a test's own server is nobody's. */
const TRUSTING = { ignoreHTTPSErrors: true };

/** Connects the app of a device to the drive; ends where the person is asked to join, or at the list. */
export async function connect(app, drive, { roles = ['devices'], passphrase, password = LOGIN.password, address, keep = false } = {}) {
  const { page } = app;
  await app.openServerForm();
  await page.getByTestId('address').fill(address ?? drive.address);
  await page.getByTestId('user').fill(LOGIN.name);
  await page.getByTestId('password').fill(password);
  await page.getByTestId('keep-password').setChecked(keep);
  for (const role of ['devices', 'sends', 'collects']) {
    await page.getByTestId(`role-${role}`).setChecked(roles.includes(role));
  }
  if (passphrase) {
    await page.getByTestId('seal').check();
    await page.getByTestId('passphrase').fill(passphrase);
    await page.getByTestId('passphrase-again').fill(passphrase);
    await page.getByTestId('passphrase-written').check();
  }
  await page.getByTestId('connect').click();
}

/** The person takes the unit that lies on the drive. */
export async function join(app) {
  const card = app.page.getByTestId('join');
  await expect(card).toBeVisible({ timeout: 30_000 });
  await card.getByRole('checkbox').check();
  await app.page.getByTestId('join-done').click();
}

/** Waits until the drive says that everything is in step. */
export async function inStep(app) {
  await expect(app.page.getByTestId('drive-state')).toContainText('Khớp lúc', { timeout: 60_000 });
  await expect(app.page.getByTestId('sync-now')).toBeVisible({ timeout: 60_000 });
}

/** The person of a device lets in whoever is new on its drive. */
export async function letIn(app) {
  await sync(app);
  await app.page.getByTestId('held-take').click();
  await expect(app.page.getByTestId('held')).toHaveCount(0, { timeout: 60_000 });
  await inStep(app);
}

/** Another device of the unit, in step with the first one by a drive, which lets it in; both keep its password. */
export async function pair(app, drive, phone, how = {}) {
  await connect(app, drive, { keep: true, ...how });
  await inStep(app);
  const other = await phone();
  await connect(other, drive, { keep: true, ...how });
  await join(other);
  await inStep(other);
  // A device is asked about when it first has something to say.
  await note(other, '3.1.1', 'Máy thứ hai có mặt');
  await sync(other);
  await letIn(app);
  return other;
}

/** Syncs once by the button. */
export async function sync(app) {
  await app.open('#/o-chung');
  const { page } = app;
  // Ends are noted to the second; two of the same second could not be told apart.
  await page.waitForTimeout(1_100);
  const before = await lastSync(app);
  await expect(page.getByTestId('sync-now')).toBeVisible({ timeout: 60_000 });
  await page.getByTestId('sync-now').click();
  await expect.poll(() => lastSync(app), { timeout: 60_000 }).not.toBe(before);
  await expect(page.getByTestId('sync-now')).toBeVisible({ timeout: 60_000 });
}

/** Writes the note of an item, until it is saved. */
export async function note(app, id, text) {
  const item = await app.openItem(id);
  await item.note.fill(text);
  await item.note.blur();
  await app.saved();
}

/** Every file below a folder, by its path. */
export async function all(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path(entry.parentPath, entry.name));
}

/** When the last sync ended, as the browser keeps it, and what it did. */
export async function lastReport(app) {
  return app.page.evaluate(async () => {
    const settled = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const db = await settled(indexedDB.open('ba-chu-dong'));
    const rows = await settled(db.transaction('drives').objectStore('drives').getAll());
    db.close();
    return rows.length ? JSON.parse(rows[0].slice(1)).last : null;
  });
}

async function lastSync(app) {
  return JSON.stringify(await lastReport(app));
}

async function useDrive(page, use) {
  const apache = await startApache('o-chung-khac-noi.conf', { origin: new URL(page).origin });
  await use({ ...apache, address: `${apache.origin}/o-chung/` });
  await apache.close();
}

export const test = base.extend({
  watch: [async ({ watch }, use) => {
    watch.allowed.push(ANSWER);
    await use(watch);
  }, { auto: true }],

  contextOptions: TRUSTING,

  /** A drive that the app reaches across origins. */
  drive: async ({ baseURL }, use) => useDrive(baseURL, use),

  /** Another one, on a server of its own. */
  second: async ({ baseURL }, use) => useDrive(baseURL, use),

  /** Another device, which trusts the same server. */
  phone: async ({ device }, use) => use((options) => device({ ...TRUSTING, ...options })),
});
