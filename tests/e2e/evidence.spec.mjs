// Evidence of an item: words, links, photos, files.
import { truncate, writeFile } from 'node:fs/promises';
import { expect, test } from './support/test.mjs';
import { storedFiles } from './support/database.mjs';
import { photo } from './support/samples.mjs';

test.beforeEach(async ({ app }) => app.begin());

test('a document with its number and date is evidence', { tag: '@browsers' }, async ({ app, page }) => {
  await app.answer('1.2.1');
  const item = await app.openItem('1.2.1');
  await item.addDocument({ title: 'Kế hoạch năm', number: '07-KH/ĐTN', date: '2026-01-15' });
  await item.close.click();
  await expect(item.state).toHaveText('✓ Đã chấm');
  await expect(item.link).toContainText('1 minh chứng');
  await app.saved();
  await page.reload();
  await item.link.click();
  await expect(item.pieces.getByTestId('ev-number')).toHaveValue('07-KH/ĐTN');
  await expect(item.pieces.getByTestId('ev-date')).toHaveValue('2026-01-15');
});

test('the cursor stands in the new document at once, below those that are there', async ({ app, page }) => {
  const item = await app.openItem('1.2.1');
  const titles = item.pieces.getByTestId('ev-title');
  for (const [index, title] of ['Một', 'Hai', 'Ba', 'Bốn', 'Năm', 'Sáu'].entries()) {
    await item.panel.getByTestId('add-document').click();
    await expect(titles).toHaveCount(index + 1);
    await expect(titles.last()).toBeFocused();
    await page.keyboard.type(title);
  }
  expect(await titles.evaluateAll((fields) => fields.map((field) => field.value)))
    .toEqual(['Một', 'Hai', 'Ba', 'Bốn', 'Năm', 'Sáu']);
});

test('who goes on before a busy phone has painted is not called back', async ({ app, page }) => {
  const item = await app.openItem('1.2.1');
  await expect(page.locator('#panel-h')).toBeFocused();
  await page.evaluate(() => {
    window.held = [];
    window.paint = window.requestAnimationFrame;
    window.requestAnimationFrame = (then) => window.held.push(then);
  });
  await item.panel.getByTestId('add-document').click();
  const number = item.pieces.getByTestId('ev-number');
  await number.click();
  await page.keyboard.type('07');
  await page.evaluate(() => {
    window.requestAnimationFrame = window.paint;
    window.held.forEach((then) => then(performance.now()));
  });
  await page.keyboard.type('-KH/ĐTN');
  await expect(number).toHaveValue('07-KH/ĐTN');
  await expect(item.pieces.getByTestId('ev-title')).toHaveValue('');
});

test('a link that does not lead to the web is marked', async ({ app }) => {
  const item = await app.openItem('1.1.2');
  const piece = await item.addLink('javascript:alert(1)');
  await expect(piece.getByText('phải bắt đầu bằng https://')).toBeVisible();
  await expect(piece.getByTestId('ev-url')).toHaveAttribute('aria-invalid', 'true');
  await piece.getByTestId('ev-url').fill('https://tinhdoan.example/tin-1');
  await expect(piece.getByText('phải bắt đầu bằng https://')).toBeHidden();
});

test('a photo is stored small and without the place where it was taken', async ({ app, page }) => {
  const item = await app.openItem('2.2.3');
  const taken = await photo(page);
  expect(taken.buffer.includes('Exif')).toBe(true);
  await item.addFiles(taken);
  const shown = item.pieces.locator('img');
  await expect(shown).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => shown.evaluate((image) => image.naturalWidth)).toBe(1600);
  await app.saved();
  const [stored, ...more] = await storedFiles(page);
  expect(more).toEqual([]);
  expect(stored.length).toBeLessThan(taken.buffer.length);
  expect(stored.includes('Exif')).toBe(false);
});

test('a photo is there again after a reload', async ({ app, page }) => {
  let item = await app.openItem('2.2.3');
  await item.addFiles(await photo(page, { width: 320, height: 240 }));
  await expect(item.pieces.locator('img')).toBeVisible({ timeout: 30_000 });
  await app.saved();
  await page.reload();
  item = app.item('2.2.3');
  await expect.poll(() => item.pieces.locator('img').evaluate((image) => image.naturalWidth)).toBe(320);
});

test('a photo that the browser cannot open is kept as a file in the unit, and that is said', async ({ app, page }) => {
  const item = await app.openItem('2.2.3');
  // Known by its bytes: HEIC under the name and the type of a JPEG.
  const buffer = Buffer.from('\0\0\0\x1cftypheic, không phải ảnh mà trình duyệt này mở được');
  await item.addFiles([{ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer }, await photo(page, { width: 320, height: 240 })]);
  await expect(item.fault).toContainText('không vẽ lại được “IMG_0001.jpg” nên tệp giữ nguyên, có thể ghi nơi chụp và giờ chụp');
  // The rest goes on.
  await expect(item.pieces).toHaveCount(2, { timeout: 30_000 });
  await expect(item.pieces.locator('img')).toHaveCount(1);
  const kept = item.pieces.filter({ hasText: 'IMG_0001.jpg' });
  await expect(kept.getByLabel('Giữ ở đơn vị, không gửi lên')).toBeChecked();
  await app.saved();
  const files = await storedFiles(page);
  expect(files.some((file) => file.equals(buffer))).toBe(true);
  const { bytes } = await app.freezeAndDownload();
  expect(bytes.includes('IMG_0001')).toBe(false);
});

test('a photo that calls itself a text is drawn anew all the same', async ({ app, page }) => {
  const item = await app.openItem('2.2.3');
  const taken = await photo(page);
  await item.addFiles({ ...taken, name: 'ghi-chep.txt', mimeType: 'text/plain' });
  await expect(item.pieces.locator('img')).toBeVisible({ timeout: 30_000 });
  await app.saved();
  const [stored] = await storedFiles(page);
  expect(stored.includes('Exif')).toBe(false);
});

test('an empty file is refused as empty', async ({ app }) => {
  const item = await app.openItem('2.2.3');
  await item.addFiles({ name: 'anh-0-byte.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) });
  await expect(item.fault).toContainText('“anh-0-byte.jpg” là tệp rỗng');
  await expect(item.pieces).toHaveCount(0);
});

test('a photo of 20 MB is made small like any other', async ({ app, page }) => {
  const item = await app.openItem('2.2.3');
  const small = await photo(page, { width: 640, height: 480 });
  // What stands behind a picture's end is no part of it.
  const buffer = Buffer.concat([small.buffer, Buffer.alloc(20 * 1024 * 1024)]);
  await item.addFiles({ ...small, buffer });
  await expect.poll(() => item.pieces.locator('img').evaluate((image) => image.naturalWidth), { timeout: 30_000 }).toBe(640);
  await app.saved();
  const [file] = await storedFiles(page);
  expect(file.length).toBeLessThan(1024 * 1024);
});

test('several files come in at once', async ({ app }) => {
  const item = await app.openItem('2.1.1');
  const file = (name) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF ${name}`) });
  await item.addFiles([file('ke-hoach.pdf'), file('bao-cao.pdf')]);
  await expect(item.pieces).toHaveCount(2, { timeout: 30_000 });
  await expect(item.pieces.filter({ hasText: 'bao-cao.pdf' })).toHaveCount(1);
});

test('a file over 10 MB is refused by name', async ({ app }, testInfo) => {
  const path = testInfo.outputPath('video.mp4');
  await writeFile(path, '');
  await truncate(path, 10 * 1024 * 1024 + 1);
  const item = await app.openItem('2.1.1');
  await item.addFiles(path);
  await expect(item.fault).toContainText('“video.mp4” lớn hơn 10 MB');
});

test('one piece supports two items', async ({ app }) => {
  const item = await app.openItem('1.2.1');
  const piece = await item.addDocument({ title: 'Danh sách đoàn viên' });
  await piece.getByTestId('ev-use').selectOption('1.2.2');
  await expect(piece).toContainText('Dùng cho cả: 1.2.2');
  const other = await app.openItem('1.2.2');
  await expect(other.pieces.getByTestId('ev-title')).toHaveValue('Danh sách đoàn viên');
  await expect(other.pieces).toContainText('Dùng cho cả: 1.2.1');
});

test('a piece that is there already is taken for another item', async ({ app }) => {
  const item = await app.openItem('1.2.1');
  await item.addDocument({ title: 'Danh sách đoàn viên' });
  const other = await app.openItem('1.2.3');
  await other.panel.getByTestId('ev-reuse').selectOption({ label: 'Danh sách đoàn viên' });
  await expect(other.pieces.getByTestId('ev-title')).toHaveValue('Danh sách đoàn viên');
});

test('a removed piece comes back by undo', async ({ app }) => {
  const item = await app.openItem('1.2.1');
  await item.addDocument({ title: 'Kế hoạch năm' });
  await item.pieces.getByTestId('ev-remove').click();
  await expect(item.pieces).toHaveCount(0);
  await expect(app.toast).toContainText('Đã bỏ minh chứng');
  await app.toast.getByRole('button', { name: 'Hoàn tác' }).click();
  await expect(item.pieces.getByTestId('ev-title')).toHaveValue('Kế hoạch năm');
});

test('a piece used twice leaves only the item where it was removed', async ({ app }) => {
  const item = await app.openItem('1.2.1');
  const piece = await item.addDocument({ title: 'Danh sách' });
  await piece.getByTestId('ev-use').selectOption('1.2.2');
  await piece.getByTestId('ev-remove').click();
  await expect(item.pieces).toHaveCount(0);
  const other = await app.openItem('1.2.2');
  await expect(other.pieces).toHaveCount(1);
});
