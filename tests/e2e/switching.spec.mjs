// Two dossiers in one browser: what could not be saved yet is neither hidden nor left behind.
import { expect, test } from './support/test.mjs';
import { readDatabase } from './support/database.mjs';
import { fillStorage, freeStorage, limitStorage } from './support/faults.mjs';

const open = async (app, page, name) => {
  await app.open('#/them');
  await page.getByTestId('dossier').filter({ hasText: name }).getByRole('button', { name: 'Mở', exact: true }).click();
  await expect(page.getByTestId('unit')).toHaveText(name);
};

test.describe('with no room left', () => {
  test.beforeEach(async ({ app, page, baseURL }) => {
    await limitStorage(page, baseURL);
    await app.begin('Đoàn xã Một');
    await app.begin('Đoàn xã Hai', { hash: '#/bat-dau' });
    await page.evaluate(() => navigator.serviceWorker.ready);
    await fillStorage(page);
    const item = await app.openItem('1.1.1');
    await item.note.fill('Chưa kịp lưu.');
    await expect(app.save).toHaveAttribute('data-state', 'failed');
  });

  test('what waits is there again after another dossier was open', async ({ app, page }) => {
    await open(app, page, 'Đoàn xã Một');
    await open(app, page, 'Đoàn xã Hai');
    const item = await app.openItem('1.1.1');
    await expect(item.note).toHaveValue('Chưa kịp lưu.');
  });

  test('what waits is saved for its own dossier, whichever is open', async ({ app, page }) => {
    await open(app, page, 'Đoàn xã Một');
    await freeStorage(page);
    await page.getByRole('button', { name: 'Thử lưu lại' }).click();
    await app.saved();
    await page.reload();
    await open(app, page, 'Đoàn xã Hai');
    const item = await app.openItem('1.1.1');
    await expect(item.note).toHaveValue('Chưa kịp lưu.');
  });

  test('a dossier that was begun without room is in the list once there is room', async ({ app, page }) => {
    await app.open('#/bat-dau');
    await page.getByTestId('unit-name').fill('Đoàn xã Ba');
    await page.getByTestId('begin').click();
    await expect(app.items.first()).toBeVisible();
    await open(app, page, 'Đoàn xã Một');
    await freeStorage(page);
    await page.getByRole('button', { name: 'Thử lưu lại' }).click();
    await app.saved();
    await page.reload();
    await open(app, page, 'Đoàn xã Ba');
  });
});

test('a row that cannot be read is said and kept', async ({ app, page }) => {
  await app.begin();
  const item = await app.openItem('1.1.1');
  await item.note.fill('Sẽ hỏng.');
  await app.saved();
  await page.evaluate(() => new Promise((resolve, reject) => {
    const opening = indexedDB.open('ba-chu-dong');
    opening.onsuccess = () => {
      const db = opening.result;
      const transaction = db.transaction('fields', 'readwrite');
      const store = transaction.objectStore('fields');
      store.getAllKeys().onsuccess = ({ target }) => {
        store.put('{hỏng', target.result.find((key) => key.endsWith('|answer/1.1.1/note')));
      };
      transaction.oncomplete = () => { db.close(); resolve(); };
      transaction.onabort = () => reject(transaction.error);
    };
  }));
  await page.reload();
  await expect(page.getByTestId('unread')).toContainText('1 dòng trong máy không đọc được');
  const again = await app.openItem('1.1.1');
  await again.note.fill('Viết lại.');
  await app.saved();
  const { lost } = await readDatabase(page);
  expect(Object.values(lost)).toContain('{hỏng');
});

test('a submission takes its number from the disk, not from the screen', async ({ app, page }) => {
  await app.begin();
  await app.answer('1.1.1');
  await app.freeze();
  await app.open('#/them');
  await app.freeze();
  const { sent } = await readDatabase(page);
  expect(Object.values(sent).map((line) => JSON.parse(line).seq)).toEqual([1, 2]);
});
