// The shared drive, with a real server: devices of a unit in step, a unit and its upper level.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join as path } from 'node:path';
import { readDatabase } from './support/database.mjs';
import { fillStorage, freeStorage, limitStorage } from './support/faults.mjs';
import { manyFields, writeFields } from './support/many.mjs';
import { fixture, photo } from './support/samples.mjs';
import { LOGIN, all, connect, expect, inStep, join, lastReport, letIn, note, pair, sync, test } from './support/shared.mjs';
import { beginDraft, closePart, openPart } from './support/pack.mjs';

// A unit with two answers, one of them with a private note and a photo.
async function beginWithPhoto(app, privateNote) {
  await app.begin('Đoàn phường An Cư');
  await app.answer('1.2.1', '2.1.1');
  const item = await app.openItem('1.2.1');
  await item.privateNote.fill(privateNote);
  await item.addFiles(await photo(app.page, { width: 640, height: 480 }));
  await expect(item.pieces.locator('img')).toBeVisible({ timeout: 30_000 });
  await app.saved();
}

test.describe('two phones of one unit', () => {
  test('keep in step field by field, photos too, and a colliding change waits for a choice', async ({ app, drive, phone }) => {
    test.slow();
    await beginWithPhoto(app, 'Chỉ người của đơn vị biết.');
    await connect(app, drive);
    await inStep(app);

    const other = await phone();
    await connect(other, drive);
    await join(other);
    await inStep(other);
    const there = await other.openItem('1.2.1');
    await expect(there.privateNote).toHaveValue('Chỉ người của đơn vị biết.');
    await expect.poll(() => there.pieces.locator('img').evaluate((image) => image.naturalWidth)).toBe(640);
    const [one, two] = [await readDatabase(app.page), await readDatabase(other.page)];
    expect(two.fields).toEqual(one.fields);

    // Both write the same field without knowing of each other, and each another one.
    await note(app, '1.1.1', 'Hoa ghi');
    await note(app, '1.4.1', 'Chỉ Hoa ghi');
    await note(other, '1.1.1', 'Minh ghi');
    await note(other, '2.2.1', 'Chỉ Minh ghi');
    await sync(app);
    await sync(other);
    await letIn(app);
    const names = [['Hoa', app], ['Minh', other]];
    for (const [who, at] of names) {
      await expect(at.page.getByTestId('conflicts'), who).toContainText('1 chỗ');
      await at.open('#/o-chung/trung');
      await expect(at.page.getByTestId('conflict')).toContainText('Hoa ghi');
      await expect(at.page.getByTestId('conflict')).toContainText('Minh ghi');
    }
    await app.page.getByTestId('conflict').getByRole('listitem').filter({ hasText: 'Hoa ghi' }).getByRole('button').click();
    await expect(app.page.getByTestId('no-conflicts')).toBeVisible();
    await sync(app);
    await sync(other);
    await other.open('#/o-chung/trung');
    await expect(other.page.getByTestId('no-conflicts')).toBeVisible();
    await expect((await other.openItem('1.1.1')).note).toHaveValue('Hoa ghi');
    await expect((await other.openItem('1.4.1')).note).toHaveValue('Chỉ Hoa ghi');
    await expect((await app.openItem('2.2.1')).note).toHaveValue('Chỉ Minh ghi');
    const [here, again] = [await readDatabase(app.page), await readDatabase(other.page)];
    expect(again.fields).toEqual(here.fields);
    expect(again.lost).toEqual(here.lost);
  });

  test('an open page shows what came, and a letter typed meanwhile stays', async ({ app, drive, phone }) => {
    test.slow();
    await app.begin('Đoàn phường An Cư');
    await connect(app, drive);
    await inStep(app);
    const other = await phone();
    await connect(other, drive);
    await join(other);
    await inStep(other);
    await note(other, '1.2.1', 'Đến từ máy kia');
    await sync(other);
    await letIn(app);
    await expect((await app.openItem('1.2.1')).note).toHaveValue('Đến từ máy kia');
    await note(app, '1.1.1', 'gõ trong lúc chờ');
    await app.page.reload();
    await expect((await app.openItem('1.1.1')).note).toHaveValue('gõ trong lúc chờ');
  });

  test('a tab killed in the middle of a sync loses nothing, and the next one ends in agreement', async ({ app, drive, phone }) => {
    test.slow();
    await app.begin('Đoàn phường An Cư');
    await note(app, '1.2.1', 'trước khi tắt');
    const other = await pair(app, drive, phone);
    await note(other, '1.1.1', 'máy kia');
    await sync(other);
    await note(app, '1.4.1', 'máy này');
    await app.open('#/o-chung');
    // Killed while its first requests are under way.
    await app.page.route('**/o-chung/**', (route) => setTimeout(() => route.continue().catch(() => {}), 400));
    await app.page.getByTestId('sync-now').click();
    await app.page.waitForTimeout(600);
    const context = app.page.context();
    await app.page.close();
    const again = new app.constructor(await context.newPage());
    await sync(again);
    await sync(other);
    await expect((await again.openItem('1.1.1')).note).toHaveValue('máy kia');
    await expect((await other.openItem('1.4.1')).note).toHaveValue('máy này');
  });

  test('deleting much on one device waits for a person on the other', async ({ app, drive, phone }) => {
    test.slow();
    await app.begin('Đoàn phường An Cư');
    await writeFields(app.page, manyFields({ tasks: 20, meetings: 0, year: 2026 }));
    const other = await pair(app, drive, phone);
    await writeFields(other.page, Array.from({ length: 15 }, (_, at) => [`task/t-${String(at).padStart(5, '0')}/deleted`, true]));
    await other.page.reload();
    await sync(other);
    await sync(app);
    await expect(app.page.getByTestId('held')).toContainText('xoá 15 mục');
    await app.page.getByTestId('held-keep').click();
    await expect.poll(async () => (await lastReport(app)).good !== undefined, { timeout: 60_000 }).toBe(true);
    await sync(app);
    await sync(other);
    const tables = await Promise.all([app, other].map(({ page }) => readDatabase(page)));
    for (const { fields } of tables) {
      const deleted = Object.entries(fields).filter(([key, json]) => key.endsWith('/deleted') && JSON.parse(json).v === true);
      expect(deleted).toEqual([]);
    }
  });
});

test('two tabs that sync at once end in agreement', async ({ app, drive, phone }) => {
  test.slow();
  await app.begin('Đoàn phường An Cư');
  const other = await pair(app, drive, phone);
  await note(other, '1.1.1', 'máy kia');
  await sync(other);
  await note(app, '1.4.1', 'máy này');
  const tab = new app.constructor(await app.page.context().newPage());
  await Promise.all([app.open('#/o-chung'), tab.open('#/o-chung')]);
  await Promise.all([app, tab].map(({ page }) => page.getByTestId('sync-now').click({ timeout: 60_000 })));
  await Promise.all([inStep(app), inStep(tab)]);
  await sync(app);
  await sync(other);
  for (const at of [app, tab, other]) {
    await expect((await at.openItem('1.1.1')).note).toHaveValue('máy kia');
    await expect((await at.openItem('1.4.1')).note).toHaveValue('máy này');
  }
  const [one, two] = [await readDatabase(app.page), await readDatabase(other.page)];
  expect(two.fields).toEqual(one.fields);
  expect(one.lost).toEqual({});
});

test('a sync shows how far it is, and can be stopped at any time', async ({ app, drive, phone }) => {
  test.slow();
  await app.begin('Đoàn phường An Cư');
  const other = await pair(app, drive, phone);
  await note(other, '1.2.1', 'từ máy kia');
  await sync(other);
  await note(app, '1.4.1', 'chờ lên ổ');
  await app.open('#/o-chung');
  // What is read and written waits; what is listed does not.
  const held = [];
  await app.page.route('**/o-chung/**', (route) => {
    if (['GET', 'PUT'].includes(route.request().method())) held.push(route);
    else route.continue();
  });
  await app.page.getByTestId('sync-now').click();
  await expect(app.page.getByTestId('drive')).toContainText(/Đang đồng bộ \d+\/\d+/, { timeout: 30_000 });
  await app.page.getByTestId('sync-stop').click();
  await expect(app.page.getByTestId('drive-fault')).toContainText('Bạn đã dừng', { timeout: 30_000 });
  expect(held.length).toBeGreaterThan(0);
  await app.page.unrouteAll({ behavior: 'ignoreErrors' });
  await sync(app);
  await sync(other);
  await expect((await app.openItem('1.2.1')).note).toHaveValue('từ máy kia');
  await expect((await other.openItem('1.4.1')).note).toHaveValue('chờ lên ổ');
});

test('it syncs by itself when the app opens, comes back online, and to the front', async ({ app, drive }) => {
  test.slow();
  await app.page.clock.install();
  await app.begin('Đoàn phường An Cư');
  await connect(app, drive, { keep: true });
  await inStep(app);
  const written = async () => (await Promise.all((await all(drive.files)).map((file) => readFile(file, 'utf8')))).join();
  const reaches = (text) => expect.poll(written, { timeout: 60_000 }).toContain(text);
  await note(app, '1.1.1', 'khi mở ứng dụng');
  await app.page.reload();
  await reaches('khi mở ứng dụng');
  await note(app, '1.1.1', 'khi có mạng lại');
  await app.page.context().setOffline(true);
  await app.page.context().setOffline(false);
  await reaches('khi có mạng lại');
  await note(app, '1.1.1', 'khi trở lại ứng dụng');
  await app.page.evaluate(() => dispatchEvent(new Event('focus')));
  await app.page.waitForTimeout(1_000);
  expect(await written()).not.toContain('khi trở lại ứng dụng');
  // At most once a minute.
  await app.page.clock.fastForward(61_000);
  await app.page.evaluate(() => dispatchEvent(new Event('focus')));
  await reaches('khi trở lại ứng dụng');
});

test('storage that is full while receiving is said, and nothing is lost on either side', async ({ app, drive, phone, baseURL }) => {
  test.slow();
  await limitStorage(app.page, baseURL);
  await app.begin('Đoàn phường An Cư');
  await app.page.evaluate(() => navigator.serviceWorker.ready);
  const other = await pair(app, drive, phone);
  await note(other, '1.2.1', 'chờ có chỗ');
  await sync(other);
  await note(app, '1.4.1', 'có từ trước');
  await app.open('#/o-chung');
  await fillStorage(app.page);
  await app.page.getByTestId('sync-now').click();
  await expect(app.page.getByTestId('drive-fault')).toContainText('đầy bộ nhớ', { timeout: 60_000 });
  await freeStorage(app.page);
  await app.page.getByTestId('sync-now').click();
  await inStep(app);
  await sync(other);
  await expect((await app.openItem('1.2.1')).note).toHaveValue('chờ có chỗ');
  await expect((await other.openItem('1.4.1')).note).toHaveValue('có từ trước');
});

test.describe('a unit and its upper level', () => {
  test('a submission goes up, a receipt comes back, and what is private stays', async ({ app, drive, phone }) => {
    test.slow();
    await beginWithPhoto(app, 'Không bao giờ gửi lên.');
    await app.freeze();
    await connect(app, drive, { roles: ['sends'] });
    await inStep(app);
    await app.open('#/gui');
    await expect(app.page.getByTestId('sent-state')).toHaveText('Trên ổ chung');
    const files = await all(drive.files);
    expect(files.filter((file) => file.includes('/units/'))).toEqual([]);
    for (const file of files) expect((await readFile(file)).includes('Không bao giờ gửi lên')).toBe(false);

    const upper = await phone();
    await upper.begin('Thành Đoàn Bình Hải');
    await upper.speakFor('Thành Đoàn Bình Hải');
    await connect(upper, drive, { roles: ['collects'] });
    await inStep(upper);
    await upper.open('#/don-vi');
    await expect(upper.unitRows).toContainText('Đoàn phường An Cư');
    await upper.unitRows.click();
    await expect.poll(() => upper.page.locator('main img').first().evaluate((image) => image.naturalWidth)).toBe(640);

    await sync(app);
    await app.open('#/gui');
    await expect(app.page.getByTestId('sent-state')).toContainText('Đã nhận · Thành Đoàn Bình Hải');
  });

  test('guidelines are published, looked at, and followed', async ({ app, drive, phone }) => {
    test.slow();
    const upper = await phone();
    await upper.begin('Thành Đoàn Bình Hải');
    await upper.speakFor('Thành Đoàn Bình Hải');
    await connect(upper, drive, { roles: ['collects'] });
    await inStep(upper);
    await beginDraft(upper.page, 'Hướng dẫn năm 2027');
    await upper.page.getByTestId('pack-total-min').fill('85');
    await openPart(upper.page, 'pack-item-1.1.1');
    await upper.page.getByTestId('item-out').click();
    await openPart(upper.page, 'pack-item-1.1.2');
    await upper.page.getByTestId('item-text').fill('Có nhóm Zalo và trả lời trong ngày');
    // Other words than before: the same thing, as a person says.
    await upper.page.getByTestId('item-agree').click();
    await closePart(upper.page);
    await upper.saved();
    await upper.page.getByTestId('pack-make').click();
    await expect(upper.page.getByTestId('pack-made')).toBeVisible({ timeout: 30_000 });
    await sync(upper);

    await app.begin('Đoàn phường An Cư');
    await app.answer('1.2.1');
    await connect(app, drive, { roles: ['sends'] });
    await inStep(app);
    await app.open('#/');
    await app.page.getByTestId('new-pack').getByRole('link').click();
    const list = app.page.getByTestId('differences');
    await expect(list).toContainText('Bỏ nội dung 1.1.1');
    await expect(app.page.getByTestId('other-meanings')).toContainText('nay hỏi “Có nhóm Zalo và trả lời trong ngày”');
    await expect(list).toContainText('tổng 85%');
    await app.page.getByTestId('pack-follow').click();
    await expect(app.page.getByTestId('pack-followed')).toBeVisible({ timeout: 30_000 });
    await app.saved();
    await app.open('#/tu-cham');
    await expect(app.items.first()).toContainText('Có nhóm Zalo và trả lời trong ngày');
    await expect(app.item('1.2.1').chosen).toHaveCount(1);
    // It is the same after a reload, and in what goes up.
    await app.page.reload();
    await expect(app.items.first()).toContainText('Có nhóm Zalo và trả lời trong ngày');
    await app.freeze();
    const { bytes } = await app.download();
    const { body } = JSON.parse(bytes);
    expect(body.set.rule.total_min_percent).toBe(85);
    await app.open('#/');
    await expect(app.page.getByTestId('new-pack')).toHaveCount(0);
    await app.open('#/bo-huong-dan');
    await app.page.getByTestId('pack-back').click();
    await app.open('#/tu-cham');
    await expect(app.item('1.1.1').line).toBeVisible();
  });
});

test.describe('a drive that is not right is said in plain words', () => {
  // The browser tells of refused answers by itself; here they are what is tested.
  test.beforeEach(({ watch }) => { watch.allowed.push(/Failed to load resource/); });

  test('a wrong password, and an address without anything', async ({ app, drive }) => {
    await app.begin('Đoàn phường An Cư');
    await connect(app, drive, { password: 'sai' });
    await expect(app.page.getByTestId('test-result')).toContainText('Sai tên hoặc mật khẩu.', { timeout: 30_000 });
    await connect(app, drive, { address: `${drive.address}khong-co/` });
    await expect(app.page.getByTestId('test-result')).toContainText('Địa chỉ này không có trên máy chủ', { timeout: 30_000 });
    await app.open('#/o-chung');
    await expect(app.page.getByTestId('drive')).toHaveCount(0);
  });

  test('plain http is refused, and no role is no drive', async ({ app, drive }) => {
    await app.begin('Đoàn phường An Cư');
    await connect(app, drive, { address: 'http://cloud.example.org/dav/' });
    await expect(app.page.getByTestId('connect-fault')).toContainText('Chỉ dùng địa chỉ https');
    await connect(app, drive, { roles: [] });
    await expect(app.page.getByTestId('connect-fault')).toContainText('Hãy chọn ít nhất một việc.');
  });

  test('the password is asked for again when it was not to be kept, and is nowhere in the browser', async ({ app, drive }) => {
    await app.begin('Đoàn phường An Cư');
    await connect(app, drive);
    await inStep(app);
    const kept = JSON.stringify([await readDatabase(app.page), await app.page.evaluate(() => ({ ...localStorage }))]);
    expect(kept).not.toContain(LOGIN.password);
    await app.page.reload();
    await app.page.getByTestId('drive-secret').fill(LOGIN.password);
    await app.page.getByTestId('drive-enter').click();
    await inStep(app);
  });
});

test('a sealed drive holds nothing that can be read, and opens with its passphrase alone', async ({ app, drive, phone }) => {
  test.slow();
  const passphrase = 'hoa phượng đỏ nở tháng năm';
  await app.begin('Đoàn phường An Cư');
  await note(app, '1.2.1', 'Danh sách mười hai chi đoàn');
  await connect(app, drive, { passphrase });
  await inStep(app);
  const files = await all(drive.files);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    expect(file).toMatch(/\.age$/);
    expect((await readFile(file)).includes('chi đoàn')).toBe(false);
  }
  const wrong = await phone();
  await connect(wrong, drive, { passphrase: 'một câu khác hẳn thế này' });
  await join(wrong);
  await expect(wrong.page.getByTestId('drive-fault')).toContainText('Mật khẩu niêm phong không đúng', { timeout: 60_000 });
  expect((await all(drive.files)).toSorted()).toEqual(files.toSorted());
  await wrong.page.getByTestId('drive-secret').fill(passphrase);
  await wrong.page.getByTestId('drive-enter').click();
  await inStep(wrong);
  const right = await phone();
  await connect(right, drive, { passphrase });
  await join(right);
  await inStep(right);
  await expect((await right.openItem('1.2.1')).note).toHaveValue('Danh sách mười hai chi đoàn');
});

test('a folder of the device is a drive too', async ({ app }) => {
  await app.begin('Đoàn phường An Cư');
  await note(app, '1.2.1', 'vào thư mục');
  // The picker is the browser's own window; the folder behind it is a real one.
  await app.page.addInitScript(() => {
    window.showDirectoryPicker = async () => {
      const root = await navigator.storage.getDirectory();
      return root.getDirectoryHandle('o-chung', { create: true });
    };
  });
  await app.page.reload();
  await app.open('#/o-chung/thu-muc');
  await app.page.getByTestId('pick-folder').click();
  await expect(app.page.getByText('Thư mục: o-chung')).toBeVisible();
  await app.page.getByTestId('connect').click();
  await inStep(app);
  const text = await app.page.evaluate(async () => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('o-chung');
    const [, unit] = (await (await root.getDirectoryHandle('units')).entries().next()).value;
    const [, file] = (await unit.entries().next()).value;
    return (await file.getFile()).text();
  });
  expect(JSON.parse(text).kind).toBe('device');
  expect(text).toContain('vào thư mục');
  await app.page.getByText('Cài đặt ổ').click();
  await app.page.getByTestId('disconnect').click();
  await app.page.getByTestId('disconnect').click();
  await expect(app.page.getByTestId('drive')).toHaveCount(0);
  await expect((await app.openItem('1.2.1')).note).toHaveValue('vào thư mục');
});

test.describe('by hand', () => {
  test('a device file goes both ways, twice and out of order', async ({ app, device }) => {
    test.slow();
    await app.begin('Đoàn phường An Cư');
    await note(app, '1.2.1', 'bản đầu');
    const hand = async (at) => {
      await at.open('#/o-chung/chuyen-tay');
      await at.page.getByTestId('hand-make').click();
      await expect(at.page.getByTestId('hand-ready')).toBeVisible({ timeout: 30_000 });
      const { name, bytes } = await at.download();
      return { name, mimeType: 'application/octet-stream', buffer: bytes };
    };
    const early = await hand(app);
    await note(app, '1.2.1', 'bản sau');
    const late = await hand(app);
    const other = await device();
    await other.receive(late);
    await expect(other.results.first()).toContainText('Chờ bạn đồng ý', { timeout: 30_000 });
    await other.takeIn();
    for (const file of [early, late]) {
      await other.receive(file);
      await expect(other.results.first()).toContainText('Máy khác của đơn vị', { timeout: 30_000 });
    }
    await expect((await other.openItem('1.2.1')).note).toHaveValue('bản sau');
    await note(other, '1.4.1', 'trở về');
    await app.receive(await hand(other));
    await app.takeIn();
    await expect((await app.openItem('1.4.1')).note).toHaveValue('trở về');
    const [one, two] = [await readDatabase(app.page), await readDatabase(other.page)];
    expect(two.fields).toEqual(one.fields);
  });

  test('the outbox has one file for each audience, and the inbox opens several at once', async ({ app, device }) => {
    test.slow();
    await app.begin('Đoàn phường An Cư');
    await app.answer('1.2.1');
    await app.open('#/o-chung/chuyen-tay');
    await expect(app.page.getByTestId('hand-upper')).toHaveCount(0);
    await app.freeze();
    const out = async (at, button) => {
      await at.open('#/o-chung/chuyen-tay');
      await at.page.getByTestId(button).click();
      await expect(at.page.getByTestId('hand-ready')).toBeVisible({ timeout: 30_000 });
      const { name, bytes } = await at.download();
      return { name, mimeType: 'application/octet-stream', buffer: bytes };
    };
    const upper = await device();
    await upper.begin('Thành Đoàn Bình Hải');
    await upper.speakFor('Thành Đoàn Bình Hải');
    await upper.receive([await out(app, 'hand-upper'), fixture('v1/2026-11-22-submission.json')]);
    await expect(upper.results).toHaveCount(2, { timeout: 30_000 });
    const answers = await out(upper, 'hand-lower');
    expect(answers.name).toMatch(/hop-thu.*\.zip$/);
    await app.receive(answers);
    await expect(app.results).toHaveCount(2, { timeout: 30_000 });
    await expect(app.results.filter({ hasText: '✓ Cấp trên trả lời' })).toHaveCount(1);
    // The other one is said to another unit.
    await expect(app.results.filter({ hasText: '✗ Không phải của đơn vị nào' })).toHaveCount(1);
    await app.open('#/gui');
    await expect(app.page.getByTestId('sent-state')).toContainText('Đã nhận · Thành Đoàn Bình Hải');
    await app.open('#/o-chung/chuyen-tay');
    await expect(app.page.getByTestId('hand-upper')).toHaveCount(0);
  });

  test('a sealed file asks for its passphrase', async ({ app, device }) => {
    await app.begin('Đoàn phường An Cư');
    await note(app, '1.2.1', 'niêm phong');
    await app.open('#/o-chung/chuyen-tay');
    await app.page.getByTestId('hand-make').click();
    await app.page.getByText('Niêm phong tệp bằng mật khẩu').first().click({ timeout: 30_000 });
    await app.page.getByTestId('file-passphrase').fill('bốn từ không liên quan');
    await app.page.getByTestId('seal-file').click();
    await expect(app.page.getByTestId('file-sealed')).toBeVisible({ timeout: 30_000 });
    const { name, bytes } = await app.download();
    expect(name).toMatch(/\.age\.txt$/);
    expect(bytes.includes('niêm phong')).toBe(false);
    const other = await device();
    await other.receive({ name, mimeType: 'text/plain', buffer: bytes });
    await other.page.getByTestId('open-passphrase').fill('sai mật khẩu rồi nhé');
    await other.page.getByTestId('open-sealed').click();
    await expect(other.page.getByText('Không mở được: sai mật khẩu')).toBeVisible({ timeout: 30_000 });
    await other.page.getByTestId('open-passphrase').fill('bốn từ không liên quan');
    await other.page.getByTestId('open-sealed').click();
    await other.takeIn();
    await expect((await other.openItem('1.2.1')).note).toHaveValue('niêm phong');
  });

  test('a whole folder of received files is read at once', async ({ app }, testInfo) => {
    const folder = testInfo.outputPath('nhan');
    await mkdir(folder, { recursive: true });
    for (const name of ['2026-11-22-submission.json', '2026-11-25-submission-with-year.json']) {
      await writeFile(path(folder, name), fixture(`v1/${name}`).buffer);
    }
    await app.begin('Thành Đoàn Bình Hải');
    await app.open('#/o-chung/chuyen-tay');
    await app.page.getByTestId('pick-tree').setInputFiles(folder);
    await expect(app.results).toHaveCount(2, { timeout: 30_000 });
  });
});

test('a drive is synced also where its part of the program came late', async ({ app, drive, watch }) => {
  watch.allowed.push(/Failed to fetch/, /rare-[0-9a-f]{16}\.wasm/, /WebAssembly/);
  const { page } = app;
  // It would have the part by then.
  await page.addInitScript(() => { delete Navigator.prototype.serviceWorker; });
  await app.begin('Đoàn phường An Cư');
  await connect(app, drive, { keep: true });
  await inStep(app);
  const before = await lastReport(app);
  await app.open('#/tu-cham');
  await page.route('**/rare-*.wasm', (route) => route.abort());
  const failed = page.waitForEvent('requestfailed', (request) => /\/rare-/.test(request.url()));
  await page.reload();
  await failed;
  await app.answer('1.2.1');
  await app.saved();
  expect(await lastReport(app)).toEqual(before);
  await page.unroute('**/rare-*.wasm');
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect.poll(() => lastReport(app), { timeout: 30_000 }).not.toEqual(before);
});
