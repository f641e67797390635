// The storage of the browser is full: work goes on in memory, and it can be taken out.
import { expect, test } from './support/test.mjs';
import { storedField } from './support/database.mjs';
import { fillStorage, freeStorage, limitStorage } from './support/faults.mjs';
import { photo } from './support/samples.mjs';

test.beforeEach(async ({ app, page, baseURL }) => {
  await limitStorage(page, baseURL);
  await app.begin();
  // The files kept for offline use take their part of the room first.
  await page.evaluate(() => navigator.serviceWorker.ready);
});

test('it is said, work goes on, and the backup has it', async ({ app, page, device }) => {
  await fillStorage(page);
  const item = await app.openItem('1.1.1');
  await item.note.fill('Gõ khi bộ nhớ đã đầy.');
  await expect(app.saveNotice).toContainText('đã đầy');
  await item.panel.locator('[data-step="4"]').click();
  await expect(app.total).toHaveText('4/100');
  await expect(app.save).toHaveAttribute('data-state', 'failed');
  const file = await app.backup();
  const other = await device();
  await other.restore(file);
  const restored = await other.openItem('1.1.1');
  await expect(restored.note).toHaveValue('Gõ khi bộ nhớ đã đầy.');
  await expect(other.total).toHaveText('4/100');
});

test('a photo that could not be saved is in the backup', async ({ app, page, device }) => {
  const taken = await photo(page, { width: 320, height: 240 });
  await fillStorage(page);
  const item = await app.openItem('2.2.3');
  await item.addFiles(taken);
  await expect(item.pieces.locator('img')).toBeVisible({ timeout: 30_000 });
  await expect(app.saveNotice).toBeVisible();
  const file = await app.backup();
  const other = await device();
  await other.restore(file);
  const restored = await other.openItem('2.2.3');
  await expect(restored.pieces.locator('img')).toBeVisible();
});

test('when there is room again, what waited is saved', async ({ app, page }) => {
  await fillStorage(page);
  const item = await app.openItem('1.1.1');
  await item.note.fill('Gõ khi bộ nhớ đã đầy.');
  await expect(app.saveNotice).toBeVisible();
  await freeStorage(page);
  await page.getByRole('button', { name: 'Thử lưu lại' }).click();
  await app.saved();
  await expect(app.saveNotice).toBeHidden();
  expect(await storedField(page, 'answer/1.1.1/note')).toBe('Gõ khi bộ nhớ đã đầy.');
});

test('the warning stays still while one types on', async ({ app, page }) => {
  await fillStorage(page);
  const item = await app.openItem('1.1.1');
  await item.note.fill('Đầy');
  await expect(app.saveNotice).toBeVisible();
  // Taken away and drawn anew, it moves the text under the finger and is read out each time.
  const notice = await app.saveNotice.elementHandle();
  await item.note.pressSequentially(' rồi');
  await expect(app.save).toHaveAttribute('data-state', 'failed');
  expect(await notice.evaluate((element) => element.isConnected)).toBe(true);
});

test('a submission that cannot be stored is not handed out, and no number is used', async ({ app, page }) => {
  await app.answer('1.2.1');
  await fillStorage(page);
  await app.open('#/gui');
  await page.getByTestId('freeze').click();
  await expect(page.getByTestId('send-fault')).toContainText('Chưa có gì được gửi', { timeout: 30_000 });
  await freeStorage(page);
  await page.getByTestId('freeze').click();
  await expect(page.getByTestId('ready')).toContainText('Bản gửi số 1', { timeout: 30_000 });
});

test('leaving is asked about only while something is not saved', async ({ app, page }) => {
  const asked = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog.accept();
  });
  await app.answer('1.2.1');
  await page.reload();
  await expect(app.total).toHaveText('4/100');
  expect(asked).toEqual([]);
  await fillStorage(page);
  await app.item('1.1.1').step('4').click();
  await expect(app.saveNotice).toBeVisible();
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
});
