// Backup: everything in one file, and the same again on another device.
import { expect, test } from './support/test.mjs';
import { readDatabase, storedField } from './support/database.mjs';
import { writeFields } from './support/many.mjs';
import { fixture, photo, submissions } from './support/samples.mjs';

async function fill(app) {
  await app.begin('Đoàn xã Quảng Xương');
  await app.answer('1.2.1', '2.1.1');
  const item = await app.openItem('1.2.1');
  await item.privateNote.fill('Chỉ cho đơn vị.');
  await item.addFiles(await photo(app.page, { width: 640, height: 480 }));
  await expect(item.pieces.locator('img')).toBeVisible({ timeout: 30_000 });
  await app.saved();
}

test('a new device has the same home, notes, photos, submissions and received files', async ({ app, page, device }) => {
  test.slow();
  await fill(app);
  await app.freeze();
  await app.receive(fixture('v1/2026-11-22-submission-with-photo.json'));
  await expect(app.results).toContainText('✓ Mới');
  const file = await app.backup();
  expect(file.name).toMatch(/^BCD_sao-luu_doan-xa-quang-xuong_\d{4}-\d\d-\d\d\.(json|zip)$/);

  const other = await device();
  await other.restore(file);
  await app.open('#/');
  const home = async (at) => (await at.page.locator('main').innerText()).split('Bản sao lưu')[0];
  // The dossier is there before what was sent and received is.
  await expect.poll(() => home(other), { timeout: 30_000 }).toBe(await home(app));
  const item = await other.openItem('1.2.1');
  await expect(item.privateNote).toHaveValue('Chỉ cho đơn vị.');
  await expect.poll(() => item.pieces.locator('img').evaluate((image) => image.naturalWidth)).toBe(640);
  const [here, there] = [await readDatabase(page), await readDatabase(other.page)];
  for (const table of ['dossiers', 'fields', 'lost', 'sent', 'received', 'file-types']) {
    expect(there[table], table).toEqual(here[table]);
  }
  // Their keys are digests of what they hold.
  for (const table of ['documents', 'files']) {
    expect(Object.keys(there[table]), table).toEqual(Object.keys(here[table]));
  }
});

test('a backup whose dossier is another unit’s here says so where it was tapped, and changes nothing', async ({ app, page }) => {
  await app.begin('Đoàn phường An Cư');
  const { name, bytes } = await app.backup();
  await writeFields(page, [['unit/id', 'khac'], ['unit/name', 'Đoàn xã Tân Lộc']]);
  await page.reload();
  await app.receive({ name, mimeType: 'application/octet-stream', buffer: bytes });
  await expect(page.getByTestId('restore')).toBeDisabled();
  await expect(app.results.first()).toContainText('Hồ sơ này ở đây là của “Đoàn xã Tân Lộc”, nhưng tệp ghi “Đoàn phường An Cư”');
  expect(await storedField(page, 'unit/name')).toBe('Đoàn xã Tân Lộc');
});

test('the line about the backup changes once the file was handed out', async ({ app, page }) => {
  await app.begin();
  await app.answer('1.2.1');
  await app.open('#/them');
  await expect(app.copied).toContainText('thay đổi mới chỉ nằm trong trình duyệt này');
  await app.backup();
  await expect(app.copied).toHaveText('✓ Mọi thay đổi đã có trong bản sao lưu.');
  await page.reload();
  await expect(app.copied).toHaveText('✓ Mọi thay đổi đã có trong bản sao lưu.');
  await app.open('#/tu-cham');
  await app.answer('2.1.1');
  await app.open('#/');
  await expect(app.copied).toContainText('1 thay đổi chưa có trong bản sao lưu');
});

test('a backup that was made but not handed out is no copy', async ({ app, page }) => {
  await app.begin();
  await app.open('#/them');
  await page.getByTestId('backup').click();
  await expect(page.getByTestId('backup-ready')).toBeVisible({ timeout: 30_000 });
  await expect(app.copied).not.toContainText('✓');
});

test('restoring the same backup twice changes nothing', async ({ app, device }) => {
  await fill(app);
  const file = await app.backup();
  const other = await device();
  await other.restore(file);
  const before = await readDatabase(other.page);
  await other.restore(file);
  expect(await readDatabase(other.page)).toEqual(before);
});

test('an old backup does not take newer work away', async ({ app, device }) => {
  await fill(app);
  const file = await app.backup();
  const other = await device();
  await other.restore(file);
  await other.open('#/tu-cham');
  await other.item('1.2.1').step('2').click();
  await other.saved();
  await other.restore(file);
  await other.open('#/tu-cham');
  await expect(other.item('1.2.1').chosen).toHaveAttribute('data-step', '2');
});

test('a submission after a restore carries on with the next number', async ({ app, device }) => {
  await fill(app);
  const first = JSON.parse((await app.freezeAndDownload()).bytes);
  const file = await app.backup();
  const other = await device();
  await other.restore(file);
  const second = JSON.parse((await other.freezeAndDownload()).bytes);
  expect(second).toMatchObject({ seq: 2, parent: first.digest });
});

test('a backup of an earlier version still opens', async ({ app }) => {
  const { name, buffer } = fixture('v1/2026-11-22-backup.json');
  await app.restore({ name, bytes: buffer });
  await app.open('#/tu-cham');
  await expect(app.items.first()).toBeVisible();
});

test('of a backup by somebody else nothing is taken onto the desk before the words of its device were compared', async ({ app, page, device }) => {
  test.slow();
  const [one, two] = submissions();
  const other = await device();
  await other.begin('Đoàn xã Quảng Xương');
  await other.receive(one);
  await expect(other.results).toContainText('✓ Mới');
  const file = await other.backup();
  await app.begin('Đoàn phường An Cư');
  await app.receive(two);
  await expect(app.results).toContainText('✓ Mới');

  const received = async () => Object.keys((await readDatabase(page)).received).length;
  await app.receive({ name: file.name, mimeType: 'application/octet-stream', buffer: file.bytes });
  const strange = page.getByTestId('backup-strange');
  await expect(strange).toContainText('Không nhận phần của cấp trên');
  await other.open('#/o-chung/ma');
  const words = await other.page.getByTestId('code-words').first().innerText();
  await expect(strange.getByTestId('backup-words')).toContainText(words);
  await page.getByTestId('restore').click();
  await expect(page.getByTestId('unit')).toBeVisible();
  expect(await received()).toBe(1);
  await app.restore(file, { compared: true });
  expect(await received()).toBe(2);
});
