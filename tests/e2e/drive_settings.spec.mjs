// A drive after it was connected: its settings, sealing it later, looking at everything again, and
// what is said where something of it cannot be read.
import { readFile, rm } from 'node:fs/promises';
import { readDatabase } from './support/database.mjs';
import { forbidReading } from './support/faults.mjs';
import { manyFields, writeFields } from './support/many.mjs';
import { photo } from './support/samples.mjs';
import { all, connect, expect, inStep, join, lastReport, note, pair, sync, test } from './support/shared.mjs';

const PASSPHRASE = 'hoa phượng đỏ nở tháng năm';

const log = async (app) => JSON.stringify((await lastReport(app)).report);

async function settings(app) {
  await app.open('#/o-chung');
  await app.page.getByText('Cài đặt ổ').click();
}

// Two devices of a unit in step; the first has a photo.
async function two(app, drive, phone, how = {}) {
  await app.begin('Đoàn phường An Cư');
  const item = await app.openItem('1.2.1');
  await item.addFiles(await photo(app.page, { width: 320, height: 240 }));
  await expect(item.pieces.locator('img')).toBeVisible({ timeout: 30_000 });
  await app.saved();
  const other = await pair(app, drive, phone, how);
  await sync(app);
  return other;
}

// The other device deletes most tasks of the year; this one has synced since, and asks.
async function deleteMuch(app, other) {
  await writeFields(app.page, manyFields({ tasks: 20, meetings: 0, year: 2026 }));
  await app.page.reload();
  await sync(app);
  await sync(other);
  await writeFields(other.page, Array.from({ length: 15 }, (_, at) => [`task/t-${String(at).padStart(5, '0')}/deleted`, true]));
  await other.page.reload();
  await sync(other);
  await sync(app);
}

test('a drive is sealed later: nothing stays in the open, and the other device is asked', async ({ app, drive, phone }) => {
  test.slow();
  const other = await two(app, drive, phone);
  await note(other, '1.4.1', 'chưa kịp lên ổ');
  await settings(app);
  await app.page.getByTestId('seal-later').getByText('Niêm phong bằng mật khẩu').click();
  await app.page.getByTestId('seal-now').click();
  await expect(app.page.getByTestId('seal-fault')).toContainText('Ngắn quá');
  await app.page.getByTestId('passphrase').fill(PASSPHRASE);
  await app.page.getByTestId('passphrase-again').fill(PASSPHRASE);
  await app.page.getByTestId('passphrase-written').check();
  await app.page.getByTestId('seal-now').click();
  await expect(app.page.getByTestId('seal-change')).toBeVisible({ timeout: 60_000 });
  await expect.poll(async () => (await all(drive.files)).filter((file) => !file.endsWith('.age')).length, { timeout: 60_000 }).toBe(1);
  await inStep(app);

  // The other one writes nothing until its person knows the passphrase, typed as another keyboard does.
  const before = (await all(drive.files)).toSorted();
  await other.open('#/o-chung');
  await other.page.getByTestId('sync-now').click();
  await expect(other.page.getByTestId('drive-fault')).toContainText('niêm phong bằng mật khẩu', { timeout: 60_000 });
  expect((await all(drive.files)).toSorted()).toEqual(before);
  await other.page.getByTestId('drive-secret').fill(PASSPHRASE.normalize('NFD'));
  await other.page.getByTestId('enter-keep').check();
  await other.page.getByTestId('drive-enter').click();
  await inStep(other);
  const files = await all(drive.files);
  for (const file of files) {
    expect(file).toMatch(/\.age$/);
    expect((await readFile(file)).includes('chưa kịp')).toBe(false);
  }
  expect(files.filter((file) => file.includes('/units/'))).toHaveLength(2);
  await sync(app);
  await expect((await app.openItem('1.4.1')).note).toHaveValue('chưa kịp lên ổ');
  // Kept, as the person said: the next opening asks nothing.
  await other.page.reload();
  await sync(other);
  await inStep(other);
});

test('a passphrase is changed without writing a file anew, and the other device is asked for the new one', async ({ app, drive, phone }) => {
  test.slow();
  await app.begin('Đoàn phường An Cư');
  await note(app, '1.2.1', 'trước khi đổi');
  await connect(app, drive, { passphrase: PASSPHRASE });
  await inStep(app);
  const other = await phone();
  await connect(other, drive, { passphrase: PASSPHRASE });
  await join(other);
  await inStep(other);
  await sync(app);
  const contents = async () => {
    const files = (await all(drive.files)).toSorted().filter((file) => !file.endsWith('mat-khau.age'));
    return Promise.all(files.map(async (file) => [file, (await readFile(file)).toString('base64')]));
  };
  const before = await contents();

  await settings(app);
  const change = app.page.getByTestId('seal-change');
  await change.locator('summary').click();
  await change.getByTestId('passphrase-offer').click();
  const offered = change.getByTestId('passphrase-offered');
  await expect(offered).toHaveText(/^([a-z]+ ){4}[a-z]+$/, { timeout: 30_000 });
  const words = await offered.textContent();
  await change.getByTestId('passphrase-written').check();
  await change.getByTestId('change-now').click();
  await expect(app.page.getByTestId('toast')).toContainText('Đã đổi mật khẩu niêm phong', { timeout: 60_000 });
  expect(await contents()).toEqual(before);

  await other.open('#/o-chung');
  await other.page.getByTestId('sync-now').click();
  await expect(other.page.getByTestId('drive-fault')).toContainText('đã được đổi ở máy khác', { timeout: 60_000 });
  await other.page.getByTestId('drive-secret').fill(words);
  await other.page.getByTestId('drive-enter').click();
  await inStep(other);
});

test('a unit that was not chosen at first is chosen later, and its numbers go on', async ({ app, drive, phone }) => {
  test.slow();
  await app.begin('Đoàn phường An Cư');
  await app.answer('1.2.1');
  await app.freeze();
  await connect(app, drive, { keep: true });
  await inStep(app);
  const other = await phone();
  await connect(other, drive, { keep: true });
  await other.page.getByTestId('join-done').click({ timeout: 30_000 });
  await inStep(other);
  await settings(other);
  await other.page.getByTestId('units-look').click();
  await other.page.getByTestId('units').getByRole('checkbox').check({ timeout: 30_000 });
  await other.page.getByTestId('settings-save').click();
  await expect(other.page.getByTestId('states')).toContainText('Đoàn phường An Cư', { timeout: 60_000 });
  await inStep(other);
  // What the first device handed up is the unit's own here too: the next number is not used twice.
  await other.open('#/don-vi');
  await expect(other.unitRows).toHaveCount(0);
  await other.freeze();
  await expect.poll(async () => Object.keys((await readDatabase(other.page)).sent).length).toBe(2);
  const numbers = Object.values((await readDatabase(other.page)).sent).map((json) => JSON.parse(json).seq);
  expect(numbers).toEqual([1, 2]);
});

test('what a drive is used for can be changed', async ({ app, drive }) => {
  await app.begin('Đoàn phường An Cư');
  await app.answer('1.2.1');
  await app.freeze();
  await connect(app, drive, { roles: ['devices'], keep: true });
  await inStep(app);
  await app.open('#/gui');
  await expect(app.page.getByTestId('sent-state')).toContainText('chưa nộp');
  await settings(app);
  for (const role of ['devices', 'sends', 'collects']) await app.page.getByTestId(`role-${role}`).setChecked(false);
  await app.page.getByTestId('settings-save').click();
  await expect(app.page.getByTestId('settings-fault')).toContainText('ít nhất một việc');
  await app.page.getByTestId('role-sends').check();
  await app.page.getByTestId('settings-save').click();
  await expect(app.page.getByTestId('drive')).toContainText('Nộp bản gửi lên cấp trên');
  await inStep(app);
  await app.open('#/gui');
  await expect(app.page.getByTestId('sent-state')).toHaveText('Trên ổ chung');
});

test('a photo that somebody took away is told of, and sent again', async ({ app, drive, phone }) => {
  test.slow();
  await two(app, drive, phone);
  const [gone] = (await all(drive.files)).filter((file) => file.includes('/files/'));
  await rm(gone);
  const third = await phone();
  await connect(third, drive, { keep: true });
  await join(third);
  await inStep(third);
  await third.page.getByText('Lần đồng bộ vừa rồi').click();
  await expect(third.page.getByTestId('sync-log')).toContainText('Còn thiếu 1 ảnh');
  // Each sync looks for one photo; here there is one.
  await sync(app);
  expect(await all(drive.files)).toContain(gone);
  await rm(gone);
  await settings(app);
  await app.page.getByTestId('recheck').click();
  await expect.poll(() => all(drive.files), { timeout: 60_000 }).toContain(gone);
  await inStep(app);
  await sync(third);
  await expect((await third.openItem('1.2.1')).pieces.locator('img')).toBeVisible();
});

test('a question that was answered is not asked again, though the other device says nothing new', async ({ app, drive, phone }) => {
  test.slow();
  const other = await two(app, drive, phone);
  await deleteMuch(app, other);
  expect((await lastReport(app)).good).not.toBe((await lastReport(app)).at);
  await app.page.getByTestId('held-take').click({ timeout: 30_000 });
  await expect.poll(async () => (await lastReport(app)).good === (await lastReport(app)).at, { timeout: 60_000 }).toBe(true);
  await sync(app);
  expect(await log(app)).not.toContain('Held');
  await inStep(app);
});

test('disconnecting ends the sync that runs, and the drive does not come back', async ({ app, drive }) => {
  await app.begin('Đoàn phường An Cư');
  await connect(app, drive, { keep: true });
  await inStep(app);
  await note(app, '1.1.1', 'không lên nữa');
  await settings(app);
  let held;
  await app.page.route('**/o-chung/**', (route) => { held ??= route; });
  await app.page.getByTestId('sync-now').click();
  await expect.poll(() => held !== undefined).toBe(true);
  await app.page.getByTestId('disconnect').click();
  await app.page.getByTestId('disconnect').click();
  await expect(app.page.getByTestId('drive')).toHaveCount(0);
  await app.page.unrouteAll();
  await held.continue().catch(() => {});
  await expect.poll(async () => Object.keys((await readDatabase(app.page)).seen).length).toBe(0);
  for (const file of await all(drive.files)) expect((await readFile(file)).includes('không lên nữa')).toBe(false);
  await app.page.reload();
  await app.open('#/o-chung');
  await expect(app.page.getByTestId('drive')).toHaveCount(0);
});

test('a sealed folder is read by picking it, with its passphrase', async ({ app, drive, device }) => {
  test.slow();
  await app.begin('Đoàn phường An Cư');
  await note(app, '1.2.1', 'trong thư mục niêm phong');
  await connect(app, drive, { passphrase: PASSPHRASE });
  await inStep(app);
  const other = await device();
  await other.open('#/o-chung/chuyen-tay');
  await other.page.getByTestId('pick-tree').setInputFiles(drive.files);
  await other.page.getByTestId('tree-passphrase').fill('một câu khác hẳn thế này');
  await other.page.getByTestId('tree-open').click();
  await expect(other.page.getByTestId('read-tree')).toContainText('Mật khẩu niêm phong không đúng', { timeout: 30_000 });
  await other.page.getByTestId('tree-passphrase').fill(PASSPHRASE);
  await other.page.getByTestId('tree-open').click();
  await expect(other.page.getByTestId('held')).toContainText('Đoàn phường An Cư 2026', { timeout: 30_000 });
  expect(Object.keys((await readDatabase(other.page)).fields)).toEqual([]);
  await other.page.getByTestId('held-take').click();
  await expect(other.page.getByTestId('read-tree')).toContainText('thay đổi', { timeout: 30_000 });
  await expect((await other.openItem('1.2.1')).note).toHaveValue('trong thư mục niêm phong');
});

test.describe('what cannot be read is said, and never taken for nothing', () => {
  test('units of a drive that cannot be listed', async ({ app, drive, watch }) => {
    watch.allowed.push(/Failed to load resource/);
    await app.begin('Đoàn phường An Cư');
    await app.page.route('**/o-chung/units/**', (route) => route.fulfill({ status: 403 }));
    await connect(app, drive);
    await expect(app.page.getByTestId('connect-fault')).toBeVisible({ timeout: 30_000 });
    await app.open('#/o-chung');
    await expect(app.page.getByTestId('drive')).toHaveCount(0);
  });

  test('a dossier, in the list of what is where', async ({ app, drive }) => {
    await app.begin('Đoàn phường An Cư');
    await connect(app, drive, { keep: true });
    await inStep(app);
    await app.open('#/gui');
    await app.page.evaluate(forbidReading, ['fields', '']);
    await app.page.evaluate(() => { location.hash = '#/o-chung'; });
    await expect(app.page.getByTestId('states')).toContainText('không đọc được');
    await app.page.evaluate(() => window.allowReading());
  });

  test('a dossier, in the question about much that would be deleted', async ({ app, drive, phone }) => {
    test.slow();
    const other = await two(app, drive, phone);
    await deleteMuch(app, other);
    await app.page.evaluate(forbidReading, ['fields', '']);
    await app.page.getByTestId('held-keep').click();
    await expect(app.page.getByText('không lưu được lựa chọn')).toBeVisible({ timeout: 30_000 });
    await app.page.evaluate(() => window.allowReading());
    await app.page.getByTestId('held-keep').click();
    await expect(app.page.getByTestId('held')).toHaveCount(0, { timeout: 60_000 });
  });

  test('the guidelines that a dossier follows', async ({ app }) => {
    await app.begin('Đoàn phường An Cư');
    await app.page.addInitScript(forbidReading, ['meta', 'set|']);
    await app.page.reload();
    await expect(app.save).toHaveAttribute('data-state', 'failed');
    await expect(app.saveNotice).toBeVisible();
  });
});

test('a folder that the browser wants allowed again: a tap, or where to look if it is blocked', async ({ app }) => {
  await app.begin('Đoàn phường An Cư');
  // The picker and the question are the browser's own windows; the folder behind them is a real one.
  await app.page.addInitScript(() => {
    window.showDirectoryPicker = async () => (await navigator.storage.getDirectory()).getDirectoryHandle('o', { create: true });
    let allowed = sessionStorage.getItem('asks') ? 'prompt' : 'granted';
    FileSystemHandle.prototype.queryPermission = async () => allowed;
    FileSystemHandle.prototype.requestPermission = async () => {
      if (sessionStorage.getItem('asks') === 'yes') allowed = 'granted';
      return allowed === 'granted' ? allowed : 'denied';
    };
  });
  await app.page.reload();
  await app.open('#/o-chung/thu-muc');
  await app.page.getByTestId('pick-folder').click();
  await app.page.getByTestId('connect').click();
  await inStep(app);
  await app.page.evaluate(() => sessionStorage.setItem('asks', 'no'));
  await app.page.reload();
  await app.page.getByTestId('drive-allow').click();
  await expect(app.page.getByTestId('drive')).toContainText('Trình duyệt đang chặn thư mục này');
  await app.page.evaluate(() => sessionStorage.setItem('asks', 'yes'));
  await app.page.getByTestId('drive-allow').click();
  await inStep(app);
  await expect(app.page.getByTestId('drive')).not.toContainText('đang chặn');
});

test('a drive that can only be read is not given anything to write', async ({ app, drive, watch }) => {
  watch.allowed.push(/Failed to load resource/);
  await app.begin('Thành Đoàn Bình Hải');
  const refuse = (route) => (route.request().method() === 'PUT' ? route.fulfill({
    status: 403, headers: { 'access-control-allow-origin': '*' },
  }) : route.fallback());
  await app.page.route('**/o-chung/**', refuse);
  await connect(app, drive, { roles: ['collects'], keep: true });
  await inStep(app);
  await settings(app);
  await app.page.getByTestId('role-devices').check();
  await app.page.getByTestId('settings-save').click();
  await expect(app.page.getByTestId('settings-fault')).toContainText('chỉ cho đọc', { timeout: 30_000 });
  expect(Object.values((await readDatabase(app.page)).drives).join()).not.toContain('"devices":true');
  // Once it may be written, the same settings are taken.
  await app.page.unrouteAll();
  await app.page.getByTestId('settings-save').click();
  await expect(app.page.getByTestId('drive')).toContainText('Các máy của đơn vị khớp với nhau', { timeout: 30_000 });
  await expect.poll(async () => (await all(drive.files)).some((file) => file.includes('/units/')), { timeout: 30_000 }).toBe(true);
});
